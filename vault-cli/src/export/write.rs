//! An export, stage by stage: each version is opened, verified and poured into the archive; then who looked, with the
//! log's proofs; then what people read; then the manifest, signed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _};

use vault_core::api::{ExportView, ExportedVersion, NewOpening, OpeningView, OrganisationView, SignerView, VaultView};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::export::{
    Document, FORMAT, Folder, Journal, MANIFEST, MandateEntry, Manifest, ManifestSeal, Organisation, ReminderEntry,
    SIGNATURE, ServerPart, Signer, VERSION, VaultPart, Version, verify,
};
use vault_core::ids::{DocumentId, VaultId};
use vault_core::reminder::day_text;

use super::archive::{Archive, Sink};
use super::names::Names;
use super::pages;
use crate::desk::Desk;
use crate::error::{About, Error, Problem, Result};
use crate::journal::{self, sentence};
use crate::papers::Shelves;
use crate::pins;
use crate::progress::Progress;
use crate::receive::{Poured, pour, prepare_version};
use crate::session::Actor;
use crate::words::{label, type_label};
use crate::{trust, verify as log};

/// Writes the archive of a vault into a file that has no name yet.
pub(crate) fn write(
    desk: &Desk,
    actor: &Actor,
    told: &ExportView,
    file: &mut File,
    recipient: Option<&age::x25519::Recipient>,
) -> Result<Manifest> {
    let vault = actor.view.vault_id.ok_or(Problem::VaultMissing)?;
    let view = actor.calls(desk).vault(vault)?;
    trust::owner(desk, actor, vault, &view.owner)?;
    let sink = Sink::begin(file, recipient).map_err(unwritable)?;
    let mut archive = Archive::new(sink, desk.zone.clone());
    let mut manifest = frame(desk, actor, told, &view);
    documents(desk, actor, told, &mut archive, &mut manifest)?;
    mandates(desk, actor, vault, &mut manifest)?;
    reminders(desk, actor, vault, &mut manifest)?;
    let journal = journal(desk, actor, vault, &mut archive, &manifest)?;
    finish(desk, actor, archive, &mut manifest, &journal)?;
    Ok(manifest)
}

/// Everything that is known before the first paper.
fn frame(desk: &Desk, actor: &Actor, told: &ExportView, view: &VaultView) -> Manifest {
    let folder = |f: &vault_core::api::FolderView| Folder {
        folder_id: f.folder_id,
        kind: f.kind,
        label: label(&desk.i18n, "folder", f.kind.code()),
    };
    Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        exported_ms: told.exported_ms,
        log_index: told.log_index,
        server: ServerPart { origin: actor.remote.origin().to_string(), log_key: actor.log.to_string() },
        vault: VaultPart {
            vault_id: view.vault_id,
            account_id: view.owner.account_id,
            certificates: view.owner.certificates.clone(),
        },
        folders: view.folders.iter().map(folder).collect(),
        documents: Vec::new(),
        signers: Vec::new(),
        organisations: Vec::new(),
        mandates: Vec::new(),
        reminders: Vec::new(),
        files: Vec::new(),
    }
}

fn documents(
    desk: &Desk,
    actor: &Actor,
    told: &ExportView,
    archive: &mut Archive<'_>,
    manifest: &mut Manifest,
) -> Result<()> {
    let mut names = Names::default();
    let mut latest: BTreeMap<DocumentId, (u64, usize)> = BTreeMap::new();
    for version in &told.versions {
        let known = latest.entry(version.document_id).or_default();
        *known = (known.0.max(version.version), known.1 + 1);
    }
    // A server that hides the newest version of a paper that this desk knows is refused.
    pins::update(desk, |pins| latest.iter().try_for_each(|(id, (newest, _))| pins.see_latest(*id, *newest)))?;
    for listed in &told.versions {
        let several = latest.get(&listed.document_id).is_some_and(|(_, count)| *count > 1);
        let version = document(desk, actor, listed, several, (archive, manifest, &mut names))?;
        match manifest.documents.last_mut().filter(|d| d.document_id == listed.document_id) {
            Some(document) => document.versions.push(version),
            None => manifest.documents.push(Document {
                document_id: listed.document_id,
                folder_id: listed.folder_id,
                versions: vec![version],
            }),
        }
    }
    Ok(())
}

