//! The signed header of a backup (FORMATS 2): one line of JSON, one line with the signature of the log key.

use data_encoding::BASE64;

use crate::codec::base64;
use crate::error::{Error, Property, Result, What};
use crate::keys::{Label, SigningKey, VerifyingKey};

const LABEL: Label = Label("vault/backup/v1");

/// The text of the header file: `json ‖ line feed ‖ base64(signature) ‖ line feed`. `json` has no line feed.
#[must_use]
pub fn sign(json: &str, log: &SigningKey) -> String {
    format!("{json}\n{}\n", BASE64.encode(&log.sign(LABEL, json.as_bytes())))
}

/// Checks the signature and gives the line of JSON. Refuses whatever is not exactly what [`sign`] makes.
pub fn open<'a>(text: &'a str, log: &VerifyingKey) -> Result<&'a str> {
    let wrong = |property| Error::new(What::AtRest, property);
    let (json, rest) = text.split_once('\n').ok_or(wrong(Property::Length))?;
    let signature = rest.strip_suffix('\n').ok_or(wrong(Property::Length))?;
    let signature = base64(What::AtRest, signature)?;
    log.verify(What::AtRest, LABEL, json.as_bytes(), &signature)?;
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn a_header_changed_in_any_byte_is_refused() {
        let key = SigningKey::generate(&mut SeededEntropy::new(1));
        let text = sign(r#"{"snapshot":"SPECIMEN"}"#, &key);
        assert_eq!(open(&text, &key.verifying_key()), Ok(r#"{"snapshot":"SPECIMEN"}"#));
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1;
            let changed = String::from_utf8(changed).unwrap();
            assert!(open(&changed, &key.verifying_key()).is_err(), "{at}");
        }
        for wrong in ["", "\n", &text[..text.len() - 1], &format!("{text}\n")] {
            assert!(open(wrong, &key.verifying_key()).is_err(), "{wrong:?}");
        }
        let (json, signature) = text.trim_end().split_once('\n').unwrap();
        let signature = BASE64.decode(signature.as_bytes()).unwrap();
        let pieces = format!("{json}\n{}{}\n", BASE64.encode(&signature[..1]), BASE64.encode(&signature[1..]));
        assert_eq!(open(&pieces, &key.verifying_key()), Err(Error::new(What::AtRest, Property::Alphabet)));
        let other = SigningKey::generate(&mut SeededEntropy::new(2));
        assert!(open(&text, &other.verifying_key()).is_err());
    }
}
