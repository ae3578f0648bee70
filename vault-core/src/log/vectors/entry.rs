//! Bodies, leaves, and the chain of one vault.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{hash, leaf_at};
use crate::error::{Property, Result, What};
use crate::ids::{DocumentId, Hash, Kid, MandateId, VaultId};
use crate::log::{EventBody, Purge, VaultChain, VaultHead, leaf};
use crate::secret::LeafSalt;
use crate::vectors::{Case, Fields, bad, good, hex, patch, with};

pub(super) const VAULT: VaultId = VaultId::from_bytes([0xa1; 16]);

pub(super) fn run(case: &Value) -> Option<Result<Value>> {
    Some(match case.text("test") {
        "body" => EventBody::parse(&case.bytes("body")).map(|body| {
            assert_eq!(body.encode(), case.bytes("body"));
            body_fields(&body)
        }),
        "leaf" => leaf_of(case),
        "chain" => replay(case),
        "purge" => purge(case),
        _ => return None,
    })
}

fn leaf_of(case: &Value) -> Result<Value> {
    let body = EventBody::parse(&case.bytes("body"))?;
    let data = leaf::leaf_data(&LeafSalt::from_bytes(case.array("salt")), &body);
    Ok(json!({"data": hex(data), "hash": leaf::leaf_hash(&data)}))
}

fn purge(case: &Value) -> Result<Value> {
    let body = EventBody::parse(&case.bytes("body"))?;
    let Some(purge) = Purge::read(case.number("index"), &body)? else { return Ok(json!({"purge": null})) };
    for told in case["told"].as_array().unwrap() {
        purge.check(told.number("index"), &EventBody::parse(&told.bytes("body"))?)?;
    }
    assert_eq!(purge.fields(), (body.document, body.version));
    Ok(json!({"purge": {"before": purge.before, "month": purge.month}}))
}

fn replay(case: &Value) -> Result<Value> {
    let items = |field: &str| case[field].as_array().unwrap().clone();
    let erased: BTreeMap<u64, Hash> =
        items("erased").iter().map(|item| (item.number("index"), hash(item, "leaf"))).collect();
    let mut chain = VaultChain::new(VaultId::from_bytes(case.array("vault")), &erased);
    let mut leaves = Vec::new();
    for item in items("entries") {
        let body = EventBody::parse(&item.bytes("body"))?;
        leaves.push(chain.push(item.number("index"), &LeafSalt::from_bytes(item.array("salt")), &body)?);
    }
    let head = &case["head"];
    chain.finish(&VaultHead {
        vault: VaultId::from_bytes(head.array("vault")),
        vault_seq: head.number("vault_seq"),
        leaf: hash(head, "leaf"),
        tree_size: head.number("tree_size"),
        root: Hash::NONE,
    })?;
    Ok(json!({"leaves": leaves}))
}

/// Five entries of one vault, at indices that other vaults' entries separate.
const INDICES: [u64; 5] = [3, 4, 9, 12, 20];

fn entries() -> Vec<(Value, Hash)> {
    let mut previous = Hash::NONE;
    let mut out = Vec::new();
    for (seq, index) in (1..).zip(INDICES) {
        let body = hex(body(seq, previous).encode());
        let entry = json!({"index": index, "salt": hex([0x60 + u8::try_from(seq).unwrap(); 32]), "body": body});
        previous = hash(&leaf_of(&entry).unwrap(), "hash");
        out.push((entry, previous));
    }
    out
}

