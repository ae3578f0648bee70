use serde_json::{Value, json};

use super::cast::{
    ACCOUNT, DAY, FOLDER, MAKER, NEW_YEAR, ORGANISATION, OTHER_ACCOUNT, OTHER_ORGANISATION, OTHER_VAULT, VAULT,
    opening, signing,
};
use super::{Case, Fields, bad, flip, good, hex, patch, resign, settle, with};
use crate::certificate::{Certificate, CertificateKind, Chain, verify_deposit_key};
use crate::error::{Property, Result, What};
use crate::ids::{AccountId, FolderId, Hash, Kid, OrganisationId, VaultId};
use crate::keys::{Label, SigningKey, VerifyingKey};

const W: What = What::Certificate;
const LABEL: Label = Label("vault/key-cert/v1");
/// The organisation's two signing keys, one after the other.
const ORG_1: u64 = 50;
const ORG_2: u64 = 51;
const LOG: u64 = 60;

/// A certificate of `kind` for the keys that `number` names.
fn draft(kind: CertificateKind, scope: [u8; 16], subject: [u8; 16], number: u64) -> Certificate {
    Certificate {
        kind,
        scope,
        subject,
        epoch: 1,
        not_before: NEW_YEAR,
        not_after: 0,
        sealing: opening(number).sealing_key().clone(),
        verifying: kind.signs().then(|| signing(number).verifying_key()),
        previous: Hash::NONE,
        issuer: Kid::NONE,
    }
}

fn after(previous: &[u8], draft: Certificate) -> Certificate {
    let epoch = Certificate::parse(previous).unwrap().epoch + 1;
    Certificate { epoch, previous: Certificate::hash_of(previous), ..draft }
}

fn organisation(number: u64) -> Certificate {
    draft(CertificateKind::Organisation, *ORGANISATION.as_bytes(), *ORGANISATION.as_bytes(), number)
}

fn account(scope: [u8; 16], number: u64) -> Certificate {
    draft(CertificateKind::Account, scope, *ACCOUNT.as_bytes(), number)
}

fn folder(number: u64) -> Certificate {
    draft(CertificateKind::Folder, *VAULT.as_bytes(), *FOLDER.as_bytes(), number)
}

fn organisation_chain() -> Vec<Vec<u8>> {
    let first = organisation(ORG_1).issue(&signing(ORG_1));
    let second = after(&first, organisation(ORG_2)).issue(&signing(ORG_1));
    vec![first, second]
}

fn hexes(certificates: &[Vec<u8>]) -> Value {
    json!(certificates.iter().map(hex).collect::<Vec<_>>())
}

fn expect(certificates: &[Vec<u8>]) -> Value {
    let (first, last) = (certificates.first().unwrap(), certificates.last().unwrap());
    let parsed = Certificate::parse(last).unwrap();
    let signing = parsed.verifying.map(|key| key.kid().to_string());
    json!({
        "anchor": Certificate::hash_of(first), "current": Certificate::hash_of(last), "epoch": parsed.epoch,
        "signing_kid": signing, "sealing_sha256": parsed.sealing.hash(),
    })
}

fn cases() -> Vec<Case> {
    let mut cases = organisations();
    cases.extend(structure());
    cases.extend(beneficiaries());
    cases.extend(staff());
    cases.extend(folders());
    cases.extend(deposit_keys());
    cases
}

