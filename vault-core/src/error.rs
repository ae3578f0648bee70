//! What can be wrong with bytes: which object, and which of its properties failed.
//!
//! Every reader in this crate refuses with one of these, never with a partial result. The pair is
//! what the vectors in `tests/vectors` name, what `coffre` turns into exit code 5, and what the
//! messages in `messages/*.ftl` translate.

use std::fmt;

/// The object whose bytes were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum What {
    /// A document object, `VDC1` (FORMATS 1).
    Document,
    /// A public-key certificate, `VKC1` (FORMATS 3).
    Certificate,
    /// Something sealed to people or to the server, `VWR1` (FORMATS 4).
    Wrap,
    /// The description of a document that travels inside a wrap (FORMATS 4).
    Record,
    /// A beneficiary's name in an organisation's directory (FORMATS 4).
    Name,
    /// A deposit, `VDP1` (FORMATS 5).
    Deposit,
    /// An amendment, `VAM1` (FORMATS 5).
    Amendment,
    /// A mandate, `VMD1` (FORMATS 5).
    Mandate,
    /// A revocation, `VRV1` (FORMATS 5).
    Revocation,
    /// A consent, `VCN1` (FORMATS 5).
    Consent,
    /// A printed act (FORMATS 10).
    Act,
    /// A signed request, `VRQ1` (FORMATS 5).
    Request,
    /// A credential's 52 characters (FORMATS 6).
    Credential,
    /// A PIN (FORMATS 6).
    Pin,
    /// A login statement (FORMATS 6).
    Login,
    /// An account root at rest (FORMATS 6).
    Root,
    /// A guardian's piece (FORMATS 7).
    Recovery,
    /// A row under the server's own lock (FORMATS 2).
    AtRest,
    /// The body of a log entry (FORMATS 8).
    LogBody,
    /// The log's Merkle tree and its tiles (FORMATS 8).
    LogTree,
    /// A checkpoint (FORMATS 8).
    Checkpoint,
    /// The signed head of one vault's events, `VHD1` (FORMATS 8).
    VaultHead,
    /// A name made of hexadecimal digits.
    Id,
    /// A server's origin, `scheme://host[:port]` (FORMATS 5).
    Origin,
    /// What a person took out of a vault: the archive, its manifest, `VXS1` (FORMATS 9).
    Export,
    /// Where an imported document comes from (FORMATS 4).
    Provenance,
}

/// The property that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Property {
    /// The first bytes are not those of this format.
    Magic,
    /// The version of the format is unknown, or a document's version is zero.
    Version,
    /// The suite of algorithms is unknown.
    Suite,
    /// The kind is unknown, or is not the one asked for.
    Kind,
    /// Bytes that must be zero are not.
    Reserved,
    /// Too short, too long, or a length field that lies.
    Length,
    /// Bytes follow the end.
    Trailing,
    /// Padding is not the one the format prescribes.
    Padding,
    /// A character outside the alphabet.
    Alphabet,
    /// A checksum against typing errors does not hold.
    Checksum,
    /// Not JSON, not UTF-8, a field twice, or a field that is unknown or missing.
    Json,
    /// Bytes that are no public key.
    Key,
    /// A signature does not verify.
    Signature,
    /// An authentication tag does not verify: changed bytes or another key.
    Authentication,
    /// A key commitment does not match the key.
    Commitment,
    /// The ids are not those that were asked for.
    Ids,
    /// The epoch is not the one asked for, or goes back.
    Epoch,
    /// Outside its dates, or dates in the wrong order.
    Validity,
    /// Made by someone who may not make it.
    Maker,
    /// Sealed to, or naming, another recipient.
    Recipient,
    /// A hash does not match the bytes it names.
    Hash,
    /// A list is not sorted, or names something twice.
    Order,
    /// Rights bits are unknown, empty or not allowed here.
    Rights,
    /// Not the key that was pinned or printed.
    Anchor,
    /// A sequence has a gap, or repeats.
    Sequence,
    /// An entry is not in the tree that the checkpoint signs.
    Inclusion,
    /// Two trees are not one the beginning of the other, or the newer one is shorter.
    Consistency,
    /// Too easy to guess.
    Weak,
}

