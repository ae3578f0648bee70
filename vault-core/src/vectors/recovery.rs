use serde_json::{Value, json};

use super::cast::{ACCOUNT, CREDENTIAL, MAKER, OTHER_VAULT, VAULT, opening, signing};
use super::{Case, Fields, bad, flip, good, hex, settle, with};
use crate::credential::PinResetStatement;
use crate::entropy::SeededEntropy;
use crate::error::{Property, Result, What};
use crate::ids::{AccountId, CredentialId, RecoveryId, VaultId};
use crate::keys::{AccountKeys, SigningKey, VerifyingKey};
use crate::origin::Origin;
use crate::recovery::{Piece, RecoveryStatement, Rehearsal, combine, one_time_key, rehearsal_key, split};
use crate::secret::{HalfA, PinTag};

const W: What = What::Recovery;
const RECOVERY: RecoveryId = RecoveryId::from_bytes([0x5e; 16]);
const GENERATION: u32 = 3;
const NOW_MS: u64 = 1_800_000_000_000;

/// The pieces of all three guardians, by their places.
fn pieces() -> [[Piece; 2]; 3] {
    split(&mut SeededEntropy::new(60), &HalfA::from_bytes([0x6a; 32]), GENERATION)
}

fn cases() -> Vec<Case> {
    let mut cases = combining();
    cases.extend(rehearsing());
    cases.extend(signed());
    cases.push(derived());
    cases
}

/// Two pieces give half a, or do not belong together.
fn combining() -> Vec<Case> {
    let [first, second, third] = pieces();
    let both = |one: &[u8], other: &[u8]| json!({"kind": "combine", "one": hex(one), "other": hex(other)});
    let pair = |one: &Piece, other: &Piece| both(&*one.to_bytes(), &*other.to_bytes());
    let half = json!({"half_a": hex([0x6a; 32])});
    let [_, later, _] = split(&mut SeededEntropy::new(61), &HalfA::from_bytes([0x6a; 32]), GENERATION + 1);
    let own = first[0].to_bytes();
    let changed = |offset: usize, byte: u8| {
        let mut bytes = own.to_vec();
        bytes[offset] = byte;
        both(&bytes, &*second[0].to_bytes())
    };
    let zero = [&own[..1], &[0; 4], &own[5..]].concat();
    vec![
        good("guardians 1 and 2", pair(&first[0], &second[0]), half.clone()),
        good("guardians 1 and 3", pair(&first[1], &third[0]), half.clone()),
        good("guardians 2 and 3", pair(&second[1], &third[1]), half),
        bad("pieces of two pairs", pair(&first[0], &second[1]), W, Property::Kind),
        bad("the same piece twice", pair(&first[0], &first[0]), W, Property::Kind),
        bad("pieces of two generations", pair(&first[0], &later[0]), W, Property::Epoch),
        bad("no pair", changed(0, 0), W, Property::Kind),
        bad("a fourth pair", changed(0, 4), W, Property::Kind),
        bad("generation zero", both(&zero, &*second[0].to_bytes()), W, Property::Epoch),
        bad("a short piece", both(&own[..36], &*second[0].to_bytes()), W, Property::Length),
        bad("a long piece", both(&[&own[..], &[0]].concat(), &*second[0].to_bytes()), W, Property::Trailing),
    ]
}

/// Both pieces of one guardian make the key that signs a rehearsal.
fn rehearsing() -> Vec<Case> {
    let [own, other, _] = pieces();
    let key = rehearsal_key(VAULT, ACCOUNT, &own);
    let rehearsal = Rehearsal { vault: VAULT, guardian: ACCOUNT, generation: GENERATION, unix_ms: NOW_MS };
    let signature = rehearsal.sign(&key);
    let base = json!({
        "kind": "rehearsal", "vault": VAULT, "guardian": ACCOUNT, "generation": GENERATION, "unix_ms": NOW_MS,
        "pieces": [hex(*own[0].to_bytes()), hex(*own[1].to_bytes())], "signature": hex(signature),
    });
    let swapped = json!({"pieces": [hex(*own[1].to_bytes()), hex(*own[0].to_bytes())]});
    let foreign = json!({"pieces": [hex(*other[0].to_bytes()), hex(*other[1].to_bytes())]});
    let expect = json!({"key": hex(key.verifying_key().as_bytes())});
    let mut cases = vec![
        good("a rehearsal", base.clone(), expect.clone()),
        good("with the pieces in the other order", with(&base, &swapped), expect),
    ];
    for (name, change) in [
        ("with another guardian's pieces", foreign),
        ("of another vault", json!({"vault": OTHER_VAULT})),
        ("of another generation", json!({"generation": GENERATION + 1})),
        ("at another time", json!({"unix_ms": NOW_MS + 1})),
        ("a rehearsal with a flipped signature", json!({"signature": hex(flip(&signature, 0))})),
    ] {
        cases.push(bad(name, with(&base, &change), W, Property::Signature));
    }
    cases
}