fn organisations() -> Vec<Case> {
    let chain = organisation_chain();
    let [first, second] = [&chain[0], &chain[1]];
    let input = |certificates: &[Vec<u8>]| {
        json!({
            "policy": "organisation", "organisation": ORGANISATION, "certificates": hexes(certificates), "now": NEW_YEAR,
            "lowest_epoch": 1, "anchor": Certificate::hash_of(first),
        })
    };
    let base = input(&chain);
    let stranger = after(first, organisation(ORG_2)).issue(&signing(99));
    let own = after(first, organisation(ORG_2)).issue(&signing(ORG_2));
    let same_epoch = Certificate { epoch: 1, ..after(first, organisation(ORG_2)) }.issue(&signing(ORG_1));
    let jumped = Certificate { epoch: 9, ..after(first, organisation(ORG_2)) }.issue(&signing(ORG_1));
    let elsewhere =
        draft(CertificateKind::Organisation, [1; 16], *ORGANISATION.as_bytes(), ORG_1).issue(&signing(ORG_1));
    let later = Certificate { previous: Certificate::hash_of(b"?"), ..organisation(ORG_1) }.issue(&signing(ORG_1));
    vec![
        good("an organisation's first certificate", input(&chain[..1]), expect(&chain[..1])),
        good("an organisation's second certificate", base.clone(), expect(&chain)),
        good("an epoch left out", input(&[first.clone(), jumped.clone()]), expect(&[first.clone(), jumped])),
        bad("no certificate", input(&[]), W, Property::Length),
        bad("the first one left out", input(&chain[1..]), W, Property::Hash),
        bad("out of order", input(&[second.clone(), first.clone()]), W, Property::Hash),
        bad("the same one twice", input(&[first.clone(), first.clone()]), W, Property::Hash),
        bad("a first one that names a previous one", input(&[later]), W, Property::Hash),
        bad("the same epoch again", input(&[first.clone(), same_epoch]), W, Property::Epoch),
        bad("the second one issued by a stranger", input(&[first.clone(), stranger]), W, Property::Maker),
        bad("the second one issued by itself", input(&[first.clone(), own]), W, Property::Maker),
        bad(
            "the first one issued by a stranger",
            input(&[organisation(ORG_1).issue(&signing(99))]),
            W,
            Property::Maker,
        ),
        bad("another organisation", with(&base, &json!({"organisation": OTHER_ORGANISATION})), W, Property::Ids),
        bad("a scope that is not its own id", input(&[elsewhere]), W, Property::Ids),
        bad(
            "a beneficiary's in its place",
            input(&[account(*VAULT.as_bytes(), 2).issue(&signing(2))]),
            W,
            Property::Kind,
        ),
        bad("another anchor", with(&base, &json!({"anchor": Certificate::hash_of(second)})), W, Property::Anchor),
        bad("below an epoch already seen", with(&base, &json!({"lowest_epoch": 3})), W, Property::Epoch),
        bad("before its first second", with(&base, &json!({"now": NEW_YEAR - 1})), W, Property::Validity),
    ]
}

/// One certificate, changed here and there.
fn structure() -> Vec<Case> {
    let maker = signing(ORG_1);
    let bytes = organisation(ORG_1).issue(&maker);
    let end = bytes.len();
    let input = |bytes: &[u8]| json!({"policy": "organisation", "organisation": ORGANISATION, "certificates": hexes(&[bytes.to_vec()])});
    let flips = [
        ("flipped magic", 0, Property::Magic),
        ("flipped reserved byte", 6, Property::Reserved),
        ("flipped scope", 8, Property::Ids),
        ("flipped subject", 24, Property::Ids),
        ("flipped epoch", 43, Property::Epoch),
        ("flipped beginning", 51, Property::Signature),
        ("flipped end", 52, Property::Signature),
        ("flipped sealing key", 60 + 1215, Property::Signature),
        ("flipped signing key", 1276, Property::Maker),
        ("flipped previous hash", 1308, Property::Hash),
        ("flipped issuer", 1340, Property::Maker),
        ("flipped first byte of the signature", end - 64, Property::Signature),
        ("flipped last byte of the signature", end - 1, Property::Signature),
    ];
    let mut cases: Vec<Case> =
        flips.into_iter().map(|(name, at, property)| bad(name, input(&flip(&bytes, at)), W, property)).collect();
    cases.push(bad("cut by one byte", input(&bytes[..end - 1]), W, Property::Length));
    cases.push(bad("empty", input(&[]), W, Property::Length));
    cases.push(bad("one byte after the end", input(&[bytes.as_slice(), &[0]].concat()), W, Property::Trailing));
    let coefficients_above_the_modulus = [0xff; 1184];
    for (name, bytes, property) in [
        ("kind zero", patch(&bytes, 4, &[0]), Property::Kind),
        ("unknown kind", patch(&bytes, 4, &[5]), Property::Kind),
        ("epoch zero", patch(&bytes, 40, &[0; 4]), Property::Epoch),
        ("ends when it begins", patch(&bytes, 52, &bytes[44..52]), Property::Validity),
        ("no signing key", patch(&bytes, 1276, &[0; 32]), Property::Key),
        ("not an X-Wing key", patch(&bytes, 60, &coefficients_above_the_modulus), Property::Key),
    ] {
        cases.push(bad(name, input(&resign(&bytes, LABEL, &maker)), W, property));
    }
    let foreign = resign(&bytes, Label("vault/mandate/v1"), &maker);
    cases.push(bad("signed under another label", input(&foreign), W, Property::Signature));
    let expiring = Certificate { not_after: NEW_YEAR + DAY, ..organisation(ORG_1) }.issue(&maker);
    let at = |now: u64| with(&input(&expiring), &json!({"now": now}));
    cases.push(good("its last second", at(NEW_YEAR + DAY), expect(std::slice::from_ref(&expiring))));
    cases.push(bad("after its last second", at(NEW_YEAR + DAY + 1), W, Property::Validity));
    cases
}

