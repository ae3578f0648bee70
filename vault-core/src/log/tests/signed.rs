//! What a signed request proves of the event that it is shown with, one lie at a time.

use super::*;
use crate::api::NewOpening;
use crate::ids::{AccountId, Nonce};
use crate::request::{Method, Request};
use crate::vocabulary::{EventType as E, Purpose, ResultCode};

const VAULT: VaultId = VaultId::from_bytes([1; 16]);
const DOCUMENT: DocumentId = DocumentId::from_bytes([2; 16]);
const MANDATE: MandateId = MandateId::from_bytes([3; 16]);
const ACCOUNT: AccountId = AccountId::from_bytes([4; 16]);
const OTHER: &str = "09090909090909090909090909090909";
const SERVER: Kid = Kid::from_bytes([8; 16]);
const AT: u64 = 1_800_000_000_000;

fn asked(method: Method, path: &str, body: &[u8]) -> Vec<u8> {
    let request = Request {
        account: ACCOUNT,
        maker: Kid::NONE,
        origin: Hash::NONE,
        unix_ms: AT,
        nonce: Nonce::from_bytes([7; 16]),
        body: Hash::from_bytes(suite::sha256(&[body])),
        method,
        path: path.to_owned(),
    };
    request.sign(&signing()).unwrap()
}

fn told(event: E) -> EventBody {
    EventBody {
        event_type: event.number(),
        unix_ms: AT,
        vault: VAULT,
        document: DOCUMENT,
        mandate: MANDATE,
        actor: signing().verifying_key().kid(),
        ..chain(VAULT, 1, 1).remove(0).2
    }
}

fn check(acts: &mut SignedActs, body: &EventBody, request: Option<&[u8]>) -> Result<(), Property> {
    let signatory = |_: &Kid| Some(Signatory { account: ACCOUNT, key: signing().verifying_key() });
    acts.check(body, request, SERVER, signatory).map_err(|error| error.property)
}

fn once(body: &EventBody, request: &[u8]) -> Result<(), Property> {
    check(&mut SignedActs::default(), body, Some(request))
}

#[test]
fn only_the_servers_own_acts_and_logins_stand_without_a_request() {
    let alone = |event: E, actor| check(&mut SignedActs::default(), &EventBody { actor, ..told(event) }, None);
    let somebody = signing().verifying_key().kid();
    for (event, actor, expected) in [
        (E::Login, somebody, Ok(())),
        (E::NoticeSent, somebody, Ok(())),
        (E::KeyPublication, SERVER, Ok(())),
        (E::KeyPublication, somebody, Err(Property::Signature)),
        (E::Backup, Kid::NONE, Ok(())),
        (E::Backup, somebody, Err(Property::Signature)),
        (E::Deposit, somebody, Err(Property::Signature)),
        (E::Opening, Kid::NONE, Err(Property::Signature)),
    ] {
        assert_eq!(alone(event, actor), expected, "{event:?}");
    }
    let unknown =
        |actor| check(&mut SignedActs::default(), &EventBody { event_type: 250, actor, ..told(E::Login) }, None);
    assert_eq!((unknown(Kid::NONE), unknown(somebody)), (Ok(()), Err(Property::Signature)));
}

#[test]
fn the_request_is_the_actors_of_that_time() {
    let body = told(E::VaultClosing);
    let request = asked(Method::Post, &format!("/v1/vaults/{VAULT}/closing"), b"");
    assert_eq!(once(&body, &request), Ok(()));
    let by = |body: &EventBody, who: Option<Signatory>| {
        SignedActs::default().check(body, Some(&request), SERVER, |_| who).map_err(|error| error.property)
    };
    let who = Signatory { account: ACCOUNT, key: signing().verifying_key() };
    assert_eq!(by(&body, Some(who)), Ok(()));
    assert_eq!(by(&body, None), Err(Property::Maker));
    assert_eq!(by(&EventBody { actor: SERVER, ..body.clone() }, Some(who)), Err(Property::Maker));
    assert_eq!(by(&body, Some(Signatory { account: AccountId::NONE, ..who })), Err(Property::Ids));
    let stranger = SigningKey::generate(&mut SeededEntropy::new(9)).verifying_key();
    assert_eq!(by(&body, Some(Signatory { key: stranger, ..who })), Err(Property::Maker));
    let mut flipped = request.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert_eq!(once(&body, &flipped), Err(Property::Signature));
    for (unix_ms, expected) in [
        (AT + MAX_LAG_MS, Ok(())),
        (AT + MAX_LAG_MS + 1, Err(Property::Validity)),
        (AT - MAX_LAG_MS, Ok(())),
        (AT - MAX_LAG_MS - 1, Err(Property::Validity)),
    ] {
        assert_eq!(once(&EventBody { unix_ms, ..body.clone() }, &request), expected, "{unix_ms}");
    }
    assert_eq!(MAX_LAG_MS, 3_600_000);
}

