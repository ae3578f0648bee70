//! What lies beside the papers: staged uploads, and objects that no row names.

use data_encoding::HEXLOWER;
use futures_util::{StreamExt, stream};

use super::papers::measure;
use super::{Kind, Report, Stored};
use crate::blobs::BlobError;
use crate::error::Result;
use crate::store::{check as rows, documents};

/// Lists that a store is asked for at a time: a bucket takes a while to answer each.
const LISTS: usize = 8;

/// Uploads that wait or were left, then orphans. Younger than a day, they may be somebody's work under way.
pub(super) async fn check(stored: &Stored, report: &mut Report<'_>) -> Result<()> {
    let uploads = rows::uploads(&mut stored.store.read().await?).await?;
    for (id, key, length, sha256, created_ms) in uploads {
        let id = HEXLOWER.encode(&id);
        if created_ms.unsigned_abs() < stored.a_day_ago() {
            report.add(Kind::AbandonedUpload, &id);
        }
        let whole = match measure(stored, &key).await {
            Ok(measured) => i64::try_from(measured.length) == Ok(length) && measured.object.as_ref() == &sha256[..],
            Err(BlobError::Missing(_) | BlobError::InvalidKey | BlobError::Io(_)) => false,
            Err(error) => return Err(error.into()),
        };
        // It may have been deposited or forgotten since.
        if !whole && rows::uploads(&mut stored.store.read().await?).await?.iter().any(|(_, other, ..)| *other == key) {
            report.add(Kind::UploadDamaged, id);
        }
    }
    for key in orphans(stored).await? {
        report.add(Kind::OrphanObject, key);
    }
    for name in stored.blobs.unfinished_before(stored.a_day_ago()).await? {
        report.add(Kind::UnfinishedUpload, name);
    }
    Ok(())
}

/// Objects older than a day that no row names.
pub(super) async fn orphans(stored: &Stored) -> Result<Vec<String>> {
    let mut orphans = Vec::new();
    let lists = stream::iter(0..=u8::MAX).map(|part| stored.blobs.list_older_than(part, stored.a_day_ago()));
    let mut lists = lists.buffered(LISTS);
    while let Some(old) = lists.next().await {
        let mut tx = stored.store.read().await?;
        for key in old? {
            if !documents::names_blob(&mut tx, &key).await? {
                orphans.push(key);
            }
        }
    }
    Ok(orphans)
}
