//! The signed head of the log (C2SP tlog-checkpoint): "the log has this many entries, and this root".

use data_encoding::BASE64;

use crate::codec::base64;
use crate::error::{Error, Property, Result, What};
use crate::ids::Hash;
use crate::keys::SigningKey;
use crate::log::leaf::empty_root;
use crate::log::note::{self, LogKey, LogName};
use crate::log::proof::MAX_SIZE;

/// A size and a root that a log commits to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many entries the tree has.
    pub size: u64,
    /// The root of the tree at that size.
    pub root: Hash,
}

const fn fail(property: Property) -> Error {
    Error::new(What::Checkpoint, property)
}

impl Checkpoint {
    /// The signed note: origin, size and root, one line each, a blank line, the log's signature.
    #[must_use]
    pub fn sign(&self, name: &LogName, signing: &SigningKey) -> String {
        let text = format!("{name}\n{}\n{}\n", self.size, BASE64.encode(self.root.as_ref()));
        note::sign(&text, name, signing)
    }

    /// Checks the log's signature, then reads what was signed.
    ///
    /// Extension lines and the signatures of others (witnesses) are let through unread. Refuses with
    /// `maker` a note that this key has not signed, with `signature` a wrong signature, with `ids`
    /// another origin.
    pub fn open(note: &str, log: &LogKey) -> Result<Self> {
        let mut lines = note::open(note, log)?.split_terminator('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(fail(Property::Length));
        if line()? != log.name().as_str() {
            return Err(fail(Property::Ids));
        }
        let size = note::decimal(line()?).ok_or(fail(Property::Alphabet))?;
        let root = base64(What::Checkpoint, line()?)?;
        let root = Hash::try_from(root.as_slice()).map_err(|_| fail(Property::Length))?;
        if size > MAX_SIZE || lines.any(str::is_empty) {
            return Err(fail(Property::Length));
        }
        if size == 0 && root != empty_root() {
            return Err(fail(Property::Hash));
        }
        Ok(Self { size, root })
    }
}
