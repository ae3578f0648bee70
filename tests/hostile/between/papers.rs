//! Lies about a paper: its object, its record, its wraps, its deposit.

use super::stage::{Stage, flip};

#[test]
fn an_object_that_is_not_the_one_is_refused() {
    let stage = Stage::set();
    let (_, other_object) = stage.other_opening();

    stage.object_is_refused(|bytes| bytes[200] ^= 1, "document", "authentication");
    stage.object_is_refused(|bytes| bytes[80] ^= 1, "document", "commitment");
    stage.object_is_refused(|bytes| bytes[4] ^= 3, "document", "suite");
    stage.object_is_refused(|bytes| bytes.truncate(bytes.len() - 16_400), "document", "authentication");
    stage.object_is_refused(|bytes| bytes.extend([0; 16]), "document", "authentication");
    stage.object_is_refused(move |bytes| bytes.clone_from(&other_object), "document", "ids");
    // The truth is still accepted.
    stage.open().done();
}

#[test]
fn wraps_that_are_not_the_ones_are_refused() {
    let stage = Stage::set();
    let (other, _) = stage.other_opening();

    stage.opening_is_refused(|json| flip(&mut json["record"], 100), "wrap", "signature");
    stage.opening_is_refused(|json| flip(&mut json["server_share"], 100), "wrap", "signature");
    stage.opening_is_refused(|json| flip(&mut json["folder"]["seed"], 100), "wrap", "signature");
    let record = other["record"].clone();
    stage.opening_is_refused(move |json| json["record"] = record.clone(), "wrap", "ids");
    let share = other["server_share"].clone();
    stage.opening_is_refused(move |json| json["server_share"] = share.clone(), "wrap", "ids");
    // One wrap in the place of another.
    stage.opening_is_refused(|json| json["server_share"] = json["record"].clone(), "wrap", "kind");
    stage.opening_is_refused(|json| json["folder"]["seed"] = json["record"].clone(), "wrap", "maker");
    stage.open().done();
}

#[test]
fn a_deposit_that_is_not_the_one_is_refused() {
    let stage = Stage::set();
    let (other, _) = stage.other_opening();

    stage.opening_is_refused(|json| flip(&mut json["deposit"], 0), "deposit", "signature");
    stage.opening_is_refused(|json| flip(&mut json["deposit"], 100), "deposit", "signature");
    let deposit = other["deposit"].clone();
    stage.opening_is_refused(move |json| json["deposit"] = deposit.clone(), "deposit", "ids");
    stage.open().done();
}

#[test]
fn another_paper_in_the_place_of_the_one_that_was_asked_for_is_refused() {
    let stage = Stage::set();
    let (other, _) = stage.other_opening();
    let answer = stage.liar.while_telling("/v1/openings", move |json| *json = other.clone(), || stage.open());
    assert_eq!(answer.code, 5, "{} {}", answer.stderr, answer.json);
    assert!(!stage.cast.professional.path("opened").exists());
}

#[test]
fn a_list_with_a_changed_record_is_refused() {
    let stage = Stage::set();
    let list = || stage.cast.professional.run([&"list", &"--vault", &stage.cast.vault]);
    let swapped = |json: &mut serde_json::Value| {
        let first = json["records"][0]["record"].clone();
        json["records"][0]["record"] = json["records"][1]["record"].clone();
        json["records"][1]["record"] = first;
    };
    super::stage::is_broken(stage.liar.while_telling("/records", swapped, list), "wrap", "ids");
    let flipped = |json: &mut serde_json::Value| flip(&mut json["records"][0]["record"], 0);
    super::stage::is_broken(stage.liar.while_telling("/records", flipped, list), "wrap", "signature");
    assert_eq!(list().done().as_array().map_or(0, Vec::len), 2);
}
