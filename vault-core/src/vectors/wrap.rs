use serde_json::{Value, json};

use super::cast::{
    ACCOUNT, CREDENTIAL, DOCUMENT, FOLDER, MAKER, MANDATE, NEW_YEAR, ORGANISATION, OTHER_VAULT, VAULT, VERSION,
    opening, signing,
};
use super::{Case, Fields, bad, flip, good, hex, patch, resign, settle, signed_hostiles, with};
use crate::entropy::{Entropy, SeededEntropy};
use crate::error::{Property, Result, What};
use crate::ids::{
    AccountId, CredentialId, DocumentId, DocumentVersion, FolderEpoch, FolderId, MandateId, OrganisationId, ReminderId,
    VaultId,
};
use crate::keys::{Label, OpeningKey};
use crate::padded::pad;
use crate::record::Payload;
use crate::recovery::Piece;
use crate::reminder::Reminder;
use crate::secret::{DirectorySeed, HalfB, RecoveryShare, ServerShare, XWingSeed};
use crate::wrap::{About, Display, Envelope, MemberEpoch, Reading, SeedFor, Wrap};

const W: What = What::Wrap;
const LABEL: Label = Label("vault/wrap-sig/v1");
const RECIPIENT: u64 = 1;
const EPOCH: u32 = 3;
const FOLDER_EPOCH: FolderEpoch = FolderEpoch { vault: VAULT, folder: FOLDER, epoch: EPOCH };
const MEMBER: MemberEpoch = MemberEpoch { organisation: ORGANISATION, member: ACCOUNT, epoch: EPOCH };
const REMINDER: Reminder =
    Reminder { id: ReminderId::from_bytes([0x1e; 16]), vault: VAULT, document: DOCUMENT, due_ms: 1_900_051_200_000 };
const REMIND: &str = "Carte SPECIMEN : prendre rendez-vous\navec deux photos";
const PURPOSE: &str = "Dossier de logement SPECIMEN\nsuivi avec la personne";

fn display() -> Display {
    Display { size: 200, contrast: true, spacing: false, still: true, language: "ar".to_owned() }
}

