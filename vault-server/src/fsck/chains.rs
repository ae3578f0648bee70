//! The log as it is told: each entry under its leaf, each vault's chain, the signed request under each entry, heads.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use vault_core::ids::{DocumentVersion, Hash, VaultId};
use vault_core::log::{EventBody, Purge, SignedActs, VaultChain, VaultHead, leaf_data, leaf_hash};
use vault_core::request::Request;
use vault_core::vocabulary::{EventType, ResultCode};

use super::signers::Signers;
use super::{Kind, Report, Stored};
use crate::error::Result;
use crate::store::check::{self as rows, EntryRow};
use crate::store::log::Told;
use crate::store::{StoreError, Tx};

/// Reads every entry, vault by vault, in one moment of the database.
pub(super) async fn check(stored: &Stored, report: &mut Report<'_>) -> Result<()> {
    let mut tx = stored.store.read().await?;
    let nothing = BTreeMap::new();
    let (mut after, mut signers) = ((Vec::new(), 0), Signers::default());
    let mut line: Option<Line<'_>> = None;
    loop {
        let page = rows::entries_by_vault(&mut tx, &after).await?;
        let Some(last) = page.last() else { break };
        after = (last.vault.clone(), last.vault_seq);
        // Requests that serve twice are found within a page: remembering all of them would take memory without end.
        let mut acts = SignedActs::default();
        for row in page {
            if line.as_ref().is_some_and(|line| line.vault != row.vault) {
                finish(&mut tx, line.take(), report).await?;
            }
            let line = line.get_or_insert_with(|| Line::new(&row.vault, &nothing));
            let Some((told, body)) = line.take(stored, &row, report)? else { continue };
            if !is_signed(&mut tx, stored, &mut signers, &mut acts, &told, &body).await? {
                report.add(Kind::EntryUnsigned, row.index.to_string());
            }
            check_deposited(&mut tx, &body, report).await?;
        }
    }
    finish(&mut tx, line, report).await?;
    check_forgotten(&mut tx, stored, report).await
}

/// One vault's chain, as far as it was followed.
struct Line<'a> {
    vault: Vec<u8>,
    id: VaultId,
    nothing: &'a BTreeMap<u64, Hash>,
    chain: VaultChain<'a>,
    last: (i64, Hash),
}

impl<'a> Line<'a> {
    fn new(vault: &[u8], nothing: &'a BTreeMap<u64, Hash>) -> Self {
        let id = VaultId::try_from(vault).unwrap_or(VaultId::NONE);
        Self { vault: vault.to_vec(), id, nothing, chain: VaultChain::new(id, nothing), last: (0, Hash::NONE) }
    }

