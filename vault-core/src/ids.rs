//! Names of things: random ids, key ids, hashes. Lower-case hexadecimal in text.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::entropy::{self, Entropy};
use crate::error::{Error, Property, What};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;
            /// All zeros: "none" in the formats that have room for one.
            pub const NONE: Self = Self([0; $len]);

            /// Takes the bytes as they are.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Whether this is [`Self::NONE`].
            #[must_use]
            pub fn is_none(&self) -> bool {
                *self == Self::NONE
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = Error;

            fn try_from(bytes: &[u8]) -> Result<Self, Error> {
                Ok(Self(bytes.try_into().map_err(|_| Error::new(What::Id, Property::Length))?))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                let bytes = HEXLOWER
                    .decode(text.as_bytes())
                    .map_err(|_| Error::new(What::Id, Property::Alphabet))?;
                Self::try_from(bytes.as_slice())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^[0-9a-f]{", stringify!($len), "x2}$").replace(concat!(stringify!($len), "x2"), &($len * 2).to_string())))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

macro_rules! random_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        id!($(#[$doc])* $name, 16);

        impl $name {
            /// Draws a new one.
            pub fn generate(entropy: &mut dyn Entropy) -> Self {
                Self(entropy::generate(entropy))
            }
        }
    )*};
}

random_id! {
    /// A person.
    AccountId,
    /// A CCAS, an association.
    OrganisationId,
    /// One beneficiary's vault.
    VaultId,
    /// A folder of a vault: the unit of sharing.
    FolderId,
    /// A justificatif, through its successive versions.
    DocumentId,
    /// A mandate.
    MandateId,
    /// A staged upload.
    UploadId,
    /// A way to reach somebody.
    ChannelId,
    /// A notice on its way through one channel.
    NoticeId,
    /// A request to restore access to a vault.
    RecoveryId,
    /// A date on which somebody is reminded.
    ReminderId,
    /// One release of a server share.
    OpeningId,
    /// Makes a signed request unique.
    Nonce,
}

id!(
    /// What a card, a device or a sheet is known by: 9 random bytes.
    CredentialId, 9
);

impl CredentialId {
    /// Draws a new one.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(entropy::generate(entropy))
    }
}

id!(
    /// Key id: SHA-256(Ed25519 public key)[..16]. Names who signed.
    Kid, 16
);

id!(
    /// A SHA-256 hash.
    Hash, 32
);

/// One version of one document: unique for ever, so that a key or a share never serves twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentVersion {
    /// The vault that holds the document.
    pub vault: VaultId,
    /// The document.
    pub document: DocumentId,
    /// Its version, from 1.
    pub version: u64,
}

impl DocumentVersion {
    /// vault 16 ‖ document 16 ‖ version 8.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 40] {
        let mut out = [0; 40];
        out[..16].copy_from_slice(self.vault.as_bytes());
        out[16..32].copy_from_slice(self.document.as_bytes());
        out[32..].copy_from_slice(&self.version.to_be_bytes());
        out
    }
}

/// One key pair in the life of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FolderEpoch {
    /// The vault that holds the folder.
    pub vault: VaultId,
    /// The folder.
    pub folder: FolderId,
    /// The epoch of its certificate, from 1.
    pub epoch: u32,
}
