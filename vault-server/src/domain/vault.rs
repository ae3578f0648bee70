//! Vaults: created with the person present, seen by their owner and by holders of a mandate.

use std::collections::BTreeSet;

use vault_core::api::{NewFolder, NewVault, ProblemCode, VaultView};
use vault_core::certificate::Chain;
use vault_core::ids::FolderEpoch;
use vault_core::ids::{AccountId, FolderId, Kid, VaultId};
use vault_core::name;
use vault_core::vocabulary::{AccountKind, CredentialKind, EventType, FolderKind, ResultCode, Role};
use vault_core::wrap::{About, SeedFor, Wrap};

use super::views::{self, People};
use super::{Caller, actor, enrolment, organisation_keys};
use crate::access::{self, Actor, Deposit, Ground, Read, Refusal, VaultFacts};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::{Account, AccountStatus};
use crate::store::organisations::{self, DirectoryEntry};
use crate::store::vaults::{self, Vault};
use crate::store::{Lock, Tx, closings, facts};

/// Creates a vault.
pub async fn create(app: &App, caller: Caller, new: NewVault) -> Result<VaultView> {
    let act = Create { account_id: caller.account_id, kid: caller.kid(), health_folder: app.health_folder, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Create {
    account_id: AccountId,
    kid: Kid,
    health_folder: bool,
    new: NewVault,
}

impl Act for Create {
    type Answer = VaultView;

    fn attempt(&self) -> Event {
        Event::new(EventType::VaultCreated, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<VaultView> {
        let new = &self.new;
        let opener = actor(turn.tx, self.account_id).await?;
        let access = access::member(&opener, new.organisation_id, &[Role::Referent, Role::Professional])?;
        turn.attempt = turn.attempt.clone().in_vault(new.vault_id);
        self.check_folders()?;
        if !name::is_sealed_len(new.directory_entry.len()) {
            return Err(Error::problem(ProblemCode::InvalidRequest, "directory_entry has the wrong length"));
        }
        let organisation = organisation_keys::chain(turn.tx, new.organisation_id).await?;
        if new.directory_epoch != organisation.current().epoch {
            return Err(Error::problem(ProblemCode::Conflict, "directory_epoch: not the one in force"));
        }
        let chain =
            Chain::verify_beneficiary(&[&new.certificate], new.account_id, new.vault_id).map_err(Error::Malformed)?;
        let account = Account {
            account_id: new.account_id,
            kind: AccountKind::Beneficiary,
            status: AccountStatus::Active,
            display_name: None,
            vault_id: Some(new.vault_id),
        };
        if new.credential.kind != CredentialKind::Card {
            return Err(Error::problem(ProblemCode::InvalidRequest, "credential: of kind card"));
        }
        enrolment::enrol_beside(turn, &account, &chain, &new.certificate, &new.credential).await?;
        if let Some(sheet) = &new.sheet {
            if sheet.kind != CredentialKind::Sheet {
                return Err(Error::problem(ProblemCode::InvalidRequest, "sheet: of kind sheet"));
            }
            enrolment::add_credential(turn, new.account_id, enrolment::signing(&chain)?, sheet).await?;
        }
        let log_index = Some(turn.done().await?);
        let vault = Vault { vault_id: new.vault_id, owner: new.account_id, bytes_used: 0, log_index };
        vaults::insert(turn.tx, &access, &vault, new.consent_sha256, turn.now_ms)
            .await
            .map_err(|error| enrolment::taken(error, "vault_id"))?;
        for folder in &new.folders {
            insert_folder(turn, &chain, new.vault_id, folder).await?;
        }
        let entry =
            DirectoryEntry { vault_id: new.vault_id, epoch: new.directory_epoch, entry: new.directory_entry.to_vec() };
        organisations::insert_directory_entry(turn.tx, turn.lock, &mut turn.entropy, &access, &entry).await?;
        let folders = vaults::folders(turn.tx, turn.lock, new.vault_id).await?;
        let folders = folders.into_iter().map(|folder| (folder, None)).collect();
        view(turn.tx, turn.lock, &vault, folders).await
    }
}

impl Create {
    fn check_folders(&self) -> Result<()> {
        let kinds: BTreeSet<FolderKind> = self.new.folders.iter().map(|folder| folder.kind).collect();
        let mut offered: BTreeSet<FolderKind> = FolderKind::ALL.iter().copied().collect();
        if !self.health_folder {
            offered.remove(&FolderKind::Health);
        }
        if kinds == offered && self.new.folders.len() == offered.len() {
            Ok(())
        } else {
            Err(Error::problem(ProblemCode::InvalidRequest, "folders: one of each kind that this server offers"))
        }
    }
}

async fn insert_folder(turn: &mut Turn<'_>, owner: &Chain, vault_id: VaultId, folder: &NewFolder) -> Result<()> {
    let key = enrolment::signing(owner)?;
    let chain =
        Chain::verify_folder(&[&folder.certificate], vault_id, folder.folder_id, &[*key]).map_err(Error::Malformed)?;
    let of = FolderEpoch { vault: vault_id, folder: folder.folder_id, epoch: chain.current().epoch };
    let seed = Wrap::parse(&folder.seed).map_err(Error::Malformed)?;
    seed.verify(key).map_err(Error::Malformed)?;
    seed.check_about(&About::folder_seed(SeedFor::Owner, &of)).map_err(Error::Malformed)?;
    vaults::insert_folder(turn.tx, turn.lock, &mut turn.entropy, vault_id, folder.folder_id, folder.kind)
        .await
        .map_err(|error| enrolment::taken(error, "folder_id"))?;
    enrolment::publish_next(turn, &folder.certificate).await?;
    organisations::insert_wrap(turn.tx, turn.lock, &mut turn.entropy, &seed, &folder.seed, None).await?;
    Ok(())
}

/// Shows a vault to its owner, or to the holder of a live mandate. A refusal is an event.
pub async fn find(app: &App, caller: Caller, vault_id: VaultId) -> Result<VaultView> {
    let act = See { account_id: caller.account_id, kid: caller.kid(), vault_id };
    let mut tx = app.store.read().await?;
    match act.see(&mut tx, &app.lock, app.clock.now_ms()).await {
        // Only a refusal needs the writer.
        Err(Error::Refused(_)) => app.ledger.perform_signed(act, caller.request).await,
        other => other,
    }
}

struct See {
    account_id: AccountId,
    kid: Kid,
    vault_id: VaultId,
}

impl Act for See {
    type Answer = VaultView;

    fn attempt(&self) -> Event {
        Event::new(EventType::VaultRead, self.kid).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<VaultView> {
        self.see(turn.tx, turn.lock, turn.now_ms).await
    }
}

impl See {
    async fn see(&self, tx: &mut Tx, lock: &Lock, now_ms: u64) -> Result<VaultView> {
        let actor = actor(tx, self.account_id).await?;
        let vault = vaults::find(tx, self.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let facts = facts::vault(tx, &actor, self.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let mut seen = Vec::new();
        let mut refused = Refusal::plain(ResultCode::NoMandate);
        for folder in vaults::folders(tx, lock, self.vault_id).await? {
            match ground(&actor, &facts, folder.folder_id, now_ms) {
                Ok(ground) => seen.push((folder, ground)),
                Err(refusal) if refusal.reason != ResultCode::NoMandate => refused = refusal,
                Err(_) => {}
            }
        }
        if seen.is_empty() {
            return Err(refused.into());
        }
        view(tx, lock, &vault, seen).await
    }
}

/// Reading gives the folder's seed; depositing alone shows the folder without it.
fn ground(
    actor: &Actor,
    vault: &VaultFacts,
    folder_id: FolderId,
    now_ms: u64,
) -> std::result::Result<Option<Ground>, Refusal> {
    match access::folder::<Read>(actor, vault, folder_id, None, now_ms) {
        Ok(access) => Ok(Some(access.ground())),
        Err(refusal) => {
            let adding = access::folder::<Deposit>(actor, vault, folder_id, None, now_ms).map(|_| None);
            adding.map_err(|closed| if closed.reason == ResultCode::VaultClosing { closed } else { refusal })
        }
    }
}

pub(super) async fn view(
    tx: &mut Tx,
    lock: &Lock,
    vault: &Vault,
    folders: Vec<(vaults::Folder, Option<Ground>)>,
) -> Result<VaultView> {
    let mut shown = Vec::with_capacity(folders.len());
    for (folder, ground) in folders {
        shown.push(views::folder(tx, lock, folder, ground).await?);
    }
    Ok(VaultView {
        vault_id: vault.vault_id,
        owner: People::default().owner(tx, vault.owner).await?,
        folders: shown,
        bytes_used: vault.bytes_used,
        log_index: vault.log_index,
        destroy_ms: closings::find(tx, vault.vault_id).await?.map(|closing| closing.destroy_ms),
    })
}
