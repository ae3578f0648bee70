//! Key pairs, typed by what they are for: signing or sealing.

use std::fmt;

use ring::signature::{Ed25519KeyPair, KeyPair};
use zeroize::Zeroizing;

use crate::codec::{Put, labelled};
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::{Hash, Kid};
use crate::secret::{SigningSeed, XWingSeed};
use crate::suite;

/// A label that opens every signed message, so that bytes signed for one use serve no other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label(pub(crate) &'static str);

impl Label {
    fn message(self, body: &[u8]) -> Vec<u8> {
        labelled(self.0, &[body])
    }
}

/// Signs acts. Held by accounts, by organisations and by the log.
pub struct SigningKey {
    seed: SigningSeed,
    pair: Ed25519KeyPair,
}

impl SigningKey {
    /// The key pair of a seed.
    #[must_use]
    pub fn from_seed(seed: SigningSeed) -> Self {
        let pair = suite::ed25519_pair(&seed);
        Self { seed, pair }
    }

    /// Draws a new one.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self::from_seed(SigningSeed::generate(entropy))
    }

    /// The seed, for sealing.
    #[must_use]
    pub const fn seed(&self) -> &SigningSeed {
        &self.seed
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        let mut public = [0; 32];
        public.copy_from_slice(self.pair.public_key().as_ref());
        VerifyingKey(public)
    }

    /// Short for `verifying_key().kid()`.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.verifying_key().kid()
    }

    /// Signs `label ‖ 0x00 ‖ body`.
    pub(crate) fn sign(&self, label: Label, body: &[u8]) -> [u8; suite::SIGNATURE_LEN] {
        self.sign_raw(&label.message(body))
    }

    /// Signs the bytes as they are: only for formats of others that carry their own context (C2SP signed notes).
    pub(crate) fn sign_raw(&self, message: &[u8]) -> [u8; suite::SIGNATURE_LEN] {
        let mut out = [0; suite::SIGNATURE_LEN];
        out.copy_from_slice(self.pair.sign(message).as_ref());
        out
    }

    /// `body ‖ signature`.
    pub(crate) fn finish_signed(&self, label: Label, body: Vec<u8>) -> Vec<u8> {
        let signature = self.sign(label, &body);
        body.put(&signature)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, redacted)", self.kid())
    }
}

/// Verifies acts.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VerifyingKey([u8; 32]);

impl VerifyingKey {
    /// Takes the 32 bytes of RFC 8032.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes of RFC 8032.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// SHA-256(public key)[..16].
    #[must_use]
    pub fn kid(&self) -> Kid {
        let hash = suite::sha256(&[&self.0]);
        let mut kid = [0; Kid::LEN];
        kid.copy_from_slice(&hash[..Kid::LEN]);
        Kid::from_bytes(kid)
    }

    pub(crate) fn verify(&self, what: What, label: Label, body: &[u8], signature: &[u8]) -> Result<()> {
        self.verify_raw(what, &label.message(body), signature)
    }

    pub(crate) fn verify_raw(&self, what: What, message: &[u8], signature: &[u8]) -> Result<()> {
        suite::ed25519_verify(&self.0, message, signature).map_err(|_| Error::new(what, Property::Signature))
    }

    /// Checks `bytes = body ‖ signature` and returns the body.
    pub(crate) fn check_signed<'a>(&self, what: What, label: Label, bytes: &'a [u8]) -> Result<&'a [u8]> {
        let (body, signature) =
            bytes.split_last_chunk::<{ suite::SIGNATURE_LEN }>().ok_or(Error::new(what, Property::Length))?;
        self.verify(what, label, body, signature)?;
        Ok(body)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.kid())
    }
}

/// Opens what was sealed to its public half (X-Wing).
pub struct OpeningKey {
    seed: XWingSeed,
    public: SealingKey,
}

impl OpeningKey {
    /// The key pair of a seed.
    #[must_use]
    pub fn from_seed(seed: XWingSeed) -> Self {
        let public = SealingKey(Box::new(suite::xwing_public(&seed)));
        Self { seed, public }
    }

    /// Draws a new one.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self::from_seed(XWingSeed::generate(entropy))
    }

    /// The seed, for sealing.
    #[must_use]
    pub const fn seed(&self) -> &XWingSeed {
        &self.seed
    }

    /// The public half.
    #[must_use]
    pub const fn sealing_key(&self) -> &SealingKey {
        &self.public
    }
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(redacted)")
    }
}

/// Seals to someone (X-Wing public key, 1216 bytes).
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey(Box<[u8; suite::XWING_PUBLIC_LEN]>);

impl SealingKey {
    /// Accepts 1216 bytes that are an X-Wing public key. `None` otherwise.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; suite::XWING_PUBLIC_LEN]) -> Option<Self> {
        suite::xwing_public_is_valid(bytes).then(|| Self(Box::new(*bytes)))
    }

    /// The 1216 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; suite::XWING_PUBLIC_LEN] {
        &self.0
    }

    /// SHA-256 of the key.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::from_bytes(suite::sha256(&[self.0.as_slice()]))
    }

    /// The 16 bytes by which a wrap names its recipient.
    #[must_use]
    pub fn short_hash(&self) -> [u8; 16] {
        let mut out = [0; 16];
        out.copy_from_slice(&self.hash().as_bytes()[..16]);
        out
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.hash())
    }
}

/// A person's two key pairs: what a credential unlocks.
#[derive(Debug)]
pub struct AccountKeys {
    /// Opens what is sealed to this person.
    pub opening: OpeningKey,
    /// Signs this person's acts.
    pub signing: SigningKey,
}

impl AccountKeys {
    /// Draws a new pair of pairs.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self { opening: OpeningKey::generate(entropy), signing: SigningKey::generate(entropy) }
    }

    /// Length of the account root.
    pub const ROOT_LEN: usize = XWingSeed::LEN + SigningSeed::LEN;

    /// The account root: X-Wing seed ‖ Ed25519 seed, for sealing only.
    #[must_use]
    pub fn to_root(&self) -> Zeroizing<[u8; Self::ROOT_LEN]> {
        let mut root = Zeroizing::new([0; Self::ROOT_LEN]);
        let (opening, signing) = root.split_at_mut(XWingSeed::LEN);
        opening.copy_from_slice(self.opening.seed().expose());
        signing.copy_from_slice(self.signing.seed().expose());
        root
    }

    /// The keys of an account root; `None` when it has another length.
    #[must_use]
    pub fn from_root(root: &[u8]) -> Option<Self> {
        let (opening, signing) = root.split_at_checked(XWingSeed::LEN)?;
        Some(Self {
            opening: OpeningKey::from_seed(XWingSeed::from_slice(opening)?),
            signing: SigningKey::from_seed(SigningSeed::from_slice(signing)?),
        })
    }
}
