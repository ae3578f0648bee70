//! TLS 1.3 from two PEM files, and a demonstration's own authority.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree,
    IsCa, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{RootCertStore, ServerConfig};

use crate::clock::day_of;

/// Why a certificate cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not PEM.
    #[error("{} is not a PEM file", path.display())]
    NotPem {
        /// The file.
        path: PathBuf,
    },
    /// No certificate in the file.
    #[error("{} holds no certificate (BEGIN CERTIFICATE)", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// No private key in the file.
    #[error("{} holds no private key (BEGIN PRIVATE KEY)", path.display())]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// Not a pair.
    #[error("the key {} does not belong to the certificate {}: they must come from the same order", key.display(), certificate.display())]
    Mismatch {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// The pair cannot serve for another reason.
    #[error("the certificate {} cannot serve: {source}", certificate.display())]
    Unusable {
        /// The certificate's file.
        certificate: PathBuf,
        /// Why.
        source: rustls::Error,
    },
    /// The demonstration's authority could not be made.
    #[error("the demonstration's certificate could not be made: {0}")]
    Demo(#[from] rcgen::Error),
}

/// A server that speaks TLS 1.3 alone, HTTP/2 or HTTP/1.1, with this certificate.
pub fn server_config(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let chain = CertificateDer::pem_slice_iter(&read(certificate)?)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| TlsError::NotPem { path: certificate.to_owned() })?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate { path: certificate.to_owned() });
    }
    let private = PrivateKeyDer::from_pem_slice(&zeroize::Zeroizing::new(read(key)?)).map_err(|error| match error {
        pem::Error::NoItemsFound => TlsError::NoKey { path: key.to_owned() },
        _ => TlsError::NotPem { path: key.to_owned() },
    })?;
    let unusable = |source| TlsError::Unusable { certificate: certificate.to_owned(), source };
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(unusable)?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|source| match source {
            rustls::Error::InconsistentKeys(_) => {
                TlsError::Mismatch { certificate: certificate.to_owned(), key: key.to_owned() }
            }
            source => unusable(source),
        })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Whether these bytes are PEM certificates, one at least, that a client can trust as authorities.
#[must_use]
pub fn are_authorities(pem: &[u8]) -> bool {
    let mut roots = RootCertStore::empty();
    CertificateDer::pem_slice_iter(pem).all(|read| read.is_ok_and(|one| roots.add(one).is_ok())) && !roots.is_empty()
}

/// Files of a demonstration's own authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoCertificate {
    /// What clients trust: `ca.pem`.
    pub ca: PathBuf,
    /// What the server shows: `server.pem`.
    pub certificate: PathBuf,
    /// Its private key: `server.key`.
    pub key: PathBuf,
}

/// Makes an authority and a certificate for this machine's local names, valid for a year from `now_ms`.
///
/// The authority's key is forgotten at once and its names are limited to local ones: to trust it is to trust nothing
/// but this server. Refuses to write over files.
pub fn demo_certificate(folder: &Path, now_ms: u64) -> Result<DemoCertificate, TlsError> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|source| TlsError::io(folder, source))?;
    let authority = CertifiedIssuer::self_signed(authority(now_ms)?, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let certificate = server(now_ms)?.signed_by(&key, &authority)?;

    let files = DemoCertificate {
        ca: folder.join("ca.pem"),
        certificate: folder.join("server.pem"),
        key: folder.join("server.key"),
    };
    let pem = zeroize::Zeroizing::new(key.serialize_pem());
    write(&files.key, 0o600, &pem)?;
    write(&files.certificate, 0o644, &certificate.pem())?;
    write(&files.ca, 0o644, &authority.pem())?;
    Ok(files)
}

fn local_addresses() -> [IpAddr; 2] {
    [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
}

fn authority(now_ms: u64) -> Result<CertificateParams, rcgen::Error> {
    let addresses = local_addresses().map(|address| {
        let bits = if address.is_ipv4() { 32 } else { 128 };
        GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, bits))
    });
    let mut params = dated(now_ms, Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, "Coffre solidaire, demonstration authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: [GeneralSubtree::DnsName("localhost".to_owned())].into_iter().chain(addresses).collect(),
        excluded_subtrees: Vec::new(),
    });
    Ok(params)
}