fn chains() -> Vec<Case> {
    let entries = entries();
    let leaf = |seq: usize| entries[seq - 1].1;
    let keep = |seqs: &[usize]| seqs.iter().map(|seq| entries[seq - 1].0.clone()).collect::<Vec<_>>();
    let erased =
        |items: &[(u64, Hash)]| items.iter().map(|(i, leaf)| json!({"index": i, "leaf": leaf})).collect::<Vec<_>>();
    let head = |seq: usize, tree_size: u64| json!({"vault": VAULT, "vault_seq": seq, "leaf": leaf(seq), "tree_size": tree_size});
    let base =
        json!({"test": "chain", "vault": VAULT, "erased": [], "entries": keep(&[1, 2, 3, 4, 5]), "head": head(5, 21)});
    let mut cases = Vec::new();
    let empty = json!({"vault": VAULT, "vault_seq": 0, "leaf": Hash::NONE, "tree_size": 21});
    for (name, seqs, changed) in [
        ("whole", &[1, 2, 3, 4, 5][..], json!({})),
        ("of no entry", &[], json!({"head": empty})),
        ("with its first entry erased", &[2, 3, 4, 5], json!({"erased": erased(&[(3, leaf(1))])})),
        ("with two entries erased", &[1, 4, 5], json!({"erased": erased(&[(4, leaf(2)), (9, leaf(3))])})),
        ("with its last entries erased", &[1, 2, 3], json!({"erased": erased(&[(12, leaf(4)), (20, leaf(5))])})),
        (
            "wholly erased",
            &[],
            json!({"erased": erased(&[(3, leaf(1)), (4, leaf(2)), (9, leaf(3)), (12, leaf(4)), (20, leaf(5))])}),
        ),
        (
            "with entries of other vaults erased too",
            &[1, 3, 4, 5],
            json!({"erased": erased(&[(1, leaf_at(1)), (4, leaf(2)), (7, leaf_at(7))])}),
        ),
    ] {
        let input = with(&with(&base, &json!({"entries": keep(seqs)})), &changed);
        let leaves: Vec<Hash> = seqs.iter().map(|seq| leaf(*seq)).collect();
        cases.push(good(&format!("chain {name}"), input, json!({"leaves": leaves})));
    }
    let at = |seq: usize, change: Value| {
        let mut all = keep(&[1, 2, 3, 4, 5]);
        all[seq - 1] = with(&all[seq - 1], &change);
        json!({"entries": all})
    };
    let rebodied = |seq: u64, change: &dyn Fn(&mut EventBody)| {
        let index = usize::try_from(seq).unwrap();
        let mut body = EventBody::parse(&entries[index - 1].0.bytes("body")).unwrap();
        change(&mut body);
        at(index, json!({"body": hex(body.encode())}))
    };
    let (body, head_) = (What::LogBody, What::VaultHead);
    for (name, changed, what, property) in [
        ("without its first entry", json!({"entries": keep(&[2, 3, 4, 5])}), body, Property::Sequence),
        ("without an entry in the middle", json!({"entries": keep(&[1, 2, 4, 5])}), body, Property::Sequence),
        ("without its last entry", json!({"entries": keep(&[1, 2, 3, 4])}), head_, Property::Sequence),
        ("with an entry twice", json!({"entries": keep(&[1, 2, 2, 3, 4, 5])}), body, Property::Order),
        ("with two entries swapped", json!({"entries": keep(&[1, 3, 2, 4, 5])}), body, Property::Sequence),
        ("with an entry at an earlier index", at(3, json!({"index": 4})), body, Property::Order),
        (
            "with an entry of another vault",
            rebodied(3, &|b| b.vault = VaultId::from_bytes([0xa2; 16])),
            body,
            Property::Ids,
        ),
        ("with an entry whose body was changed", rebodied(3, &|b| b.result = 0), body, Property::Hash),
        ("with an entry whose salt was changed", at(3, json!({"salt": hex([0; 32])})), body, Property::Hash),
        ("with its last entry changed", rebodied(5, &|b| b.result = 0), head_, Property::Hash),
        ("with a time that goes back", rebodied(5, &|b| b.unix_ms = 5), body, Property::Validity),
        ("with a number given twice", rebodied(3, &|b| b.vault_seq = 2), body, Property::Sequence),
        ("with another predecessor", rebodied(3, &|b| b.previous = leaf_at(0)), body, Property::Hash),
        (
            "with an erased entry that is another one",
            json!({"entries": keep(&[1, 3, 4, 5]), "erased": erased(&[(4, leaf_at(4))])}),
            body,
            Property::Hash,
        ),
        (
            "with an erased entry outside the gap",
            json!({"entries": keep(&[1, 3, 4, 5]), "erased": erased(&[(10, leaf(2))])}),
            body,
            Property::Sequence,
        ),
        (
            "with fewer erased entries than the gap",
            json!({"entries": keep(&[1, 4, 5]), "erased": erased(&[(9, leaf(3))])}),
            body,
            Property::Sequence,
        ),
        (
            "against another vault's head",
            json!({"head": with(&base["head"], &json!({"vault": hex([0xa2; 16])}))}),
            head_,
            Property::Ids,
        ),
        ("against an older head", json!({"head": head(4, 21)}), head_, Property::Sequence),
        ("against the head of a shorter tree", json!({"head": head(5, 20)}), head_, Property::Order),
        (
            "against a head with another leaf",
            json!({"head": with(&base["head"], &json!({"leaf": leaf_at(5)}))}),
            head_,
            Property::Hash,
        ),
        ("against the head of no entry", json!({"head": empty}), head_, Property::Sequence),
    ] {
        cases.push(bad(&format!("chain {name}"), with(&base, &changed), what, property));
    }
    cases
}

