use data_encoding::BASE32_NOPAD;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::cast::{ACCOUNT, OTHER_ACCOUNT};
use super::{Case, Fields, bad, flip, good, hex, settle, with};
use crate::credential::{Credential, Pin, PinHash, open_root, seal_root};
use crate::entropy::SeededEntropy;
use crate::error::{Property, Result, What};
use crate::ids::AccountId;
use crate::keys::AccountKeys;
use crate::secret::{HalfB, Pepper};

const W: What = What::Credential;

fn credential() -> Credential {
    Credential::generate(&mut SeededEntropy::new(70))
}

fn cases() -> Vec<Case> {
    let mut cases = texts();
    cases.extend(pins());
    cases.extend(roots());
    cases
}

fn texts() -> Vec<Case> {
    let credential = credential();
    let text = credential.to_text();
    let expect = json!({
        "id": credential.id, "secret": hex(credential.secret.expose()),
        "signing_key": hex(credential.signing_key().verifying_key().as_bytes()),
        "pin_key": hex(credential.pin_key().expose()), "half_a": hex(credential.half_a().expose()),
    });
    let input = |text: &str| json!({"use": "read", "text": text});
    let mut cases: Vec<Case> = [
        ("52 characters", text.to_string()),
        ("in groups of four", credential.to_grouped_text().to_string()),
        ("with hyphens, in lower case", credential.to_grouped_text().replace(' ', "-").to_lowercase()),
    ]
    .into_iter()
    .map(|(name, text)| good(name, input(&text), expect.clone()))
    .collect();
    let mut typed = text.to_string();
    let wrong = if &typed[20..21] == "A" { "B" } else { "A" };
    typed.replace_range(20..21, wrong);
    let swapped: String = text[..2].chars().rev().chain(text[2..].chars()).collect();
    let last = text.chars().last().unwrap();
    let with_bits = char::from(u8::try_from(last).unwrap() + 1);
    let version_two = {
        let mut bytes = BASE32_NOPAD.decode(text.as_bytes()).unwrap();
        bytes[0] = 2;
        let checksum = bytes[..30].iter().fold(0xffff_u16, |crc, byte| {
            (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| if crc >> 15 == 1 { crc << 1 ^ 0x1021 } else { crc << 1 })
        });
        bytes[30..].copy_from_slice(&checksum.to_be_bytes());
        BASE32_NOPAD.encode(&bytes)
    };
    for (name, text, property) in [
        ("one character wrong", typed, Property::Checksum),
        ("two characters exchanged", swapped, Property::Checksum),
        ("one character missing", text[..51].to_owned(), Property::Length),
        ("one character too many", format!("{}A", *text), Property::Length),
        ("nothing", String::new(), Property::Length),
        ("a zero, which the alphabet lacks", format!("0{}", &text[1..]), Property::Alphabet),
        ("final bits that are not zero", format!("{}{with_bits}", &text[..51]), Property::Padding),
        ("version two", version_two, Property::Version),
    ] {
        cases.push(bad(name, input(&text), W, property));
    }
    cases
}

fn pins() -> Vec<Case> {
    let credential = credential();
    let pepper = [0x71; 32];
    let tag = Pin::enter("5829").unwrap().tag(&credential);
    let stored = PinHash::of(&Pepper::from_bytes(pepper), &tag);
    let input = |pin: &str| {
        json!({
            "use": "choose-pin", "text": credential.to_text().as_str(), "pin": pin, "birth_date": "1987-04-23",
            "pepper": hex(pepper),
        })
    };
    let expect = json!({"pin_tag": hex(tag.expose()), "stored": hex(stored.as_bytes())});
    let mut cases = vec![good("a PIN", input("5829"), expect)];
    for (name, pin, property) in [
        ("three digits", "582", Property::Length),
        ("nine digits", "582958295", Property::Length),
        ("a letter", "58z9", Property::Alphabet),
        ("digits of another script", "٥٨٢٩", Property::Alphabet),
        ("one digit repeated", "7777", Property::Weak),
        ("a block repeated", "582582", Property::Weak),
        ("a sequence up", "2345", Property::Weak),
        ("a sequence down", "87654", Property::Weak),
        ("a sequence over zero", "8901", Property::Weak),
        ("a birth year", "1961", Property::Weak),
        ("a birth year of this century", "2008", Property::Weak),
        ("one's own birthday", "2304", Property::Weak),
        ("one's own birth date", "23041987", Property::Weak),
    ] {
        cases.push(bad(name, input(pin), What::Pin, property));
    }
    cases
}

