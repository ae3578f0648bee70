//! What is looked for, in every form in which programs write bytes; and a search for all of it at once.

use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};

/// Many byte strings, found in one pass.
#[derive(Debug, Default)]
pub(crate) struct Needles {
    all: Vec<(String, Vec<u8>)>,
}

impl Needles {
    /// Looks for these bytes in every form.
    pub(crate) fn add(&mut self, what: &str, bytes: &[u8]) {
        for form in forms(bytes) {
            self.all.push((what.to_owned(), form));
        }
    }

    /// Those of which a form occurs.
    pub(crate) fn found_in(&self, hay: &[u8]) -> Vec<String> {
        // By their first two bytes, most places are passed over at once.
        let mut by_start = vec![Vec::new(); 1 << 16];
        for (number, (_, form)) in self.all.iter().enumerate() {
            by_start[start(form)].push(number);
        }
        let mut found: Vec<String> = Vec::new();
        for at in 0..hay.len().saturating_sub(1) {
            for number in &by_start[start(&hay[at..])] {
                let (what, form) = &self.all[*number];
                if hay[at..].starts_with(form) && !found.contains(what) {
                    found.push(what.clone());
                }
            }
        }
        found
    }
}

fn start(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

/// The bytes, and the part of their encodings that does not depend on what stands around them.
pub(crate) fn forms(needle: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![needle.to_vec(), HEXLOWER.encode(needle).into_bytes(), HEXUPPER.encode(needle).into_bytes()];
    for skipped in 0..3 {
        let whole = &needle[skipped..];
        let whole = &whole[..whole.len() / 3 * 3];
        if whole.len() >= 6 {
            forms.extend([BASE64.encode(whole).into_bytes(), BASE64URL_NOPAD.encode(whole).into_bytes()]);
        }
    }
    for skipped in 0..5 {
        let whole = needle.get(skipped..).unwrap_or_default();
        let whole = &whole[..whole.len() / 5 * 5];
        if whole.len() >= 10 {
            forms.push(BASE32_NOPAD.encode(whole).into_bytes());
        }
    }
    forms
}
