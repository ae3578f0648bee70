//! What the check may mend, each only when it is told to: it removes what no paper needs, and nothing else.

use super::objects::orphans;
use super::{Kind, Stored};
use crate::error::Result;
use crate::store::{Store, documents};

/// What may be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// Objects older than a day that no row names.
    Orphans,
    /// Staged uploads older than a day, with their objects.
    Uploads,
    /// What is left, for a day, of uploads that were cut.
    Unfinished,
}

impl Repair {
    /// The finding that it removes the cause of.
    #[must_use]
    pub const fn mends(self) -> Kind {
        match self {
            Self::Orphans => Kind::OrphanObject,
            Self::Uploads => Kind::AbandonedUpload,
            Self::Unfinished => Kind::UnfinishedUpload,
        }
    }
}

/// Removes what one repair names; gives how much that was. `writing` is the database opened for writing; the caller has
/// made sure that no server works on it.
pub async fn repair(stored: &Stored, writing: &Store, what: Repair) -> Result<u64> {
    let removed = match what {
        Repair::Orphans => orphans(stored).await?,
        Repair::Uploads => {
            let mut tx = writing.write().await?;
            let forgotten = documents::forget_uploads(&mut tx, stored.a_day_ago()).await?;
            tx.commit().await?;
            forgotten
        }
        Repair::Unfinished => return Ok(stored.blobs.remove_unfinished_before(stored.a_day_ago()).await? as u64),
    };
    for key in &removed {
        stored.blobs.delete(key).await?;
    }
    Ok(removed.len() as u64)
}
