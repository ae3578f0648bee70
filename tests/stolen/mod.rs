//! Stolen things: what each opens, by assertion, tried as a thief would who knows every format; and what opens once the
//! missing piece is added, with the same code.
//!
//! | what was stolen | opens | does not open | test |
//! |---|---|---|---|
//! | database and objects | ids, names of organisations and staff, rights and dates | contents, titles, names, the log | `server_disk.rs` |
//! | the same, with every key that a professional held before a revocation | nothing more | the same | `server_disk.rs` |
//! | database, objects and key directory | the log | contents, titles, names | `server_disk.rs` |
//! | all of these, and what the professional kept | what could be read then, names | what was added after the folder's key had turned | `server_disk.rs` |
//! | the key directory | the power to sign as the server | anything: no row is in it | `server_disk.rs` |
//! | a card | ids and anchors | the account, the PIN, a name | `server_disk.rs` |
//! | a card, database and objects | nothing more | the account, the PIN at leisure | `server_disk.rs` |
//! | a card, database, objects and key directory | everything of the person's, without the PIN; the PIN | other people's | `server_disk.rs` |
//! | an old backup, its identity and a card, after its lock's key was destroyed | the log | contents, titles | `backup.rs` |
//! | a desk's disk, in the middle of things or after leaving | ids, numbers, sealed papers | contents, titles, names, cards, PINs, keys | `desk_disk.rs` |
//! | the server's memory under load | the server's keys, what is let go of at that moment, tokens | shares and halves that were let go of; whatever people alone hold | `memory.rs` |

mod backup;
mod desk_disk;
mod memory;
pub(crate) mod needles;
mod scene;
mod server_disk;
mod thief;
