//! A document's key is made of two shares, one held by people, one by the server (FORMATS 2).

use crate::ids::DocumentVersion;
use crate::secret::{ClientShare, DocumentKey, ServerShare};
use crate::suite;

const CONTENT_KEY: &[u8] = b"vault/content-key/v1";

/// `K_doc`: neither share alone says anything about it, and it serves one version of one document.
#[must_use]
pub fn derive_document_key(client: &ClientShare, server: &ServerShare, of: &DocumentVersion) -> DocumentKey {
    let key = suite::hkdf_sha256(&[], &[client.expose(), server.expose()], &[CONTENT_KEY, &of.to_bytes()]);
    DocumentKey::from_bytes(*key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{DocumentId, VaultId};

    fn version(version: u64) -> DocumentVersion {
        DocumentVersion { vault: VaultId::from_bytes([1; 16]), document: DocumentId::from_bytes([2; 16]), version }
    }

    #[test]
    fn every_input_changes_the_key() {
        let c = ClientShare::from_bytes([3; 32]);
        let s = ServerShare::from_bytes([4; 32]);
        let key = derive_document_key(&c, &s, &version(1));
        assert_eq!(key, derive_document_key(&c, &s, &version(1)));
        assert_ne!(key, derive_document_key(&c, &s, &version(2)));
        assert_ne!(key, derive_document_key(&ClientShare::from_bytes([4; 32]), &s, &version(1)));
        assert_ne!(key, derive_document_key(&c, &ServerShare::from_bytes([3; 32]), &version(1)));
        let elsewhere = DocumentVersion { vault: VaultId::from_bytes([9; 16]), ..version(1) };
        assert_ne!(key, derive_document_key(&c, &s, &elsewhere));
    }
}