/// The event of 1 January 2026 that forgets June 2025, and an entry that stays.
fn purge_cases() -> Vec<Case> {
    let event = |change: &dyn Fn(&mut EventBody)| {
        let mut event = EventBody { event_type: 50, vault: VaultId::NONE, ..body(2, leaf_at(0)) };
        (event.actor, event.mandate, event.purpose, event.result) = (Kid::NONE, MandateId::NONE, 0, 0);
        (event.document, event.version) = Purge { before: 20, month: 202_506 }.fields();
        change(&mut event);
        hex(event.encode())
    };
    let told = |index: u64, unix_ms: u64| {
        let body = hex(EventBody { unix_ms, ..body(7, leaf_at(6)) }.encode());
        json!({"index": index, "body": body})
    };
    // 1 July 2025, 00:00 UTC, and the millisecond before.
    let (july, june) = (told(20, 1_751_328_000_000), told(20, 1_751_327_999_999));
    let base = json!({"test": "purge", "index": 40, "body": event(&|_| {}), "told": [july]});
    let covers = json!({"purge": {"before": 20, "month": 202_506}});
    let mut cases = vec![
        good("purge", base.clone(), covers.clone()),
        good("purge up to itself", with(&base, &json!({"index": 20})), covers),
        good("purge that failed", with(&base, &json!({"body": event(&|b| b.result = 20)})), json!({"purge": null})),
        good(
            "purge of another type",
            with(&base, &json!({"body": event(&|b| b.event_type = 51)})),
            json!({"purge": null}),
        ),
    ];
    let range = |bytes: [u64; 2]| {
        let bytes = [bytes[0].to_be_bytes(), bytes[1].to_be_bytes()].concat();
        DocumentId::from_bytes(bytes.try_into().unwrap())
    };
    for (name, changed, property) in [
        ("in a vault", json!({"body": event(&|b| b.vault = VAULT)}), Property::Ids),
        ("by somebody", json!({"body": event(&|b| b.actor = Kid::from_bytes([7; 16]))}), Property::Ids),
        ("of nothing", json!({"body": event(&|b| b.document = range([0, 0]))}), Property::Order),
        ("that does not begin with the log", json!({"body": event(&|b| b.document = range([1, 20]))}), Property::Order),
        ("that reaches past itself", json!({"index": 19}), Property::Order),
        ("of a thirteenth month", json!({"body": event(&|b| b.version = 202_413)}), Property::Validity),
        ("of a month that had to be kept", json!({"body": event(&|b| b.version = 202_507)}), Property::Validity),
        ("that reaches into a month that it does not name", json!({"told": [june]}), Property::Validity),
    ] {
        cases.push(bad(&format!("purge {name}"), with(&base, &changed), What::LogBody, property));
    }
    cases
}

pub(super) fn body(vault_seq: u64, previous: Hash) -> EventBody {
    EventBody {
        event_type: 7,
        unix_ms: 1_767_225_600_000 + vault_seq,
        vault: VAULT,
        vault_seq,
        previous,
        document: DocumentId::from_bytes([0xc1; 16]),
        version: 2,
        actor: Kid::from_bytes([0xd1; 16]),
        mandate: MandateId::from_bytes([0xf1; 16]),
        purpose: 3,
        result: 259,
        request_hash: Hash::from_bytes([0x33; 32]),
        request_signature: [0x44; 64],
    }
}

fn body_fields(body: &EventBody) -> Value {
    json!({
        "type": body.event_type, "unix_ms": body.unix_ms, "vault": body.vault, "vault_seq": body.vault_seq,
        "previous": body.previous, "document": body.document, "version": body.version, "actor": body.actor,
        "mandate": body.mandate, "purpose": body.purpose, "result": body.result, "request_sha256": body.request_hash,
        "request_signature": hex(body.request_signature),
    })
}

pub(super) fn cases() -> Vec<Case> {
    let (first, second) = (body(1, Hash::NONE), body(2, leaf_at(0)));
    let bytes = second.encode();
    let input = |bytes: &[u8]| json!({"test": "body", "body": hex(bytes)});
    let mut cases = vec![
        good("body", input(&bytes), body_fields(&second)),
        good("body of a vault's first entry", input(&first.encode()), body_fields(&first)),
    ];
    for (name, bytes, property) in [
        ("version 0", patch(&bytes, 0, &[0]), Property::Version),
        ("version 2", patch(&bytes, 0, &[2]), Property::Version),
        ("sequence number 0", patch(&bytes, 26, &[0; 8]), Property::Sequence),
        ("first entry with a predecessor", patch(&bytes, 33, &[1]), Property::Sequence),
        ("second entry without a predecessor", patch(&bytes, 34, &[0; 32]), Property::Sequence),
        ("empty", Vec::new(), Property::Length),
        ("cut by one byte", bytes[..221].to_vec(), Property::Length),
        ("one byte after the end", [&bytes[..], &[0]].concat(), Property::Trailing),
    ] {
        cases.push(bad(&format!("body: {name}"), input(&bytes), What::LogBody, property));
    }
    let input = json!({"test": "leaf", "salt": hex([0x55; 32]), "body": hex(&bytes)});
    cases.push(good("leaf", input.clone(), leaf_of(&input).unwrap()));
    cases.extend(chains());
    cases.extend(purge_cases());
    cases
}
