//! A page of text, lines and squares as PDF, with the fonts that every reader has.

use pdf_writer::types::AssociationKind;
use pdf_writer::writers::FileSpec;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

/// Points per millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;
/// Width of A4 in points.
pub(crate) const A4_WIDTH: f32 = 210.0 * MM;
/// Height of A4 in points.
pub(crate) const A4_HEIGHT: f32 = 297.0 * MM;

/// The fonts used.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Font {
    /// Helvetica.
    Sans,
    /// Helvetica bold.
    Bold,
    /// Courier bold: every character as wide as the next, for copying by hand.
    Mono,
}

impl Font {
    const ALL: [(Self, &'static [u8], &'static [u8]); 3] = [
        (Self::Sans, b"F1", b"Helvetica"),
        (Self::Bold, b"F2", b"Helvetica-Bold"),
        (Self::Mono, b"F3", b"Courier-Bold"),
    ];

    const fn name(self) -> Name<'static> {
        match self {
            Self::Sans => Name(b"F1"),
            Self::Bold => Name(b"F2"),
            Self::Mono => Name(b"F3"),
        }
    }
}

/// One A4 page under construction; the origin is the lower left corner, units are points.
pub(crate) struct Page {
    content: Content,
}

impl Default for Page {
    fn default() -> Self {
        Self { content: Content::new() }
    }
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Page(redacted)")
    }
}

impl Page {
    /// A line of text whose baseline starts at (x, y).
    pub(crate) fn text(&mut self, font: Font, size: f32, x: f32, y: f32, text: &str) {
        self.content.begin_text().set_font(font.name(), size).next_line(x, y);
        self.content.show(Str(&win_ansi(text))).end_text();
    }

    /// A line of text in a colour of three parts from 0 to 1.
    pub(crate) fn text_in(&mut self, colour: [f32; 3], font: Font, size: f32, (x, y): (f32, f32), text: &str) {
        let [red, green, blue] = colour;
        self.content.set_fill_rgb(red, green, blue);
        self.text(font, size, x, y, text);
        self.content.set_fill_gray(0.0);
    }

    /// A filled rectangle in a colour of three parts from 0 to 1.
    pub(crate) fn fill(&mut self, colour: [f32; 3], (x, y): (f32, f32), width: f32, height: f32) {
        let [red, green, blue] = colour;
        self.content.set_fill_rgb(red, green, blue).rect(x, y, width, height).fill_nonzero().set_fill_gray(0.0);
    }

    /// A thin line, dashed or not.
    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32), dashed: bool) {
        let dash: &[f32] = if dashed { &[3.0, 3.0] } else { &[] };
        self.content.set_line_width(0.5).set_stroke_gray(0.4).set_dash_pattern(dash.iter().copied(), 0.0);
        self.content.move_to(from.0, from.1).line_to(to.0, to.1).stroke();
    }

    /// Black squares of side `cell` where `dark`, row by row from the top, `width` to a row.
    pub(crate) fn squares(&mut self, dark: &[bool], width: usize, cell: f32, x: f32, top: f32) {
        self.content.set_fill_gray(0.0);
        let (mut column, mut left, mut bottom) = (0, x, top - cell);
        for is_dark in dark {
            if *is_dark {
                self.content.rect(left, bottom, cell, cell);
            }
            column += 1;
            left += cell;
            if column == width {
                (column, left, bottom) = (0, x, bottom - cell);
            }
        }
        self.content.fill_nonzero();
    }

    /// The finished file.
    #[must_use]
    pub(crate) fn finish(self, title: &str, language: &str) -> Vec<u8> {
        self.finish_pdf(title, language, None)
    }

    /// The finished file, with another one attached under a name (ISO 32000-2, 7.11.4 and 14.13).
    #[must_use]
    pub(crate) fn finish_with(self, title: &str, language: &str, attached: (&str, &[u8])) -> Vec<u8> {
        self.finish_pdf(title, language, Some(attached))
    }

    fn finish_pdf(self, title: &str, language: &str, attached: Option<(&str, &[u8])>) -> Vec<u8> {
        let mut pdf = Pdf::new();
        let (catalog, pages, page_id, content_id, info) =
            (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4), Ref::new(5));
        let mut root = pdf.catalog(catalog);
        root.pages(pages).lang(TextStr(language));
        if let Some((name, _)) = attached {
            let mut names = root.names();
            let mut files = names.embedded_files();
            files.names().insert(Str(name.as_bytes()), FILE_SPEC);
            files.finish();
            names.finish();
            root.insert(Name(b"AF")).array().item(FILE_SPEC);
        }
        root.finish();
        pdf.document_info(info).title(TextStr(title));
        pdf.pages(pages).kids([page_id]).count(1);
        let mut page = pdf.page(page_id);
        page.media_box(Rect::new(0.0, 0.0, A4_WIDTH, A4_HEIGHT)).parent(pages).contents(content_id);
        let mut resources = page.resources();
        let mut fonts = resources.fonts();
        for (n, (_, name, _)) in (10..).zip(Font::ALL) {
            fonts.pair(Name(name), Ref::new(n));
        }
        fonts.finish();
        resources.finish();
        page.finish();
        for (n, (_, _, base)) in (10..).zip(Font::ALL) {
            pdf.type1_font(Ref::new(n)).base_font(Name(base)).encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        pdf.stream(content_id, &self.content.finish());
        if let Some((name, bytes)) = attached {
            attach(&mut pdf, name, bytes);
        }
        pdf.finish()
    }
}

/// Objects of the attached file.
const FILE_SPEC: Ref = Ref::new(6);
const FILE: Ref = Ref::new(7);

/// The file as it is, uncompressed, so that any tool finds it.
fn attach(pdf: &mut Pdf, name: &str, bytes: &[u8]) {
    let mut spec = pdf.indirect(FILE_SPEC).start::<FileSpec<'_>>();
    spec.path(Str(name.as_bytes())).unic_file(TextStr(name)).embedded_file(FILE);
    spec.association_kind(AssociationKind::Source);
    spec.finish();
    pdf.embedded_file(FILE, bytes).subtype(Name(b"application#2Fjson"));
}

/// The encoding of the base fonts (ISO 32000-1, annex D): Latin-1 and a few signs; a question mark for all else.
fn win_ansi(text: &str) -> Vec<u8> {
    let encode = |c: char| match c {
        '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        '’' => 0x92,
        '‘' => 0x91,
        '“' => 0x93,
        '”' => 0x94,
        '–' => 0x96,
        '—' => 0x97,
        '…' => 0x85,
        '€' => 0x80,
        'Œ' => 0x8c,
        'œ' => 0x9c,
        'Ÿ' => 0x9f,
        'Š' => 0x8a,
        'š' => 0x9a,
        'Ž' => 0x8e,
        'ž' => 0x9e,
        '\u{202f}' => 0xa0,
        _ => b'?',
    };
    text.chars().map(encode).collect()
}
