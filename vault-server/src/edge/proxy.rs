//! For whom a balancer speaks: the header of the PROXY protocol, version 2 (the specification of `HAProxy`, 2.2), with which it
//! begins each connection when it passes TLS through untouched.

use std::io;
use std::net::IpAddr;

use ppp::v2::{Addresses, Command, Header};
use tokio::io::{AsyncRead, AsyncReadExt};

/// The part of the header that says how long the rest is.
const FIXED_LEN: usize = 16;
/// Longest rest that is read, in bytes: addresses take 36, and balancers add little.
const REST_LEN: usize = 1024;

/// Reads the header. None where the balancer speaks for itself, as when it looks whether the server is there.
///
/// # Errors
///
/// `InvalidData` when a connection begins otherwise.
pub(super) async fn told_address(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<IpAddr>> {
    let otherwise = || io::Error::new(io::ErrorKind::InvalidData, "no header of the PROXY protocol, version 2");
    let mut header = vec![0; FIXED_LEN];
    stream.read_exact(&mut header).await?;
    if !header.starts_with(ppp::v2::PROTOCOL_PREFIX) {
        return Err(otherwise());
    }
    let rest = usize::from(u16::from_be_bytes([header[14], header[15]]));
    if rest > REST_LEN {
        return Err(otherwise());
    }
    header.resize(FIXED_LEN + rest, 0);
    stream.read_exact(&mut header[FIXED_LEN..]).await?;
    let header = Header::try_from(header.as_slice()).map_err(|_| otherwise())?;
    Ok(match (header.command, header.addresses) {
        (Command::Proxy, Addresses::IPv4(addresses)) => Some(addresses.source_address.into()),
        (Command::Proxy, Addresses::IPv6(addresses)) => Some(IpAddr::from(addresses.source_address).to_canonical()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header with this version and command, family, and rest.
    fn header(command: u8, family: u8, rest: &[u8]) -> Vec<u8> {
        let length = u16::try_from(rest.len()).unwrap().to_be_bytes();
        [b"\r\n\r\n\0\r\nQUIT\n".as_slice(), &[command, family], &length, rest].concat()
    }

    async fn told(mut bytes: &[u8]) -> io::Result<Option<IpAddr>> {
        let told = told_address(&mut bytes).await?;
        assert_eq!(bytes, b"TLS", "what follows is left alone");
        Ok(told)
    }

    #[tokio::test]
    async fn the_caller_is_told_in_either_family() {
        let four = [&[192, 0, 2, 7, 10, 0, 0, 1][..], &[0, 1, 0, 2]].concat();
        let bytes = [header(0x21, 0x11, &four), b"TLS".to_vec()].concat();
        assert_eq!(told(&bytes).await.unwrap(), Some("192.0.2.7".parse().unwrap()));

        let caller: std::net::Ipv6Addr = "2001:db8::7".parse().unwrap();
        let six = [caller.octets().as_slice(), &[0; 16], &[0, 1, 0, 2]].concat();
        let bytes = [header(0x21, 0x21, &six), b"TLS".to_vec()].concat();
        assert_eq!(told(&bytes).await.unwrap(), Some(caller.into()));
    }

    #[tokio::test]
    async fn what_follows_the_addresses_is_passed_over() {
        let four = [&[192, 0, 2, 7, 10, 0, 0, 1][..], &[0, 1, 0, 2], &[0x04, 0, 3, 1, 2, 3]].concat();
        let bytes = [header(0x21, 0x11, &four), b"TLS".to_vec()].concat();
        assert_eq!(told(&bytes).await.unwrap(), Some("192.0.2.7".parse().unwrap()));
    }

    #[tokio::test]
    async fn a_balancer_that_speaks_for_itself_names_nobody() {
        let bytes = [header(0x20, 0x00, &[]), b"TLS".to_vec()].concat();
        assert_eq!(told(&bytes).await.unwrap(), None);
    }

    #[tokio::test]
    async fn anything_else_is_refused() {
        let four = [192, 0, 2, 7, 10, 0, 0, 1, 0, 1, 0, 2];
        let right = header(0x21, 0x11, &four);
        for cut in 0..right.len() {
            assert!(told_address(&mut &right[..cut]).await.is_err(), "{cut}");
        }
        let refused = [
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello".to_vec(),
            b"PROXY TCP4 192.0.2.7 10.0.0.1 1 2\r\n".to_vec(),
            header(0x31, 0x11, &four),
            header(0x21, 0x11, &four[..8]),
            header(0x21, 0x11, &vec![0; REST_LEN + 1]),
        ];
        for bytes in refused {
            let error = told_address(&mut bytes.as_slice()).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{bytes:?}");
        }
    }
}
