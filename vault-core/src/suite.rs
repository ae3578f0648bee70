//! The one room where the primitives meet (FORMATS, head): an algorithm is replaced here, under a
//! new suite number, without touching callers (CPCE R55-6 3°).
//!
//! AES-256-GCM, HKDF and HMAC, SHA-2 and Ed25519 come from ring; X-Wing through HPKE base mode
//! (RFC 9180, KEM 0x647a, HKDF-SHA256, AES-256-GCM) from the `hpke` crate.

use std::convert::Infallible;

use hpke::{Deserializable, Kem as _, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::XWing};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::{digest, hkdf, hmac, signature};
use zeroize::Zeroizing;

use crate::entropy::{self, Entropy};
use crate::secret::{SigningSeed, XWingSeed};

/// Length of an AES-256-GCM key.
pub const KEY_LEN: usize = 32;
/// Length of an AES-256-GCM nonce.
pub const NONCE_LEN: usize = 12;
/// Length of an AES-256-GCM tag.
pub const TAG_LEN: usize = 16;
/// Length of an X-Wing public key.
pub const XWING_PUBLIC_LEN: usize = 1216;
/// Length of an X-Wing encapsulation.
pub const XWING_ENC_LEN: usize = 1120;
/// Length of an Ed25519 signature.
pub const SIGNATURE_LEN: usize = 64;

/// A primitive refused: a wrong tag, a wrong key. The caller names the object and the property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// SHA-256 over the concatenation of `parts`.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::default();
    for part in parts {
        hasher.update(part);
    }
    hasher.finish()
}

/// SHA-256, fed piece by piece.
#[derive(Clone)]
pub struct Sha256(digest::Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl Sha256 {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of everything taken.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        let mut out = [0; 32];
        out.copy_from_slice(self.0.finish().as_ref());
        out
    }
}

impl std::fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sha256(…)")
    }
}

/// HMAC-SHA-256 (RFC 2104) over the concatenation of `parts`.
#[must_use]
pub fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    for part in parts {
        context.update(part);
    }
    let mut out = [0; 32];
    out.copy_from_slice(context.sign().as_ref());
    out
}

/// Length of an HKDF output, for ring.
struct OutputLen(usize);

impl hkdf::KeyType for OutputLen {
    fn len(&self) -> usize {
        self.0
    }
}

#[expect(
    clippy::expect_used,
    reason = "the lengths are constants of the formats, far below HKDF's limit of 255 blocks"
)]
fn expand<const N: usize>(prk: &hkdf::Prk, info: &[&[u8]]) -> Zeroizing<[u8; N]> {
    let mut out = Zeroizing::new([0; N]);
    prk.expand(info, OutputLen(N)).and_then(|okm| okm.fill(out.as_mut())).expect("a length within HKDF's limit");
    out
}

/// HKDF-SHA-256 (RFC 5869), extract and expand.
#[must_use]
pub fn hkdf_sha256<const N: usize>(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]]) -> Zeroizing<[u8; N]> {
    let ikm = Zeroizing::new(ikm.concat());
    expand(&hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(&ikm), info)
}

/// HKDF-Expand-SHA-512 (RFC 5869, section 2.3) of a key that is already uniform.
#[must_use]
pub fn hkdf_expand_sha512<const N: usize>(prk: &[u8; 32], info: &[&[u8]]) -> Zeroizing<[u8; N]> {
    expand(&hkdf::Prk::new_less_safe(hkdf::HKDF_SHA512, prk), info)
}

/// An AES-256-GCM key, ready to use.
pub struct Aead(LessSafeKey);

impl std::fmt::Debug for Aead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Aead(redacted)")
    }
}