impl What {
    /// Every one, for the completeness of messages.
    pub const ALL: &'static [Self] = &[
        Self::Document,
        Self::Certificate,
        Self::Wrap,
        Self::Record,
        Self::Recovery,
        Self::Name,
        Self::Deposit,
        Self::Amendment,
        Self::Mandate,
        Self::Revocation,
        Self::Consent,
        Self::Act,
        Self::Request,
        Self::Credential,
        Self::Pin,
        Self::Login,
        Self::Root,
        Self::Origin,
        Self::AtRest,
        Self::LogBody,
        Self::LogTree,
        Self::Checkpoint,
        Self::VaultHead,
        Self::Id,
        Self::Export,
        Self::Provenance,
    ];

    /// The stable name used in vectors, JSON answers and message ids.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Certificate => "certificate",
            Self::Wrap => "wrap",
            Self::Record => "record",
            Self::Name => "name",
            Self::Deposit => "deposit",
            Self::Amendment => "amendment",
            Self::Mandate => "mandate",
            Self::Revocation => "revocation",
            Self::Consent => "consent",
            Self::Act => "act",
            Self::Request => "request",
            Self::Credential => "credential",
            Self::Pin => "pin",
            Self::Login => "login",
            Self::Root => "root",
            Self::Recovery => "recovery",
            Self::AtRest => "at-rest",
            Self::LogBody => "log-body",
            Self::LogTree => "log-tree",
            Self::Checkpoint => "checkpoint",
            Self::VaultHead => "vault-head",
            Self::Id => "id",
            Self::Origin => "origin",
            Self::Export => "export",
            Self::Provenance => "provenance",
        }
    }
}

impl Property {
    /// Every one, for the completeness of messages.
    pub const ALL: &'static [Self] = &[
        Self::Magic,
        Self::Version,
        Self::Suite,
        Self::Kind,
        Self::Reserved,
        Self::Length,
        Self::Trailing,
        Self::Padding,
        Self::Alphabet,
        Self::Checksum,
        Self::Json,
        Self::Signature,
        Self::Authentication,
        Self::Commitment,
        Self::Ids,
        Self::Epoch,
        Self::Validity,
        Self::Maker,
        Self::Recipient,
        Self::Hash,
        Self::Order,
        Self::Rights,
        Self::Anchor,
        Self::Sequence,
        Self::Inclusion,
        Self::Consistency,
        Self::Weak,
        Self::Key,
    ];

    /// The stable name used in vectors, JSON answers and message ids.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Magic => "magic",
            Self::Version => "version",
            Self::Suite => "suite",
            Self::Kind => "kind",
            Self::Reserved => "reserved",
            Self::Length => "length",
            Self::Trailing => "trailing",
            Self::Padding => "padding",
            Self::Alphabet => "alphabet",
            Self::Checksum => "checksum",
            Self::Json => "json",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Authentication => "authentication",
            Self::Commitment => "commitment",
            Self::Ids => "ids",
            Self::Epoch => "epoch",
            Self::Validity => "validity",
            Self::Maker => "maker",
            Self::Recipient => "recipient",
            Self::Hash => "hash",
            Self::Order => "order",
            Self::Rights => "rights",
            Self::Anchor => "anchor",
            Self::Sequence => "sequence",
            Self::Inclusion => "inclusion",
            Self::Consistency => "consistency",
            Self::Weak => "weak",
        }
    }
}

/// A refusal to accept bytes: this object, for this property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Error {
    /// The object that was read.
    pub what: What,
    /// The property that failed.
    pub property: Property,
}

impl Error {
    /// Names an object and the property of it that failed.
    #[must_use]
    pub const fn new(what: What, property: Property) -> Self {
        Self { what, property }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} does not hold", self.what.code(), self.property.code())
    }
}

impl std::error::Error for Error {}

/// The result of reading or checking bytes.
pub type Result<T, E = Error> = std::result::Result<T, E>;
