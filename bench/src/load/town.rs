//! Many vaults with many papers: made by the server's own rules in this process, so that every row, event and object is what it
//! would be after years of desks.
//!
//! A vault is created and lent as over the network, every signature checked. A paper is sealed, its object stored, and its rows
//! and its event written by the server's own functions on a proof of policy; left out are the staging of the upload, and the
//! server's share is not sealed on its way to the server, whom nobody listens to here.

use std::sync::Arc;

use axum::body::Bytes;
use futures_util::stream;
use tokio::task::JoinSet;
use vault_core::api::{NewCredential, NewFolder, NewMandate, NewVault, OrganisationView};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::credential::{Credential, Pin, seal_root};
use vault_core::entropy::OsEntropy;
use vault_core::ids::{AccountId, DocumentId, FolderEpoch, FolderId, Hash, Kid, MandateId, OrganisationId, VaultId};
use vault_core::keys::{AccountKeys, OpeningKey, SealingKey};
use vault_core::mandate::{Mandate, Recipient, Rights, Target};
use vault_core::name::{Directory, NameEntry};
use vault_core::request::Method;
use vault_core::secret::{DirectorySeed, HalfB};
use vault_core::suite::sha256;
use vault_core::vocabulary::{CredentialKind, EventType, FolderKind, Purpose};
use vault_core::wrap::{Envelope, SeedFor};
use vault_server::access::{self, Deposit};
use vault_server::app::App;
use vault_server::blobs::StagedBlob;
use vault_server::clock::{Clock, SystemClock};
use vault_server::domain::{mandate, vault};
use vault_server::error::{Error, Result as Done};
use vault_server::ledger::{Act, Event, Turn};
use vault_server::store::documents::{self, NewVersion, Upload};
use vault_server::store::facts;

use super::papers::{Folder, Paper};
use crate::Result;
use crate::client::{Account, Connection};
use crate::inside::caller;
use crate::stage::Stage;

/// How many vaults, or papers, are made at a time.
const AT_A_TIME: usize = 64;
/// The smallest that a padded content may be.
const PADDED: usize = 64 << 10;
const LENT_DAYS: u64 = 182;

/// Who makes the vaults, and to whom folders are lent.
pub(super) struct Town {
    professional: Account,
    organisation: OrganisationId,
    certificate: Hash,
    mandate_key: SealingKey,
    server_key: Certificate,
    directory: Directory,
}

impl Town {
    /// The professional of a running stage, and their organisation.
    pub(super) async fn of(stage: &Stage) -> Result<Self> {
        let professional = Account::log_in(stage, "professional").await?;
        let mut line = Connection::open(stage).await?;
        let info = line.server_info(stage).await?;
        let path = format!("/v1/organisations/{}", stage.organisation);
        let seen: OrganisationView = line.told(&professional.sign(Method::Get, &path, &[])?).await?;
        let current = seen.certificates.last().ok_or("an organisation without a certificate")?;
        Ok(Self {
            professional,
            organisation: stage.organisation.parse()?,
            certificate: Certificate::hash_of(current),
            mandate_key: Certificate::parse(current)?.sealing,
            server_key: Certificate::parse(&info.deposit_certificate)?,
            // Nobody reads these names: they are as long as true ones.
            directory: Directory::derive(
                &DirectorySeed::generate(&mut OsEntropy::new()),
                stage.organisation.parse()?,
                1,
            ),
        })
    }

    /// Makes so many vaults, each with a folder lent to the organisation; gives those folders.
    pub(super) async fn vaults(self: &Arc<Self>, app: &Arc<App>, count: usize) -> Result<Vec<Folder>> {
        let (town, app) = (Arc::clone(self), Arc::clone(app));
        shared((0..count).collect(), move |_| {
            let (town, app) = (Arc::clone(&town), Arc::clone(&app));
            async move { town.vault(&app).await }
        })
        .await
    }

    /// Adds so many papers to each of these folders; gives the last one of each, and the length of all objects.
    pub(super) async fn papers(
        self: &Arc<Self>,
        app: &Arc<App>,
        folders: &[Folder],
        each: usize,
    ) -> Result<(Vec<DocumentId>, u64)> {
        let (town, app) = (Arc::clone(self), Arc::clone(app));
        let added = shared(folders.to_vec(), move |folder| {
            let (town, app) = (Arc::clone(&town), Arc::clone(&app));
            async move {
                let (mut last, mut length) = (DocumentId::NONE, 0);
                for _ in 0..each {
                    let (document, added) = town.paper(&app, &folder).await?;
                    (last, length) = (document, length + added);
                }
                Ok((last, length))
            }
        });
        let added = added.await?;
        let length = added.iter().map(|(_, length)| length).sum();
        Ok((added.into_iter().map(|(document, _)| document).collect(), length))
    }