fn beneficiaries() -> Vec<Case> {
    let first = account(*VAULT.as_bytes(), 2).issue(&signing(2));
    let second = after(&first, account(*VAULT.as_bytes(), 3)).issue(&signing(2));
    let by_organisation = account(*VAULT.as_bytes(), 2).issue(&signing(ORG_1));
    let input = |certificates: &[Vec<u8>]| json!({"policy": "beneficiary", "account": ACCOUNT, "vault": VAULT, "certificates": hexes(certificates)});
    let chain = [first.clone(), second];
    let base = input(&chain);
    let auditor = account([0; 16], 4).issue(&signing(4));
    let alone = |certificate: &[u8]| json!({"policy": "unaffiliated", "account": ACCOUNT, "certificates": hexes(&[certificate.to_vec()])});
    vec![
        good("a beneficiary after a change of keys", base.clone(), expect(&chain)),
        bad("a beneficiary certified by an organisation", input(&[by_organisation]), W, Property::Maker),
        bad("a beneficiary of another vault", with(&base, &json!({"vault": OTHER_VAULT})), W, Property::Ids),
        bad("another beneficiary", with(&base, &json!({"account": OTHER_ACCOUNT})), W, Property::Ids),
        good("an auditor", alone(&auditor), expect(std::slice::from_ref(&auditor))),
        bad("a beneficiary in the place of an auditor", alone(&first), W, Property::Ids),
    ]
}

fn staff() -> Vec<Case> {
    let organisation = organisation_chain();
    let scope = *ORGANISATION.as_bytes();
    let input = |certificates: &[Vec<u8>]| {
        json!({
            "policy": "staff", "account": ACCOUNT, "organisation": ORGANISATION,
            "organisation_certificates": hexes(&organisation), "certificates": hexes(certificates),
        })
    };
    let invited = account(scope, 5).issue(&signing(ORG_2));
    let earlier = account(scope, 5).issue(&signing(ORG_1));
    let founder = account([0; 16], 5).issue(&signing(5));
    let joined = after(&founder, account(scope, 5)).issue(&signing(ORG_1));
    let renewed_alone = after(&founder, account([0; 16], 6)).issue(&signing(5));
    let self_renewed = after(&founder, account([0; 16], 6)).issue(&signing(6));
    let joined_later = after(&self_renewed, account(scope, 6)).issue(&signing(ORG_1));
    let by_itself = account(scope, 5).issue(&signing(5));
    let elsewhere = account(*OTHER_ORGANISATION.as_bytes(), 5).issue(&signing(ORG_1));
    let one = std::slice::from_ref::<Vec<u8>>;
    vec![
        good("a member, certified by the organisation", input(one(&invited)), expect(one(&invited))),
        good("a member, certified under the organisation's earlier key", input(one(&earlier)), expect(one(&earlier))),
        good(
            "a référent who founded the organisation",
            input(&[founder.clone(), joined.clone()]),
            expect(&[founder.clone(), joined]),
        ),
        bad("a member who certifies itself", input(one(&by_itself)), W, Property::Maker),
        bad("a founder whom no organisation certified", input(one(&founder)), W, Property::Maker),
        bad("a founder who goes on alone", input(&[founder.clone(), renewed_alone]), W, Property::Maker),
        bad(
            "a founder who changed keys alone before joining",
            input(&[founder, self_renewed, joined_later]),
            W,
            Property::Maker,
        ),
        bad("a member of another organisation", input(one(&elsewhere)), W, Property::Ids),
    ]
}

fn folders() -> Vec<Case> {
    let (owner, holder) = (signing(2), signing(7));
    let first = folder(8).issue(&owner);
    let second = after(&first, folder(9)).issue(&holder);
    let input = |certificates: &[Vec<u8>], issuers: &[&SigningKey]| {
        let issuers: Vec<String> = issuers.iter().map(|key| hex(key.verifying_key().as_bytes())).collect();
        json!({
            "policy": "folder", "vault": VAULT, "folder": FOLDER, "issuers": issuers, "certificates": hexes(certificates),
        })
    };
    let chain = [first.clone(), second];
    let both = [&owner, &holder];
    let base = input(&chain, &both);
    let with_key = patch(&first, 1276, &[1; 32]);
    let with_key = resign(&with_key, LABEL, &owner);
    vec![
        good("a folder, certified by the owner", input(&chain[..1], &both), expect(&chain[..1])),
        good("a folder, certified by a holder who may manage it", base.clone(), expect(&chain)),
        bad("a folder, certified by a holder who may not", input(&chain, &[&owner]), W, Property::Maker),
        bad("another folder", with(&base, &json!({"folder": VAULT})), W, Property::Ids),
        bad("a folder of another vault", with(&base, &json!({"vault": OTHER_VAULT})), W, Property::Ids),
        bad("a folder with a signing key", input(&[with_key], &both), W, Property::Reserved),
    ]
}

