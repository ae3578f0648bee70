//! One A4 page as a PDF: text in the fonts that every reader has, lines and bands. Distances are in points from the top left.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

/// Width of an A4 page, in points.
pub(super) const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const FAINT: Name<'static> = Name(b"Faint");

/// Red, green, blue, from 0 to 1.
pub(super) type Colour = [f32; 3];

/// One of the fonts of every PDF reader.
#[derive(Debug, Clone, Copy)]
pub(super) enum Font {
    Plain,
    Bold,
}

impl Font {
    fn name(self) -> Name<'static> {
        match self {
            Self::Plain => Name(b"Plain"),
            Self::Bold => Name(b"Bold"),
        }
    }
}

/// A page being drawn.
pub(super) struct Sheet {
    content: Content,
}

impl Sheet {
    pub(super) fn new() -> Self {
        Self { content: Content::new() }
    }

    pub(super) fn text(&mut self, (x, y): (f32, f32), font: Font, size: f32, colour: Colour, text: &str) {
        self.turned_text([1.0, 0.0, 0.0, 1.0, x, HEIGHT - y], font, size, colour, text);
    }

    /// Figures that end at `x`.
    pub(super) fn amount(&mut self, (x, y): (f32, f32), font: Font, size: f32, colour: Colour, text: &str) {
        let width: f32 = text.chars().map(figure_width).sum();
        self.text((x - width * size, y), font, size, colour, text);
    }

    pub(super) fn band(&mut self, (x, y): (f32, f32), width: f32, height: f32, colour: Colour) {
        self.fill_with(colour).rect(x, HEIGHT - y - height, width, height).fill_nonzero();
    }

    pub(super) fn rule(&mut self, (x, y): (f32, f32), width: f32, colour: Colour) {
        self.stroke_with(colour, 0.6);
        self.content.move_to(x, HEIGHT - y).line_to(x + width, HEIGHT - y).stroke();
    }

    pub(super) fn circle(&mut self, (x, y): (f32, f32), radius: f32, colour: Colour) {
        let (y, arm) = (HEIGHT - y, radius * 0.552_28);
        self.stroke_with(colour, 1.6).move_to(x + radius, y);
        self.content.cubic_to(x + radius, y + arm, x + arm, y + radius, x, y + radius);
        self.content.cubic_to(x - arm, y + radius, x - radius, y + arm, x - radius, y);
        self.content.cubic_to(x - radius, y - arm, x - arm, y - radius, x, y - radius);
        self.content.cubic_to(x + arm, y - radius, x + radius, y - arm, x + radius, y).close_and_stroke();
    }

    /// SPECIMEN from corner to corner, so pale that the page stays legible.
    pub(super) fn specimen(&mut self, colour: Colour) {
        let (size, degrees) = (128.0_f32, 52.0_f32);
        let (sin, cos) = degrees.to_radians().sin_cos();
        // SPECIMEN is 5.22 times as wide as it is high in this font; the middle of the word lies in the middle of the page.
        let (half, middle) = (size * 5.22 / 2.0, size * 0.36);
        let x = WIDTH / 2.0 - half * cos + middle * sin;
        let y = HEIGHT / 2.0 - half * sin - middle * cos;
        self.content.save_state().set_parameters(FAINT);
        self.turned_text([cos, sin, -sin, cos, x, y], Font::Bold, size, colour, "SPECIMEN");
        self.content.restore_state();
    }

    /// The page as a PDF file of one page, with its title.
    pub(super) fn finish(self, title: &str) -> Vec<u8> {
        let [catalog, pages, page, content, plain, bold, faint, info] = [1, 2, 3, 4, 5, 6, 7, 8].map(Ref::new);
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(pages).lang(TextStr("fr"));
        pdf.pages(pages).kids([page]).count(1);
        let mut drawn = pdf.page(page);
        drawn.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(pages).contents(content);
        let mut resources = drawn.resources();
        resources.fonts().pair(Font::Plain.name(), plain).pair(Font::Bold.name(), bold);
        resources.ext_g_states().pair(FAINT, faint);
        resources.finish();
        drawn.finish();
        for (reference, font) in [(plain, Name(b"Helvetica")), (bold, Name(b"Helvetica-Bold"))] {
            pdf.type1_font(reference).base_font(font).encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        pdf.ext_graphics(faint).non_stroking_alpha(0.16);
        pdf.document_info(info).title(TextStr(title));
        pdf.stream(content, &self.content.finish());
        pdf.finish()
    }

    fn fill_with(&mut self, [red, green, blue]: Colour) -> &mut Content {
        self.content.set_fill_rgb(red, green, blue)
    }

    fn stroke_with(&mut self, [red, green, blue]: Colour, width: f32) -> &mut Content {
        self.content.set_stroke_rgb(red, green, blue).set_line_width(width)
    }

    fn turned_text(&mut self, matrix: [f32; 6], font: Font, size: f32, colour: Colour, text: &str) {
        let bytes: Vec<u8> = text.chars().map(win_ansi).collect();
        self.fill_with(colour).begin_text().set_font(font.name(), size);
        self.content.set_text_matrix(matrix).show(Str(&bytes)).end_text();
    }
}

/// Widths of what amounts are written with, in ems of Helvetica.
fn figure_width(letter: char) -> f32 {
    if letter.is_ascii_digit() || letter == '€' || letter == '–' { 0.556 } else { 0.278 }
}

/// A letter in the encoding of the fonts (Windows-1252); an unknown one becomes a question mark.
fn win_ansi(letter: char) -> u8 {
    match letter {
        '€' => 0x80,
        '…' => 0x85,
        'Œ' => 0x8c,
        '’' => 0x92,
        '–' => 0x96,
        'œ' => 0x9c,
        '\u{80}'..='\u{9f}' => b'?',
        _ => u8::try_from(u32::from(letter)).unwrap_or(b'?'),
    }
}
