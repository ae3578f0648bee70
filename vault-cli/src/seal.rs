//! Third stage of a deposit: seals a file as a stream into the queue. Nothing readable is written anywhere.

use std::io::Write;

use vault_core::api::{NewDeposit, ServerInfo};
use vault_core::certificate::{Certificate, Chain, verify_deposit_key};
use vault_core::deposit::Deposit;
use vault_core::document::{Header, Padding, Sealer, Summary};
use vault_core::error::Property;
use vault_core::ids::{DocumentId, DocumentVersion, FolderId, UploadId, VaultId};
use vault_core::record::Record;
use vault_core::secret::{ClientShare, DocumentKey, ServerShare};
use vault_core::share::derive_document_key;
use vault_core::wrap::Envelope;
use zeroize::Zeroizing;

use crate::check::Checked;
use crate::desk::Desk;
use crate::error::{About, Error, Problem, Result};
use crate::progress::Progress;
use crate::queue::{Queue, Waiting};
use crate::receive::CLOCK_SLACK;
use crate::session::Actor;

/// How much of a file is in memory at once.
const PIECE: usize = 64 * 1024;

/// Where a document goes: a folder whose key is verified, and the server's deposit key.
#[derive(Debug)]
pub(crate) struct Target {
    /// The vault.
    pub(crate) vault: VaultId,
    /// The folder.
    pub(crate) folder: FolderId,
    /// The folder's verified certificate.
    pub(crate) folder_certificate: Certificate,
    /// The server's verified deposit key.
    pub(crate) deposit_certificate: Certificate,
}

impl Target {
    /// Verifies the deposit key against the log key.
    pub(crate) fn new(
        desk: &Desk,
        actor: &Actor,
        info: &ServerInfo,
        vault: VaultId,
        folder: (FolderId, &Chain),
    ) -> Result<Self> {
        let deposit_certificate = deposit_key(desk, actor, info)?;
        Ok(Self { vault, folder: folder.0, folder_certificate: folder.1.current().clone(), deposit_certificate })
    }
}

/// The server's deposit key, verified against the log key. One that the server has just made is accepted by a desk
/// whose clock is late.
pub(crate) fn deposit_key(desk: &Desk, actor: &Actor, info: &ServerInfo) -> Result<Certificate> {
    let at = |now| verify_deposit_key(&info.deposit_certificate, actor.log.key(), now);
    let now = desk.now_s();
    at(now).or_else(|_| at(now + CLOCK_SLACK)).about(actor.remote.origin())
}

/// Seals one file. What comes out waits in the queue until the server has acknowledged it.
pub(crate) fn seal(desk: &Desk, actor: &Actor, queue: &Queue, target: &Target, checked: &Checked) -> Result<Waiting> {
    let document = DocumentId::generate(&mut &desk.random);
    let of = DocumentVersion { vault: target.vault, document, version: 1 };
    let mut source: &Checked = checked;
    seal_content(desk, actor, queue, (target, of), &mut source, |summary| Ok(record(actor, checked, summary)))
}

/// What is sealed: a file of this computer, or of an archive.
pub(crate) trait Source {
    /// What it is called while it is under way.
    fn title(&self) -> &str;
    /// Its announced length in bytes.
    fn length(&self) -> u64;
    /// Reads the next bytes; none at the end.
    fn read(&mut self, piece: &mut [u8]) -> Result<usize>;
    /// It is not what was announced.
    fn changed(&self) -> Error;
    /// Refuses, at the end, what changed meanwhile.
    fn check_unchanged(&self) -> Result<()>;
}

impl Source for &Checked {
    fn title(&self) -> &str {
        &self.title
    }

    fn length(&self) -> u64 {
        self.scan.length
    }

    fn read(&mut self, piece: &mut [u8]) -> Result<usize> {
        self.scan.read(piece)
    }

    fn changed(&self) -> Error {
        self.scan.changed()
    }

    fn check_unchanged(&self) -> Result<()> {
        self.scan.check_unchanged()
    }
}