impl Aead {
    /// Prepares a key.
    #[must_use]
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "the type fixes the length")]
    pub fn new(key: &[u8; KEY_LEN]) -> Self {
        Self(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("32 bytes are a key")))
    }

    /// Encrypts `buffer` in place and returns the tag. The nonce must never have been used with this key.
    #[must_use]
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "fails only past 64 GiB in one message")]
    pub fn seal_in_place(&self, nonce: [u8; NONCE_LEN], aad: &[u8], buffer: &mut [u8]) -> [u8; TAG_LEN] {
        let tag = self
            .0
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), buffer)
            .expect("a message below AES-GCM's limit");
        let mut out = [0; TAG_LEN];
        out.copy_from_slice(tag.as_ref());
        out
    }

    /// Checks and decrypts `buffer` = ciphertext ‖ tag in place, and returns the plaintext.
    pub fn open_in_place<'a>(
        &self,
        nonce: [u8; NONCE_LEN],
        aad: &[u8],
        buffer: &'a mut [u8],
    ) -> Result<&'a mut [u8], Refused> {
        self.0.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(aad), buffer).map_err(|_| Refused)
    }

    /// `nonce 12 ‖ ciphertext ‖ tag 16` under a fresh random nonce.
    #[must_use]
    pub fn seal(&self, entropy: &mut dyn Entropy, aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
        let nonce = entropy::generate(entropy);
        let mut out = Vec::with_capacity(NONCE_LEN + plaintext.len() + TAG_LEN);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plaintext);
        let tag = self.seal_in_place(nonce, aad, &mut out[NONCE_LEN..]);
        out.extend_from_slice(&tag);
        out
    }

    /// Opens what [`Self::seal`] made.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
        let (nonce, message) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(Refused)?;
        let mut buffer = Zeroizing::new(message.to_vec());
        let len = self.open_in_place(*nonce, aad, &mut buffer)?.len();
        buffer.truncate(len);
        Ok(buffer)
    }
}

/// Ed25519 public key of a seed.
pub(crate) fn ed25519_pair(seed: &SigningSeed) -> signature::Ed25519KeyPair {
    #[expect(clippy::expect_used, reason = "any 32 bytes are an Ed25519 seed (RFC 8032)")]
    signature::Ed25519KeyPair::from_seed_unchecked(seed.expose()).expect("32 bytes are a seed")
}

/// Verifies an Ed25519 signature (RFC 8032).
pub(crate) fn ed25519_verify(public: &[u8; 32], message: &[u8], sig: &[u8]) -> Result<(), Refused> {
    signature::UnparsedPublicKey::new(&signature::ED25519, public).verify(message, sig).map_err(|_| Refused)
}

type PrivateKey = <XWing as hpke::Kem>::PrivateKey;
type PublicKey = <XWing as hpke::Kem>::PublicKey;
type EncappedKey = <XWing as hpke::Kem>::EncappedKey;

/// The X-Wing public key of a seed.
pub(crate) fn xwing_public(seed: &XWingSeed) -> [u8; XWING_PUBLIC_LEN] {
    #[expect(clippy::expect_used, reason = "any 32 bytes are an X-Wing seed")]
    let private = PrivateKey::from_bytes(seed.expose()).expect("32 bytes are a seed");
    let mut out = [0; XWING_PUBLIC_LEN];
    XWing::sk_to_pk(&private).write_exact(&mut out);
    out
}

/// Whether these bytes are an X-Wing public key.
pub(crate) fn xwing_public_is_valid(public: &[u8; XWING_PUBLIC_LEN]) -> bool {
    PublicKey::from_bytes(public).is_ok()
}

/// HPKE base mode, one message: (enc, ciphertext ‖ tag).
pub(crate) fn hpke_seal(
    entropy: &mut dyn Entropy,
    public: &[u8; XWING_PUBLIC_LEN],
    info: &[u8],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<([u8; XWING_ENC_LEN], Vec<u8>), Refused> {
    let public = PublicKey::from_bytes(public).map_err(|_| Refused)?;
    let (enc, ciphertext) = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, XWing>(
        &OpModeS::Base,
        &public,
        info,
        plaintext,
        aad,
        &mut HpkeRng(entropy),
    )
    .map_err(|_| Refused)?;
    let mut out = [0; XWING_ENC_LEN];
    enc.write_exact(&mut out);
    Ok((out, ciphertext))
}

/// Opens what [`hpke_seal`] made.
pub(crate) fn hpke_open(
    seed: &XWingSeed,
    enc: &[u8; XWING_ENC_LEN],
    info: &[u8],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let private = PrivateKey::from_bytes(seed.expose()).map_err(|_| Refused)?;
    let enc = EncappedKey::from_bytes(enc).map_err(|_| Refused)?;
    hpke::single_shot_open::<AesGcm256, HkdfSha256, XWing>(&OpModeR::Base, &private, &enc, info, ciphertext, aad)
        .map(Zeroizing::new)
        .map_err(|_| Refused)
}

/// Lends our entropy to hpke.
struct HpkeRng<'a>(&'a mut dyn Entropy);

impl rand_core::TryRng for HpkeRng<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(entropy::generate(self.0)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(entropy::generate(self.0)))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(dst);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for HpkeRng<'_> {}
