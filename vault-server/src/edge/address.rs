//! Where calls come from, as they are counted.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use vault_core::secret::Pepper;
use vault_core::suite::hmac_sha256;

/// The address that calls on a connection come from, as an extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remote(pub IpAddr);

/// Who is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Address {
    /// One address.
    V4([u8; 4]),
    /// One /64: what a home or a desk is given.
    V6([u16; 4]),
    /// Calls that come from no network, as in tests of the router alone.
    Inside,
}

impl Address {
    pub(super) fn of(remote: Option<IpAddr>) -> Self {
        match remote.map(|remote| remote.to_canonical()) {
            None => Self::Inside,
            Some(IpAddr::V4(address)) => Self::V4(address.octets()),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                Self::V6([a, b, c, d])
            }
        }
    }

    /// What stands for it in the database, where no address is to be read: an HMAC under the key directory's pepper, 32 bytes.
    #[must_use]
    pub fn hash(&self, pepper: &Pepper) -> [u8; 32] {
        let keyed = |address: &[u8]| hmac_sha256(pepper.expose(), &[b"coffre caller", address]);
        match self {
            Self::V4(octets) => keyed(octets),
            Self::V6(segments) => keyed(&segments.map(u16::to_be_bytes).concat()),
            Self::Inside => keyed(&[]),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts.extensions.get::<Remote>().map(|Remote(remote)| *remote)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_learns_no_address_and_tells_them_apart() {
        let of = |text: &str| Address::of(Some(text.parse().unwrap()));
        let pepper = Pepper::from_bytes([7; 32]);
        let hash = of("192.0.2.1").hash(&pepper);
        assert_eq!(hash, of("::ffff:192.0.2.1").hash(&pepper));
        assert_eq!(of("2001:db8:1:1::1").hash(&pepper), of("2001:db8:1:1:ffff::2").hash(&pepper));
        for other in [of("192.0.2.2"), of("2001:db8:1:1::1"), Address::Inside] {
            assert_ne!(hash, other.hash(&pepper));
        }
        assert_ne!(hash, of("192.0.2.1").hash(&Pepper::from_bytes([8; 32])));
    }
}
