//! One document of an archive, deposited anew: under an id that is always the same for it, so that nothing comes in
//! twice; with the homes that it had.

use std::collections::BTreeMap;
use std::io::Read;

use vault_core::api::ProblemCode;
use vault_core::deposit::Deposit;
use vault_core::document::Summary;
use vault_core::error::{Property, What};
use vault_core::export::{Document, Manifest, Version};
use vault_core::ids::{DocumentId, DocumentVersion, FolderId, VaultId};
use vault_core::provenance::{Evidence, MAX_HOMES, Provenance, imported_id};
use vault_core::record::Record;
use vault_core::secret::ClientShare;
use vault_core::vocabulary::FolderKind;

use super::read::Opened;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{About, Error, Problem, Result};
use crate::queue::Queue;
use crate::seal::{Source, Target, seal_content};
use crate::send::send;
use crate::session::Actor;
use crate::words::label;

/// What is needed to bring an archive into a vault.
pub(crate) struct Importer<'a> {
    /// Clock, words and randomness.
    pub(crate) desk: &'a Desk,
    /// Who deposits.
    pub(crate) actor: &'a Actor,
    /// Sealed papers on their way.
    pub(crate) queue: Queue,
    /// The vault.
    pub(crate) vault: VaultId,
    /// The folders that may be deposited into.
    pub(crate) targets: BTreeMap<FolderId, (FolderKind, Target)>,
    /// What lies there already, where this account may see it; none if it may only deposit.
    pub(crate) present: Option<BTreeMap<DocumentId, Present>>,
    /// The archive's manifest, verified.
    pub(crate) manifest: &'a Manifest,
}

/// A document that lies in the vault.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Present {
    /// Its folder.
    pub(crate) folder: FolderId,
    /// Its latest version.
    pub(crate) version: u64,
    /// The version that this one was in its first home, if it was imported.
    pub(crate) former_version: Option<u64>,
}

/// What came of an import, in documents.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Brought {
    /// Came in, at least in part.
    pub(crate) imported: usize,
    /// Were there already.
    pub(crate) already_there: usize,
    /// Were erased from this vault, and stay so.
    pub(crate) erased: usize,
}

/// What came of one version.
enum Sent {
    New,
    Known,
    Erased,
}

