//! Texts of a hidden length: `prefix ‖ u16 length ‖ text ‖ zeros`, to a multiple of 256 bytes.

use zeroize::Zeroizing;

use crate::codec::ensure;
use crate::error::{Error, Property, Result, What};

/// Everything padded is a multiple of this.
pub(crate) const BLOCK: usize = 256;

/// Pads; refuses a text that does not fit in `max` bytes.
pub(crate) fn pad(what: What, prefix: &[u8], text: &[u8], max: usize) -> Result<Zeroizing<Vec<u8>>> {
    let length = u16::try_from(text.len()).map_err(|_| Error::new(what, Property::Length))?;
    let total = (prefix.len() + 2 + text.len()).next_multiple_of(BLOCK);
    ensure(total <= max, what, Property::Length)?;
    let mut out = Zeroizing::new(Vec::with_capacity(total));
    out.extend_from_slice(prefix);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(text);
    out.resize(total, 0);
    Ok(out)
}

/// Splits what [`pad`] made into prefix and text, and checks that the padding is the shortest, all zeros.
pub(crate) fn unpad<const PREFIX: usize>(what: What, padded: &[u8], max: usize) -> Result<(&[u8; PREFIX], &[u8])> {
    let length_error = Error::new(what, Property::Length);
    ensure(padded.len().is_multiple_of(BLOCK) && padded.len() <= max, what, Property::Length)?;
    let (prefix, rest) = padded.split_first_chunk::<PREFIX>().ok_or(length_error)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(length_error)?;
    let (text, zeros) = rest.split_at_checked(u16::from_be_bytes(*length).into()).ok_or(length_error)?;
    ensure(zeros.len() < BLOCK && zeros.iter().all(|b| *b == 0), what, Property::Padding)?;
    Ok((prefix, text))
}

/// Whether a sealed plaintext may have this length.
pub(crate) const fn is_padded_len(len: usize, max: usize) -> bool {
    len != 0 && len.is_multiple_of(BLOCK) && len <= max
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: What = What::Record;

    #[test]
    fn pads_to_the_next_block_and_back() {
        for (len, total) in [(0, 256), (222, 256), (223, 512), (478, 512)] {
            let text = vec![b'x'; len];
            let padded = pad(W, &[7; 32], &text, 1024).unwrap();
            assert_eq!(padded.len(), total);
            assert_eq!(unpad::<32>(W, &padded, 1024).unwrap(), (&[7; 32], text.as_slice()));
        }
    }

    #[test]
    fn refuses_what_it_would_not_make() {
        let error = |property| Err(Error::new(W, property));
        assert_eq!(pad(W, &[], &[0; 1023], 1024).map(|_| ()), error(Property::Length));
        let good = pad(W, &[7; 32], b"text", 1024).unwrap();
        let check = |bytes: &[u8]| unpad::<32>(W, bytes, 1024).map(|_| ());
        assert_eq!(check(&good[..255]), error(Property::Length));
        assert_eq!(check(&[]), error(Property::Length));
        let mut dirty = good.to_vec();
        dirty[255] = 1;
        assert_eq!(check(&dirty), error(Property::Padding));
        let mut longer = good.to_vec();
        longer.resize(512, 0);
        assert_eq!(check(&longer), error(Property::Padding));
        let mut a_block_more = pad(W, &[7; 32], &[b'x'; 222], 1024).unwrap().to_vec();
        a_block_more.resize(512, 0);
        assert_eq!(check(&a_block_more), error(Property::Padding));
        let mut liar = good.to_vec();
        liar[32] = 0xff;
        assert_eq!(check(&liar), error(Property::Length));
    }
}
