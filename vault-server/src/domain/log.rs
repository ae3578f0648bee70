//! The log as it is read: by the person, of their own vault; by an auditor, whole and without names.

use std::collections::{BTreeMap, HashMap};

use vault_core::api::{
    ActorView, Bytes, ConsistencyView, EntryView, ErasedView, LogPage, OrganisationView, ProblemCode, SignerView,
    VaultLogView,
};
use vault_core::ids::{AccountId, Hash, Kid, VaultId};
use vault_core::log::proof::verify_consistency;
use vault_core::log::{
    Checkpoint, EventBody, Tile, VaultHead, bundle, leaf_hash, prove_consistency, prove_inclusion,
    tiles_for_consistency, tiles_for_inclusion,
};
use vault_core::vocabulary::EventType;

use super::views::Signers;
use super::{Caller, actor};
use crate::access::{self, LogAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::log::{self as rows, Entry, LogState};
use crate::store::{Tx, accounts, organisations, vaults};

/// Most entries in one answer.
const PAGE: u64 = 500;

/// The log of one vault after a number, with proofs in the current checkpoint.
pub async fn of_vault(app: &App, caller: Caller, vault_id: VaultId, after_seq: u64) -> Result<VaultLogView> {
    let access = enter(app, &caller, Some(vault_id)).await?;
    let mut tx = app.store.read().await?;
    let state = rows::state(&mut tx).await?;
    let (vault_seq, leaf) = rows::head(&mut tx, vault_id).await?.unwrap_or_default();
    let size = state.frontier.size();
    let head = VaultHead { vault: vault_id, vault_seq, leaf, tree_size: size, root: state.frontier.root() };
    let entries = rows::of_vault(&mut tx, &app.keys, &access, after_seq, PAGE).await?;
    let more = entries.last().is_some_and(|last| last.vault_seq < vault_seq);
    let Acted { actors, signers, organisations } = acted(&mut tx, &entries, access.names()).await?;
    let mut proofs = Vec::with_capacity(entries.len());
    for entry in &entries {
        proofs.push(inclusion(&mut tx, entry.index, size).await?);
    }
    let (told, _) = split(entries, proofs);
    let erased = match rows::last_forgotten(&mut tx, &access).await? {
        Some((index, leaf_hash)) => {
            vec![ErasedView { index, leaf_hash, inclusion: inclusion(&mut tx, index, size).await? }]
        }
        None => Vec::new(),
    };
    let purge = if erased.is_empty() { None } else { purge(&mut tx, app, &access, size).await? };
    Ok(VaultLogView {
        vault_id,
        checkpoint: state.checkpoint,
        head: Bytes(head.sign(app.keys.log_key())),
        entries: told,
        erased,
        purge,
        actors,
        signers,
        organisations,
        more,
    })
}

/// The event that tells what was forgotten, with its proof.
async fn purge(tx: &mut Tx, app: &App, access: &LogAccess, size: u64) -> Result<Option<EntryView>> {
    let Some(entry) = rows::last_purge(tx, &app.keys, access).await? else { return Ok(None) };
    let proof = inclusion(tx, entry.index, size).await?;
    Ok(split(vec![entry], vec![proof]).0.pop())
}

/// A page of the whole log, from which an auditor rebuilds the tree.
pub async fn page(app: &App, caller: Caller, from: u64, limit: Option<u64>) -> Result<LogPage> {
    let access = enter(app, &caller, None).await?;
    let mut tx = app.store.read().await?;
    let state = rows::state(&mut tx).await?;
    let limit = limit.unwrap_or(PAGE).clamp(1, PAGE);
    let entries = rows::from_index(&mut tx, &app.keys, &access, from, limit).await?;
    let next = entries.last().map(|last| last.index + 1).filter(|next| *next < state.frontier.size());
    let Acted { actors, signers, organisations } = acted(&mut tx, &entries, access.names()).await?;
    let none = vec![Vec::new(); entries.len()];
    let (entries, erased) = split(entries, none);
    Ok(LogPage { checkpoint: state.checkpoint, entries, erased, actors, signers, organisations, next })
}

/// Who may read; a refusal is an event, and so is each page that anyone but the owner reads.
async fn enter(app: &App, caller: &Caller, vault_id: Option<VaultId>) -> Result<LogAccess> {
    let act = ReadLog { account_id: caller.account_id, kid: caller.kid(), vault_id };
    let decided = act.decide(&mut app.store.read().await?).await;
    match decided {
        Ok(access) if access.names() => Ok(access),
        Ok(_) | Err(Error::Refused(_)) => app.ledger.perform_signed(act, caller.request.clone()).await,
        Err(error) => Err(error),
    }
}

struct ReadLog {
    account_id: AccountId,
    kid: Kid,
    vault_id: Option<VaultId>,
}

impl Act for ReadLog {
    type Answer = LogAccess;

    fn attempt(&self) -> Event {
        Event::new(EventType::LogRead, self.kid).in_vault(self.vault_id.unwrap_or(VaultId::NONE))
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<LogAccess> {
        let access = self.decide(turn.tx).await?;
        turn.done().await?;
        Ok(access)
    }
}

impl ReadLog {
    async fn decide(&self, tx: &mut Tx) -> Result<LogAccess> {
        let vault = match self.vault_id {
            None => None,
            Some(vault_id) => {
                let vault = vaults::find(tx, vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
                Some((vault_id, vault.owner))
            }
        };
        Ok(access::log(&actor(tx, self.account_id).await?, vault)?)
    }
}

/// What is told, with its proof, and what was forgotten.
pub(super) fn split(entries: Vec<Entry>, proofs: Vec<Vec<Hash>>) -> (Vec<EntryView>, Vec<ErasedView>) {
    let (mut told, mut erased) = (Vec::new(), Vec::new());
    for (entry, inclusion) in entries.into_iter().zip(proofs) {
        match entry.told {
            None => {
                erased.push(ErasedView { index: entry.index, leaf_hash: leaf_hash(&entry.leaf), inclusion });
            }
            Some(said) => told.push(EntryView {
                index: entry.index,
                salt: Bytes(said.salt.expose().to_vec()),
                body: Bytes(said.body),
                request: Some(said.request).filter(|request| !request.is_empty()).map(Bytes),
                inclusion,
            }),
        }
    }
    (told, erased)
}

pub(super) async fn inclusion(tx: &mut Tx, index: u64, size: u64) -> Result<Vec<Hash>> {
    let tiles = read_tiles(tx, tiles_for_inclusion(index, size).map_err(Error::Corrupt)?).await?;
    prove_inclusion(index, size, |tile| Ok(tiles.get(&tile).cloned().unwrap_or_default())).map_err(Error::Corrupt)
}

/// The proof that the current checkpoint continues the one of this size.
pub async fn consistency(app: &App, from: u64) -> Result<ConsistencyView> {
    let mut tx = app.store.read().await?;
    let state = rows::state(&mut tx).await?;
    let size = state.frontier.size();
    if from > size {
        return Err(Error::problem(ProblemCode::NotFound, format!("the log has {size} entries")));
    }
    Ok(ConsistencyView { proof: prove(&mut tx, from, size).await?, checkpoint: state.checkpoint })
}

async fn prove(tx: &mut Tx, from: u64, size: u64) -> Result<Vec<Hash>> {
    if from == 0 || from == size {
        return Ok(Vec::new());
    }
    let tiles = read_tiles(tx, tiles_for_consistency(from, size).map_err(Error::Corrupt)?).await?;
    prove_consistency(from, size, |tile| Ok(tiles.get(&tile).cloned().unwrap_or_default())).map_err(Error::Corrupt)
}

async fn read_tiles(tx: &mut Tx, tiles: Vec<Tile>) -> Result<HashMap<Tile, Vec<u8>>> {
    let mut read = HashMap::with_capacity(tiles.len());
    for tile in tiles {
        read.insert(tile, rows::tile(tx, tile).await?);
    }
    Ok(read)
}

/// How many entries the log has.
pub async fn size(app: &App) -> Result<u64> {
    Ok(rows::state(&mut app.store.read().await?).await?.frontier.size())
}

/// Whether the log continues a checkpoint that is not longer than it. Looks at one moment: another server may go on writing.
pub async fn continues(app: &App, from: &Checkpoint) -> Result<bool> {
    if from.size == 0 {
        return Ok(true);
    }
    let mut tx = app.store.read().await?;
    let frontier = rows::state(&mut tx).await?.frontier;
    let proof = prove(&mut tx, from.size, frontier.size()).await?;
    Ok(verify_consistency(from.size, &from.root, frontier.size(), &frontier.root(), &proof).is_ok())
}

/// The signed note (C2SP tlog-checkpoint).
pub async fn checkpoint(app: &App) -> Result<String> {
    let LogState { checkpoint, .. } = rows::state(&mut app.store.read().await?).await?;
    if checkpoint.is_empty() { Err(Error::not_found("the log has no entry yet")) } else { Ok(checkpoint) }
}

/// A tile of hashes or a bundle of leaf data, by its path under `tile/` (C2SP tlog-tiles). Public: no
/// body can be read back from them.
pub async fn tile(app: &App, path: &str) -> Result<Vec<u8>> {
    let unknown = || Error::not_found("tile");
    let mut tx = app.store.read().await?;
    let path = format!("tile/{path}");
    if let Ok(tile) = Tile::parse_entries_path(&path) {
        let from = tile.leaves().start;
        let leaves = rows::leaves(&mut tx, from, u64::from(tile.width())).await?;
        return if leaves.len() == usize::from(tile.width()) { Ok(bundle::encode(&leaves)) } else { Err(unknown()) };
    }
    let tile = Tile::parse_path(&path).map_err(|_| unknown())?;
    let hashes = rows::tile(&mut tx, tile).await?;
    hashes.get(..usize::from(tile.width()) * Hash::LEN).map(<[u8]>::to_vec).ok_or_else(unknown)
}

/// Who acted, with what proves it.
struct Acted {
    actors: Vec<ActorView>,
    signers: Vec<SignerView>,
    organisations: Vec<OrganisationView>,
}

/// Who acted in these entries. A person's name is told only to the owner of the vault; certificates name nobody.
async fn acted(tx: &mut Tx, entries: &[Entry], names: bool) -> Result<Acted> {
    let mut kids = BTreeMap::new();
    for told in entries.iter().filter_map(|entry| entry.told.as_ref()) {
        let kid = EventBody::parse(&told.body).map_err(Error::Corrupt)?.actor;
        *kids.entry(kid).or_default() |= !told.request.is_empty();
    }
    kids.remove(&Kid::NONE);
    let (mut actors, mut signers) = (Vec::with_capacity(kids.len()), Signers::default());
    for (kid, signed) in kids {
        if let Some(account_id) = accounts::by_kid(tx, kid).await? {
            actors.push(actor_view(tx, kid, account_id, names).await?);
            if signed {
                signers.add(tx, account_id, kid).await?;
            }
        }
    }
    let signers = if names { signers } else { signers.without_names() };
    let (signers, organisations) = signers.into_lists();
    Ok(Acted { actors, signers, organisations })
}

async fn actor_view(tx: &mut Tx, kid: Kid, account_id: AccountId, names: bool) -> Result<ActorView> {
    let (account, membership) =
        accounts::with_membership(tx, account_id).await?.ok_or_else(|| Error::not_found("account"))?;
    let organisation_name = match membership {
        Some(membership) => organisations::name(tx, membership.organisation_id).await?,
        None => None,
    };
    Ok(ActorView {
        kid,
        kind: account.kind,
        display_name: account.display_name.filter(|_| names),
        organisation_name,
        role: membership.map(|membership| membership.role),
    })
}
