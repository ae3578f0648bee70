//! Lies about keys: certificates, anchors, the log's key, the deposit key; and about mandates.

use serde_json::Value;

use super::stage::{Stage, flip, is_broken};

#[test]
fn certificates_that_are_not_the_ones_are_refused() {
    let stage = Stage::set();
    stage.opening_is_refused(|json| flip(&mut json["folder"]["certificates"][0], 0), "certificate", "signature");
    stage.opening_is_refused(|json| flip(&mut json["owner"]["certificates"][0], 0), "certificate", "signature");
    stage.opening_is_refused(|json| flip(&mut json["depositor"]["certificates"][0], 0), "certificate", "signature");
    // Somebody's own keys in the place of the owner's: a certificate of another person.
    stage.opening_is_refused(
        |json| json["owner"]["certificates"] = json["depositor"]["certificates"].clone(),
        "certificate",
        "ids",
    );
    // A folder's key that the person has not certified.
    stage.opening_is_refused(
        |json| json["folder"]["certificates"] = json["owner"]["certificates"].clone(),
        "certificate",
        "kind",
    );
    stage.open().done();
}

#[test]
fn another_persons_whole_vault_in_the_place_of_this_one_is_refused() {
    let stage = Stage::set();
    // The professional's computer is new, so that nothing is pinned: the organisation's sealed directory tells.
    let elsewhere = stage.cast.professional.elsewhere("elsewhere");
    elsewhere.log_in().done();
    let vault = stage.cast.vault.clone();
    let forged = forged_owner(&stage, &vault);
    let open = || elsewhere.run([&"open", &stage.paper, &"-o", &elsewhere.path("opened")]);
    let lie = move |json: &mut Value| json["owner"]["certificates"] = forged.clone();
    is_broken(stage.liar.while_telling("/v1/openings", lie, open), "certificate", "anchor");
    assert!(!elsewhere.path("opened").exists());
}

/// A chain of the same account and vault, self-issued with another key: what a server could make.
fn forged_owner(stage: &Stage, vault: &str) -> Value {
    use vault_core::certificate::{Certificate, CertificateKind};
    use vault_core::entropy::SeededEntropy;
    use vault_core::ids::{AccountId, Hash, VaultId};
    use vault_core::keys::AccountKeys;

    stage.open().done();
    std::fs::remove_file(stage.cast.professional.path("opened")).expect("it was written");
    let account: AccountId =
        stage.liar.heard_json("/v1/openings")["owner"]["account_id"].as_str().expect("an id").parse().expect("an id");
    let vault: VaultId = vault.parse().expect("an id");
    let keys = AccountKeys::generate(&mut SeededEntropy::new(666));
    let certificate = Certificate {
        kind: CertificateKind::Account,
        scope: *vault.as_bytes(),
        subject: *account.as_bytes(),
        epoch: 1,
        not_before: 0,
        not_after: 0,
        sealing: keys.opening.sealing_key().clone(),
        verifying: Some(keys.signing.verifying_key()),
        previous: Hash::NONE,
        issuer: keys.signing.kid(),
    };
    serde_json::json!([data_encoding::BASE64URL_NOPAD.encode(&certificate.issue(&keys.signing))])
}

#[test]
fn an_older_certificate_than_one_already_seen_is_refused() {
    let stage = Stage::set();
    // The référent's chain has two certificates: their own, then the organisation's.
    let chain = |json: &mut Value| {
        let chain = json["account"]["certificates"].as_array_mut().expect("a chain");
        assert_eq!(chain.len(), 2);
        chain.pop();
    };
    let members = || stage.cast.referent.run([&"whoami"]);
    let answer = stage.liar.while_telling("/v1/session", chain, members);
    assert_eq!(answer.code, 5, "{} {}", answer.stderr, answer.json);
}

#[test]
fn another_log_key_than_the_pinned_one_is_refused() {
    let stage = Stage::set();
    let other = stage.liar.heard_json("/v1/server")["log_key"].clone();
    let other = other_vkey(other.as_str().expect("a key"));
    let lie = move |json: &mut Value| json["log_key"] = other.clone().into();
    let answer = stage.liar.while_telling("/v1/server", lie, || stage.cast.beneficiary.log_in());
    assert_eq!(answer.code, 5, "{} {}", answer.stderr, answer.json);
    assert_eq!(answer.json["error"]["property"], "anchor", "{}", answer.json);
}

