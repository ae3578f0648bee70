//! Where an imported document comes from: every home that it had, and, where there is room, the proof of the first
//! deposit (FORMATS 4).
//!
//! Names of people and of organisations in it are what the former server showed: nobody signed them. What is signed
//! is the deposit, and [`Evidence`] lets anyone check it again.

use serde::{Deserialize, Serialize};

use crate::api::Bytes;
use crate::certificate::{Certificate, Chain};
use crate::codec::{ensure, labelled};
use crate::deposit::Deposit;
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, DocumentId, Hash, Kid, OrganisationId, VaultId};
use crate::keys::VerifyingKey;
use crate::origin::Origin;
use crate::record::{Payload, Record};
use crate::suite::sha256;
use crate::text::check_line;

const W: What = What::Provenance;

/// Most homes that a record tells.
pub const MAX_HOMES: usize = 16;
/// Longest name in it, in characters.
pub const MAX_NAME: usize = 200;
/// Most certificates of one chain in it.
const MAX_CERTIFICATES: usize = 8;

/// One home that a document had before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The server's origin.
    pub server: String,
    /// The vault there.
    pub vault: VaultId,
    /// The document there.
    pub document: DocumentId,
    /// Its version there.
    pub version: u64,
    /// When that server recorded it, Unix milliseconds.
    pub deposited_ms: u64,
    /// Who added it, as that server showed them; none for the beneficiary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depositor: Option<String>,
    /// Their organisation, as that server showed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Hash of the whole `VDP1` there.
    pub deposit_sha256: Hash,
    /// The deposit itself with what verifies it, if it fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// A deposit of a former home, with all that is needed to verify it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// `VDP1`.
    pub deposit: Bytes,
    /// The record payload that it signs. Its client share opens nothing without the former server's.
    pub payload: Bytes,
    /// The depositor's `VKC1` chain.
    pub depositor: Vec<Bytes>,
    /// Their organisation's `VKC1` chain; empty for the beneficiary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisation: Vec<Bytes>,
}

/// The structure of a record's homes.
pub(crate) fn check(homes: &[Provenance], content: &Hash) -> Result<()> {
    ensure(homes.len() <= MAX_HOMES, W, Property::Length)?;
    for home in homes {
        let origin: Origin = home.server.parse()?;
        ensure(origin.as_str() == home.server, W, Property::Alphabet)?;
        ensure(home.version != 0, W, Property::Version)?;
        for name in [&home.depositor, &home.organisation].into_iter().flatten() {
            ensure(!name.is_empty(), W, Property::Length)?;
            check_line(W, name, MAX_NAME)?;
        }
        if let Some(evidence) = &home.evidence {
            let bounded = |chain: &[Bytes]| chain.len() <= MAX_CERTIFICATES;
            ensure(bounded(&evidence.depositor) && bounded(&evidence.organisation), W, Property::Length)?;
            ensure(Deposit::hash_of(&evidence.deposit) == home.deposit_sha256, W, Property::Hash)?;
            let payload = Payload::from_bytes(evidence.payload.to_vec().into())?;
            ensure(payload.read()?.1.content_sha256 == *content, W, Property::Hash)?;
        }
    }
    Ok(())
}

impl Provenance {
    /// Verifies the evidence from end to end, if there is any: the certificates, the signature, and that it speaks of
    /// this home. Gives the anchor it rests on.
    pub fn verify(&self) -> Result<Option<Anchor>> {
        let Some(evidence) = &self.evidence else { return Ok(None) };
        let payload = Payload::from_bytes(evidence.payload.to_vec().into())?;
        let proven = Claim {
            deposit: &evidence.deposit,
            payload: &payload,
            depositor: &evidence.depositor,
            organisation: &evidence.organisation,
        }
        .verify()?;
        let of = proven.deposit.document;
        ensure((of.vault, of.document, of.version) == (self.vault, self.document, self.version), W, Property::Ids)?;
        Ok(Some(proven.anchor))
    }
}

/// A deposit with what is said to verify it.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// `VDP1`.
    pub deposit: &'a [u8],
    /// The record payload.
    pub payload: &'a Payload,
    /// The depositor's `VKC1` chain.
    pub depositor: &'a [Bytes],
    /// The chain of the depositor's organisation; empty if the depositor is the beneficiary.
    pub organisation: &'a [Bytes],
}

/// Whose first certificate a deposit rests on, whoever reads must know it to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// The beneficiary's.
    Owner(AccountId, Hash),
    /// An organisation's.
    Organisation(OrganisationId, Hash),
}

/// A verified deposit.
#[derive(Debug, Clone)]
pub struct Proven {
    /// What was signed.
    pub deposit: Deposit,
    /// The description that was signed.
    pub record: Record,
    /// What it rests on.
    pub anchor: Anchor,
}

impl Claim<'_> {
    /// Verifies the chains, the signature, the description, and that the one whom the description names signed.
    pub fn verify(&self) -> Result<Proven> {
        let proven = self.verify_signer()?;
        proven.deposit.check_record(self.payload)?;
        Ok(proven)
    }

    /// The same but for the description, which may have been amended since: whoever asks checks it.
    pub(crate) fn verify_signer(&self) -> Result<Proven> {
        let claimed = Deposit::parse(self.deposit)?;
        let (_, record) = self.payload.read()?;
        let (key, anchor) = self.signer(&claimed, record.depositor)?;
        let deposit = Deposit::verify(self.deposit, &key)?;
        ensure(record.depositor_kid == deposit.maker, What::Record, Property::Maker)?;
        Ok(Proven { deposit, record, anchor })
    }

    fn signer(&self, claimed: &Deposit, account: AccountId) -> Result<(VerifyingKey, Anchor)> {
        let find =
            |chain: &Chain, kid: &Kid| chain.find(kid).copied().ok_or(Error::new(What::Certificate, Property::Maker));
        let Some(first) = self.organisation.first() else {
            let chain = Chain::verify_beneficiary(self.depositor, account, claimed.document.vault)?;
            return Ok((find(&chain, &claimed.maker)?, Anchor::Owner(account, chain.anchor())));
        };
        let organisation = OrganisationId::from_bytes(Certificate::parse(first)?.subject);
        let its = Chain::verify_organisation(self.organisation, organisation)?;
        let chain = Chain::verify_staff(self.depositor, account, &its)?;
        Ok((find(&chain, &claimed.maker)?, Anchor::Organisation(organisation, its.anchor())))
    }
}

/// The id of an imported document: one vault gets one copy of a document, however often and from whichever file it is
/// imported. `server`, `vault`, `document`: its first home.
#[must_use]
pub fn imported_id(into: VaultId, server: &str, vault: VaultId, document: DocumentId) -> DocumentId {
    let body = labelled("vault/import/v1", &[into.as_ref(), vault.as_ref(), document.as_ref(), server.as_bytes()]);
    let hash = sha256(&[&body]);
    let mut id = [0; DocumentId::LEN];
    id.copy_from_slice(&hash[..DocumentId::LEN]);
    DocumentId::from_bytes(id)
}
