//! The card as a page to print: two faces the size of a bank card side by side, to cut out and fold.
//!
//! The PIN is never on it; the person's name only when they ask for it.

use data_encoding::HEXLOWER;
use qrcode::{EcLevel, QrCode};
use vault_core::credential::CredentialFile;
use zeroize::Zeroizing;

use crate::display::clean;
use crate::error::{Problem, Result};
use crate::i18n::{I18n, msg};
use crate::pdf::{A4_HEIGHT, A4_WIDTH, Font, MM, Page};

/// Width of a bank card, ISO/IEC 7810 ID-1.
const WIDTH: f32 = 85.6 * MM;
/// Height of a bank card.
const HEIGHT: f32 = 53.98 * MM;
/// Left edge of the front.
const LEFT: f32 = (A4_WIDTH - 2.0 * WIDTH) / 2.0;
/// Top edge of both faces.
const TOP: f32 = A4_HEIGHT - 45.0 * MM;
const BAND: [f32; 3] = [0.11, 0.32, 0.40];

/// What is printed.
#[derive(Debug)]
pub(crate) struct Card<'a> {
    /// The credential, the server's address and the anchors.
    pub(crate) file: &'a CredentialFile,
    /// Whose card it is: a beneficiary's, or staff's.
    pub(crate) is_staff: bool,
    /// Public name of the organisation to turn to.
    pub(crate) organisation: &'a str,
    /// The holder's name, only when asked for.
    pub(crate) holder: Option<&'a str>,
}

impl Card<'_> {
    /// Draws the page.
    pub(crate) fn to_pdf(&self, i18n: &I18n) -> Result<Vec<u8>> {
        let mut page = Page::default();
        let title = self.title(i18n);
        page.text(Font::Bold, 20.0, LEFT, A4_HEIGHT - 30.0 * MM, &title);
        cut_marks(&mut page);
        self.front(&mut page, i18n)?;
        self.back(&mut page, i18n);
        how(&mut page, i18n, !self.is_staff);
        Ok(page.finish(&title, i18n.lang().tag()))
    }

    fn title(&self, i18n: &I18n) -> String {
        if self.is_staff { msg!(i18n, "card-title-staff") } else { msg!(i18n, "card-title") }
    }

    fn front(&self, page: &mut Page, i18n: &I18n) -> Result<()> {
        const QR: f32 = 37.0 * MM;
        page.fill(BAND, (LEFT, TOP - 7.0 * MM), WIDTH, 7.0 * MM);
        draw_code(page, &code_of(&link_of(self.file))?, QR, LEFT + 4.0 * MM, TOP - 12.0 * MM);
        let x = LEFT + 45.0 * MM;
        page.text(Font::Bold, 11.0, x, TOP - 15.0 * MM, &msg!(i18n, "card-brand"));
        let mut y = TOP - 22.0 * MM;
        let organisation = clean(self.organisation, 60);
        let mut sentences = vec![
            msg!(i18n, "card-front-keep"),
            msg!(i18n, "card-front-secret"),
            msg!(i18n, "card-front-lost", organisation = organisation),
        ];
        if let Some(name) = self.holder {
            sentences.push(msg!(i18n, "card-front-holder", name = clean(name, 60)));
        }
        for sentence in sentences {
            for line in wrap(&sentence, 28) {
                page.text(Font::Sans, 7.5, x, y, &line);
                y -= 3.3 * MM;
            }
            y -= 1.4 * MM;
        }
        Ok(())
    }

    fn back(&self, page: &mut Page, i18n: &I18n) {
        let x = LEFT + WIDTH + 5.0 * MM;
        page.text(Font::Sans, 7.0, x, TOP - 6.0 * MM, &msg!(i18n, "card-back-code"));
        let groups = self.file.credential.to_grouped_text();
        let groups: Vec<&str> = groups.split(' ').collect();
        let mut y = TOP - 12.0 * MM;
        for row in groups.chunks(5) {
            page.text(Font::Mono, 12.0, x, y, &row.join(" "));
            y -= 5.5 * MM;
        }
        y -= 1.0 * MM;
        if let Some(origin) = &self.file.origin {
            page.text(Font::Sans, 6.5, x, y, &msg!(i18n, "card-back-server", host = clean(origin.as_str(), 80)));
        }
        y -= 4.0 * MM;
        page.text(Font::Sans, 5.0, x, y, &msg!(i18n, "card-back-anchors"));
        let CredentialFile { account, organisation, log, .. } = self.file;
        let anchors = [
            account.map(|hash| msg!(i18n, "card-anchor-account", value = hash.to_string())),
            organisation.map(|hash| msg!(i18n, "card-anchor-organisation", value = hash.to_string())),
            log.map(|key| msg!(i18n, "card-anchor-log", value = HEXLOWER.encode(key.as_bytes()))),
        ];
        for anchor in anchors.into_iter().flatten() {
            for line in wrap(&anchor, 90) {
                y -= 2.2 * MM;
                page.text(Font::Sans, 4.5, x, y, &line);
            }
        }
    }
}

/// What the QR says: the link, or the bare characters when the server has no address of its own.
pub(crate) fn link_of(file: &CredentialFile) -> Zeroizing<String> {
    file.origin.as_ref().map_or_else(|| file.credential.to_text(), |origin| file.credential.to_link(origin))
}

