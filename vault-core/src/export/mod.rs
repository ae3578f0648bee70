//! What a person takes out of a vault (FORMATS 9): the manifest of the archive, its signature, and everything in it
//! that can be checked without a network and without an account.
//!
//! The archive itself, a ZIP, is read and written by clients; this module sees its manifest, its journal, and of the
//! other files their paths, lengths and hashes.

mod manifest;
mod seal;
mod verify;

pub use manifest::{
    Document, FILES_THAT_ARE_NO_DOCUMENT, FORMAT, FileEntry, Folder, Journal, MANIFEST, MandateEntry, Manifest,
    Organisation, ReminderEntry, SIGNATURE, ServerPart, Signer, VERSION, VaultPart, Version, is_device, is_path,
};
pub use seal::ManifestSeal;
pub use verify::{Verified, verify};

#[cfg(test)]
mod tests;
