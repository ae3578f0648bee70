//! The page of an act: drawn from the act alone, always the same to the byte, with the act inside as an attached file.

use jiff::tz::TimeZone;
use qrcode::{EcLevel, QrCode};
use vault_core::error::{Error as Broken, Property, What};

use super::tell::{self, Line};
use super::{Act, FILE_NAME, prove};
use crate::i18n::{I18n, Lang, msg};
use crate::pdf::{A4_HEIGHT, A4_WIDTH, Font, MM, Page};

const LEFT: f32 = 20.0 * MM;
const RIGHT: f32 = A4_WIDTH - 20.0 * MM;
const VALUES: f32 = 68.0 * MM;
const INK: [f32; 3] = [0.11, 0.32, 0.40];
const GREY: [f32; 3] = [0.35, 0.35, 0.35];
const WHITE: [f32; 3] = [1.0, 1.0, 1.0];
const PALE: [f32; 3] = [0.93, 0.96, 0.97];
const BAND: f32 = 32.0 * MM;
/// Top of the block at the foot: signatures and QR code.
const FOOT: f32 = 62.0 * MM;
const QR: f32 = 36.0 * MM;
/// Sizes of the consent text with the letters that a line of each holds; the largest that fits is taken.
const SIZES: [(f32, usize); 6] = [(13.0, 78), (12.0, 85), (11.0, 93), (10.0, 102), (9.0, 113), (7.5, 136)];
const LEADING: f32 = 1.4;

/// The file, whole. Refuses an act that does not prove itself: no page is drawn of what does not hold.
pub(crate) fn draw(act: &Act) -> Result<Vec<u8>, Broken> {
    let unknown = || Broken::new(What::Act, Property::Version);
    let i18n = I18n::new(Lang::of_tag(&act.language).ok_or_else(unknown)?);
    let zone = TimeZone::get(&act.zone).map_err(|_| unknown())?;
    let proven = prove::prove(act)?;
    let json = act.to_json()?;
    let mut page = Page::default();
    let title = tell::title(&i18n, act);
    head(&mut page, &i18n, &title, &tell::when(&i18n, &proven, &zone));
    let mut y = A4_HEIGHT - BAND - 12.0 * MM;
    for line in &tell::said(&i18n, act, &zone) {
        y = row(&mut page, y, line, Font::Sans, 12.0);
    }
    y -= 1.0 * MM;
    page.line((LEFT, y + 3.0 * MM), (RIGHT, y + 3.0 * MM), false);
    y -= 4.0 * MM;
    for line in &tell::proved(&i18n, act, &proven, &zone) {
        y = row(&mut page, y, line, Font::Sans, 10.0);
    }
    if let Some((title, text)) = tell::advice(&i18n, act) {
        boxed(&mut page, y, &title, &text);
    }
    foot(&mut page, &i18n, &tell::code(act, &json, &proven))?;
    Ok(page.finish_with(&title, i18n.lang().tag(), (FILE_NAME, &json)))
}

fn head(page: &mut Page, i18n: &I18n, title: &str, when: &str) {
    page.fill(INK, (0.0, A4_HEIGHT - BAND), A4_WIDTH, BAND);
    page.text_in(WHITE, Font::Bold, 11.0, (LEFT, A4_HEIGHT - 11.0 * MM), &msg!(i18n, "card-brand"));
    page.text_in(WHITE, Font::Bold, 22.0, (LEFT, A4_HEIGHT - 20.0 * MM), title);
    page.text_in(WHITE, Font::Sans, 12.0, (LEFT, A4_HEIGHT - 27.0 * MM), when);
}

/// One line; gives the height of the next.
fn row(page: &mut Page, y: f32, (label, value): &Line, font: Font, size: f32) -> f32 {
    page.text_in(GREY, Font::Sans, 9.0, (LEFT, y), label);
    let mut y = y;
    for part in wrap(value, 62) {
        page.text(font, size, VALUES, y, &part);
        y -= size * 1.25;
    }
    y - 1.6 * MM
}

