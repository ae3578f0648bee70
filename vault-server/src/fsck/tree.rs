//! The log as a tree: every leaf, every tile, the signed checkpoint, and the checkpoints that were kept apart from it.

use std::collections::HashMap;

use vault_core::ids::Hash;
use vault_core::log::{Checkpoint, Frontier, LEAF_DATA_LEN, Tile, edge_tiles, grow, leaf_hash};

use super::{Kind, Report, Stored};
use crate::error::{Error, Result};
use crate::store::log::{self, LogState};
use crate::store::{StoreError, Tx, check as rows};

/// Rebuilds the tree from its leaves, in one moment of the database.
pub(super) async fn check(stored: &Stored, report: &mut Report<'_>) -> Result<()> {
    let mut tx = stored.store.read().await?;
    let state = match log::state(&mut tx).await {
        Ok(state) => Some(state),
        Err(StoreError::Corrupt(_) | StoreError::Form(_)) => {
            report.add(Kind::Checkpoint, "log_state");
            None
        }
        Err(error) => return Err(error.into()),
    };
    let mut tree = Tree::default();
    loop {
        let page = rows::leaves(&mut tx, tree.next).await?;
        if page.is_empty() {
            break;
        }
        tree.take(&mut tx, stored, &page, report).await?;
    }
    report.looked.entries = tree.frontier.size();
    tree.finish(&mut tx, stored, state, report).await
}

/// The tree as far as it is rebuilt.
#[derive(Default)]
struct Tree {
    frontier: Frontier,
    /// Partial tiles at the growing end.
    edge: HashMap<Tile, Vec<u8>>,
    /// The next index.
    next: i64,
    /// Whether a leaf was missing or had no form: nothing above it can be compared then.
    broken: bool,
}

impl Tree {
    async fn take(
        &mut self,
        tx: &mut Tx,
        stored: &Stored,
        page: &[(i64, Vec<u8>)],
        report: &mut Report<'_>,
    ) -> Result<()> {
        let (before, mut hashes) = (self.frontier.size(), Vec::with_capacity(page.len()));
        for (index, leaf) in page {
            if *index > self.next {
                let last = *index - 1;
                report.add(
                    Kind::EntryMissing,
                    if self.next == last { last.to_string() } else { format!("{}-{last}", self.next) },
                );
                self.broken = true;
            }
            self.next = *index + 1;
            let Ok(leaf) = <[u8; LEAF_DATA_LEN]>::try_from(&leaf[..]) else {
                report.add(Kind::EntryChanged, index.to_string());
                self.broken = true;
                continue;
            };
            hashes.push(leaf_hash(&leaf));
        }
        for hash in &hashes {
            self.frontier.push(*hash);
            if !self.broken {
                self.compare_kept(stored, report);
            }
        }
        if self.broken { Ok(()) } else { self.grow(tx, before, &hashes, report).await }
    }

    /// The tiles that these leaves fill are those that are stored.
    async fn grow(&mut self, tx: &mut Tx, before: u64, hashes: &[Hash], report: &mut Report<'_>) -> Result<()> {
        let edge = std::mem::take(&mut self.edge);
        let read = |tile: Tile| Ok::<_, vault_core::error::Error>(edge.get(&tile).cloned().unwrap_or_default());
        let grown: HashMap<_, _> = grow(before, hashes, read).map_err(Error::Corrupt)?.into_iter().collect();
        let now = edge_tiles(self.frontier.size());
        for (tile, bytes) in &grown {
            if !now.contains(tile) {
                compare_tile(tx, *tile, bytes, report).await?;
            }
        }
        self.edge = edge.into_iter().chain(grown).filter(|(tile, _)| now.contains(tile)).collect();
        Ok(())
    }

    fn compare_kept(&self, stored: &Stored, report: &mut Report<'_>) {
        for (kept, place) in stored.kept.iter().filter(|(kept, _)| kept.size == self.frontier.size()) {
            if kept.root != self.frontier.root() {
                report.add(Kind::LogDiffers, format!("{} {place}", kept.size));
            }
        }
    }

    async fn finish(
        self,
        tx: &mut Tx,
        stored: &Stored,
        state: Option<LogState>,
        report: &mut Report<'_>,
    ) -> Result<()> {
        let size = self.frontier.size();
        for (kept, place) in stored.kept.iter().filter(|(kept, _)| kept.size > size && !self.broken) {
            report.add(Kind::LogBehind, format!("{size} {} {place}", kept.size));
        }
        if !self.broken {
            for (tile, bytes) in &self.edge {
                compare_tile(tx, *tile, bytes, report).await?;
            }
        }
        let Some(state) = state else { return Ok(()) };
        let signed = if state.checkpoint.is_empty() {
            Some(Checkpoint { size: 0, root: Frontier::new().root() })
        } else {
            Checkpoint::open(&state.checkpoint, &stored.log).ok()
        };
        let told = (state.frontier.size(), state.frontier.root());
        match signed {
            Some(signed) if (signed.size, signed.root) == told => {}
            _ => report.add(Kind::Checkpoint, "log_state"),
        }
        if told != (size, self.frontier.root()) {
            report.add(Kind::Checkpoint, format!("{} {size}", told.0));
        }
        Ok(())
    }
}

async fn compare_tile(tx: &mut Tx, tile: Tile, bytes: &[u8], report: &mut Report<'_>) -> Result<()> {
    if log::tile(tx, tile).await? != bytes {
        report.add(Kind::Tile, tile.path());
    }
    Ok(())
}
