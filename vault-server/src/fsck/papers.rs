//! Papers: each version's deposit, its amendments, its event, its object; and whatever was released of it.

use data_encoding::HEXLOWER;
use futures_util::StreamExt;
use vault_core::amendment::{Amendment, Place};
use vault_core::deposit::Deposit;
use vault_core::error::Error as FormatError;
use vault_core::ids::{AccountId, DocumentId, DocumentVersion, FolderId, Hash, VaultId};
use vault_core::log::EventBody;
use vault_core::suite::{self, Sha256};
use vault_core::vocabulary::{EventType, ResultCode};

use super::signers::Signers;
use super::{Kind, Report, Stored};
use crate::blobs::{BlobError, HEAD_LEN};
use crate::domain::opening::FETCH_MS;
use crate::error::Result;
use crate::store::check::{self as rows, EntryRow, VersionRow};
use crate::store::{Tx, accounts, amendments};

/// Every version, then what was released, then what the key directory remembers as erased.
pub(super) async fn check(stored: &Stored, report: &mut Report<'_>) -> Result<()> {
    let (mut after, mut signers) = ((Vec::new(), 0), Signers::default());
    loop {
        // One moment for a page and all that is compared with it; objects are read after.
        let mut tx = stored.store.read().await?;
        let page = rows::versions(&mut tx, &after).await?;
        let Some(last) = page.last() else { break };
        after = (last.document.clone(), last.version);
        let mut deposits = Vec::with_capacity(page.len());
        for row in page {
            let deposit = check_version(&mut tx, stored, &mut signers, &row, report).await?;
            deposits.extend(deposit.map(|deposit| (row, deposit)));
        }
        drop(tx);
        for (row, deposit) in deposits {
            check_object(stored, &row, &deposit, report).await?;
        }
    }
    check_openings(stored, report).await?;
    let erased = stored.keys.erased()?;
    let mut tx = stored.store.read().await?;
    for (document, version) in erased {
        let of = DocumentVersion { vault: VaultId::NONE, document, version };
        if crate::store::documents::deposit_of(&mut tx, &of).await?.is_some() {
            report.add(Kind::ErasedPresent, format!("{document}/{version}"));
        }
    }
    Ok(())
}

/// Everything about a version but its object. Gives its deposit, by which the object is known; none when it is false.
async fn check_version(
    tx: &mut Tx,
    stored: &Stored,
    signers: &mut Signers,
    row: &VersionRow,
    report: &mut Report<'_>,
) -> Result<Option<Deposit>> {
    let about = name(row);
    report.looked.versions += 1;
    let Some((deposit, of)) = check_deposit(tx, signers, row).await? else {
        report.add(Kind::Deposit, about);
        return Ok(None);
    };
    if !lies_where_signed(tx, signers, row, &deposit).await? {
        report.add(Kind::Place, &about);
    }
    if !is_deposit_logged(tx, stored, row, &of).await? {
        report.add(Kind::DepositUnlogged, &about);
    }
    if let Some(read_ms) = row.read_ms
        && !is_opening_logged(tx, stored, &of, read_ms.unsigned_abs(), None).await?
    {
        report.add(Kind::OpeningUnlogged, &about);
    }
    Ok(Some(deposit))
}

/// The deposit, when it is that of this version and its depositor signed it.
async fn check_deposit(
    tx: &mut Tx,
    signers: &mut Signers,
    row: &VersionRow,
) -> Result<Option<(Deposit, DocumentVersion)>> {
    let (Ok(vault), Ok(document)) = (VaultId::try_from(&row.vault[..]), DocumentId::try_from(&row.document[..])) else {
        return Ok(None);
    };
    let of = DocumentVersion { vault, document, version: row.version.unsigned_abs() };
    let Ok(claimed) = Deposit::parse(&row.deposit) else { return Ok(None) };
    let Some(signer) = signers.find(tx, claimed.maker).await? else { return Ok(None) };
    let by_depositor = signer.account.as_ref() == &row.depositor[..];
    let verified = Deposit::verify(&row.deposit, &signer.key).ok();
    Ok(verified.filter(|deposit| by_depositor && deposit.check_document(&of).is_ok()).map(|deposit| (deposit, of)))
}

/// Every amendment is signed and follows, and the last one names the folder of the row.
async fn lies_where_signed(tx: &mut Tx, signers: &mut Signers, row: &VersionRow, deposit: &Deposit) -> Result<bool> {
    let mut place = Place::deposited(deposit, &row.deposit);
    for bytes in amendments::of_version(tx, deposit.document.document, deposit.document.version).await? {
        let Ok(claimed) = Amendment::parse(&bytes) else { return Ok(false) };
        let Some(signer) = signers.find(tx, claimed.maker).await? else { return Ok(false) };
        let next = Amendment::verify(&bytes, &signer.key).and_then(|amendment| place.amended(&amendment, &bytes));
        match next {
            Ok(next) => place = next,
            Err(FormatError { .. }) => return Ok(false),
        }
    }
    Ok(FolderId::try_from(&row.folder[..]).is_ok_and(|folder| place.check_folder(folder).is_ok()))
}