#[test]
fn the_request_asked_for_this_and_for_nothing_else() {
    let (kind, ids) = (Err(Property::Kind), Err(Property::Ids));
    for (event, method, path, expected) in [
        (E::VaultClosing, Method::Post, format!("/v1/vaults/{VAULT}/closing?again=1"), Ok(())),
        (E::VaultClosing, Method::Put, format!("/v1/vaults/{VAULT}/closing"), kind),
        (E::VaultClosing, Method::Post, format!("/v1/vaults/{OTHER}/closing"), ids),
        (E::VaultClosing, Method::Post, format!("/v1/vaults/{VAULT}/keeping"), kind),
        (E::VaultClosing, Method::Post, format!("/v1/vaults/{VAULT}/closing/now"), kind),
        (E::VaultClosing, Method::Post, format!("/v1/vaults/{VAULT}"), kind),
        (E::VaultKept, Method::Post, format!("/v1/vaults/{VAULT}/closing"), kind),
        (E::DocumentErased, Method::Post, format!("/v1/documents/{DOCUMENT}/erasure"), Ok(())),
        (E::DocumentErased, Method::Post, format!("/v1/documents/{OTHER}/erasure"), ids),
        (E::MandateRevoked, Method::Post, format!("/v1/mandates/{MANDATE}/revocation"), Ok(())),
        (E::MandateRevoked, Method::Post, format!("/v1/mandates/{OTHER}/revocation"), ids),
        (E::RecoveryStopped, Method::Post, format!("/v1/recoveries/{OTHER}/stop"), Ok(())),
        (E::RecoveryStopped, Method::Post, format!("/v1/recoveries/{OTHER}/approvals"), kind),
        (E::Deposit, Method::Put, format!("/v1/vaults/{VAULT}/uploads/{OTHER}"), Ok(())),
        (E::Deposit, Method::Put, format!("/v1/vaults/{OTHER}/uploads/{OTHER}"), ids),
    ] {
        assert_eq!(once(&told(event), &asked(method, &path, b"")), expected, "{event:?} by {path}");
    }
}

#[test]
fn an_opening_asked_for_this_document_in_one_of_the_written_forms() {
    let new = NewOpening { document_id: DOCUMENT, version: None, mandate_id: None, purpose: None };
    let body = EventBody { version: 4, purpose: Purpose::Rsa.number(), ..told(E::Opening) };
    let opened =
        |new: &NewOpening| once(&body, &asked(Method::Post, "/v1/openings", &serde_json::to_vec(new).unwrap()));
    assert_eq!(opened(&new), Ok(()));
    let full = NewOpening { version: Some(4), mandate_id: Some(MANDATE), purpose: Some(Purpose::Rsa), ..new.clone() };
    assert_eq!(opened(&full), Ok(()));
    for other in [
        NewOpening { document_id: DocumentId::NONE, ..new.clone() },
        NewOpening { version: Some(3), ..new.clone() },
        NewOpening { mandate_id: Some(MandateId::NONE), ..new },
    ] {
        assert_eq!(opened(&other), Err(Property::Hash));
    }
    assert_eq!(once(&body, &asked(Method::Post, "/v1/openings", b"")), Err(Property::Hash));
}

#[test]
fn a_request_has_one_event_unless_its_act_has_several_at_one_time() {
    let two = |first: &EventBody, second: &EventBody, request: &[u8]| {
        let mut acts = SignedActs::default();
        check(&mut acts, first, Some(request)).unwrap();
        check(&mut acts, second, Some(request))
    };
    let (repeated, later) = (Err(Property::Sequence), AT + 1);
    let closing = asked(Method::Post, &format!("/v1/vaults/{VAULT}/closing"), b"");
    let body = told(E::VaultClosing);
    assert_eq!(two(&body, &body, &closing), repeated);
    // The block that the last wrong PIN brings.
    let ended = |result: ResultCode| EventBody { result: result.number(), ..body.clone() };
    let (wrong, blocked) = (ended(ResultCode::WrongPin), ended(ResultCode::CredentialBlocked));
    assert_eq!(two(&wrong, &blocked, &closing), Ok(()));
    assert_eq!(two(&blocked, &wrong, &closing), repeated);
    assert_eq!(two(&wrong, &wrong, &closing), repeated);
    assert_eq!(two(&wrong, &EventBody { unix_ms: later, ..blocked }, &closing), repeated);

    let reading = asked(Method::Post, &format!("/v1/vaults/{VAULT}/records"), b"");
    let read = told(E::RecordsRead);
    assert_eq!(two(&read, &read, &reading), Ok(()));
    assert_eq!(two(&read, &EventBody { unix_ms: later, ..read.clone() }, &reading), repeated);
    // An event of a newer server, of which nobody knows whether it comes several times.
    let unknown = EventBody { event_type: 250, ..read.clone() };
    assert_eq!(two(&read, &unknown, &reading), repeated);
    assert_eq!(two(&unknown, &read, &reading), repeated);
    // Another request is another act.
    let mut acts = SignedActs::default();
    check(&mut acts, &body, Some(&closing)).unwrap();
    assert_eq!(check(&mut acts, &read, Some(&reading)), Ok(()));
}