/// A text with its title in a pale box, in the largest type that ends above the foot.
fn boxed(page: &mut Page, y: f32, title: &str, text: &str) {
    let room = y - FOOT - 14.0 * MM;
    let height = |(size, width)| block(text, size, width).iter().map(|_| size * LEADING).sum::<f32>();
    let smallest = SIZES[SIZES.len() - 1];
    let (size, width) = SIZES.into_iter().find(|fit| height(*fit) <= room).unwrap_or(smallest);
    let lines = block(text, size, width);
    let height = height((size, width)) + 13.0 * MM;
    page.fill(PALE, (LEFT - 4.0 * MM, y - height + 2.0 * MM), RIGHT - LEFT + 8.0 * MM, height);
    page.text_in(INK, Font::Bold, 12.0, (LEFT, y - 4.5 * MM), title);
    let mut y = y - 12.0 * MM;
    for (indent, line) in lines {
        page.text(Font::Sans, size, LEFT + indent, y, &line);
        y -= size * LEADING;
    }
}

/// The lines of a text at a size, each with its indent: what follows a dash stays to the right of it.
fn block(text: &str, size: f32, width: usize) -> Vec<(f32, String)> {
    let of_line = |line: &str| {
        let hanging = if line.starts_with("- ") { size * 0.6 } else { 0.0 };
        let parts = wrap(line, width).into_iter().enumerate();
        parts.map(|(n, part)| (if n == 0 { 0.0 } else { hanging }, part)).collect::<Vec<_>>()
    };
    text.lines().flat_map(of_line).collect()
}

fn foot(page: &mut Page, i18n: &I18n, code: &str) -> Result<(), Broken> {
    let width = (RIGHT - LEFT - QR - 10.0 * MM - 6.0 * MM) / 2.0;
    for (place, who) in [(0.0, msg!(i18n, "act-sign-person")), (1.0, msg!(i18n, "act-sign-professional"))] {
        let x = LEFT + place * (width + 6.0 * MM);
        page.text_in(INK, Font::Bold, 10.0, (x, FOOT - 4.0 * MM), &who);
        page.text_in(GREY, Font::Sans, 8.5, (x, FOOT - 9.0 * MM), &msg!(i18n, "act-sign-how"));
        page.line((x, FOOT - QR + 2.0 * MM), (x + width, FOOT - QR + 2.0 * MM), false);
    }
    let qr = QrCode::with_error_correction_level(code.as_bytes(), EcLevel::M)
        .map_err(|_| Broken::new(What::Act, Property::Length))?;
    let dark: Vec<bool> = qr.to_colors().into_iter().map(|c| c == qrcode::Color::Dark).collect();
    #[expect(clippy::cast_precision_loss, reason = "a QR code has at most 177 modules a side")]
    let cell = QR / qr.width() as f32;
    page.squares(&dark, qr.width(), cell, RIGHT - QR, FOOT);
    let mut y = FOOT - QR - 8.0 * MM;
    for line in [msg!(i18n, "act-foot-verify"), msg!(i18n, "act-foot-said")] {
        for part in wrap(&line, 110) {
            page.text_in(GREY, Font::Sans, 8.5, (LEFT, y), &part);
            y -= 4.0 * MM;
        }
    }
    Ok(())
}

/// The act inside a PDF: the one attached file, as it was put there.
pub(super) fn attached(pdf: &[u8]) -> Option<Vec<u8>> {
    let document = lopdf::Document::load_mem(pdf).ok()?;
    let mut found = document.objects.values().filter_map(|object| {
        let stream = object.as_stream().ok()?;
        let is_file = stream.dict.get(b"Type").and_then(lopdf::Object::as_name).ok()? == b"EmbeddedFile";
        (is_file && !stream.dict.has(b"Filter")).then(|| stream.content.clone())
    });
    let first = found.next()?;
    // With two, the eye of a reader and that of this program might not look at the same one.
    found.next().is_none().then_some(first)
}

/// Breaks at spaces into lines of at most `width` characters; a longer word is broken anywhere.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let lines = crate::card::wrap(text, width);
    if lines.is_empty() { vec![String::new()] } else { lines }
}