/// One version: opened, an event of its own; verified; poured.
fn document(
    desk: &Desk,
    actor: &Actor,
    listed: &ExportedVersion,
    several: bool,
    (archive, manifest, names): (&mut Archive<'_>, &mut Manifest, &mut Names),
) -> Result<Version> {
    let id = listed.document_id;
    let calls = actor.calls(desk);
    let new = NewOpening { document_id: id, version: Some(listed.version), mandate_id: None, purpose: None };
    let view = calls.open(&new)?;
    let ready = prepare_version(desk, actor, (id, Some(listed.version)), &view)?;
    if view.folder.folder_id != listed.folder_id || ready.longest_object().about(&id)? < view.object_length {
        return Err(Broken::new(What::Document, Property::Ids)).about(&id);
    }
    signers(manifest, &view);
    let record = ready.record.clone();
    let folder = manifest.folders.iter().find(|f| f.folder_id == listed.folder_id);
    let folder = folder.map(|f| f.label.clone()).ok_or(Broken::new(What::Export, Property::Ids)).about(&id)?;
    let number = several.then_some(listed.version);
    let path = names.document(&folder, &record, &type_label(&desk.i18n, &record.document_type), number);
    let progress = Progress::bytes(desk.output.is_watched(), record.title.clone(), view.object_length);
    let mut object = progress.reader(calls.object(view.opening_id, view.object_length + 1)?).take(u64::MAX);
    archive
        .stream(&path, (record.length, listed.deposited_ms), |to| pour(actor, &ready, &mut object, &mut &mut *to))
        .map_err(stopped)?;
    progress.done();
    Ok(Version {
        version: listed.version,
        deposited_ms: listed.deposited_ms,
        path,
        record,
        deposit: view.deposit,
        amendments: view.amendments,
        payload: ready.payload.as_bytes().to_vec().into(),
    })
}

/// Tells once each one who deposited or amended, and each organisation.
fn signers(manifest: &mut Manifest, view: &OpeningView) {
    for signer in std::iter::once(&view.depositor).chain(&view.signers).cloned() {
        let SignerView { kid, account_id, display_name, organisation_id, certificates } = signer;
        if manifest.signer(&kid).is_none() {
            let is_owner = account_id == manifest.vault.account_id;
            let certificates = if is_owner { Vec::new() } else { certificates };
            manifest.signers.push(Signer { kid, account_id, display_name, organisation_id, certificates });
        }
    }
    for organisation in view.depositor_organisation.iter().chain(&view.organisations).cloned() {
        let OrganisationView { organisation_id, name, certificates } = organisation;
        if manifest.organisation(&organisation_id).is_none() {
            manifest.organisations.push(Organisation { organisation_id, name, certificates });
        }
    }
}

fn mandates(desk: &Desk, actor: &Actor, vault: VaultId, manifest: &mut Manifest) -> Result<()> {
    for view in actor.calls(desk).vault_mandates(vault)? {
        trust::mandate(desk, actor, &view, None)?;
        manifest.mandates.push(MandateEntry {
            mandate_id: view.mandate_id,
            mandate: view.mandate,
            revocation: view.revocation,
            recipient: view.recipient.name,
            state: view.state,
        });
    }
    Ok(())
}

/// The reminders of the papers that were taken out, opened.
fn reminders(desk: &Desk, actor: &Actor, vault: VaultId, manifest: &mut Manifest) -> Result<()> {
    let view = actor.calls(desk).records(vault)?;
    let shelves = Shelves::verify(desk, actor, vault, &view)?;
    let mut reminders = BTreeSet::new();
    for shown in &view.reminders {
        let text = shelves.reminder(desk, &view, shown)?;
        let text = text.ok_or(Broken::new(What::Wrap, Property::Epoch)).about(&shown.reminder_id)?;
        if manifest.documents.iter().any(|document| document.document_id == shown.document_id) {
            let (document_id, on) = (shown.document_id, day_text(shown.due_ms));
            reminders.insert(ReminderEntry { document_id, on, text });
        }
    }
    manifest.reminders = reminders.into_iter().collect();
    Ok(())
}

/// Who looked, this export included: in sentences, and with the proofs.
fn journal(
    desk: &Desk,
    actor: &Actor,
    vault: VaultId,
    archive: &mut Archive<'_>,
    manifest: &Manifest,
) -> Result<Vec<u8>> {
    let verified = log::vault(desk, actor, vault)?;
    let own = actor.chain.verifying_keys().map(vault_core::keys::VerifyingKey::kid).collect();
    let title = |d: &Document| Some((d.document_id, d.versions.last()?.record.title.clone()));
    let names =
        journal::Names { actors: verified.actors, own, titles: manifest.documents.iter().filter_map(title).collect() };
    let sentences: Vec<_> = verified.entries.iter().map(|e| sentence(desk, &e.body, &names)).collect();
    let json = json(&Journal { pages: verified.pages })?;
    let at = manifest.exported_ms;
    archive.text("journal/journal.html", pages::journal(desk, &sentences).as_bytes(), at).map_err(unwritable)?;
    archive.text("journal/journal.json", &json, at).map_err(unwritable)?;
    Ok(json)
}

/// The pages, the manifest and its signature. Nobody gets a file that could not be verified: that is tried first.
fn finish(desk: &Desk, actor: &Actor, mut archive: Archive<'_>, manifest: &mut Manifest, journal: &[u8]) -> Result<()> {
    let at = manifest.exported_ms;
    archive.text("index.html", pages::index(desk, manifest).as_bytes(), at).map_err(unwritable)?;
    let read_me = pages::read_me(desk, manifest, actor.chain.anchor());
    archive.text("LISEZMOI.txt", read_me.as_bytes(), at).map_err(unwritable)?;
    manifest.files = archive.files().to_vec();
    let json = json(manifest)?;
    let signing = &actor.keys.signing;
    let signature = ManifestSeal::of(manifest.vault.vault_id, signing.kid(), &json).sign(signing);
    verify(&json, &signature, journal).about(&manifest.vault.vault_id)?;
    archive.text(MANIFEST, &json, at).map_err(unwritable)?;
    archive.text(SIGNATURE, &signature, at).map_err(unwritable)?;
    archive.finish().map_err(unwritable)
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|e| Problem::Unforeseen { cause: e.to_string() }.into())
}

/// The file's name is the caller's to tell.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn unwritable(error: io::Error) -> Error {
    Problem::OutputFailed { path: String::new(), cause: error.to_string() }.into()
}

fn stopped(poured: Poured) -> Error {
    match poured {
        Poured::Stopped(error) => error,
        Poured::Unwritable(error) => unwritable(error),
    }
}
