//! Lies about the log: an event dropped, two swapped, a proof changed, an older log, another log.

use serde_json::Value;

use super::stage::{Stage, is_broken};

fn entries(json: &mut Value) -> &mut Vec<Value> {
    json["entries"].as_array_mut().expect("entries")
}

#[test]
fn a_vaults_log_with_an_event_dropped_swapped_or_changed_is_refused() {
    let stage = Stage::set();
    let cast = &stage.cast;
    let verify = || cast.beneficiary.run([&"log", &"verify", &"--vault", &cast.vault]);
    let lied = |lie: fn(&mut Value)| stage.liar.while_telling("/log", lie, verify);

    is_broken(lied(|json| drop(entries(json).remove(1))), "log-body", "sequence");
    is_broken(lied(|json| drop(entries(json).pop())), "vault-head", "sequence");
    is_broken(lied(|json| entries(json).swap(1, 2)), "log-body", "sequence");
    let flip_proof = |json: &mut Value| {
        let proof = entries(json)[1]["inclusion"][0].as_str().expect("a hash").to_owned();
        let other = if proof.starts_with('0') { '1' } else { '0' };
        entries(json)[1]["inclusion"][0] = format!("{other}{}", &proof[1..]).into();
    };
    is_broken(lied(flip_proof), "log-tree", "inclusion");
    let flip_body = |json: &mut Value| super::stage::flip(&mut entries(json)[1]["body"], 150);
    assert_eq!(lied(flip_body).code, 5);
    let flip_request = |json: &mut Value| {
        let last = entries(json).iter_mut().rev().find(|entry| entry["request"].is_string()).expect("a signed request");
        super::stage::flip(&mut last["request"], 0);
    };
    is_broken(lied(flip_request), "request", "hash");
    is_broken(lied(|json| super::stage::flip(&mut json["head"], 0)), "vault-head", "signature");
    verify().done();
}

#[test]
fn an_older_log_than_the_one_already_seen_is_refused() {
    let stage = Stage::set();
    let cast = &stage.cast;
    let verify = || cast.beneficiary.run([&"log", &"verify", &"--vault", &cast.vault]);
    verify().done();
    let old = stage.liar.heard_json("/log");
    stage.open().done();
    verify().done();
    let lie = move |json: &mut Value| *json = old.clone();
    is_broken(stage.liar.while_telling("/log", lie, verify), "checkpoint", "consistency");
}

#[test]
fn a_checkpoint_of_another_log_is_refused() {
    let stage = Stage::set();
    let cast = &stage.cast;
    let verify = || cast.auditor.run([&"log", &"verify"]);
    verify().done();
    let lie = |json: &mut Value| {
        let note = json["checkpoint"].as_str().expect("a note").replace("/log\n", "/other\n");
        json["checkpoint"] = note.into();
    };
    let answer = stage.liar.while_telling("/v1/log/entries", lie, verify);
    assert_eq!(answer.code, 5, "{} {}", answer.stderr, answer.json);

    // The whole log with one body missing: the tree does not come out.
    let lie = |json: &mut Value| drop(entries(json).remove(3));
    assert_eq!(stage.liar.while_telling("/v1/log/entries", lie, verify).code, 5);
    verify().done();
}
