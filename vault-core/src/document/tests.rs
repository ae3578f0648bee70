//! The document object's properties, for many lengths and many ways of cutting the bytes.

use proptest::prelude::*;

use super::chunk::StreamKey;
use super::*;
use crate::entropy::{Entropy, SeededEntropy};
use crate::error::Result;
use crate::ids::{DocumentId, DocumentVersion, VaultId};
use crate::secret::DocumentKey;
use crate::suite::sha256;

const EXPECTED: DocumentVersion =
    DocumentVersion { vault: VaultId::from_bytes([1; 16]), document: DocumentId::from_bytes([2; 16]), version: 3 };

fn key() -> DocumentKey {
    DocumentKey::from_bytes([7; 32])
}

fn content(length: usize) -> Vec<u8> {
    let mut content = vec![0; length];
    SeededEntropy::new(length as u64).fill(&mut content);
    content
}

fn header(padding: Padding) -> Header {
    Header { padding, of: EXPECTED }
}

fn seal(content: &[u8], padding: Padding, piece: usize) -> (Vec<u8>, Summary) {
    let (mut sealer, head) =
        Sealer::new(&key(), header(padding), content.len() as u64, &mut SeededEntropy::new(1)).unwrap();
    let mut out = head.to_vec();
    for piece in content.chunks(piece) {
        sealer.push(piece, &mut out).unwrap();
    }
    let summary = sealer.finish(&mut out).unwrap();
    (out, summary)
}

fn open(object: &[u8], piece: usize) -> Result<(Vec<u8>, Summary)> {
    let (mut opener, mut out) = (Opener::new(&key(), EXPECTED), Vec::new());
    for piece in object.chunks(piece) {
        opener.push(piece, &mut out)?;
    }
    let summary = opener.finish(&mut out)?;
    Ok((out, summary))
}

fn read_range(object: &[u8], range: &std::ops::Range<u64>) -> Result<Vec<u8>> {
    let at = |range: std::ops::Range<u64>| {
        &object[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()]
    };
    let length = object.len() as u64;
    let last = RangeOpener::last_range(length)?;
    let opener = RangeOpener::new(&key(), EXPECTED, length, at(RangeOpener::first_range()), at(last))?;
    let mut out = Vec::new();
    opener.open(range, at(opener.object_range(range)?), &mut out)?;
    Ok(out)
}

#[test]
fn commitments_are_those_of_the_specification() {
    let expected = [
        (0x00, "83d99bb3aeb70a602d567fc06e576b0ab8612cb3f0205dddc3924ad0eca119b3"),
        (0x24, "a3c7bb7947b3d3f7419d6b09cf5cfab230b21a2e6be12206a0a7c53c2d5a0e6a"),
    ];
    for (salt, commitment) in expected {
        let (_, found) = StreamKey::derive(&key(), &[salt; SALT_LEN], &[b"vault/doc/v1"]);
        assert_eq!(data_encoding::HEXLOWER.encode(&found), commitment);
    }
}

/// PADMÉ as its paper writes it, with masks, against the multiple that the code takes.
#[test]
fn padme_is_the_papers() {
    let paper = |length: u64| {
        let exponent = length.ilog2();
        let last_bits = exponent - (exponent.ilog2() + 1);
        let mask = (1_u64 << last_bits) - 1;
        (length + mask) & !mask
    };
    let mut length = 65_528_u64;
    while length < 1 << 40 {
        for content_length in length - 2..length + 3 {
            let expected = paper((content_length + 8).max(65_536));
            assert_eq!(Padding::Padme.padded(content_length).unwrap(), expected);
            assert!(expected * 100 <= (content_length + 8).max(65_536) * 112);
        }
        length = length * 17 / 16;
    }
    assert_eq!(Padding::Padme.padded(0).unwrap(), 65_536);
    assert_eq!(Padding::PowerOfTwo.padded(65_529).unwrap(), 131_072);
    // Short of the limit, and on it once rounded up.
    assert_eq!(Padding::PowerOfTwo.padded((1 << 51) - 8).unwrap(), 1 << 51);
    assert!(Padding::PowerOfTwo.padded((1 << 51) - 7).is_err());
    for length in [u64::MAX, 1 << 52, (1 << 52) - 8] {
        assert!(Padding::Padme.padded(length).is_err());
        assert!(Padding::PowerOfTwo.padded(length).is_err());
    }
}

#[test]
fn lengths_around_chunks_come_back() {
    for length in [0, 1, 8, 16_375, 16_376, 16_377, 65_527, 65_528, 65_529, 67_576, 67_577, 131_064, 131_065, 300_000] {
        for padding in [Padding::Padme, Padding::PowerOfTwo] {
            let content = content(length);
            let (object, sealed) = seal(&content, padding, 10_000);
            assert_eq!(object.len() as u64, object_length(length as u64, padding).unwrap());
            assert_eq!(sealed.object_length, object.len() as u64);
            assert_eq!(sealed.object_hash.as_bytes(), &sha256(&[&object]));
            assert_eq!(sealed.head_hash.as_bytes(), &sha256(&[&object[..104]]));
            assert_eq!(sealed.content_hash.as_bytes(), &sha256(&[&content]));
            assert_eq!(open(&object, 9_999).unwrap(), (content, sealed), "{length}");
        }
    }
}

#[test]
fn an_object_comes_in_pieces_smaller_than_its_head() {
    let (object, sealed) = seal(b"SPECIMEN", Padding::Padme, 3);
    for piece in [1, 60, 103] {
        assert_eq!(open(&object, piece).unwrap(), (b"SPECIMEN".to_vec(), sealed), "{piece}");
    }
}