/// The QR code of a text.
pub(crate) fn code_of(text: &str) -> Result<QrCode> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M);
    Ok(code.map_err(|e| Problem::Unforeseen { cause: e.to_string() })?)
}

/// Draws a QR code of this width in points, from its upper left corner.
pub(crate) fn draw_code(page: &mut Page, code: &QrCode, width: f32, x: f32, top: f32) {
    let dark: Vec<bool> = code.to_colors().into_iter().map(|c| c == qrcode::Color::Dark).collect();
    let side = code.width();
    #[expect(clippy::cast_precision_loss, reason = "a QR code has at most 177 modules a side")]
    let cell = width / side as f32;
    page.squares(&dark, side, cell, x, top);
}

fn cut_marks(page: &mut Page) {
    let (left, right, bottom) = (LEFT, LEFT + 2.0 * WIDTH, TOP - HEIGHT);
    for y in [TOP, bottom] {
        page.line((left, y), (right, y), false);
    }
    for x in [left, right] {
        page.line((x, bottom), (x, TOP), false);
    }
    let fold = LEFT + WIDTH;
    page.line((fold, bottom - 3.0 * MM), (fold, TOP + 3.0 * MM), true);
}

fn how(page: &mut Page, i18n: &I18n, for_person: bool) {
    let mut y = TOP - HEIGHT - 18.0 * MM;
    let mut block = |title: &str, lines: &[String]| {
        page.text(Font::Bold, 14.0, LEFT, y, title);
        for line in lines {
            y -= 8.0 * MM;
            page.text(Font::Sans, 12.0, LEFT, y, line);
        }
        y -= 16.0 * MM;
    };
    block(
        &msg!(i18n, "card-how-title"),
        &[msg!(i18n, "card-how-cut"), msg!(i18n, "card-how-fold"), msg!(i18n, "card-how-keep")],
    );
    if for_person {
        let lines = [
            msg!(i18n, "card-yours-free"),
            msg!(i18n, "card-yours-who"),
            msg!(i18n, "card-yours-stop"),
            msg!(i18n, "card-yours-lost"),
        ];
        block(&msg!(i18n, "card-yours-title"), &lines);
    }
}

/// Breaks at spaces into lines of at most `width` characters; a longer word is broken anywhere.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut rest: Vec<char> = word.chars().collect();
        while !rest.is_empty() {
            let piece: String = rest.drain(..rest.len().min(width)).collect();
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + piece.chars().count() <= width => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use vault_core::credential::Credential;
    use vault_core::entropy::SeededEntropy;
    use vault_core::ids::Hash;
    use vault_core::keys::SigningKey;

    use super::*;
    use crate::i18n::Lang;

    fn file() -> CredentialFile {
        let mut entropy = SeededEntropy::new(7);
        CredentialFile {
            credential: Credential::generate(&mut entropy),
            origin: Some("https://coffre.exemple.fr:8443".parse().expect("an origin")),
            account: Some(Hash::from_bytes([0xa5; 32])),
            organisation: Some(Hash::from_bytes([0x5a; 32])),
            log: Some(SigningKey::generate(&mut entropy).verifying_key()),
        }
    }

    fn drawn(card: &Card<'_>) -> String {
        String::from_utf8_lossy(&card.to_pdf(&I18n::new(Lang::Fr)).expect("drawn")).into_owned()
    }

    #[test]
    fn the_page_says_everything_but_a_name() {
        let file = file();
        let card = Card { file: &file, is_staff: false, organisation: "CCAS de Valcourt", holder: None };
        let pdf = drawn(&card);
        assert!(pdf.starts_with("%PDF-"));
        let code = file.credential.to_grouped_text();
        for printed in [&code[..24], "a5a5a5a5", "5a5a5a5a", "CCAS de Valcourt", "https://coffre.exemple.fr:8443"] {
            assert!(pdf.contains(printed), "{printed}");
        }
        assert!(!pdf.contains("Awa"));
        assert!(drawn(&Card { holder: Some("Awa Diallo"), ..card }).contains("Awa Diallo"));
    }

    #[test]
    fn the_qr_reads_back_as_the_link() {
        let file = file();
        let link = link_of(&file);
        assert!(link.starts_with("https://coffre.exemple.fr:8443/#"));
        let code = QrCode::with_error_correction_level(link.as_bytes(), EcLevel::M).expect("fits");
        let (side, scale, quiet) = (code.width(), 4, 4);
        let dark = code.to_colors();
        let edge = (side + 2 * quiet) * scale;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(edge, edge, |x, y| {
            let cell = |n: usize| (n / scale).checked_sub(quiet).filter(|n| *n < side);
            match (cell(x), cell(y)) {
                (Some(x), Some(y)) if dark[y * side + x] == qrcode::Color::Dark => 0,
                _ => 255,
            }
        });
        let grids = image.detect_grids();
        assert_eq!(grids[0].decode().expect("readable").1, *link);
    }

    #[test]
    fn long_words_and_names_stay_inside_their_column() {
        assert!(wrap(&"x".repeat(100), 28).iter().all(|l| l.len() <= 28));
        assert_eq!(wrap("un deux trois", 8), ["un deux", "trois"]);
    }
}
