//! Papers of people who do not exist, drawn here and marked SPECIMEN. The same seed gives the same bytes everywhere, so
//! that a test can compare what came back with what was sent.

mod canvas;
mod card;
mod lettering;
mod paper;
mod random;
mod sheet;

use std::io::Read;

/// A sample scan, with what a desk would write about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Name of the file, as a scanner would give it.
    pub file_name: &'static str,
    /// Name of the folder it belongs in.
    pub folder: &'static str,
    /// The kind of paper, a code of the vault's own list.
    pub document_type: &'static str,
    /// The file: a PDF or a JPEG.
    pub bytes: Vec<u8>,
}

/// The three papers of the demonstration, all of them Amadou Diarra's.
#[must_use]
pub fn samples() -> [Sample; 3] {
    [
        Sample {
            file_name: "attestation-de-droits.pdf",
            folder: "Ressources",
            document_type: "benefit-statement",
            bytes: paper::draw(&paper::BENEFITS, 1),
        },
        Sample {
            file_name: "avis-impot-2025.pdf",
            folder: "Ressources",
            document_type: "tax-notice",
            bytes: paper::draw(&paper::TAX, 2),
        },
        Sample {
            file_name: "carte-identite.jpg",
            folder: "Identité",
            document_type: "identity-card",
            bytes: card::draw(3),
        },
    ]
}

/// A one-page PDF of a few kilobytes, a certificate of benefits whose reference the seed decides.
#[must_use]
pub fn pdf(seed: u64) -> Vec<u8> {
    paper::draw(&paper::BENEFITS, seed)
}

/// A JPEG of a few hundred kilobytes, the photograph of an identity card whose number and grain the seed decides.
#[must_use]
pub fn jpeg(seed: u64) -> Vec<u8> {
    card::draw(seed)
}

/// Exactly `length` bytes that cannot be compressed, without holding them in memory: content for tests of size.
#[must_use]
pub fn bytes(seed: u64, length: u64) -> impl Read {
    random::Bytes::new(seed, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_bytes_and_another_seed_others() {
        assert_eq!(samples(), samples());
        assert_eq!(pdf(7), pdf(7));
        assert_ne!(pdf(7), pdf(8));
        assert_eq!(jpeg(7), jpeg(7));
        assert_ne!(jpeg(7), jpeg(8));
    }

    #[test]
    fn the_files_are_what_their_names_say_and_the_letters_are_marked() {
        for sample in samples() {
            if sample.file_name.ends_with("pdf") {
                assert!(sample.bytes.starts_with(b"%PDF-1."));
                assert!(sample.bytes.windows(8).any(|word| word == b"SPECIMEN"));
            } else {
                assert!(sample.bytes.starts_with(&[0xff, 0xd8, 0xff]));
                assert!(sample.bytes.ends_with(&[0xff, 0xd9]));
            }
        }
    }

    #[test]
    fn content_has_the_asked_length_however_it_is_read() {
        let mut whole = Vec::new();
        bytes(1, 100_003).read_to_end(&mut whole).unwrap();
        assert_eq!(whole.len(), 100_003);

        let mut pieces = Vec::new();
        let mut source = bytes(1, 100_003);
        let mut piece = [0; 777];
        loop {
            let count = source.read(&mut piece).unwrap();
            if count == 0 {
                break;
            }
            pieces.extend_from_slice(&piece[..count]);
        }
        assert_eq!(pieces, whole);
    }
}
