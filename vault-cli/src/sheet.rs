//! The recovery sheet as a page to print: to fold, to seal in an envelope and to put in the organisation's safe.
//!
//! It has no PIN and does not log in: alone it opens nothing. No name is on it.

use vault_core::credential::CredentialFile;

use crate::act::grouped;
use crate::card::{code_of, draw_code, link_of, wrap};
use crate::display::clean;
use crate::error::Result;
use crate::i18n::{I18n, msg};
use crate::pdf::{A4_HEIGHT, A4_WIDTH, Font, MM, Page};

const LEFT: f32 = 25.0 * MM;
const QR: f32 = 50.0 * MM;
const INK: [f32; 3] = [0.11, 0.32, 0.40];
const WHITE: [f32; 3] = [1.0, 1.0, 1.0];
const BAND: f32 = 32.0 * MM;

/// What is printed.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    /// The credential, the server's address and the anchors.
    pub(crate) file: &'a CredentialFile,
    /// Public name of the organisation whose safe it goes to.
    pub(crate) organisation: &'a str,
    /// The day on which it is made, as people write it.
    pub(crate) date: &'a str,
}

impl Sheet<'_> {
    /// Draws the page: what it is and what to do above the fold, the secret below.
    pub(crate) fn to_pdf(&self, i18n: &I18n) -> Result<Vec<u8>> {
        let mut page = Page::default();
        let title = msg!(i18n, "sheet-title");
        // The band of the acts, so that both papers are seen to belong together.
        page.fill(INK, (0.0, A4_HEIGHT - BAND), A4_WIDTH, BAND);
        page.text_in(WHITE, Font::Bold, 11.0, (LEFT, A4_HEIGHT - 11.0 * MM), &msg!(i18n, "card-brand"));
        page.text_in(WHITE, Font::Bold, 22.0, (LEFT, A4_HEIGHT - 20.0 * MM), &title);
        let date = msg!(i18n, "sheet-date", date = self.date);
        page.text_in(WHITE, Font::Sans, 12.0, (LEFT, A4_HEIGHT - 27.0 * MM), &date);
        let mut y = A4_HEIGHT - BAND - 5.0 * MM;
        let organisation = clean(self.organisation, 60);
        let sentences = [
            msg!(i18n, "sheet-what"),
            msg!(i18n, "sheet-alone"),
            msg!(i18n, "sheet-how", organisation = organisation),
            msg!(i18n, "sheet-when"),
            msg!(i18n, "sheet-stop"),
        ];
        for sentence in sentences {
            y -= 4.0 * MM;
            for line in wrap(&sentence, 80) {
                y -= 6.0 * MM;
                page.text(Font::Sans, 12.0, LEFT, y, &line);
            }
        }
        y -= 10.0 * MM;
        let id = grouped(self.file.credential.id.as_bytes());
        page.text(Font::Sans, 10.0, LEFT, y, &msg!(i18n, "sheet-id", id = id));
        self.secret(&mut page, i18n)?;
        Ok(page.finish(&title, i18n.lang().tag()))
    }

    fn secret(&self, page: &mut Page, i18n: &I18n) -> Result<()> {
        let fold = A4_HEIGHT / 2.0;
        page.line((0.0, fold), (A4_WIDTH, fold), true);
        page.text(Font::Sans, 10.0, LEFT, fold + 2.0 * MM, &msg!(i18n, "sheet-fold"));
        let top = fold - 20.0 * MM;
        draw_code(page, &code_of(&link_of(self.file))?, QR, LEFT, top);
        let x = LEFT + QR + 8.0 * MM;
        page.text(Font::Sans, 10.0, x, top - 3.0 * MM, &msg!(i18n, "sheet-code"));
        let groups = self.file.credential.to_grouped_text();
        let groups: Vec<&str> = groups.split(' ').collect();
        let mut y = top - 11.0 * MM;
        for row in groups.chunks(5) {
            page.text(Font::Mono, 13.0, x, y, &row.join(" "));
            y -= 6.5 * MM;
        }
        if let Some(origin) = &self.file.origin {
            page.text(Font::Sans, 10.0, x, y, &msg!(i18n, "card-back-server", host = clean(origin.as_str(), 80)));
        }
        if let Some(anchor) = self.file.account {
            let y = top - QR - 8.0 * MM;
            page.text(Font::Sans, 8.0, LEFT, y, &msg!(i18n, "card-anchor-account", value = anchor.to_string()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use vault_core::credential::Credential;
    use vault_core::entropy::SeededEntropy;
    use vault_core::ids::Hash;

    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn the_page_says_what_it_is_and_holds_the_secret_and_no_name() {
        let file = CredentialFile {
            credential: Credential::generate(&mut SeededEntropy::new(7)),
            origin: Some("https://coffre.exemple.fr:8443".parse().expect("an origin")),
            account: Some(Hash::from_bytes([0xa5; 32])),
            organisation: None,
            log: None,
        };
        let sheet = Sheet { file: &file, organisation: "CCAS de Valcourt", date: "03/03/2026" };
        let pdf = sheet.to_pdf(&I18n::new(Lang::Fr)).expect("drawn");
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.starts_with("%PDF-"));
        let code = file.credential.to_grouped_text();
        for printed in [&code[..24], "a5a5a5a5", "Valcourt", "03/03/2026", "Feuille de secours"] {
            assert!(text.contains(printed), "{printed}");
        }
    }
}