fn deposit_keys() -> Vec<Case> {
    let log = signing(LOG);
    let draft =
        Certificate { not_after: NEW_YEAR + 45 * DAY, ..draft(CertificateKind::DepositKey, [0; 16], [0; 16], 10) };
    let bytes = draft.issue(&log);
    let input = |bytes: &[u8]| {
        json!({
            "policy": "deposit-key", "log_key": hex(log.verifying_key().as_bytes()),
            "certificates": hexes(&[bytes.to_vec()]), "now": NEW_YEAR, "lowest_epoch": 1,
        })
    };
    let base = input(&bytes);
    let folder_by_log = folder(8).issue(&log);
    let scoped = resign(&patch(&bytes, 8, &[1]), LABEL, &log);
    let other_log = json!({"log_key": hex(signing(MAKER).verifying_key().as_bytes())});
    vec![
        good("a deposit key", base.clone(), expect(std::slice::from_ref(&bytes))),
        bad("a deposit key of another log", with(&base, &other_log), W, Property::Maker),
        bad("a deposit key after its end", with(&base, &json!({"now": NEW_YEAR + 46 * DAY})), W, Property::Validity),
        bad("a deposit key below an epoch already seen", with(&base, &json!({"lowest_epoch": 2})), W, Property::Epoch),
        bad("a folder in the place of a deposit key", input(&folder_by_log), W, Property::Kind),
        bad("a deposit key with a scope", input(&scoped), W, Property::Reserved),
    ]
}

fn accepted(case: &Value, certificates: &[Vec<u8>]) -> Result<Chain> {
    let account = || AccountId::from_bytes(case.array("account"));
    let vault = || VaultId::from_bytes(case.array("vault"));
    let organisation = || OrganisationId::from_bytes(case.array("organisation"));
    match case.text("policy") {
        "organisation" => Chain::verify_organisation(certificates, organisation()),
        "beneficiary" => Chain::verify_beneficiary(certificates, account(), vault()),
        "unaffiliated" => Chain::verify_unaffiliated(certificates, account()),
        "staff" => {
            let organisation = Chain::verify_organisation(&case.list("organisation_certificates"), organisation())?;
            Chain::verify_staff(certificates, account(), &organisation)
        }
        _ => {
            let issuers: Vec<VerifyingKey> =
                case.list("issuers").into_iter().map(|key| VerifyingKey::from_bytes(key.try_into().unwrap())).collect();
            Chain::verify_folder(certificates, vault(), FolderId::from_bytes(case.array("folder")), &issuers)
        }
    }
}

fn run(case: &Value) -> Result<Value> {
    let certificates = case.list("certificates");
    if case.text("policy") == "deposit-key" {
        let certificate = verify_deposit_key(&certificates[0], &case.verifying("log_key"), case.number("now"))?;
        certificate.check_epoch_at_least(case.epoch("lowest_epoch"))?;
        return Ok(expect(&certificates));
    }
    let chain = accepted(case, &certificates)?;
    if case.get("anchor").is_some() {
        chain.check_anchor(&Hash::from_bytes(case.array("anchor")))?;
    }
    if case.get("lowest_epoch").is_some() {
        chain.check_epoch_at_least(case.epoch("lowest_epoch"))?;
    }
    if case.get("now").is_some() {
        chain.check_valid_at(case.number("now"))?;
    }
    Ok(json!({
        "anchor": chain.anchor(), "current": chain.current_hash(), "epoch": chain.current().epoch,
        "signing_kid": chain.verifying().map(|key| key.kid().to_string()),
        "sealing_sha256": chain.current().sealing.hash(),
    }))
}

#[test]
fn vectors() {
    settle("certificate.json", &cases(), run);
}

#[test]
fn past_keys_are_found_by_name() {
    let chain = Chain::verify_organisation(&organisation_chain(), ORGANISATION).unwrap();
    for number in [ORG_1, ORG_2] {
        let key = signing(number).verifying_key();
        assert_eq!(chain.find(&key.kid()), Some(&key));
    }
    assert_eq!(chain.find(&signing(99).kid()), None);
    assert_eq!(chain.verifying_keys().count(), 2);
    assert_eq!(chain.at_epoch(1).unwrap().verifying, Some(signing(ORG_1).verifying_key()));
    assert!(chain.at_epoch(3).is_none());
}

#[test]
fn staff_are_checked_against_an_organisation_only() {
    let owner = Chain::verify_beneficiary(&[account(*VAULT.as_bytes(), 2).issue(&signing(2))], ACCOUNT, VAULT).unwrap();
    let member = account(*VAULT.as_bytes(), 5).issue(&signing(2));
    assert_eq!(Chain::verify_staff(&[member], ACCOUNT, &owner).unwrap_err().property, Property::Kind);
}
