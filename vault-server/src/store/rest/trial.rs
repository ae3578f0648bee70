//! Whether every row under the lock opens, and holds what its id says: for the check of the store.

use data_encoding::HEXLOWER;
use vault_core::suite;
use vault_core::wrap::Wrap;

use super::{Key, Locked, Place};
use crate::store::lock::Table;
use crate::store::{Lock, StoreError, Tx};

/// What came of one page of a column.
#[derive(Debug)]
pub struct Tried {
    /// The rows that do not open, or hold something else; ids in hexadecimal digits.
    pub refused: Vec<String>,
    /// How many rows there were.
    pub rows: u64,
    /// From where to go on; none when the column is done.
    pub next: Option<Place>,
}

/// Tries the lock of the next rows of a column. What opens is looked at and dropped.
pub async fn try_page(
    tx: &mut Tx,
    lock: &Lock,
    column: Locked,
    after: &Place,
    limit: u32,
) -> Result<Tried, StoreError> {
    let page = column.page(tx, after, limit.into()).await?;
    let more = page.len() == limit as usize;
    let mut tried = Tried { refused: Vec::new(), rows: page.len() as u64, next: None };
    let mut last = Place::default();
    for (scope, id, number, sealed) in page {
        let key = Key { scope, id, number };
        if !column.opens(lock, &key, &sealed) {
            tried.refused.push(name(&key));
        }
        last = Place(key);
    }
    tried.next = more.then_some(last);
    Ok(tried)
}

/// The id, and the number of the version where there is one.
fn name(key: &Key) -> String {
    let id = HEXLOWER.encode(&key.id);
    if key.number == 0 { id } else { format!("{id}/{}", key.number) }
}

impl Locked {
    /// What is kept for people has a form of its own, which is looked at too; so has the name of a wrap.
    fn opens(self, lock: &Lock, key: &Key, sealed: &[u8]) -> bool {
        let row = |table, name: &[u8]| lock.open_row(table, name, sealed);
        match self {
            Self::Wraps => row(Table::Wraps, &key.id)
                .is_ok_and(|wrap| Wrap::parse(&wrap).is_ok() && suite::sha256(&[&wrap])[..] == key.id),
            Self::Records => key
                .version()
                .and_then(|of| row(Table::Records, &of.to_bytes()))
                .is_ok_and(|record| Wrap::parse(&record).is_ok()),
            Self::Shares => key.version().and_then(|of| lock.open_share(&of, sealed)).is_ok(),
            Self::Names => row(Table::DirectoryEntries, &[&key.scope[..], &key.id].concat()).is_ok(),
            Self::Folders => row(Table::Folders, &key.id).is_ok(),
            Self::Roots => row(Table::Roots, &key.id).is_ok(),
            Self::Halves => {
                key.credential().and_then(|(account, credential)| lock.open_half(account, credential, sealed)).is_ok()
            }
            Self::Sessions => row(Table::Sessions, &key.id).is_ok(),
            Self::Channels => row(Table::Channels, &key.id).is_ok(),
        }
    }
}