#[test]
fn padding_can_be_taken_in_steps() {
    let (mut sealer, head) =
        Sealer::new(&key(), header(Padding::PowerOfTwo), 4 << 20, &mut SeededEntropy::new(1)).unwrap();
    let (mut object, mut out, content) = (head.to_vec(), Vec::new(), content(4 << 20));
    assert_eq!(sealer.pad(&mut out), Err(fail(Property::Length)));
    sealer.push(&content, &mut object).unwrap();
    let mut steps = 0;
    while sealer.pad(&mut out).unwrap() {
        assert!(out.len() <= (1 << 20) + 2 * SEALED_CHUNK_LEN);
        object.append(&mut out);
        steps += 1;
    }
    assert_eq!(steps, 3);
    sealer.finish(&mut out).unwrap();
    object.append(&mut out);
    assert_eq!(object, seal(&content, Padding::PowerOfTwo, 4 << 20).0);
}

#[test]
fn a_file_that_grows_or_shrinks_is_an_error() {
    let sealer = || Sealer::new(&key(), header(Padding::Padme), 100, &mut SeededEntropy::new(1)).unwrap().0;
    let (mut out, mut grows, mut shrinks) = (Vec::new(), sealer(), sealer());
    grows.push(&[1; 100], &mut out).unwrap();
    assert_eq!(grows.push(&[1], &mut out), Err(fail(Property::Length)));
    shrinks.push(&[1; 99], &mut out).unwrap();
    assert_eq!(shrinks.finish(&mut out), Err(fail(Property::Length)));
    assert!(Sealer::new(&key(), header(Padding::Padme), u64::MAX, &mut SeededEntropy::new(1)).is_err());
}

#[test]
fn an_error_is_repeated_and_releases_nothing() {
    let (mut object, _) = seal(&content(100), Padding::Padme, 100);
    object[200] ^= 1;
    let (mut opener, mut out) = (Opener::new(&key(), EXPECTED), Vec::new());
    let error = opener.push(&object, &mut out).unwrap_err();
    assert_eq!(error, fail(Property::Authentication));
    assert_eq!(opener.push(&[], &mut out), Err(error));
    assert_eq!(opener.finish(&mut out), Err(error));
    assert!(out.is_empty());
}

#[test]
fn ranges_are_those_of_the_content() {
    let content = content(100_000);
    let (object, _) = seal(&content, Padding::Padme, 100_000);
    for range in [0..1, 0..100_000, 16_375..16_377, 16_376..16_377, 99_999..100_000, 40_000..90_000] {
        let expected = &content[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()];
        assert_eq!(read_range(&object, &range).unwrap(), expected);
    }
    let last = RangeOpener::last_range(object.len() as u64).unwrap();
    let opener = RangeOpener::new(
        &key(),
        EXPECTED,
        object.len() as u64,
        &object[..16_504],
        &object[usize::try_from(last.start).unwrap()..],
    )
    .unwrap();
    // Up to the end of the first chunk: that chunk alone.
    assert_eq!(opener.object_range(&(0..16_376)).unwrap(), 104..16_504);
    assert_eq!(opener.object_range(&(0..16_377)).unwrap(), 104..32_904);
    for length in [0, 104, 104 + 16, 5_000, 16_503, 16_504, 16_504 + 15] {
        assert_eq!(RangeOpener::last_range(length), Err(fail(Property::Length)), "{length}");
    }
    assert_eq!(RangeOpener::last_range(16_504 + 16).unwrap(), 16_504..16_520);
    for range in [5..5, 100_000..100_001, 0..100_001] {
        assert_eq!(read_range(&object, &range), Err(fail(Property::Length)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pieces_of_any_size_give_the_same_object(length in 0_usize..140_000, pieces in (1_usize..40_000, 1_usize..40_000)) {
        let content = content(length);
        let (object, sealed) = seal(&content, Padding::Padme, pieces.0);
        prop_assert_eq!(&object, &seal(&content, Padding::Padme, length.max(1)).0);
        prop_assert_eq!(open(&object, pieces.1).unwrap(), (content, sealed));
    }

    #[test]
    fn any_changed_bit_is_refused_by_whole_and_by_range_reads(length in 0_usize..70_000, at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let (mut object, _) = seal(&content(length), Padding::Padme, 70_000);
        let at = at.index(object.len());
        object[at] ^= 1_u8 << bit;
        prop_assert!(open(&object, 5_000).is_err());
        // A range read sees the change when it reads the chunk that holds it.
        let all = 0..(length as u64).max(1);
        let seen = length > 0 && at < 104 + 16_400 * (length + 8).div_ceil(16_384);
        if seen {
            prop_assert!(read_range(&object, &all).is_err());
        }
    }

    #[test]
    fn any_cut_or_trailing_byte_is_refused(length in 0_usize..70_000, cut in any::<prop::sample::Index>(), tail in 1_usize..20_000) {
        let (mut object, _) = seal(&content(length), Padding::Padme, 70_000);
        prop_assert!(open(&object[..cut.index(object.len())], 5_000).is_err());
        object.resize(object.len() + tail, 0);
        prop_assert!(open(&object, 5_000).is_err());
    }

    #[test]
    fn any_range_is_the_contents(length in 1_usize..200_000, ends in any::<(prop::sample::Index, prop::sample::Index)>()) {
        let content = content(length);
        let (object, _) = seal(&content, Padding::Padme, 70_000);
        let (a, b) = (ends.0.index(length), ends.1.index(length));
        let range = a.min(b) as u64..a.max(b) as u64 + 1;
        prop_assert_eq!(read_range(&object, &range).unwrap(), &content[a.min(b)..=a.max(b)]);
    }
}