#[test]
fn a_new_computer_holds_the_server_to_what_is_printed_on_the_card() {
    let stage = Stage::set();
    let professional = &stage.cast.professional;
    let card = std::fs::read_to_string(professional.path("credential")).expect("a credential");
    // Every anchor is on it, and none is believed from the server instead.
    for (field, what) in [("log", "checkpoint"), ("account", "certificate"), ("organisation", "certificate")] {
        let line = card.lines().find(|line| line.starts_with(&format!("{field}:"))).expect("an anchor");
        let other = if field == "log" { own_key() } else { "ab".repeat(32) };
        let computer = professional.elsewhere(field);
        std::fs::write(computer.path("credential"), card.replace(line, &format!("{field}: {other}"))).expect("written");
        is_broken(computer.log_in(), what, "anchor");
        computer.run([&"whoami"]).failed(3, "not-logged-in");
    }
    let computer = professional.elsewhere("true");
    computer.log_in().done();
}

/// A key, as a card says it.
fn own_key() -> String {
    use vault_core::entropy::SeededEntropy;
    use vault_core::keys::SigningKey;

    let key = SigningKey::generate(&mut SeededEntropy::new(668)).verifying_key();
    data_encoding::HEXLOWER.encode(key.as_bytes())
}

#[test]
fn a_server_of_another_name_or_with_another_account_is_refused() {
    let stage = Stage::set();
    let professional = &stage.cast.professional;
    let named = |json: &mut Value| json["origin"] = "https://autre.exemple.fr".into();
    stage.liar.while_telling("/v1/server", named, || professional.log_in()).failed(2, "server-name");
    // The session of somebody else, in the place of one's own.
    professional.log_in().done();
    stage.cast.desk.run([&"whoami"]).done();
    let theirs = stage.liar.heard_json("/v1/session")["account"].clone();
    let swapped = move |json: &mut Value| json["account"] = theirs.clone();
    is_broken(stage.liar.while_telling("/v1/session", swapped, || professional.run([&"whoami"])), "login", "ids");
}

/// A well-formed key of the same name.
fn other_vkey(vkey: &str) -> String {
    use vault_core::entropy::SeededEntropy;
    use vault_core::keys::SigningKey;
    use vault_core::log::LogKey;

    let known: LogKey = vkey.parse().expect("a vkey");
    let key = SigningKey::generate(&mut SeededEntropy::new(667)).verifying_key();
    LogKey::new(known.name().clone(), key).to_string()
}

#[test]
fn a_deposit_key_that_the_log_key_has_not_signed_is_refused() {
    let stage = Stage::set();
    let lie = |json: &mut Value| flip(&mut json["deposit_certificate"], 100);
    let deposit = || stage.cast.deposit(&stage.cast.desk, &stage.cast.papers.pdf);
    is_broken(stage.liar.while_telling("/v1/server", lie, deposit), "certificate", "signature");
    assert_eq!(stage.cast.listed().len(), 2, "nothing was added");
}

#[test]
fn a_mandate_that_is_not_the_one_is_refused() {
    let stage = Stage::set();
    stage.opening_is_refused(|json| flip(&mut json["mandate"]["mandate"], 0), "mandate", "signature");
    stage.opening_is_refused(|json| flip(&mut json["mandate"]["mandate"], 200), "mandate", "signature");

    // The first mandate is revoked and another one granted: the old one may not be put back in its place.
    stage.cast.professional.open(&stage.paper, "opened").done();
    std::fs::remove_file(stage.cast.professional.path("opened")).expect("it was written");
    let old = stage.liar.heard_json("/v1/openings")["mandate"]["mandate"].clone();
    stage.cast.revoke(&stage.mandate).done();
    stage.cast.lend();
    stage.opening_is_refused(move |json| json["mandate"]["mandate"] = old.clone(), "mandate", "ids");
    stage.open().done();
}
