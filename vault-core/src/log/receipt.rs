//! One entry's proof in one text (C2SP tlog-proof): it can be checked years later with the log's
//! public key alone.

use data_encoding::BASE64;

use crate::codec::base64;
use crate::error::{Error, Property, Result, What};
use crate::ids::Hash;
use crate::log::checkpoint::Checkpoint;
use crate::log::note::{self, LogKey};
use crate::log::proof;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

const fn fail(property: Property) -> Error {
    Error::new(What::LogTree, property)
}

/// An inclusion proof and the checkpoint it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Bytes that travel along and are signed by nobody.
    pub extra: Option<Vec<u8>>,
    /// The entry's index.
    pub index: u64,
    /// The inclusion proof, lowest hash first.
    pub proof: Vec<Hash>,
    /// The signed checkpoint, word for word, with any witness's signature.
    pub checkpoint: String,
}

impl Receipt {
    /// The text form.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut lines = vec![FIRST_LINE.to_owned()];
        lines.extend(self.extra.as_ref().map(|extra| format!("extra {}", BASE64.encode(extra))));
        lines.push(format!("index {}", self.index));
        lines.extend(self.proof.iter().map(|hash| BASE64.encode(hash.as_ref())));
        format!("{}\n\n{}", lines.join("\n"), self.checkpoint)
    }

    /// Reads the text form; the checkpoint is checked by [`Self::verify`] only.
    pub fn parse(text: &str) -> Result<Self> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(fail(Property::Length))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(fail(Property::Magic));
        }
        let decode = |text: &str| base64(What::LogTree, text);
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra = extra.map(|line| decode(&line["extra ".len()..])).transpose()?;
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).ok_or(fail(Property::Length))?;
        let index = note::decimal(index).ok_or(fail(Property::Alphabet))?;
        let hash = |line| Hash::try_from(decode(line)?.as_slice()).map_err(|_| fail(Property::Length));
        let proof = lines.map(hash).collect::<Result<Vec<_>>>()?;
        Ok(Self { extra, index, proof, checkpoint: checkpoint.to_owned() })
    }

    /// Checks the checkpoint's signature and that this leaf stands at the index; returns the checkpoint.
    pub fn verify(&self, log: &LogKey, leaf_hash: &Hash) -> Result<Checkpoint> {
        let checkpoint = Checkpoint::open(&self.checkpoint, log)?;
        proof::verify_inclusion(leaf_hash, self.index, checkpoint.size, &checkpoint.root, &self.proof)?;
        Ok(checkpoint)
    }
}