/// The entry that the row names tells this deposit, or was forgotten since.
async fn is_deposit_logged(tx: &mut Tx, stored: &Stored, row: &VersionRow, of: &DocumentVersion) -> Result<bool> {
    let Some(entry) = rows::entry_at(tx, row.log_index).await? else { return Ok(false) };
    if entry.vault != row.vault {
        return Ok(false);
    }
    Ok(body(stored, &entry)
        .is_none_or(|body| body.event_type == EventType::Deposit.number() && of_version(&body, of) && is_done(&body)))
}

/// Whoever was given a share that may still be used has an event of that moment.
async fn check_openings(stored: &Stored, report: &mut Report<'_>) -> Result<()> {
    let mut tx = stored.store.read().await?;
    for (account, expires_ms, document, version, vault) in rows::openings(&mut tx).await? {
        let ids =
            (AccountId::try_from(&account[..]), DocumentId::try_from(&document[..]), VaultId::try_from(&vault[..]));
        let (Ok(account), Ok(document), Ok(vault)) = ids else {
            report.add(Kind::OpeningUnlogged, HEXLOWER.encode(&document));
            continue;
        };
        let of = DocumentVersion { vault, document, version: version.unsigned_abs() };
        let opened_ms = expires_ms.unsigned_abs().saturating_sub(FETCH_MS);
        if !is_opening_logged(&mut tx, stored, &of, opened_ms, Some(account)).await? {
            report.add(Kind::OpeningUnlogged, format!("{document}/{version}"));
        }
    }
    Ok(())
}

/// Whether the vault's chain tells an opening of this version at this moment, by this account if one is given. What was
/// forgotten cannot be compared any more.
async fn is_opening_logged(
    tx: &mut Tx,
    stored: &Stored,
    of: &DocumentVersion,
    moment_ms: u64,
    by: Option<AccountId>,
) -> Result<bool> {
    let vault = of.vault.as_ref();
    let last = rows::head(tx, vault).await?.map_or(0, |(seq, _)| seq);
    // Time never goes back in the log: the first entry of that moment is found by halving.
    let (mut low, mut high) = (1, last + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let entry = rows::entry_of(tx, vault, middle).await?;
        let before = entry.and_then(|entry| body(stored, &entry)).is_none_or(|body| body.unix_ms < moment_ms);
        if before { low = middle + 1 } else { high = middle }
    }
    if low > 1 && rows::entry_of(tx, vault, low - 1).await?.is_some_and(|entry| entry.sealed.is_none()) {
        return Ok(true);
    }
    while let Some(entry) = rows::entry_of(tx, vault, low).await? {
        let Some(body) = body(stored, &entry) else { break };
        if body.unix_ms > moment_ms {
            break;
        }
        let opened = body.event_type == EventType::Opening.number() && of_version(&body, of) && is_done(&body);
        if opened && (by.is_none() || accounts::by_kid(tx, body.actor).await? == by) {
            return Ok(true);
        }
        low += 1;
    }
    Ok(false)
}

/// The object is there, with the length and the hashes that were signed. What was erased meanwhile is no finding.
async fn check_object(stored: &Stored, row: &VersionRow, deposit: &Deposit, report: &mut Report<'_>) -> Result<()> {
    let kind = match measure(stored, &row.blob_key).await {
        Ok(Measured { length, object, head }) => {
            report.looked.bytes += length;
            let same = (i64::try_from(length), object, head) == (Ok(row.object_length), deposit.object, deposit.head);
            (!same).then_some(Kind::ObjectChanged)
        }
        Err(BlobError::Missing(_) | BlobError::InvalidKey) => Some(Kind::ObjectMissing),
        // A disk that cannot read its own bytes.
        Err(BlobError::Io(_)) => Some(Kind::ObjectChanged),
        Err(error) => return Err(error.into()),
    };
    if let Some(kind) = kind
        && rows::still_named(&mut stored.store.read().await?, row).await?
    {
        report.add(kind, format!("{} {}", name(row), row.blob_key));
    }
    Ok(())
}

/// Length and hashes of an object.
pub(super) struct Measured {
    pub(super) length: u64,
    pub(super) object: Hash,
    head: Hash,
}

/// Reads an object through.
pub(super) async fn measure(stored: &Stored, key: &str) -> Result<Measured, BlobError> {
    let mut blob = stored.blobs.open(key).await?;
    let (mut hasher, mut head, mut length) = (Sha256::default(), Vec::with_capacity(HEAD_LEN), 0);
    while let Some(chunk) = blob.next().await {
        let chunk = chunk?;
        head.extend_from_slice(&chunk[..chunk.len().min(HEAD_LEN - head.len())]);
        hasher.update(&chunk);
        length += chunk.len() as u64;
    }
    let head = Hash::from_bytes(suite::sha256(&[&head]));
    Ok(Measured { length, object: Hash::from_bytes(hasher.finish()), head })
}

fn body(stored: &Stored, entry: &EntryRow) -> Option<EventBody> {
    let told = entry.open(&stored.keys).ok().flatten()?;
    EventBody::parse(&told.body).ok()
}

fn of_version(body: &EventBody, of: &DocumentVersion) -> bool {
    (body.vault, body.document, body.version) == (of.vault, of.document, of.version)
}

fn is_done(body: &EventBody) -> bool {
    body.result == ResultCode::Done.number()
}

fn name(row: &VersionRow) -> String {
    format!("{}/{}", HEXLOWER.encode(&row.document), row.version)
}