/// What a sheet signs, and what a card signs for a new PIN.
fn signed() -> Vec<Case> {
    let key = signing(MAKER);
    let origin: Origin = "https://coffre.example".parse().unwrap();
    let one_time = opening(1);
    let sheet = RecoveryStatement {
        origin: &origin,
        recovery: RECOVERY,
        credential: CREDENTIAL,
        one_time_key: one_time.sealing_key(),
    };
    let (challenge, new_pin_tag) = ([0x77; 32], PinTag::from_bytes([0x89; 32]));
    let reset =
        PinResetStatement { origin: &origin, credential: CREDENTIAL, challenge: &challenge, new_pin_tag: &new_pin_tag };
    let common = json!({
        "origin": origin.as_str(), "credential": CREDENTIAL, "key": hex(key.verifying_key().as_bytes()),
    });
    let one_time_key = hex(one_time.sealing_key().as_bytes());
    let of_sheet = json!({
        "kind": "sheet", "recovery": RECOVERY, "one_time_key": one_time_key, "signature": hex(sheet.sign(&key)),
    });
    let of_reset = json!({
        "kind": "pin reset", "challenge": hex(challenge), "new_pin_tag": hex(new_pin_tag.expose()),
        "signature": hex(reset.sign(&key)),
    });
    let (of_sheet, of_reset) = (with(&common, &of_sheet), with(&common, &of_reset));
    let mut cases = vec![
        good("a sheet signs for a request", of_sheet.clone(), json!({"signed": true})),
        good("a card signs for a new PIN", of_reset.clone(), json!({"signed": true})),
    ];
    let other_id = CredentialId::from_bytes([0x92; 9]);
    for (name, base, what, change) in [
        ("a sheet for another server", &of_sheet, W, json!({"origin": "https://c0ffre.example"})),
        ("a sheet for another request", &of_sheet, W, json!({"recovery": RecoveryId::from_bytes([0x5f; 16])})),
        ("another sheet", &of_sheet, W, json!({"credential": other_id})),
        ("a sheet for another key", &of_sheet, W, json!({"one_time_key": hex(opening(2).sealing_key().as_bytes())})),
        ("a new PIN on another server", &of_reset, What::Credential, json!({"origin": "https://c0ffre.example"})),
        ("a new PIN of another card", &of_reset, What::Credential, json!({"credential": other_id})),
        ("a new PIN for another challenge", &of_reset, What::Credential, json!({"challenge": hex([0x78; 32])})),
        ("another new PIN", &of_reset, What::Credential, json!({"new_pin_tag": hex([0x8a; 32])})),
    ] {
        cases.push(bad(name, with(base, &change), what, Property::Signature));
    }
    cases
}

/// The one-time key of a request, made from its starter's root.
fn derived() -> Case {
    let keys = starter();
    let key = one_time_key(&keys, RECOVERY);
    let input = json!({"kind": "one-time key", "root": hex(&keys.to_root()[..]), "recovery": RECOVERY});
    let seed = hex(key.seed().expose());
    good("the one-time key of a request", input, json!({"seed": seed, "public": hex(key.sealing_key().as_bytes())}))
}

fn starter() -> AccountKeys {
    AccountKeys::from_root(&[[0x11; 32], [0x22; 32]].concat()).unwrap()
}

fn run(case: &Value) -> Result<Value> {
    let origin = || case.text("origin").parse::<Origin>();
    let credential = || CredentialId::from_bytes(case.array("credential"));
    let recovery = || RecoveryId::from_bytes(case.array("recovery"));
    match case.text("kind") {
        "combine" => {
            let (one, other) = (Piece::from_bytes(&case.bytes("one"))?, Piece::from_bytes(&case.bytes("other"))?);
            Ok(json!({"half_a": hex(combine(&one, &other)?.expose())}))
        }
        "rehearsal" => {
            let vault = VaultId::from_bytes(case.array("vault"));
            let guardian = AccountId::from_bytes(case.array("guardian"));
            let pieces: Vec<Piece> =
                case.list("pieces").iter().map(|bytes| Piece::from_bytes(bytes)).collect::<Result<_>>()?;
            let key: SigningKey = rehearsal_key(vault, guardian, &pieces.try_into().unwrap());
            let (generation, unix_ms) = (case.epoch("generation"), case.number("unix_ms"));
            let key: VerifyingKey = key.verifying_key();
            Rehearsal { vault, guardian, generation, unix_ms }.verify(&key, &case.bytes("signature"))?;
            Ok(json!({"key": hex(key.as_bytes())}))
        }
        "sheet" => {
            let (origin, one_time_key) = (origin()?, case.sealing("one_time_key"));
            let statement = RecoveryStatement {
                origin: &origin,
                recovery: recovery(),
                credential: credential(),
                one_time_key: &one_time_key,
            };
            statement.verify(&case.verifying("key"), &case.bytes("signature"))?;
            Ok(json!({"signed": true}))
        }
        "pin reset" => {
            let (origin, challenge) = (origin()?, case.array("challenge"));
            let new_pin_tag = PinTag::from_bytes(case.array("new_pin_tag"));
            let (credential, challenge, new_pin_tag) = (credential(), &challenge, &new_pin_tag);
            let statement = PinResetStatement { origin: &origin, credential, challenge, new_pin_tag };
            statement.verify(&case.verifying("key"), &case.bytes("signature"))?;
            Ok(json!({"signed": true}))
        }
        "one-time key" => {
            let keys = AccountKeys::from_root(&case.bytes("root")).unwrap();
            let key = one_time_key(&keys, recovery());
            Ok(json!({"seed": hex(key.seed().expose()), "public": hex(key.sealing_key().as_bytes())}))
        }
        other => panic!("unknown kind {other}"),
    }
}

#[test]
fn vectors() {
    settle("recovery.json", &cases(), run);
}
