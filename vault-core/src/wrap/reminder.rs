//! Kind 14: what is to be done on the day of a reminder, for those who may read the paper.
//!
//! The header binds the vault, the reminder and the folder's epoch; the document and the day stand before the text, so
//! that nobody can show it beside another paper or on another day.

use super::{About, Envelope, MAX_PLAINTEXT, Reading, WrapKind};
use crate::codec::ensure;
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::{DocumentId, ReminderId, VaultId};
use crate::padded::{pad, unpad};
use crate::reminder::{Reminder, check_text};

const PREFIX: usize = DocumentId::LEN + 8;

impl About {
    /// Kind 14. `epoch`: of the folder in which the document lies.
    #[must_use]
    pub fn reminder(vault: VaultId, reminder: ReminderId, epoch: u32) -> Self {
        let (scope, object) = (*vault.as_bytes(), *reminder.as_bytes());
        Self { kind: WrapKind::ReminderToFolder, scope, object, version: 0, epoch }
    }
}

impl Envelope<'_> {
    /// Kind 14. Made by whoever sets the reminder, to the key in force of the document's folder. Not empty, at most
    /// [`MAX_TEXT`] characters.
    pub fn seal_reminder(&self, entropy: &mut dyn Entropy, of: &Reminder, epoch: u32, text: &str) -> Result<Vec<u8>> {
        check_text(What::Wrap, text)?;
        let padded = pad(What::Wrap, &prefix(of), text.as_bytes(), MAX_PLAINTEXT)?;
        self.seal(entropy, &About::reminder(of.vault, of.id, epoch), &padded)
    }
}

impl Reading<'_> {
    /// Kind 14. Refuses the text of another document ([`Property::Ids`]) or of another day ([`Property::Validity`]).
    pub fn open_reminder(&self, bytes: &[u8], of: &Reminder, epoch: u32) -> Result<String> {
        let padded = self.open(bytes, &About::reminder(of.vault, of.id, epoch))?;
        let (found, text) = unpad::<PREFIX>(What::Wrap, &padded, MAX_PLAINTEXT)?;
        let (document, day) = found.split_at(DocumentId::LEN);
        ensure(document == of.document.as_bytes(), What::Wrap, Property::Ids)?;
        ensure(day == of.due_ms.to_be_bytes(), What::Wrap, Property::Validity)?;
        let text = std::str::from_utf8(text).map_err(|_| Error::new(What::Wrap, Property::Alphabet))?;
        check_text(What::Wrap, text)?;
        Ok(text.to_owned())
    }
}

fn prefix(of: &Reminder) -> [u8; PREFIX] {
    let mut prefix = [0; PREFIX];
    prefix[..DocumentId::LEN].copy_from_slice(of.document.as_bytes());
    prefix[DocumentId::LEN..].copy_from_slice(&of.due_ms.to_be_bytes());
    prefix
}
