//! For [`crate::fuzzing`]: objects, and the descriptions that travel beside them.

use std::ops::Range;

use super::chunk::{CHUNK_LEN, HEAD_LEN, SALT_LEN, StreamKey};
use super::{Header, Opener, Padding, RangeOpener, Sealer, Summary};
use crate::entropy::SeededEntropy;
use crate::error::Result;
use crate::ids::{DocumentId, DocumentVersion, VaultId};
use crate::record::Payload;
use crate::secret::DocumentKey;

const OF: DocumentVersion = DocumentVersion {
    vault: VaultId::from_bytes([0xa1; 16]),
    document: DocumentId::from_bytes([0xc1; 16]),
    version: 2,
};

/// The first byte chooses: an object as it lies there, one that somebody who holds the key made badly or well, or a
/// description.
pub fn documents(data: &[u8]) {
    match data.split_first() {
        Some((0, rest)) => object(rest),
        Some((1, rest)) => badly_made(rest),
        Some((2, rest)) => well_made(rest),
        Some((3, rest)) => described(rest),
        _ => {}
    }
}

fn key() -> DocumentKey {
    DocumentKey::from_bytes([7; DocumentKey::LEN])
}

/// Opens whole, in two pieces cut anywhere.
fn open(object: &[u8], cut: usize) -> Result<(Vec<u8>, Summary)> {
    let (mut opener, mut out) = (Opener::new(&key(), OF), Vec::new());
    let (one, other) = object.split_at(cut.min(object.len()));
    opener.push(one, &mut out)?;
    opener.push(other, &mut out)?;
    let summary = opener.finish(&mut out)?;
    Ok((out, summary))
}

/// Opens two ranges, as a reader of a part does, and a whole.
fn open_range(object: &[u8], content: &Range<u64>) -> Result<Vec<u8>> {
    let length = object.len() as u64;
    let part = |range: Range<u64>| {
        let (start, end) = (usize::try_from(range.start).unwrap_or(0), usize::try_from(range.end).unwrap_or(0));
        object.get(start..end).unwrap_or_default()
    };
    let last = RangeOpener::last_range(length)?;
    let opener = RangeOpener::new(&key(), OF, length, part(RangeOpener::first_range()), part(last))?;
    let range = opener.object_range(content)?;
    assert!(range.end <= length);
    let mut out = Vec::new();
    opener.open(content, part(range), &mut out)?;
    Ok(out)
}

fn object(data: &[u8]) {
    if let Ok(header) = Header::parse(data) {
        assert_eq!(header.encode()[..], *data);
    }
    if let Some(head) = data.get(..Header::LEN) {
        let _ = Header::parse(head);
    }
    let _ = (open(data, HEAD_LEN), open_range(data, &(0..1)));
}

/// Chunks of any content and any length under the true key: padding and lengths are what a hostile maker chose. The
/// input is short, so the zeros of a chunk are told by its length alone.
fn badly_made(data: &[u8]) {
    let [padding, rest @ ..] = data else { return };
    let padding = if padding % 2 == 0 { Padding::Padme } else { Padding::PowerOfTwo };
    let header = Header { of: OF, padding };
    let (stream, head) = StreamKey::begin(&key(), &header, &[9; SALT_LEN]);
    let mut object = head.to_vec();
    let mut rest = rest;
    for number in 0..8 {
        let Some(([high, low], after)) = rest.split_first_chunk() else { break };
        let wanted = usize::from(u16::from_be_bytes([*high, *low])) % (CHUNK_LEN + 1);
        let (bytes, after) = after.split_at(after.len().min(wanted).min(64));
        rest = after;
        let mut plain = bytes.to_vec();
        plain.resize(wanted, 0);
        stream.seal(number, &plain, &mut object);
    }
    let (whole, one_byte) = (open(&object, object.len() / 2), open_range(&object, &(0..1)));
    if let Ok((content, summary)) = whole {
        assert_eq!((content.len() as u64, object.len() as u64), (summary.content_length, summary.object_length));
        if let Some(first) = content.first() {
            assert_eq!(one_byte.as_deref(), Ok(&[*first][..]), "a part is a part of the whole");
        }
    }
}

/// What is sealed comes back, whole and in part; with one byte changed, it does not.
fn well_made(data: &[u8]) {
    let [padding, cut, start, end, flip, repeat, rest @ ..] = data else { return };
    let padding = if padding % 2 == 0 { Padding::Padme } else { Padding::PowerOfTwo };
    let content = rest.repeat(usize::from(*repeat) + 1);
    let content = &content[..content.len().min(100_000)];
    let Ok((mut object, made)) = seal(content, padding) else { return };
    let cut = object.len() * usize::from(*cut) / 255;
    assert_eq!(open(&object, cut), Ok((content.to_vec(), made)));
    let at = |part: u8| content.len() as u64 * u64::from(part) / 255;
    let range = at(*start)..at(*end);
    match open_range(&object, &range) {
        Ok(part) => {
            let (start, end) = (usize::try_from(range.start).unwrap_or(0), usize::try_from(range.end).unwrap_or(0));
            assert_eq!(part, content[start..end]);
        }
        Err(_) => assert!(range.is_empty()),
    }
    let flipped = (object.len() - 1) * usize::from(*flip) / 255;
    object[flipped] ^= 1;
    assert!(open(&object, cut).is_err(), "byte {flipped} changed and accepted");
}

fn seal(content: &[u8], padding: Padding) -> Result<(Vec<u8>, Summary)> {
    let header = Header { of: OF, padding };
    let (mut sealer, head) = Sealer::new(&key(), header, content.len() as u64, &mut SeededEntropy::new(1))?;
    let mut out = head.to_vec();
    sealer.push(content, &mut out)?;
    let summary = sealer.finish(&mut out)?;
    Ok((out, summary))
}

/// A record's payload: as it is, and with its padding put right.
fn described(data: &[u8]) {
    let padded = crate::padded::pad(crate::error::What::Record, &[7; 32], data, usize::MAX);
    let padded = padded.map(|padded| padded.to_vec()).unwrap_or_default();
    for bytes in [data.to_vec(), padded] {
        let Ok(payload) = Payload::from_bytes(bytes.into()) else { continue };
        let Ok((share, record)) = payload.read() else { continue };
        for home in &record.provenance {
            let _ = home.verify();
        }
        let again = record.to_payload(&share).and_then(|payload| payload.read());
        assert_eq!(again.as_ref().map(|(_, record)| record), Ok(&record), "what is read can be written");
    }
}