impl Importer<'_> {
    /// Where a document goes: the folder of the same kind, else `other`.
    pub(crate) fn folder_of(&self, document: &Document) -> Result<&Target> {
        if let Some(present) = self.present(&self.id_of(document))
            && let Some((_, target)) = self.targets.get(&present.folder)
        {
            return Ok(target);
        }
        let folder = self.manifest.folders.iter().find(|f| f.folder_id == document.folder_id);
        let kind = folder.map_or(FolderKind::Other, |f| f.kind);
        let find = |wanted| self.targets.values().find(|(kind, _)| *kind == wanted).map(|(_, target)| target);
        let name = |kind: FolderKind| label(&self.desk.i18n, "folder", kind.code());
        find(kind).or_else(|| find(FolderKind::Other)).ok_or_else(|| {
            let known = self.targets.values().map(|(kind, _)| name(*kind)).collect::<Vec<_>>();
            Problem::FolderNotCovered { folder: name(kind), known: known.join(", ") }.into()
        })
    }

    /// Brings the versions of a document that are not there yet, in order.
    pub(crate) fn document(&self, document: &Document, archive: &mut Opened, done: &mut Brought) -> Result<()> {
        let id = self.id_of(document);
        let present = self.present(&id);
        if self.is_its_first_home(document) && present.is_some() {
            done.already_there += 1;
            return Ok(());
        }
        let mut next = present.map_or(1, |present| present.version + 1);
        let (mut came, mut erased) = (false, false);
        for version in &document.versions {
            let known = present.and_then(|present| present.former_version);
            if known.is_some_and(|known| self.first_home(document, version).version <= known) {
                continue;
            }
            let of = DocumentVersion { vault: self.vault, document: id, version: next };
            match self.version((document, version), of, archive)? {
                Sent::New => came = true,
                Sent::Known => {}
                Sent::Erased => {
                    erased = true;
                    break;
                }
            }
            next += 1;
        }
        match (came, erased) {
            (true, _) => done.imported += 1,
            (false, true) => done.erased += 1,
            (false, false) => done.already_there += 1,
        }
        Ok(())
    }

    fn version(
        &self,
        (document, version): (&Document, &Version),
        of: DocumentVersion,
        archive: &mut Opened,
    ) -> Result<Sent> {
        let title = clean(&version.record.title, 80);
        // An import that was interrupted has left it sealed.
        let waiting = if let Some(waiting) = self.waiting(of)? {
            waiting
        } else {
            let length = version.record.length;
            let content = Box::new(archive.content(&version.path, length)?);
            let mut source = Entry { path: &version.path, title: &title, length, content };
            let target = self.folder_of(document)?;
            let describe = |summary: &Summary| self.record(document, version, summary);
            seal_content(self.desk, self.actor, &self.queue, (target, of), &mut source, describe)?
        };
        match send(self.desk, self.actor, &self.queue, &waiting, &title) {
            Ok(_) => Ok(Sent::New),
            // Somebody who may not read learns only here that it is there.
            Err(Error::Server(refusal)) if refusal.code == ProblemCode::Conflict && self.present.is_none() => {
                Ok(Sent::Known)
            }
            Err(Error::Server(refusal)) if refusal.code == ProblemCode::Erased => Ok(Sent::Erased),
            Err(error) => Err(error),
        }
    }

    fn present(&self, id: &DocumentId) -> Option<&Present> {
        self.present.as_ref().and_then(|present| present.get(id))
    }

    fn waiting(&self, of: DocumentVersion) -> Result<Option<crate::queue::Waiting>> {
        let origin = self.actor.remote.origin().to_string();
        let account = self.actor.view.account_id;
        let same = |w: &crate::queue::Waiting| {
            (w.document, &w.origin, w.account) == (of.document, &origin, account)
                && Deposit::parse(&w.deposit.deposit).is_ok_and(|deposit| deposit.document == of)
        };
        Ok(self.queue.list()?.into_iter().find(same))
    }

    /// The description word for word, but for who deposits now, and with one more home.
    fn record(&self, document: &Document, version: &Version, summary: &Summary) -> Result<Record> {
        let former = &version.record;
        if (summary.content_hash, summary.content_length) != (former.content_sha256, former.length) {
            return Err(Problem::ExportFileChanged { file: version.path.clone() }.into());
        }
        let mut homes = former.provenance.clone();
        if homes.len() == MAX_HOMES {
            // The first home stays.
            homes.remove(1);
        }
        homes.push(self.home(document, version));
        let mut record = Record {
            depositor: self.actor.view.account_id,
            depositor_kid: self.actor.keys.signing.kid(),
            replaces: former.replaces.map(|replaced| self.replaced(replaced)),
            provenance: homes,
            ..former.clone()
        };
        make_room(&mut record).about(&version.path)?;
        Ok(record)
    }

    /// The home that the export tells of.
    fn home(&self, document: &Document, version: &Version) -> Provenance {
        let (manifest, record) = (self.manifest, &version.record);
        let signer = manifest.signer(&record.depositor_kid).filter(|s| s.account_id != manifest.vault.account_id);
        let organisation = signer.and_then(|s| s.organisation_id).and_then(|id| manifest.organisation(&id));
        let told = |name: Option<String>| name.filter(|name| !name.is_empty());
        let evidence = Evidence {
            deposit: version.deposit.clone(),
            payload: version.payload.clone(),
            depositor: signer.map_or_else(|| manifest.vault.certificates.clone(), |s| s.certificates.clone()),
            organisation: organisation.map(|o| o.certificates.clone()).unwrap_or_default(),
        };
        Provenance {
            server: manifest.server.origin.clone(),
            vault: manifest.vault.vault_id,
            document: document.document_id,
            version: version.version,
            deposited_ms: version.deposited_ms,
            depositor: told(signer.and_then(|s| s.display_name.clone())),
            organisation: told(organisation.map(|o| o.name.clone())),
            deposit_sha256: Deposit::hash_of(&version.deposit),
            // What was amended since is not described any more as the deposit signed it.
            evidence: version.amendments.is_empty().then_some(evidence),
        }
    }

    fn first_home(&self, document: &Document, version: &Version) -> Provenance {
        version.record.provenance.first().cloned().unwrap_or_else(|| self.home(document, version))
    }

    /// Whether the document began in the very vault into which it is brought.
    fn is_its_first_home(&self, document: &Document) -> bool {
        document.versions.first().is_some_and(|version| {
            let home = self.first_home(document, version);
            home.vault == self.vault && home.server == self.actor.remote.origin().as_str()
        })
    }

    /// The id that a document has, or gets, in the vault.
    pub(crate) fn id_of(&self, document: &Document) -> DocumentId {
        let Some(version) = document.versions.first() else { return document.document_id };
        let home = self.first_home(document, version);
        if self.is_its_first_home(document) && self.present(&home.document).is_some() {
            return home.document;
        }
        imported_id(self.vault, &home.server, home.vault, home.document)
    }

    /// The id of a document that another one names.
    fn replaced(&self, replaced: DocumentId) -> DocumentId {
        match self.manifest.documents.iter().find(|d| d.document_id == replaced) {
            Some(document) => self.id_of(document),
            None => imported_id(self.vault, &self.manifest.server.origin, self.manifest.vault.vault_id, replaced),
        }
    }
}

/// Evidence goes where it does not fit: of the newest homes first, so that the first deposit stays proved longest.
fn make_room(record: &mut Record) -> std::result::Result<(), vault_core::error::Error> {
    let share = ClientShare::from_bytes([0; ClientShare::LEN]);
    loop {
        match record.to_payload(&share) {
            Err(e) if (e.what, e.property) == (What::Record, Property::Length) => {
                let newest = record.provenance.iter_mut().rev().find(|home| home.evidence.is_some());
                newest.ok_or(e)?.evidence = None;
            }
            Err(e) => return Err(e),
            Ok(_) => return Ok(()),
        }
    }
}

/// A file of the archive, read while it is sealed.
struct Entry<'a> {
    path: &'a str,
    title: &'a str,
    length: u64,
    content: Box<dyn Read + 'a>,
}

impl Source for Entry<'_> {
    fn title(&self) -> &str {
        self.title
    }

    fn length(&self) -> u64 {
        self.length
    }

    fn read(&mut self, piece: &mut [u8]) -> Result<usize> {
        self.content.read(piece).map_err(|_| self.changed())
    }

    fn changed(&self) -> Error {
        Problem::ExportFileChanged { file: self.path.to_owned() }.into()
    }

    /// Its hash is compared with the manifest's: see [`Importer::record`].
    fn check_unchanged(&self) -> Result<()> {
        Ok(())
    }
}
