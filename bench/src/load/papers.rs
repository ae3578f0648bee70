//! Papers, sealed as a client seals them, and the requests that deposit and open them, signed before the clock starts.

use std::ops::Range;

use vault_core::api::{NewDeposit, VaultView};
use vault_core::certificate::Certificate;
use vault_core::deposit::Deposit;
use vault_core::document::{Header, Padding, Sealer};
use vault_core::entropy::OsEntropy;
use vault_core::ids::{AccountId, DocumentId, DocumentVersion, FolderId, UploadId, VaultId};
use vault_core::keys::{AccountKeys, SealingKey};
use vault_core::record::Record;
use vault_core::request::Method;
use vault_core::secret::{ClientShare, ServerShare};
use vault_core::share::derive_document_key;
use vault_core::wrap::Envelope;

use super::point::Job;
use crate::Result;
use crate::client::{Account, Connection, Ready};
use crate::openings::asking;
use crate::stage::Stage;

/// What a sealed object adds to its padded content, but for the tags of its chunks: no content may be longer to fit.
const LENGTH_FIELD: usize = 8;

/// A folder that papers go to.
#[derive(Clone)]
pub(crate) struct Folder {
    pub(crate) vault: VaultId,
    pub(crate) id: FolderId,
    pub(crate) key: SealingKey,
}

/// A paper that nobody was sent yet.
pub(crate) struct Paper {
    pub(crate) of: DocumentVersion,
    pub(crate) object: Vec<u8>,
    /// As it is signed.
    pub(crate) deposit: Deposit,
    /// `VWR1` kind 3.
    pub(crate) record: Vec<u8>,
    /// The server's share.
    pub(crate) share: ServerShare,
}

impl Paper {
    /// Version 1 of a new document whose padded content has this many bytes, by this person.
    pub(crate) fn seal(by: AccountId, keys: &AccountKeys, folder: &Folder, padded: usize) -> Result<Self> {
        let random = &mut OsEntropy::new();
        let of = DocumentVersion { vault: folder.vault, document: DocumentId::generate(random), version: 1 };
        let (client, share) = (ClientShare::generate(random), ServerShare::generate(random));
        let key = derive_document_key(&client, &share, &of);
        let content = vec![b' '; padded - LENGTH_FIELD];
        let header = Header { padding: Padding::Padme, of };
        let (mut sealer, head) = Sealer::new(&key, header, content.len() as u64, random)?;
        let mut object = Vec::with_capacity(padded + padded / 512 + 256);
        object.extend_from_slice(&head);
        sealer.push(&content, &mut object)?;
        let summary = sealer.finish(&mut object)?;
        let maker = &keys.signing;
        let record = Record {
            document_type: "tax-notice".to_owned(),
            title: "Avis SPECIMEN".to_owned(),
            issued_on: None,
            expires_on: None,
            pages: None,
            media_type: "application/pdf".to_owned(),
            file_name: None,
            content_sha256: summary.content_hash,
            length: summary.content_length,
            depositor: by,
            depositor_kid: maker.kid(),
            remarks: None,
            replaces: None,
            provenance: Vec::new(),
        };
        let payload = record.to_payload(&client)?;
        let deposit = Deposit {
            document: of,
            folder: folder.id,
            maker: maker.kid(),
            object: summary.object_hash,
            head: summary.head_hash,
            record: payload.hash(),
        };
        let envelope = Envelope { to: &folder.key, maker, not_after: 0 };
        let record = envelope.seal_record_to_folder(random, &of, 1, &payload)?;
        Ok(Self { of, object, deposit, record, share })
    }
}

/// Where one account's deposits go, folder after folder, and what their shares are sealed to.
pub(crate) struct Target {
    pub(crate) folders: Vec<Folder>,
    server_key: Certificate,
}

impl Target {
    /// The folder that was lent to the professional, who asks for it.
    pub(crate) async fn find(stage: &Stage, professional: &Account) -> Result<Self> {
        let mut line = Connection::open(stage).await?;
        let info = line.server_info(stage).await?;
        let path = format!("/v1/vaults/{}", stage.vault);
        let seen: VaultView = line.told(&professional.sign(Method::Get, &path, &[])?).await?;
        let folder = seen.folders.first().ok_or("no folder was lent")?;
        let certificate = folder.certificates.last().ok_or("a folder without a certificate")?;
        let key = Certificate::parse(certificate)?.sealing;
        let folders = vec![Folder { vault: seen.vault_id, id: folder.folder_id, key }];
        Ok(Self { folders, server_key: Certificate::parse(&info.deposit_certificate)? })
    }

    /// So many deposits by the same account, each of a new document of this length: the upload, then the signed deposit.
    pub(crate) fn deposits(&self, account: &Account, padded: usize, count: usize) -> Result<Vec<Job>> {
        in_halves(count, |number| {
            let [upload, deposit] = self.deposit(account, padded, number)?;
            Ok(Job::Asked(vec![upload.bytes, deposit.bytes]))
        })
    }

    /// The two requests of one deposit into one of the folders.
    pub(crate) fn deposit(&self, account: &Account, padded: usize, number: usize) -> Result<[Ready; 2]> {
        let random = &mut OsEntropy::new();
        let folder = &self.folders[number % self.folders.len()];
        let (maker, vault) = (&account.keys.signing, folder.vault);
        let paper = Paper::seal(account.id, &account.keys, folder, padded)?;
        let envelope = Envelope { to: &self.server_key.sealing, maker, not_after: 0 };
        let share = envelope.seal_share_to_server(random, &paper.of, self.server_key.epoch, &paper.share)?;
        let new = NewDeposit {
            deposit: paper.deposit.sign(maker).into(),
            upload_id: UploadId::generate(random),
            record: paper.record.into(),
            server_share: share.into(),
            mandate_id: None,
        };
        let upload = account.sign_upload(&format!("/v1/vaults/{vault}/uploads/{}", new.upload_id), &paper.object)?;
        let deposit =
            account.sign(Method::Post, &format!("/v1/vaults/{vault}/deposits"), &serde_json::to_vec(&new)?)?;
        Ok([upload, deposit])
    }
}

/// So many openings, of these documents in turn; their objects are not fetched.
pub(crate) fn openings(account: &Account, documents: &[DocumentId], count: usize) -> Result<Vec<Job>> {
    let bodies =
        documents.iter().map(|id| serde_json::to_vec(&asking(*id))).collect::<std::result::Result<Vec<_>, _>>()?;
    let sign = |body: &Vec<u8>| account.sign(Method::Post, "/v1/openings", body);
    bodies.iter().cycle().take(count).map(|body| Ok(Job::Asked(vec![sign(body)?.bytes]))).collect()
}

/// Makes so many, on both processors: nobody is measured meanwhile.
fn in_halves<T: Send>(count: usize, seal: impl Fn(usize) -> Result<T> + Sync) -> Result<Vec<T>> {
    let all = |numbers: Range<usize>| numbers.map(&seal).collect::<Result<Vec<T>>>();
    std::thread::scope(|threads| {
        let half = threads.spawn(|| all(0..count / 2));
        let mut sealed = all(count / 2..count)?;
        sealed.extend(half.join().map_err(|_| "a thread that sealed papers panicked")??);
        Ok(sealed)
    })
}
