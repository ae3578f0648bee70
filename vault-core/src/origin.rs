//! The origin of a server, `scheme://host[:port]`: what a signature is bound to, so that an act
//! signed for one server serves no other (FORMATS 5 and 6).

use std::fmt;
use std::str::FromStr;

use crate::codec::ensure;
use crate::error::{Error, Property, Result, What};
use crate::ids::Hash;
use crate::suite;

/// Longest accepted origin.
const MAX: usize = 255;

/// A server's origin, in the one form that is hashed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// The text, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// SHA-256 of the text: what statements carry.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::from_bytes(suite::sha256(&[self.0.as_bytes()]))
    }

    /// Whether it names the machine itself, whose name must not be bound to TLS (RFC 6797): whatever else runs there would be.
    #[must_use]
    pub fn is_this_machine(&self) -> bool {
        let authority = self.0.split_once("://").map_or("", |(_, authority)| authority);
        let host = split_port(authority).map_or("", |(host, _)| host);
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = Error;

    /// Accepts one slash at the end and capitals in scheme and host, drops the scheme's own port, refuses
    /// anything else around them: a path, a user name, a query.
    fn from_str(text: &str) -> Result<Self> {
        ensure(text.len() <= MAX, What::Origin, Property::Length)?;
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let refused = Error::new(What::Origin, Property::Alphabet);
        let (scheme, authority) = text.split_once("://").ok_or(refused)?;
        let own_port = match scheme {
            "https" => 443,
            "http" => 80,
            _ => return Err(refused),
        };
        let (host, port) = split_port(authority).ok_or(refused)?;
        ensure(is_host(host), What::Origin, Property::Alphabet)?;
        Ok(Self(match port {
            Some(port) if port != own_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        }))
    }
}

/// The host, and the port when there is one; an IPv6 address stands in brackets.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let after_host = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    let Some(colon) = authority[after_host..].find(':') else { return Some((authority, None)) };
    let (host, port) = authority.split_at(after_host + colon);
    let digits = &port[1..];
    (digits.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
    Some((host, Some(digits.parse().ok()?)))
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_one_origin() {
        for (text, form) in [
            ("https://coffre.example", "https://coffre.example"),
            ("https://Coffre.Example/", "https://coffre.example"),
            ("https://coffre.example:443", "https://coffre.example"),
            ("https://localhost:8443", "https://localhost:8443"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("https://[::1]:8443", "https://[::1]:8443"),
            ("https://[2001:db8::]:443", "https://[2001:db8::]"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().as_str(), form);
        }
    }

    #[test]
    fn only_this_machine_is_this_machine() {
        for (text, is) in [
            ("https://localhost:8443", true),
            ("https://127.0.0.1", true),
            ("https://[::1]:8443", true),
            ("https://localhost.example", false),
            ("https://127.example", false),
            ("https://192.0.2.1", false),
            ("https://coffre.example", false),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().is_this_machine(), is, "{text}");
        }
    }

    #[test]
    fn refuses_anything_around_it() {
        for text in [
            "",
            "coffre.example",
            "ftp://coffre.example",
            "https://",
            "https://a/b",
            "https://a//",
            "https://u@a",
            "https://a?x",
            "https://a#x",
            "https://a:",
            "https://a:+1",
            "https://a:99999",
            "https://a:1:2",
            "https://[::g]",
            "https://é.example",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