    async fn vault(&self, app: &App) -> Result<Folder> {
        let random = &mut OsEntropy::new();
        let keys = AccountKeys::generate(random);
        let (vault_id, account_id) = (VaultId::generate(random), AccountId::generate(random));
        let certificate = first_certificate(&keys, vault_id, account_id);
        let entry = NameEntry {
            given_name: "Amina".to_owned(),
            family_name: "SPECIMEN".to_owned(),
            birth_date: "1987-04-23".to_owned(),
            anchor: Certificate::hash_of(&certificate),
        };
        let made = FolderKind::ALL.iter().map(|kind| new_folder(vault_id, &keys, *kind)).collect::<Result<Vec<_>>>()?;
        let (lent, key) = made.iter().find(|(new, _)| new.kind == FolderKind::Resources).ok_or("no such folder")?;
        let folder = Folder { vault: vault_id, id: lent.folder_id, key: key.sealing_key().clone() };
        let (seed, credential) = (self.lend(&folder, key, &keys)?, self.card(account_id, &keys)?);
        let new = NewVault {
            vault_id,
            account_id,
            certificate: certificate.into(),
            credential,
            sheet: None,
            folders: made.into_iter().map(|(new, _)| new).collect(),
            organisation_id: self.organisation,
            directory_epoch: 1,
            directory_entry: self.directory.seal(random, vault_id, &entry)?.into(),
            consent_sha256: Hash::from_bytes(sha256(&[b"SPECIMEN"])),
        };
        let credential = new.credential.credential_id;
        let ready = self.professional.sign(Method::Post, "/v1/vaults", &serde_json::to_vec(&new)?)?;
        vault::create(app, caller(&self.professional, &ready), new).await?;
        let owner = Account::unseen(account_id, credential, keys, self.professional.origin.clone());
        let path = format!("/v1/vaults/{vault_id}/mandates");
        let ready = owner.sign(Method::Post, &path, &serde_json::to_vec(&seed)?)?;
        mandate::grant(app, caller(&owner, &ready), vault_id, seed).await?;
        Ok(folder)
    }

    fn lend(&self, folder: &Folder, key: &OpeningKey, owner: &AccountKeys) -> Result<NewMandate> {
        let random = &mut OsEntropy::new();
        let now = SystemClock.now_ms() / 1000;
        let mandate = Mandate {
            id: MandateId::generate(random),
            vault: folder.vault,
            recipient: Recipient::Organisation(self.organisation),
            recipient_certificate: self.certificate,
            target: Target::Folders(vec![folder.id]),
            rights: Rights::READ | Rights::DEPOSIT,
            purpose: Purpose::Rsa.number(),
            purpose_text: Hash::NONE,
            not_before: now,
            not_after: now + LENT_DAYS * 24 * 3600,
            consent: Hash::from_bytes(sha256(&[b"SPECIMEN"])),
            replaces: MandateId::NONE,
            maker: owner.signing.kid(),
        };
        let envelope = Envelope { to: &self.mandate_key, maker: &owner.signing, not_after: mandate.not_after };
        let of = FolderEpoch { vault: folder.vault, folder: folder.id, epoch: 1 };
        let seed = envelope.seal_folder_seed(random, SeedFor::Holder, &of, key)?;
        let mandate = mandate.sign(&owner.signing)?;
        Ok(NewMandate { mandate: mandate.into(), seeds: vec![seed.into()], purpose_text: None })
    }

    fn card(&self, account: AccountId, keys: &AccountKeys) -> Result<NewCredential> {
        let random = &mut OsEntropy::new();
        let (secret, half_b) = (Credential::generate(random), HalfB::generate(random));
        let envelope = Envelope { to: &self.server_key.sealing, maker: &keys.signing, not_after: 0 };
        let sealed = envelope.seal_half_to_server(random, account, secret.id, self.server_key.epoch, &half_b)?;
        Ok(NewCredential {
            credential_id: secret.id,
            kind: CredentialKind::Card,
            public_key: secret.signing_key().verifying_key().as_bytes().to_vec().into(),
            pin_tag: Pin::enter("40729186")?.tag(&secret).expose().to_vec().into(),
            half_b: sealed.into(),
            root: seal_root(random, &secret, &half_b, account, keys).into(),
        })
    }

