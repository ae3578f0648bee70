//! Half a of a recovery credential, split so that two of three guardians restore it (FORMATS 7).
//!
//! For each pair of guardians, one holds random bytes and the other holds half a XOR those bytes:
//! one guardian alone knows nothing, any two know everything.

mod rehearsal;
mod statement;

pub use rehearsal::{Rehearsal, rehearsal_key};
pub use statement::RecoveryStatement;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::codec::{Reader, ensure};
use crate::entropy::Entropy;
use crate::error::{Property, Result, What};
use crate::ids::RecoveryId;
use crate::keys::{AccountKeys, OpeningKey};
use crate::secret::{HalfA, RecoveryShare, XWingSeed};
use crate::suite;

/// The shortest delay of a recovery, from its last approval to what it releases, in milliseconds: no operator may choose
/// less, and a log that tells of less is refused.
pub const MIN_DELAY_MS: u64 = 24 * 60 * 60 * 1000;

const KEY_LABEL: &[u8] = b"vault/recovery-key/v1";
const W: What = What::Recovery;
/// The pairs of three guardians: 1 and 2, 1 and 3, 2 and 3.
const PAIRS: u8 = 3;

/// One guardian's side of one pair: the payload of `VWR1` kind 5.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    /// 1: guardians 1 and 2; 2: guardians 1 and 3; 3: guardians 2 and 3.
    pub pair: u8,
    /// Which making of the recovery credential, from 1.
    pub generation: u32,
    /// This side's bytes.
    pub share: RecoveryShare,
}

impl Piece {
    /// pair 1 ‖ generation 4 ‖ share 32.
    pub const LEN: usize = 37;

    /// The payload, for sealing.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; Self::LEN]> {
        let mut out = Zeroizing::new([0; Self::LEN]);
        out[0] = self.pair;
        out[1..5].copy_from_slice(&self.generation.to_be_bytes());
        out[5..].copy_from_slice(self.share.expose());
        out
    }

    /// Reads a payload.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        let (pair, generation, share) = (r.u8()?, r.u32()?, RecoveryShare::from_bytes(r.array()?));
        r.end()?;
        ensure((1..=PAIRS).contains(&pair), W, Property::Kind)?;
        ensure(generation != 0, W, Property::Epoch)?;
        Ok(Self { pair, generation, share })
    }
}

/// The six pieces, guardian by guardian: each guardian holds two.
#[must_use]
pub fn split(entropy: &mut dyn Entropy, half: &HalfA, generation: u32) -> [[Piece; 2]; 3] {
    let mut pair = |pair| {
        let share = RecoveryShare::generate(entropy);
        let other = xor(half.expose(), share.expose());
        let other = Piece { pair, generation, share: RecoveryShare::from_bytes(*other) };
        (Piece { pair, generation, share }, other)
    };
    let (first_12, second_12) = pair(1);
    let (first_13, third_13) = pair(2);
    let (second_23, third_23) = pair(3);
    [[first_12, first_13], [second_12, second_23], [third_13, third_23]]
}

/// Half a from both sides of one pair. The caller checks the rebuilt root against the account's certificate.
pub fn combine(one: &Piece, other: &Piece) -> Result<HalfA> {
    ensure(one.generation == other.generation, W, Property::Epoch)?;
    let twice: bool = one.share.expose().ct_eq(other.share.expose()).into();
    ensure(one.pair == other.pair && !twice, W, Property::Kind)?;
    Ok(HalfA::from_bytes(*xor(one.share.expose(), other.share.expose())))
}

/// The one-time key of a recovery, made anew by whoever started it from the own account root: nothing lies anywhere in
/// between. Unique because the request's id is random.
#[must_use]
pub fn one_time_key(starter: &AccountKeys, recovery: RecoveryId) -> OpeningKey {
    let seed = suite::hkdf_sha256(&[], &[&*starter.to_root()], &[KEY_LABEL, recovery.as_ref()]);
    OpeningKey::from_seed(XWingSeed::from_bytes(*seed))
}

fn xor(a: &[u8; 32], b: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new(*a);
    out.iter_mut().zip(b).for_each(|(x, y)| *x ^= y);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use crate::error::Error;

    #[test]
    fn any_two_guardians_restore_half_a() {
        let half = HalfA::from_bytes([9; 32]);
        let [first, second, third] = split(&mut SeededEntropy::new(1), &half, 3);
        assert_eq!(combine(&first[0], &second[0]).unwrap(), half);
        assert_eq!(combine(&third[0], &first[1]).unwrap(), half);
        assert_eq!(combine(&second[1], &third[1]).unwrap(), half);
    }

    #[test]
    fn refuses_pieces_that_do_not_belong_together() {
        let half = HalfA::from_bytes([9; 32]);
        let [first, second, _] = split(&mut SeededEntropy::new(1), &half, 3);
        let [_, later, _] = split(&mut SeededEntropy::new(2), &half, 4);
        assert_eq!(combine(&first[0], &second[1]), Err(Error::new(W, Property::Kind)));
        assert_eq!(combine(&first[0], &first[0]), Err(Error::new(W, Property::Kind)));
        assert_eq!(combine(&first[0], &later[0]), Err(Error::new(W, Property::Epoch)));
    }

    #[test]
    fn a_payload_is_read_exactly() {
        let piece = Piece { pair: 2, generation: 7, share: RecoveryShare::from_bytes([5; 32]) };
        let bytes = piece.to_bytes();
        assert_eq!(Piece::from_bytes(&bytes[..]).unwrap(), piece);
        assert_eq!(Piece::from_bytes(&bytes[..36]), Err(Error::new(W, Property::Length)));
        let mut fourth_pair = bytes;
        fourth_pair[0] = 4;
        assert_eq!(Piece::from_bytes(&fourth_pair[..]), Err(Error::new(W, Property::Kind)));
    }
}