/// Seals a content as this version of this document. `describe` makes its description once it has all passed.
pub(crate) fn seal_content(
    desk: &Desk,
    actor: &Actor,
    queue: &Queue,
    (target, of): (&Target, DocumentVersion),
    source: &mut dyn Source,
    describe: impl FnOnce(&Summary) -> Result<Record>,
) -> Result<Waiting> {
    let random = &mut &desk.random;
    let (client, server) = (ClientShare::generate(random), ServerShare::generate(random));
    let key = derive_document_key(&client, &server, &of);
    let mut spool = queue.spool()?;
    let summary = stream(desk, source, &key, of, spool.as_file_mut())?;
    let payload = describe(&summary)?.to_payload(&client)?;
    let deposit = Deposit {
        document: of,
        folder: target.folder,
        maker: actor.keys.signing.kid(),
        object: summary.object_hash,
        head: summary.head_hash,
        record: payload.hash(),
    };
    let to = |certificate| Envelope { to: certificate, maker: &actor.keys.signing, not_after: 0 };
    let (folder, server_key) = (&target.folder_certificate, &target.deposit_certificate);
    let record = to(&folder.sealing).seal_record_to_folder(random, &of, folder.epoch, &payload)?;
    let server_share = to(&server_key.sealing).seal_share_to_server(random, &of, server_key.epoch, &server)?;
    let upload_id = UploadId::generate(random);
    let waiting = Waiting {
        origin: actor.remote.origin().to_string(),
        account: actor.view.account_id,
        vault: target.vault,
        folder: target.folder,
        document: of.document,
        object_hash: summary.object_hash,
        object_length: summary.object_length,
        sealed_ms: desk.now_ms(),
        deposit: NewDeposit {
            deposit: deposit.sign(&actor.keys.signing).into(),
            upload_id,
            record: record.into(),
            server_share: server_share.into(),
            mandate_id: None,
        },
    };
    queue.keep(&waiting, spool)?;
    Ok(waiting)
}

fn record(actor: &Actor, checked: &Checked, summary: &Summary) -> Record {
    let Checked { scan, title, description } = checked;
    Record {
        document_type: description.document_type.to_owned(),
        title: title.clone(),
        issued_on: description.issued_on.clone(),
        expires_on: description.expires_on.clone(),
        pages: None,
        media_type: scan.media_type.to_owned(),
        file_name: scan.file_name.clone().filter(|name| !matches!(name.as_str(), "" | "." | "..")),
        content_sha256: summary.content_hash,
        length: summary.content_length,
        depositor: actor.view.account_id,
        depositor_kid: actor.keys.signing.kid(),
        remarks: None,
        replaces: description.replaces,
        provenance: Vec::new(),
    }
}

fn stream(
    desk: &Desk,
    source: &mut dyn Source,
    key: &DocumentKey,
    of: DocumentVersion,
    spool: &mut impl Write,
) -> Result<Summary> {
    let progress = Progress::bytes(desk.output.is_watched(), source.title().to_owned(), source.length());
    let mut spool = progress.writer(spool);
    let mut write = |out: &mut Vec<u8>| {
        let written = spool.write_all(out);
        out.clear();
        written.map_err(|e| Problem::OutputFailed { path: "COFFRE_HOME".to_owned(), cause: e.to_string() })
    };
    let header = Header { padding: Padding::Padme, of };
    let (mut sealer, head) = Sealer::new(key, header, source.length(), &mut &desk.random)?;
    let mut out = head.to_vec();
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    loop {
        let n = source.read(&mut piece)?;
        if n == 0 {
            break;
        }
        sealer.push(&piece[..n], &mut out).map_err(|e| changed(source, e))?;
        write(&mut out)?;
    }
    while sealer.pad(&mut out).map_err(|e| changed(source, e))? {
        write(&mut out)?;
    }
    let summary = sealer.finish(&mut out).map_err(|e| changed(source, e))?;
    write(&mut out)?;
    source.check_unchanged()?;
    progress.done();
    Ok(summary)
}

/// A content of another length than announced was changed meanwhile.
fn changed(source: &dyn Source, broken: vault_core::error::Error) -> Error {
    match broken.property {
        Property::Length => source.changed(),
        _ => Error::from(broken),
    }
}
