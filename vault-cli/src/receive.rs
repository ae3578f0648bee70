//! An opening: everything is recomputed before a byte of the document is shown or kept.

use std::io::{self, Read, Write};

use vault_core::api::OpeningView;
use vault_core::deposit::Deposit;
use vault_core::document::{Opener, Padding, Summary, object_length};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{DocumentId, DocumentVersion};
use vault_core::mandate::Rights;
use vault_core::record::{Payload, Record};
use vault_core::secret::DocumentKey;
use vault_core::share::derive_document_key;
use vault_core::wrap::Reading;
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::error::{About, Error, Problem, Result};
use crate::papers::{self, Paper, Shown, Signers};
use crate::pins;
use crate::session::Actor;
use crate::trust;

/// How far a desk's clock may be from the server's, in seconds.
pub(crate) const CLOCK_SLACK: u64 = 300;

/// A document that may be opened: its description and key are verified, its content is not read yet.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The description.
    pub(crate) record: Record,
    /// The verified deposit.
    pub(crate) deposit: Deposit,
    /// The description as it was signed, with the client share.
    pub(crate) payload: Payload,
    key: DocumentKey,
}

/// Verifies the owner, the folder, the mandate, who deposited, the description, and joins both shares. The version is
/// the latest, and none older than one that was seen.
pub(crate) fn prepare(desk: &Desk, actor: &Actor, asked: DocumentId, view: &OpeningView) -> Result<Ready> {
    let ready = prepare_version(desk, actor, (asked, None), view)?;
    pins::update(desk, |pins| pins.see_latest(asked, view.version))?;
    Ok(ready)
}

/// The same for one version, if it is told which.
pub(crate) fn prepare_version(
    desk: &Desk,
    actor: &Actor,
    (asked, version): (DocumentId, Option<u64>),
    view: &OpeningView,
) -> Result<Ready> {
    if view.document_id != asked || version.is_some_and(|version| view.version != version) {
        return Err(Broken::new(What::Document, Property::Ids)).about(&asked);
    }
    let of = DocumentVersion { vault: view.vault_id, document: asked, version: view.version };
    let owner = trust::owner(desk, actor, view.vault_id, &view.owner)?;
    let folder = trust::folder(desk, &owner, &view.folder)?;
    if let Some(shown) = &view.mandate {
        let mandate = trust::mandate(desk, actor, shown, Some(&owner))?;
        trust::check_holder(actor, &mandate)?;
        let now = desk.now_s();
        let slack = [now.saturating_sub(CLOCK_SLACK), now, now + CLOCK_SLACK];
        if !slack.iter().any(|at| mandate.check_valid_at(*at).is_ok()) {
            return Err(Broken::new(What::Mandate, Property::Validity)).about(&mandate.id);
        }
        if !mandate.rights.contains(Rights::READ) || !mandate.covers(view.folder.folder_id, asked) {
            return Err(Broken::new(What::Mandate, Property::Rights)).about(&mandate.id);
        }
    }
    let people: Vec<_> = std::iter::once(&view.depositor).chain(&view.signers).cloned().collect();
    let organisations: Vec<_> = view.depositor_organisation.iter().chain(&view.organisations).cloned().collect();
    let signers = Signers { people: &people, organisations: &organisations };
    let keys = trust::folder_keys(desk, actor, &owner, &view.folder, &folder)?;
    let OpeningView { deposit, amendments, record, .. } = view;
    let shown = Shown { of, folder: view.folder.folder_id, deposit, amendments, record };
    let paper = papers::open(desk, &owner, &shown, signers, (&folder, &keys))?;
    let Paper { deposit, client, record, payload, .. } =
        paper.ok_or_else(|| Problem::DocumentSealedBefore { document: asked.to_string() })?;
    let reading = Reading { with: &actor.keys.opening, maker: actor.log.key() };
    let server = reading.open_share_to_reader(&view.server_share, &of).about(&asked)?;
    Ok(Ready { record, deposit, payload, key: derive_document_key(&client, &server, &of) })
}

/// Opens the sealed stream into `to`, which is worth nothing until this returns: then the whole is what was deposited.
pub(crate) fn pour(actor: &Actor, ready: &Ready, sealed: &mut impl Read, to: &mut impl Write) -> Result<u64, Poured> {
    let of = ready.deposit.document;
    let mut opener = Opener::new(&ready.key, of);
    let mut piece = vec![0; 64 * 1024];
    let mut out = Zeroizing::new(Vec::with_capacity(128 * 1024));
    loop {
        let n = sealed.read(&mut piece).map_err(|e| Poured::Stopped(actor.remote.stream_error(&e)))?;
        if n == 0 {
            break;
        }
        opener.push(&piece[..n], &mut out).about(&of.document).map_err(Poured::Stopped)?;
        to.write_all(&out).map_err(Poured::Unwritable)?;
        out.clear();
    }
    let summary = opener.finish(&mut out).about(&of.document).map_err(Poured::Stopped)?;
    ready.check(&summary).about(&of.document).map_err(Poured::Stopped)?;
    to.write_all(&out).map_err(Poured::Unwritable)?;
    Ok(summary.content_length)
}

impl From<io::Error> for Poured {
    fn from(error: io::Error) -> Self {
        Self::Unwritable(error)
    }
}

/// Why a document did not come through.
#[derive(Debug)]
pub(crate) enum Poured {
    /// The stream broke, or is not what was deposited.
    Stopped(Error),
    /// The place to write to failed.
    Unwritable(io::Error),
}

impl Ready {
    /// The longest object that a content of the recorded length can make.
    pub(crate) fn longest_object(&self) -> std::result::Result<u64, Broken> {
        let of = |padding| object_length(self.record.length, padding);
        Ok(of(Padding::Padme)?.max(of(Padding::PowerOfTwo)?))
    }

    fn check(&self, summary: &Summary) -> std::result::Result<(), Broken> {
        self.deposit.check_head(&summary.head_hash)?;
        self.deposit.check_object(&summary.object_hash)?;
        let same = (summary.content_hash, summary.content_length) == (self.record.content_sha256, self.record.length);
        if same { Ok(()) } else { Err(Broken::new(What::Record, Property::Hash)) }
    }
}

#[cfg(test)]
#[path = "receive_tests.rs"]
mod tests;
