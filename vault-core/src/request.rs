//! A signed request, `VRQ1`: goes with every opening and every write, because a session token alone
//! must release nothing (FORMATS 5).

use data_encoding::BASE64URL_NOPAD;

use crate::codec::{Put, Reader, ensure};
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, Hash, Kid, Nonce};
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::origin::Origin;
use crate::suite;

const MAGIC: [u8; 4] = *b"VRQ1";
const LABEL: Label = Label("vault/request/v1");
const W: What = What::Request;

/// The header that carries it, in base64url without padding.
pub const HEADER: &str = "Coffre-Request";
/// Longest path with its query, in bytes.
pub const MAX_PATH: usize = 1024;

/// What the request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Method {
    /// `GET`
    Get = 1,
    /// `POST`
    Post = 2,
    /// `PUT`
    Put = 3,
    /// `DELETE`
    Delete = 4,
}

impl Method {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Get, "GET"), (Self::Post, "POST"), (Self::Put, "PUT"), (Self::Delete, "DELETE")];

    /// The name in HTTP.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        Self::ALL[self as usize - 1].1
    }

    /// The method of this name in HTTP.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, n)| *n == name).map(|(method, _)| method)
    }

    fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|(method, _)| *method as u8 == code).map(|(method, _)| method)
    }
}

/// What an account signs to have one request served once, by one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub account: AccountId,
    /// The key that signed.
    pub maker: Kid,
    /// SHA-256 of the server's origin.
    pub origin: Hash,
    /// When, Unix milliseconds.
    pub unix_ms: u64,
    /// Makes it unique.
    pub nonce: Nonce,
    /// SHA-256 of the body; of no bytes when there is none.
    pub body: Hash,
    /// What it does.
    pub method: Method,
    /// Path with its query, as on the request line.
    pub path: String,
}

impl Request {
    const FIXED_LEN: usize = 132 + suite::SIGNATURE_LEN;
    /// Longest request.
    pub const MAX_LEN: usize = Self::FIXED_LEN + MAX_PATH;

    /// The signed request. The maker is the one who signs: the field is replaced. Refuses a path that no reader accepts.
    pub fn sign(&self, maker: &SigningKey) -> Result<Vec<u8>> {
        check_path(self.path.as_bytes())?;
        let length = u16::try_from(self.path.len()).map_err(|_| Error::new(W, Property::Length))?;
        let body = Vec::with_capacity(Self::FIXED_LEN + self.path.len())
            .put(&MAGIC)
            .zeros(4)
            .put(self.account.as_bytes())
            .put(maker.kid().as_bytes())
            .put(self.origin.as_bytes())
            .put(&self.unix_ms.to_be_bytes())
            .put(self.nonce.as_bytes())
            .put(self.body.as_bytes())
            .put(&[self.method as u8, 0])
            .put(&length.to_be_bytes())
            .put(self.path.as_bytes());
        Ok(maker.finish_signed(LABEL, body))
    }

    /// Reads the structure. Proves nothing.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        r.reserved(4)?;
        let account = AccountId::from_bytes(r.array()?);
        let maker = Kid::from_bytes(r.array()?);
        let origin = Hash::from_bytes(r.array()?);
        let unix_ms = r.u64()?;
        let nonce = Nonce::from_bytes(r.array()?);
        let body = Hash::from_bytes(r.array()?);
        let method = Method::from_code(r.u8()?).ok_or(Error::new(W, Property::Kind))?;
        r.reserved(1)?;
        let length = r.u16()?;
        let path = r.take(length.into())?;
        r.take(suite::SIGNATURE_LEN)?;
        r.end()?;
        let path = check_path(path)?.to_owned();
        Ok(Self { account, maker, origin, unix_ms, nonce, body, method, path })
    }

    /// Reads, and checks that this key signed it.
    pub fn verify(bytes: &[u8], maker: &VerifyingKey) -> Result<Self> {
        let request = Self::parse(bytes)?;
        ensure(request.maker == maker.kid(), W, Property::Maker)?;
        maker.check_signed(W, LABEL, bytes)?;
        Ok(request)
    }

    /// SHA-256 of a whole request: what the log names.
    #[must_use]
    pub fn hash_of(bytes: &[u8]) -> Hash {
        Hash::from_bytes(suite::sha256(&[bytes]))
    }

    /// The signature at the end of a request that was read: what the log repeats.
    #[must_use]
    pub fn signature_of(bytes: &[u8]) -> Option<&[u8; suite::SIGNATURE_LEN]> {
        bytes.last_chunk()
    }

    /// Refuses another request than the one being served ([`Property::Ids`]).
    pub fn check_target(&self, origin: &Origin, method: Method, path: &str) -> Result<()> {
        let same = self.origin == origin.hash() && self.method == method && self.path == path;
        ensure(same, W, Property::Ids)
    }

    /// Refuses another body than the one signed ([`Property::Hash`]).
    pub fn check_body(&self, hash: &Hash) -> Result<()> {
        ensure(self.body == *hash, W, Property::Hash)
    }

    /// Refuses a time too far from the server's ([`Property::Validity`]). All in milliseconds.
    pub fn check_fresh(&self, now_ms: u64, tolerance_ms: u64) -> Result<()> {
        ensure(self.unix_ms.abs_diff(now_ms) <= tolerance_ms, W, Property::Validity)
    }
}

/// The value of [`HEADER`].
#[must_use]
pub fn to_header(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// The bytes of [`HEADER`]'s value.
pub fn from_header(value: &str) -> Result<Vec<u8>> {
    ensure(value.len() <= Request::MAX_LEN.div_ceil(3) * 4, W, Property::Length)?;
    BASE64URL_NOPAD.decode(value.as_bytes()).map_err(|_| Error::new(W, Property::Alphabet))
}

fn check_path(path: &[u8]) -> Result<&str> {
    ensure((1..=MAX_PATH).contains(&path.len()), W, Property::Length)?;
    let plain = path.starts_with(b"/") && path.iter().all(|b| b.is_ascii_graphic() && *b != b'#');
    ensure(plain, W, Property::Alphabet)?;
    std::str::from_utf8(path).map_err(|_| Error::new(W, Property::Alphabet))
}