/// Name of the kind, scope, object, version and epoch, the wrap, and its plaintext or what it says.
type Kind = (&'static str, Value, Vec<u8>, Value);

/// One wrap of each kind.
fn all_kinds(e: &mut dyn Entropy) -> Vec<Kind> {
    let (to, maker) = (opening(RECIPIENT), signing(MAKER));
    let envelope = Envelope { to: to.sealing_key(), maker: &maker, not_after: NEW_YEAR };
    let seed = OpeningKey::from_seed(XWingSeed::from_bytes([0x61; 32]));
    let payload = Payload::from_bytes(vec![0x62; 512].into()).unwrap();
    let share = ServerShare::from_bytes([0x63; 32]);
    let half = HalfB::from_bytes([0x64; 32]);
    let directory = DirectorySeed::from_bytes([0x65; 32]);
    let piece = Piece { pair: 1, generation: 1, share: RecoveryShare::from_bytes([0x66; 32]) };
    let organisation = signing(50);
    let folder = json!({"vault": VAULT, "folder": FOLDER, "epoch": EPOCH});
    let document = |epoch: u32| json!({"vault": VAULT, "document": DOCUMENT, "version": 2, "epoch": epoch});
    let member = json!({"organisation": ORGANISATION, "member": ACCOUNT, "epoch": EPOCH});
    let credential = |epoch: u32| json!({"account": ACCOUNT, "credential": CREDENTIAL, "epoch": epoch});
    let secret = |bytes: &[u8]| json!({"plaintext": hex(bytes)});
    let mut kinds = vec![
        (
            "folder seed to owner",
            folder.clone(),
            envelope.seal_folder_seed(e, SeedFor::Owner, &FOLDER_EPOCH, &seed).unwrap(),
            secret(&[0x61; 32]),
        ),
        (
            "folder seed to holder",
            folder,
            envelope.seal_folder_seed(e, SeedFor::Holder, &FOLDER_EPOCH, &seed).unwrap(),
            secret(&[0x61; 32]),
        ),
        (
            "record to folder",
            document(EPOCH),
            envelope.seal_record_to_folder(e, &VERSION, EPOCH, &payload).unwrap(),
            secret(&[0x62; 512]),
        ),
        (
            "record to holder",
            document(0),
            envelope.seal_record_to_holder(e, &VERSION, 0, &payload).unwrap(),
            secret(&[0x62; 512]),
        ),
        (
            "recovery piece",
            json!({"vault": VAULT, "guardian": ACCOUNT}),
            envelope.seal_recovery_piece(e, VAULT, ACCOUNT, &piece).unwrap(),
            secret(&*piece.to_bytes()),
        ),
        (
            "mandate seed to member",
            member.clone(),
            envelope.seal_mandate_seed(e, &MEMBER, &seed).unwrap(),
            secret(&[0x61; 32]),
        ),
        (
            "share to server",
            document(EPOCH),
            envelope.seal_share_to_server(e, &VERSION, EPOCH, &share).unwrap(),
            secret(&[0x63; 32]),
        ),
        (
            "share to reader",
            document(0),
            envelope.seal_share_to_reader(e, &VERSION, &share).unwrap(),
            secret(&[0x63; 32]),
        ),
        (
            "directory seed to member",
            member.clone(),
            envelope.seal_directory_seed(e, &MEMBER, &directory).unwrap(),
            secret(&[0x65; 32]),
        ),
        (
            "signing seed to referent",
            member,
            envelope.seal_signing_seed(e, &MEMBER, &organisation).unwrap(),
            secret(organisation.seed().expose()),
        ),
        (
            "half b to server",
            credential(EPOCH),
            envelope.seal_half_to_server(e, ACCOUNT, CREDENTIAL, EPOCH, &half).unwrap(),
            secret(&[0x64; 32]),
        ),
        (
            "half b to login",
            credential(0),
            envelope.seal_half_to_login(e, ACCOUNT, CREDENTIAL, &half).unwrap(),
            secret(&[0x64; 32]),
        ),
    ];
    kinds.extend(texts(e, &envelope));
    kinds
}

/// Those that hold what somebody wrote or chose.
fn texts(e: &mut dyn Entropy, envelope: &Envelope<'_>) -> [Kind; 3] {
    [
        (
            "purpose text to folder",
            json!({"vault": VAULT, "mandate": MANDATE, "epoch": EPOCH}),
            envelope.seal_purpose_text(e, VAULT, MANDATE, EPOCH, PURPOSE).unwrap(),
            json!({"text": PURPOSE}),
        ),
        (
            "reminder to folder",
            json!({"vault": VAULT, "reminder": REMINDER.id, "document": DOCUMENT, "due_ms": REMINDER.due_ms, "epoch": EPOCH}),
            envelope.seal_reminder(e, &REMINDER, EPOCH, REMIND).unwrap(),
            json!({"text": REMIND}),
        ),
        (
            "display to self",
            json!({"account": ACCOUNT}),
            envelope.seal_display(e, ACCOUNT, &display()).unwrap(),
            json!({"size": 200, "contrast": true, "spacing": false, "still": true, "language": "ar"}),
        ),
    ]
}

fn cases() -> Vec<Case> {
    let maker = hex(signing(MAKER).verifying_key().as_bytes());
    let recipient = hex(opening(RECIPIENT).seed().expose());
    let kinds = all_kinds(&mut SeededEntropy::new(40));
    let common = json!({"maker": maker, "recipient_seed": recipient, "now": NEW_YEAR});
    let mut inputs: Vec<Value> = Vec::new();
    let mut cases = Vec::new();
    for (kind, about, bytes, expect) in &kinds {
        let input = with(&with(&common, about), &json!({"kind": kind, "bytes": hex(bytes)}));
        cases.push(good(kind, input.clone(), expect.clone()));
        inputs.push(input);
    }
    let [owner, holder, record] = &inputs[..3] else { panic!("15 kinds") };
    cases.extend(flipped(record));
    cases.extend(asked_otherwise(owner, holder, record));
    cases.extend(resigned(owner, record, &inputs[12]));
    cases.extend(reminders(&inputs[13]));
    cases.extend(displays(&inputs[14]));
    cases
}

fn flipped(record: &Value) -> Vec<Case> {
    let mut cases = signed_hostiles(
        W,
        record,
        &[
            ("magic", 0, Property::Magic),
            ("key encapsulation", 4, Property::Suite),
            ("reserved byte", 6, Property::Reserved),
            ("scope", 8, Property::Signature),
            ("object", 24, Property::Signature),
            ("version", 47, Property::Signature),
            ("epoch", 51, Property::Signature),
            ("recipient", 52, Property::Signature),
            ("end date", 75, Property::Signature),
            ("maker", 76, Property::Maker),
            ("encapsulated key", 92, Property::Signature),
            ("ciphertext", 1212, Property::Signature),
        ],
    );
    // The length of the ciphertext is not told: one byte more is a wrong length, not something after the end.
    cases.retain(|case| case.name != "one byte after the end");
    let bytes = record.bytes("bytes");
    let longer = json!({"bytes": hex([bytes.as_slice(), &[0]].concat())});
    cases.push(bad("one byte after the end", with(record, &longer), W, Property::Length));
    cases.push(bad("cut in the header", with(record, &json!({"bytes": hex(&bytes[..91])})), W, Property::Length));
    cases
}

fn asked_otherwise(owner: &Value, holder: &Value, record: &Value) -> Vec<Case> {
    let stranger = hex(opening(9).seed().expose());
    let foreign = json!({"bytes": record["bytes"], "maker": hex(signing(99).verifying_key().as_bytes())});
    [
        ("of another kind, whoever made it", owner, foreign, Property::Kind),
        ("another vault asked for", owner, json!({"vault": OTHER_VAULT}), Property::Ids),
        ("another folder asked for", owner, json!({"folder": DOCUMENT}), Property::Ids),
        ("another document asked for", record, json!({"document": FOLDER}), Property::Ids),
        ("an older version asked for", record, json!({"version": 1}), Property::Ids),
        ("an older epoch asked for", owner, json!({"epoch": 2}), Property::Epoch),
        ("a seed for a holder given to the owner", owner, json!({"bytes": holder["bytes"]}), Property::Kind),
        ("a record in the place of a seed", owner, json!({"bytes": record["bytes"]}), Property::Kind),
        ("opened by another recipient", owner, json!({"recipient_seed": stranger}), Property::Recipient),
        ("after its end", owner, json!({"now": NEW_YEAR + 1}), Property::Validity),
    ]
    .into_iter()
    .map(|(name, input, change, property)| bad(name, with(input, &change), W, property))
    .collect()
}

/// Correctly signed by the maker, and yet refused.
fn resigned(owner: &Value, record: &Value, purpose: &Value) -> Vec<Case> {
    let maker = signing(MAKER);
    let case = |name: &str, input: &Value, bytes: Vec<u8>, property| {
        bad(name, with(input, &json!({"bytes": hex(resign(&bytes, LABEL, &maker))})), W, property)
    };
    let (seed, sealed_record, text) = (owner.bytes("bytes"), record.bytes("bytes"), purpose.bytes("bytes"));
    let stranger = with(owner, &json!({"recipient_seed": hex(opening(9).seed().expose())}));
    let readdressed = patch(&seed, 52, &opening(9).sealing_key().short_hash());
    let control = {
        let to = opening(RECIPIENT);
        let envelope = Envelope { to: to.sealing_key(), maker: &maker, not_after: 0 };
        assert!(envelope.seal_purpose_text(&mut SeededEntropy::new(1), VAULT, MANDATE, EPOCH, "a\0").is_err());
        flip(&text, text.len() - 65)
    };
    vec![
        case("signed again with another encapsulated key", owner, flip(&seed, 92), Property::Authentication),
        case("signed again with another ciphertext", owner, flip(&seed, 1212), Property::Authentication),
        case("signed again with another tag", purpose, control, Property::Authentication),
        case("signed again with another end date", owner, patch(&seed, 68, &[1; 8]), Property::Authentication),
        case("addressed anew to another recipient", &stranger, readdressed, Property::Authentication),
        case("kind zero", owner, patch(&seed, 5, &[0]), Property::Kind),
        case("unknown kind", owner, patch(&seed, 5, &[16]), Property::Kind),
        case("a seed of 512 bytes", owner, patch(&sealed_record, 5, &[1]), Property::Length),
        case("a record of 32 bytes", record, patch(&seed, 5, &[3]), Property::Length),
        case("a folder with a version", owner, patch(&seed, 47, &[1]), Property::Version),
        case("a document without a version", record, patch(&sealed_record, 40, &[0; 8]), Property::Version),
        case("a folder without an epoch", owner, patch(&seed, 48, &[0; 4]), Property::Epoch),
    ]
}

/// A reminder shown for what it is not, and texts that nobody here would have sealed.
fn reminders(reminder: &Value) -> Vec<Case> {
    let (to, maker) = (opening(RECIPIENT), signing(MAKER));
    let sealed = |prefix: &[u8], text: &[u8]| {
        let padded = pad(W, prefix, text, 1024).unwrap();
        let envelope = Envelope { to: to.sealing_key(), maker: &maker, not_after: NEW_YEAR };
        let about = About::reminder(VAULT, REMINDER.id, EPOCH);
        json!({"bytes": hex(envelope.seal(&mut SeededEntropy::new(41), &about, &padded).unwrap())})
    };
    let prefix = [DOCUMENT.as_bytes().as_slice(), &REMINDER.due_ms.to_be_bytes()].concat();
    let short = resign(&patch(&reminder.bytes("bytes"), 5, &[1]), LABEL, &maker);
    [
        ("a reminder of another paper", json!({"document": FOLDER}), Property::Ids),
        ("a reminder of another day", json!({"due_ms": REMINDER.due_ms + 86_400_000}), Property::Validity),
        ("another reminder asked for", json!({"reminder": DOCUMENT}), Property::Ids),
        ("a reminder of another vault", json!({"vault": OTHER_VAULT}), Property::Ids),
        ("a reminder of an older epoch", json!({"epoch": EPOCH - 1}), Property::Epoch),
        ("a reminder in the place of a seed", json!({"bytes": hex(&short)}), Property::Length),
        ("a reminder without a word", sealed(&prefix, b""), Property::Length),
        ("a reminder with a control character", sealed(&prefix, b"a\0b"), Property::Alphabet),
        ("a reminder that is not UTF-8", sealed(&prefix, b"\xff"), Property::Alphabet),
        ("a reminder of 501 characters", sealed(&prefix, &[b'a'; 501]), Property::Length),
        ("a reminder that names no paper", sealed(&[], b"SPECIMEN"), Property::Ids),
    ]
    .into_iter()
    .map(|(name, change, property)| bad(name, with(reminder, &change), W, property))
    .collect()
}

/// A display profile shown for what it is not, and contents that nobody here would have sealed.
fn displays(display: &Value) -> Vec<Case> {
    let (to, maker) = (opening(RECIPIENT), signing(MAKER));
    let sealed = |prefix: &[u8], text: &[u8]| {
        let padded = pad(W, prefix, text, 256).unwrap();
        let envelope = Envelope { to: to.sealing_key(), maker: &maker, not_after: NEW_YEAR };
        let about = About::display(ACCOUNT);
        json!({"bytes": hex(envelope.seal(&mut SeededEntropy::new(42), &about, &padded).unwrap())})
    };
    let resigned = |at: usize, bytes: &[u8]| json!({"bytes": hex(resign(&patch(&display.bytes("bytes"), at, bytes), LABEL, &maker))});
    let usual = [1, 0, 100, 0];
    [
        ("a display profile of another account", json!({"account": FOLDER}), Property::Ids),
        ("a display profile with an epoch", resigned(48, &[0, 0, 0, 1]), Property::Epoch),
        ("a display profile in the place of a seed", resigned(5, &[1]), Property::Length),
        ("a seed in the place of a display profile", resigned(5, &[12]), Property::Length),
        ("a display profile of another format", sealed(&[2, 0, 100, 0], b"fr"), Property::Version),
        ("a display profile with an unknown flag", sealed(&[1, 0, 100, 8], b"fr"), Property::Reserved),
        ("a display profile of an unknown size", sealed(&[1, 0, 101, 0], b"fr"), Property::Kind),
        ("a display profile without a language", sealed(&usual, b""), Property::Length),
        ("a display profile with a long language", sealed(&usual, b"abcdefghi"), Property::Length),
        ("a display profile with a language in capitals", sealed(&usual, b"FR"), Property::Alphabet),
        ("a display profile that is not UTF-8", sealed(&usual, b"\xff\xff"), Property::Alphabet),
    ]
    .into_iter()
    .map(|(name, change, property)| bad(name, with(display, &change), W, property))
    .collect()
}

fn run(case: &Value) -> Result<Value> {
    let with = OpeningKey::from_seed(XWingSeed::from_bytes(case.array("recipient_seed")));
    let maker = case.verifying("maker");
    let bytes = &case.bytes("bytes");
    let reading = Reading { with: &with, maker: &maker };
    let secret = |bytes: &[u8]| json!({"plaintext": hex(bytes)});
    let folder = || FolderEpoch {
        vault: VaultId::from_bytes(case.array("vault")),
        folder: FolderId::from_bytes(case.array("folder")),
        epoch: case.epoch("epoch"),
    };
    let document = || DocumentVersion {
        vault: VaultId::from_bytes(case.array("vault")),
        document: DocumentId::from_bytes(case.array("document")),
        version: case.number("version"),
    };
    let member = || MemberEpoch {
        organisation: OrganisationId::from_bytes(case.array("organisation")),
        member: AccountId::from_bytes(case.array("member")),
        epoch: case.epoch("epoch"),
    };
    let account = || AccountId::from_bytes(case.array("account"));
    let credential = || CredentialId::from_bytes(case.array("credential"));
    let vault = || VaultId::from_bytes(case.array("vault"));
    let epoch = || case.epoch("epoch");
    let out = match case.text("kind") {
        "folder seed to owner" => secret(reading.open_folder_seed(bytes, SeedFor::Owner, &folder())?.seed().expose()),
        "folder seed to holder" => secret(reading.open_folder_seed(bytes, SeedFor::Holder, &folder())?.seed().expose()),
        "record to folder" => secret(reading.open_record_to_folder(bytes, &document(), epoch())?.as_bytes()),
        "record to holder" => secret(reading.open_record_to_holder(bytes, &document(), epoch())?.as_bytes()),
        "recovery piece" => {
            let guardian = AccountId::from_bytes(case.array("guardian"));
            secret(&*reading.open_recovery_piece(bytes, vault(), guardian)?.to_bytes())
        }
        "mandate seed to member" => secret(reading.open_mandate_seed(bytes, &member())?.seed().expose()),
        "share to server" => secret(reading.open_share_to_server(bytes, &document(), epoch())?.expose()),
        "share to reader" => secret(reading.open_share_to_reader(bytes, &document())?.expose()),
        "directory seed to member" => secret(reading.open_directory_seed(bytes, &member())?.expose()),
        "signing seed to referent" => secret(reading.open_signing_seed(bytes, &member())?.seed().expose()),
        "half b to server" => secret(reading.open_half_to_server(bytes, account(), credential(), epoch())?.expose()),
        "half b to login" => secret(reading.open_half_to_login(bytes, account(), credential())?.expose()),
        "purpose text to folder" => {
            let mandate = MandateId::from_bytes(case.array("mandate"));
            json!({"text": reading.open_purpose_text(bytes, vault(), mandate, epoch())?})
        }
        "reminder to folder" => {
            let of = Reminder {
                id: ReminderId::from_bytes(case.array("reminder")),
                vault: vault(),
                document: DocumentId::from_bytes(case.array("document")),
                due_ms: case.number("due_ms"),
            };
            json!({"text": reading.open_reminder(bytes, &of, epoch())?})
        }
        "display to self" => {
            let Display { size, contrast, spacing, still, language } = reading.open_display(bytes, account())?;
            json!({"size": size, "contrast": contrast, "spacing": spacing, "still": still, "language": language})
        }
        other => panic!("unknown kind {other}"),
    };
    Wrap::parse(bytes)?.check_valid_at(case.number("now"))?;
    Ok(out)
}

#[test]
fn vectors() {
    settle("wrap.json", &cases(), run);
}

#[test]
fn says_in_clear_what_carriers_need() {
    let kinds = all_kinds(&mut SeededEntropy::new(40));
    for (number, (name, _, bytes, _)) in (1..).zip(&kinds) {
        let wrap = Wrap::parse(bytes).unwrap();
        assert_eq!(wrap.about().kind as u8, number, "{name}");
        assert_eq!(wrap.maker(), signing(MAKER).kid(), "{name}");
        assert_eq!(wrap.not_after(), NEW_YEAR, "{name}");
        assert!(wrap.is_for(opening(RECIPIENT).sealing_key()), "{name}");
        assert!(!wrap.is_for(opening(9).sealing_key()), "{name}");
        wrap.verify(&signing(MAKER).verifying_key()).unwrap();
    }
}

#[test]
fn nobody_seals_what_nobody_would_open() {
    let (to, maker) = (opening(RECIPIENT), signing(MAKER));
    let envelope = Envelope { to: to.sealing_key(), maker: &maker, not_after: 0 };
    let e = &mut SeededEntropy::new(1);
    let share = ServerShare::from_bytes([1; 32]);
    let no_version = DocumentVersion { version: 0, ..VERSION };
    assert_eq!(envelope.seal_share_to_reader(e, &no_version, &share).unwrap_err().property, Property::Version);
    assert_eq!(envelope.seal_share_to_server(e, &VERSION, 0, &share).unwrap_err().property, Property::Epoch);
    let long = "a".repeat(1001);
    assert_eq!(envelope.seal_purpose_text(e, VAULT, MANDATE, 1, &long).unwrap_err().property, Property::Length);
    assert_eq!(envelope.seal_reminder(e, &REMINDER, 1, &long).unwrap_err().property, Property::Length);
    assert_eq!(envelope.seal_reminder(e, &REMINDER, 1, "").unwrap_err().property, Property::Length);
    assert_eq!(envelope.seal_reminder(e, &REMINDER, 1, "a\u{202e}b").unwrap_err().property, Property::Alphabet);
    let unknown = [
        (Display { size: 300, ..display() }, Property::Kind),
        (Display { language: String::new(), ..display() }, Property::Length),
        (Display { language: "FR".to_owned(), ..display() }, Property::Alphabet),
    ];
    for (display, property) in unknown {
        assert_eq!(envelope.seal_display(e, ACCOUNT, &display).unwrap_err().property, property, "{display:?}");
    }
}