    /// Takes the next entry; gives what it says when that is what its leaf hides.
    fn take(&mut self, stored: &Stored, row: &EntryRow, report: &mut Report<'_>) -> Result<Option<(Told, EventBody)>> {
        let leaf = <[u8; 33]>::try_from(&row.leaf[..]).map_or(Hash::NONE, |leaf| leaf_hash(&leaf));
        let follows = row.vault_seq == self.last.0 + 1;
        self.last = (row.vault_seq, leaf);
        let told = match row.open(&stored.keys) {
            Ok(told) => told,
            Err(crate::error::Error::Corrupt(_) | crate::error::Error::Store(StoreError::KeyMissing(_))) => {
                report.add(Kind::EntrySealed, row.index.to_string());
                self.begin_after(row, leaf);
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let Some(told) = told else {
            if !follows {
                report.add(Kind::EntryUnlinked, row.index.to_string());
            }
            self.begin_after(row, leaf);
            return Ok(None);
        };
        let body = EventBody::parse(&told.body).ok().filter(|body| leaf_data(&told.salt, body)[..] == row.leaf[..]);
        let Some(body) = body.filter(|body| (body.vault, body.vault_seq) == (self.id, row.vault_seq.unsigned_abs()))
        else {
            report.add(Kind::EntryChanged, row.index.to_string());
            self.begin_after(row, leaf);
            return Ok(None);
        };
        if self.chain.push(row.index.unsigned_abs(), &told.salt, &body).is_err() {
            report.add(Kind::EntryUnlinked, row.index.to_string());
            self.begin_after(row, leaf);
        }
        Ok(Some((told, body)))
    }

    /// Goes on from an entry that could not be followed, so that what stands after it is judged by itself.
    fn begin_after(&mut self, row: &EntryRow, leaf: Hash) {
        let begun = VaultChain::new(self.id, self.nothing);
        let after = begun.clone().after_forgotten(row.vault_seq.unsigned_abs(), row.index.unsigned_abs(), leaf);
        self.chain = after.unwrap_or(begun);
    }
}

/// The head is the last entry.
async fn finish(tx: &mut Tx, line: Option<Line<'_>>, report: &mut Report<'_>) -> Result<()> {
    let Some(line) = line else { return Ok(()) };
    let head = rows::head(tx, &line.vault).await?;
    let same = head.is_some_and(|(seq, leaf)| (seq, &leaf[..]) == (line.last.0, line.last.1.as_ref()));
    let head = VaultHead {
        vault: line.id,
        vault_seq: line.last.0.unsigned_abs(),
        leaf: line.last.1,
        tree_size: u64::MAX,
        root: Hash::NONE,
    };
    if !same || line.chain.finish(&head).is_err() {
        report.add(Kind::Head, HEXLOWER.encode(&line.vault));
    }
    Ok(())
}

/// A paper that was deposited is there, or was taken out.
async fn check_deposited(tx: &mut Tx, body: &EventBody, report: &mut Report<'_>) -> Result<()> {
    let of = DocumentVersion { vault: body.vault, document: body.document, version: body.version };
    let deposited =
        body.event_type == EventType::Deposit.number() && body.result == ResultCode::Done.number() && body.version > 0;
    if deposited && !rows::is_accounted_for(tx, &of).await? {
        report.add(Kind::PaperLost, format!("{}/{}", of.document, of.version));
    }
    Ok(())
}

/// The request that stands under an entry is the one that the entry names, and proves it.
async fn is_signed(
    tx: &mut Tx,
    stored: &Stored,
    signers: &mut Signers,
    acts: &mut SignedActs,
    told: &Told,
    body: &EventBody,
) -> Result<bool> {
    let request = Some(&told.request[..]).filter(|request| !request.is_empty());
    let named = match request {
        None => body.request_hash.is_none(),
        Some(bytes) => {
            Request::hash_of(bytes) == body.request_hash
                && Request::signature_of(bytes) == Some(&body.request_signature)
        }
    };
    let who = if request.is_some() { signers.find(tx, body.actor).await? } else { None };
    Ok(named && acts.check(body, request, stored.log.key().kid(), |_| who).is_ok())
}

/// What says nothing any more is covered by a purge, and each purge has its event.
async fn check_forgotten(tx: &mut Tx, stored: &Stored, report: &mut Report<'_>) -> Result<()> {
    for (index,) in rows::forgotten_unduly(tx).await? {
        report.add(Kind::EntryForgotten, index.to_string());
    }
    for (index, before, month) in rows::purges(tx).await? {
        let Some(row) = rows::entry_at(tx, index).await? else {
            report.add(Kind::EntryForgotten, index.to_string());
            continue;
        };
        // What does not open was told above; a purge that a later one forgot is covered by that one.
        let Ok(Some(told)) = row.open(&stored.keys) else { continue };
        let read = EventBody::parse(&told.body).and_then(|body| Purge::read(index.unsigned_abs(), &body));
        let is_told = read
            .ok()
            .flatten()
            .is_some_and(|purge| (i64::try_from(purge.before), i64::from(purge.month)) == (Ok(before), month));
        if !is_told {
            report.add(Kind::EntryForgotten, index.to_string());
        }
    }
    Ok(())
}
