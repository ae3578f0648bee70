//! Secrets with one life: length checked once, redacted in `Debug`, compared in constant time,
//! wiped on drop, never `Copy`, `Clone` or `Serialize`. Each kind is its own type, so that one
//! cannot be given where another is wanted.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::entropy::Entropy;

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident[$len:literal]),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// Takes over bytes that the caller has just read from a sealed place.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// Takes over a slice of the exact length; `None` otherwise.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                Some(Self(bytes.try_into().ok()?))
            }

            /// Draws a new one.
            pub fn generate(entropy: &mut dyn Entropy) -> Self {
                let mut secret = Self([0; $len]);
                entropy.fill(&mut secret.0);
                secret
            }

            /// The bytes, for sealing or deriving only.
            #[must_use]
            pub const fn expose(&self) -> &[u8; $len] {
                &self.0
            }

            /// A second copy, wiped like the first; explicit, so that copies are seen in review.
            #[must_use]
            pub const fn duplicate(&self) -> Self {
                Self(self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.ct_eq(&other.0).into()
            }
        }

        impl Eq for $name {}
    )*};
}

secret! {
    /// `c`: the half of a document's key that people hold.
    ClientShare[32],
    /// `s`: the half of a document's key that the server holds.
    ServerShare[32],
    /// `K_doc`: made of both shares, held only while one version is sealed or opened.
    DocumentKey[32],
    /// The X-Wing private key, in its serialized form.
    XWingSeed[32],
    /// The Ed25519 private key (RFC 8032 seed).
    SigningSeed[32],
    /// What all members of an organisation hold: derives the keys of beneficiaries' names.
    DirectorySeed[32],
    /// One epoch's key of beneficiaries' names, derived from a directory seed.
    NameKey[32],
    /// One guardian's side of a pair: nothing alone, half a with the other side.
    RecoveryShare[32],
    /// The random half of a credential: what is printed on the card.
    CardSecret[20],
    /// The card's half of what unlocks an account.
    HalfA[32],
    /// The server's half of what unlocks an account.
    HalfB[32],
    /// Opens an account root: made of both halves.
    RootKey[32],
    /// Proves the PIN to the server without showing it.
    PinTag[32],
    /// The HMAC key from which PIN tags are made.
    PinKey[32],
    /// Keyed hash for PIN tags at rest, from the key directory.
    Pepper[32],
    /// One epoch of the server's own lock on everything at rest.
    RestKey[32],
    /// One month's key of log bodies.
    LogBodyKey[32],
    /// Session token: shown once, stored by the server only as a hash.
    SessionToken[32],
    /// One half of the key that keeps an account root in a profile folder while a session lives.
    SessionHalf[32],
    /// Fetches the receipt of a destroyed vault, when no account is left to ask for it.
    ClaimCode[16],
    /// Hides a log body behind its leaf.
    LeafSalt[32],
}
