//! The access log (FORMATS 8): what an entry says, how it becomes a leaf, and how anyone can check
//! that entries are neither changed, nor removed, nor reordered.
//!
//! An [`EventBody`] is hidden behind a salted [`leaf`]; leaves form an RFC 6962 tree ([`Frontier`])
//! kept as C2SP [`Tile`]s, from which [`proof`]s are made and checked; a signed [`Checkpoint`]
//! commits to the tree, a [`VaultHead`] to the end of one vault's chain, and a [`Receipt`] carries
//! all that is needed to check one entry with no network. [`VaultChain`] replays a vault's entries;
//! a [`Purge`] is the event that tells which of them were forgotten.

pub mod bundle;
pub mod leaf;
pub mod proof;

mod body;
mod checkpoint;
mod head;
mod note;
mod purge;
mod receipt;
mod row;
mod signed_act;
mod tile;
mod told;
mod tree;
mod vault_chain;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;

pub use body::EventBody;
pub use checkpoint::Checkpoint;
pub use head::VaultHead;
pub use leaf::{LEAF_DATA_LEN, leaf_data, leaf_hash};
pub use note::{LogKey, LogName};
pub use proof::{prove_consistency, prove_inclusion, tiles_for_consistency, tiles_for_inclusion};
pub use purge::{LEAST_MONTHS, Purge};
pub use receipt::Receipt;
pub use row::SealedRow;
pub use signed_act::{MAX_LAG_MS, Signatory, SignedActs, acts};
pub use tile::{Tile, changed_tiles, edge_tiles, grow};
pub use told::ToldEntry;
pub use tree::Frontier;
pub use vault_chain::VaultChain;