fn server(now_ms: u64) -> Result<CertificateParams, rcgen::Error> {
    let addresses = local_addresses().map(|address| address.to_string());
    let mut params = dated(now_ms, std::iter::once("localhost".to_owned()).chain(addresses).collect())?;
    params.distinguished_name.push(DnType::CommonName, "Coffre solidaire, demonstration server");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

/// From the day before `now_ms`, so that a clock slightly behind accepts it, for 366 days.
fn dated(now_ms: u64, names: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    let midnight = |unix_ms: u64| {
        let day = day_of(unix_ms);
        let small = |number: u32| u8::try_from(number).unwrap_or(1);
        date_time_ymd(i32::try_from(day.year).unwrap_or(9999), small(day.month), small(day.day))
    };
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.not_before = midnight(now_ms.saturating_sub(DAY_MS));
    params.not_after = midnight(now_ms.saturating_add(366 * DAY_MS));
    Ok(params)
}

impl TlsError {
    fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::io(path, source))
}

fn write(path: &Path, mode: u32, text: &str) -> Result<(), TlsError> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
        .map_err(|source| TlsError::io(path, source))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|source| TlsError::io(path, source))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use rustls::client::WebPkiServerVerifier;
    use rustls::client::danger::ServerCertVerifier;
    use rustls::pki_types::{ServerName, UnixTime};
    use rustls::{CertificateError, RootCertStore};

    use super::*;

    const NOW_MS: u64 = 1_735_689_600_000;

    fn certificates(path: &Path) -> Vec<CertificateDer<'static>> {
        CertificateDer::pem_file_iter(path).unwrap().map(Result::unwrap).collect()
    }

    fn verify(files: &DemoCertificate, name: &str, at_ms: u64) -> Result<(), rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add(certificates(&files.ca).remove(0)).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let at = UnixTime::since_unix_epoch(std::time::Duration::from_millis(at_ms));
        verifier.verify_server_cert(&certificates(&files.certificate)[0], &[], &name, &[], at).map(drop)
    }

    #[test]
    fn a_demonstration_is_trusted_for_local_names_and_for_a_year() {
        let folder = tempfile::tempdir().unwrap();
        let files = demo_certificate(&folder.path().join("tls"), NOW_MS).unwrap();
        for name in ["localhost", "127.0.0.1", "::1"] {
            verify(&files, name, NOW_MS).unwrap();
            verify(&files, name, NOW_MS + 365 * 86_400_000).unwrap();
        }
        assert!(verify(&files, "coffre.example", NOW_MS).is_err());
        let expired = verify(&files, "localhost", NOW_MS + 367 * 86_400_000);
        assert!(
            matches!(
                expired,
                Err(rustls::Error::InvalidCertificate(
                    CertificateError::Expired | CertificateError::ExpiredContext { .. }
                ))
            ),
            "{expired:?}"
        );
        assert_eq!(std::fs::metadata(&files.key).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path().join("tls")).unwrap().count(), 3);
    }

    #[test]
    fn the_server_speaks_http2_and_http1() {
        let folder = tempfile::tempdir().unwrap();
        let files = demo_certificate(folder.path(), NOW_MS).unwrap();
        let config = server_config(&files.certificate, &files.key).unwrap();
        assert_eq!(config.alpn_protocols, [b"h2".to_vec(), b"http/1.1".to_vec()]);
        assert!(demo_certificate(folder.path(), NOW_MS).is_err(), "written over");
    }

    #[test]
    fn wrong_files_are_told_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let one = demo_certificate(&folder.path().join("one"), NOW_MS).unwrap();
        let other = demo_certificate(&folder.path().join("other"), NOW_MS).unwrap();
        let missing = folder.path().join("none.pem");
        let empty = folder.path().join("empty.pem");
        std::fs::write(&empty, "").unwrap();
        let cut = folder.path().join("cut.pem");
        std::fs::write(&cut, &std::fs::read(&one.certificate).unwrap()[..200]).unwrap();

        assert!(matches!(server_config(&missing, &one.key), Err(TlsError::Io { path, .. }) if path == missing));
        assert!(matches!(server_config(&one.certificate, &missing), Err(TlsError::Io { .. })));
        assert!(matches!(server_config(&empty, &one.key), Err(TlsError::NoCertificate { .. })));
        assert!(matches!(server_config(&cut, &one.key), Err(TlsError::NotPem { .. })));
        assert!(matches!(server_config(&one.certificate, &one.certificate), Err(TlsError::NoKey { .. })));
        assert!(matches!(server_config(&one.certificate, &other.key), Err(TlsError::Mismatch { .. })));
    }
}
