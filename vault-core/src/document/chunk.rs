//! One chunk at a time: the key of one object and the nonce of each of its chunks (C2SP
//! chunked-encryption with AES-256-GCM and HKDF-SHA-512).

use zeroize::Zeroize;

use crate::document::fail;
use crate::document::header::Header;
use crate::error::{Property, Result};
use crate::ids::DocumentVersion;
use crate::secret::DocumentKey;
use crate::suite::{self, Aead, KEY_LEN, NONCE_LEN, TAG_LEN};

/// Plaintext of every chunk but the last, which is always shorter.
pub const CHUNK_LEN: usize = 16_384;
/// The same with its tag.
pub const SEALED_CHUNK_LEN: usize = CHUNK_LEN + TAG_LEN;
/// Length of the random salt.
pub const SALT_LEN: usize = 24;
/// Header, salt and commitment: what comes before the first chunk.
pub const HEAD_LEN: usize = Header::LEN + SALT_LEN + COMMITMENT_LEN;

const COMMITMENT_LEN: usize = 32;
const LABEL: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";
pub(super) const CONTEXT: &[u8] = b"vault-doc/v1";

/// The key and the base nonce of one object.
pub(super) struct StreamKey {
    aead: Aead,
    nonce: [u8; NONCE_LEN],
}

impl StreamKey {
    /// Key and commitment for a salt and a context.
    pub(super) fn derive(key: &DocumentKey, salt: &[u8; SALT_LEN], context: &[&[u8]]) -> (Self, [u8; COMMITMENT_LEN]) {
        const LEN: usize = KEY_LEN + NONCE_LEN + COMMITMENT_LEN;
        let info = [&[LABEL, salt], context].concat();
        let okm = suite::hkdf_expand_sha512::<LEN>(key.expose(), &info);
        let (mut aead, mut nonce, mut commitment) = ([0; KEY_LEN], [0; NONCE_LEN], [0; COMMITMENT_LEN]);
        aead.copy_from_slice(&okm[..KEY_LEN]);
        nonce.copy_from_slice(&okm[KEY_LEN..KEY_LEN + NONCE_LEN]);
        commitment.copy_from_slice(&okm[KEY_LEN + NONCE_LEN..]);
        let stream = Self { aead: Aead::new(&aead), nonce };
        aead.zeroize();
        (stream, commitment)
    }

    /// The key of a new object, and the object's first bytes.
    pub(super) fn begin(key: &DocumentKey, header: &Header, salt: &[u8; SALT_LEN]) -> (Self, [u8; HEAD_LEN]) {
        let header = header.encode();
        let (stream, commitment) = Self::derive(key, salt, &[CONTEXT, &header]);
        let mut head = [0; HEAD_LEN];
        head[..Header::LEN].copy_from_slice(&header);
        head[Header::LEN..Header::LEN + SALT_LEN].copy_from_slice(salt);
        head[Header::LEN + SALT_LEN..].copy_from_slice(&commitment);
        (stream, head)
    }

    /// Checks an object's first bytes: its form, that it is the version asked for, that it is under this key.
    pub(super) fn resume(
        key: &DocumentKey,
        expected: DocumentVersion,
        head: &[u8; HEAD_LEN],
    ) -> Result<(Self, Header)> {
        let header = Header::parse(&head[..Header::LEN])?;
        if header.of != expected {
            return Err(fail(Property::Ids));
        }
        let mut salt = [0; SALT_LEN];
        salt.copy_from_slice(&head[Header::LEN..Header::LEN + SALT_LEN]);
        let (stream, derived) = Self::begin(key, &header, &salt);
        if derived == *head { Ok((stream, header)) } else { Err(fail(Property::Commitment)) }
    }

    /// Appends a chunk's ciphertext and tag to `out`.
    pub(super) fn seal(&self, number: u64, plaintext: &[u8], out: &mut Vec<u8>) {
        // Room first: growing later would leave plaintext behind in freed memory.
        out.reserve(plaintext.len() + TAG_LEN);
        let start = out.len();
        out.extend_from_slice(plaintext);
        let tag = self.aead.seal_in_place(self.nonce(number), &[], &mut out[start..]);
        out.extend_from_slice(&tag);
    }

    /// Appends a chunk's plaintext to `out`; appends nothing when it does not authenticate.
    pub(super) fn open(&self, number: u64, sealed: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let start = out.len();
        out.extend_from_slice(sealed);
        let opened = self.aead.open_in_place(self.nonce(number), &[], &mut out[start..]);
        let Ok(length) = opened.map(|plaintext| plaintext.len()) else {
            out[start..].zeroize();
            out.truncate(start);
            return Err(fail(Property::Authentication));
        };
        out.truncate(start + length);
        Ok(())
    }

    fn nonce(&self, number: u64) -> [u8; NONCE_LEN] {
        let mut nonce = self.nonce;
        for (byte, count) in nonce[NONCE_LEN - 8..].iter_mut().zip(number.to_be_bytes()) {
            *byte ^= count;
        }
        nonce
    }
}