    async fn paper(&self, app: &App, folder: &Folder) -> Result<(DocumentId, u64)> {
        let by = &self.professional;
        let mut paper = Paper::seal(by.id, &by.keys, folder, PADDED)?;
        let signed = paper.deposit.sign(&by.keys.signing);
        let (document, length) = (paper.of.document, paper.object.len() as u64);
        let object = Bytes::from(std::mem::take(&mut paper.object));
        let blob = app.blobs.put(stream::iter([Ok::<_, std::io::Error>(object)]), length).await?;
        let path = format!("/v1/vaults/{}/deposits", folder.vault);
        let ready = by.sign(Method::Post, &path, &signed)?;
        let act = Add { account_id: by.id, kid: by.keys.signing.kid(), signed, paper, blob };
        app.ledger.perform_signed(act, caller(by, &ready).request).await?;
        Ok((document, length))
    }
}

/// A paper whose object is stored.
struct Add {
    account_id: AccountId,
    kid: Kid,
    signed: Vec<u8>,
    paper: Paper,
    blob: StagedBlob,
}

impl Act for Add {
    type Answer = ();

    fn attempt(&self) -> Event {
        let of = &self.paper.of;
        let event = Event::new(EventType::Deposit, self.kid).in_vault(of.vault);
        Event { document_id: of.document, version: of.version, ..event }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Done<()> {
        let of = self.paper.of;
        let actor = facts::actor(turn.tx, self.account_id).await?.ok_or_else(|| Error::not_found("account"))?;
        let facts = facts::vault(turn.tx, &actor, of.vault).await?.ok_or_else(|| Error::not_found("vault"))?;
        let access = access::folder::<Deposit>(&actor, &facts, self.paper.deposit.folder, None, turn.now_ms)?;
        turn.attempt = turn.attempt.clone().on_ground(access.ground());
        let log_index = turn.done().await?;
        let upload = Upload {
            upload_id: vault_core::ids::UploadId::generate(&mut turn.entropy),
            vault_id: of.vault,
            account_id: self.account_id,
            blob_key: self.blob.key.clone(),
            sha256: self.blob.sha256,
            head_sha256: self.blob.head_sha256,
            object_length: self.blob.length,
        };
        let version = NewVersion {
            of,
            deposit: &self.signed,
            upload: &upload,
            record: &self.paper.record,
            record_epoch: 1,
            share: &self.paper.share,
            log_index,
        };
        Ok(documents::insert_version(turn.tx, turn.lock, &mut turn.entropy, &access, &version, turn.now_ms).await?)
    }
}

fn first_certificate(keys: &AccountKeys, vault: VaultId, account: AccountId) -> Vec<u8> {
    let certificate = Certificate {
        kind: CertificateKind::Account,
        scope: *vault.as_bytes(),
        subject: *account.as_bytes(),
        epoch: 1,
        not_before: SystemClock.now_ms() / 1000,
        not_after: 0,
        sealing: keys.opening.sealing_key().clone(),
        verifying: Some(keys.signing.verifying_key()),
        previous: Hash::NONE,
        issuer: keys.signing.kid(),
    };
    certificate.issue(&keys.signing)
}

fn new_folder(vault: VaultId, owner: &AccountKeys, kind: FolderKind) -> Result<(NewFolder, OpeningKey)> {
    let random = &mut OsEntropy::new();
    let (folder, key) = (FolderId::generate(random), OpeningKey::generate(random));
    let certificate = Certificate {
        kind: CertificateKind::Folder,
        scope: *vault.as_bytes(),
        subject: *folder.as_bytes(),
        epoch: 1,
        not_before: SystemClock.now_ms() / 1000,
        not_after: 0,
        sealing: key.sealing_key().clone(),
        verifying: None,
        previous: Hash::NONE,
        issuer: owner.signing.kid(),
    };
    let envelope = Envelope { to: owner.opening.sealing_key(), maker: &owner.signing, not_after: 0 };
    let of = FolderEpoch { vault, folder, epoch: 1 };
    let seed = envelope.seal_folder_seed(random, SeedFor::Owner, &of, &key)?;
    let certificate = certificate.issue(&owner.signing);
    Ok((NewFolder { folder_id: folder, kind, certificate: certificate.into(), seed: seed.into() }, key))
}

/// Does something with each of many, so many at a time.
async fn shared<T, U, F>(mut all: Vec<T>, work: impl Fn(T) -> F + Clone + Send + 'static) -> Result<Vec<U>>
where
    T: Send + 'static,
    U: Send + 'static,
    F: Future<Output = Result<U>> + Send,
{
    let share = all.len().div_ceil(AT_A_TIME).max(1);
    let mut tasks = JoinSet::new();
    while !all.is_empty() {
        let (mine, work) = (all.split_off(all.len().saturating_sub(share)), work.clone());
        tasks.spawn(async move {
            let mut made = Vec::with_capacity(mine.len());
            for one in mine {
                made.push(work(one).await?);
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(made)
        });
    }
    let mut made = Vec::new();
    while let Some(done) = tasks.join_next().await {
        made.extend(done??);
    }
    Ok(made)
}