fn roots() -> Vec<Case> {
    let credential = credential();
    let (half, entropy) = (HalfB::from_bytes([0x72; 32]), &mut SeededEntropy::new(71));
    let keys = AccountKeys::generate(entropy);
    let sealed = seal_root(entropy, &credential, &half, ACCOUNT, &keys);
    let base = json!({
        "use": "open-root", "text": credential.to_text().as_str(), "half_b": hex(half.expose()), "account": ACCOUNT,
        "bytes": hex(&sealed),
    });
    let expect = json!({
        "root": hex(*keys.to_root()), "signing_key": hex(keys.signing.verifying_key().as_bytes()),
        "sealing_sha256": keys.opening.sealing_key().hash(),
    });
    let other = Credential::generate(&mut SeededEntropy::new(72));
    let mut cases = vec![good("an account root", base.clone(), expect)];
    for (name, change, property) in [
        ("the root under another credential", json!({"text": other.to_text().as_str()}), Property::Authentication),
        ("the root with another half b", json!({"half_b": hex([0x73; 32])}), Property::Authentication),
        ("the root of another account", json!({"account": OTHER_ACCOUNT}), Property::Authentication),
        ("the root with a flipped nonce", json!({"bytes": hex(flip(&sealed, 0))}), Property::Authentication),
        ("the root with a flipped ciphertext", json!({"bytes": hex(flip(&sealed, 12))}), Property::Authentication),
        ("the root with a flipped tag", json!({"bytes": hex(flip(&sealed, 91))}), Property::Authentication),
        ("the root cut", json!({"bytes": hex(&sealed[..91])}), Property::Length),
        ("the root with a byte more", json!({"bytes": hex([&sealed[..], &[0]].concat())}), Property::Length),
    ] {
        cases.push(bad(name, with(&base, &change), What::Root, property));
    }
    cases
}

fn run(case: &Value) -> Result<Value> {
    let credential: Credential = case.text("text").parse()?;
    match case.text("use") {
        "read" => Ok(json!({
            "id": credential.id, "secret": hex(credential.secret.expose()),
            "signing_key": hex(credential.signing_key().verifying_key().as_bytes()),
            "pin_key": hex(credential.pin_key().expose()), "half_a": hex(credential.half_a().expose()),
        })),
        "choose-pin" => {
            let tag = Pin::choose(case.text("pin"), Some(case.text("birth_date")))?.tag(&credential);
            let stored = PinHash::of(&Pepper::from_bytes(case.array("pepper")), &tag);
            Ok(json!({"pin_tag": hex(tag.expose()), "stored": hex(stored.as_bytes())}))
        }
        _ => {
            let half = HalfB::from_bytes(case.array("half_b"));
            let account = AccountId::from_bytes(case.array("account"));
            let keys = open_root(&credential, &half, account, &case.bytes("bytes"))?;
            let root: Zeroizing<[u8; 64]> = keys.to_root();
            Ok(json!({
                "root": hex(*root), "signing_key": hex(keys.signing.verifying_key().as_bytes()),
                "sealing_sha256": keys.opening.sealing_key().hash(),
            }))
        }
    }
}

#[test]
fn vectors() {
    settle("credential.json", &cases(), run);
}
