//! Backups: a snapshot of the database sealed to the operator, and the sealed documents beside it, copied once each.
//!
//! The documents are not sealed again: each lies under its own key, of which no backup holds the two halves in the
//! clear. The database is, because its plain columns tell who is followed by whom, when, and for which démarche.
//! Nothing of the key directory is in a backup: [`key_copy`] is made apart, for other hands.
//!
//! - [`make`]: while the server runs;
//! - [`verify`]: every byte, without an identity; every row and the whole log, with it;
//! - [`restore`]: into a new data folder, checked as `verify` does before it says done;
//! - `folder`: what lies where; `manifest`: what a snapshot says of itself; `sealing`: age.

mod error;
mod folder;
pub mod key_copy;
mod make;
mod manifest;
mod restore;
pub mod sealing;
mod verify;
mod work;

pub use error::{BackupError, Damage, Result};
pub use folder::{Folder, Found};
pub use make::{Made, make};
pub use manifest::{Header, Manifest};
pub use restore::{Target, restore};
pub use verify::{verify, verify_sealed};
