//! What the log says, read by those who may.

use vault_core::api::{EntryView, LogPage, VaultLogView};
use vault_core::certificate::Certificate;
use vault_core::ids::{Kid, MandateId};
use vault_core::log::{EventBody, Signatory, SignedActs};
use vault_core::request::Request;
use vault_core::vocabulary::{EventType, Purpose, ResultCode};

use super::client::House;
use super::people::{Person, Vault};

/// One event, as the tests compare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) what: EventType,
    pub(crate) result: ResultCode,
    pub(crate) actor: Kid,
    pub(crate) mandate: MandateId,
    pub(crate) purpose: Purpose,
}

impl House {
    /// The whole log of a vault, as its owner reads it.
    pub(crate) async fn vault_log(&self, vault: &Vault) -> Vec<EntryView> {
        let view: VaultLogView = self.get(&vault.owner, &format!("/v1/vaults/{}/log", vault.id)).await.ok();
        assert!(!view.more && view.erased.is_empty());
        self.all_signed(&view);
        view.entries
    }

    /// Every entry stands on a request that its actor signed for it, or is the server's own.
    fn all_signed(&self, view: &VaultLogView) {
        let mut acts = SignedActs::default();
        for entry in &view.entries {
            let body = EventBody::parse(&entry.body).unwrap();
            let signatory = |kid: &Kid| {
                let signer = view.signers.iter().find(|signer| signer.kid == *kid)?;
                let mut keys = signer.certificates.iter().filter_map(|c| Certificate::parse(c).unwrap().verifying);
                Some(Signatory { account: signer.account_id, key: keys.find(|key| key.kid() == *kid)? })
            };
            let server = self.log_key().key().kid();
            let request = entry.request.as_ref().map(|bytes| &bytes[..]);
            if let Err(error) = acts.check(&body, request, server, signatory) {
                let path = request.map(|bytes| Request::parse(bytes).unwrap().path);
                panic!("{error:?} for {:?} asked by {path:?}", seen(entry));
            }
        }
    }

    /// The events of a vault; with each, the request that its actor signed.
    pub(crate) async fn events(&self, vault: &Vault) -> Vec<Seen> {
        self.vault_log(vault).await.iter().map(seen).collect()
    }

    /// The events of a vault, as somebody reads them who may: the owner with another card, an auditor.
    pub(crate) async fn events_for(&self, reader: &Person, vault: &Vault) -> Vec<Seen> {
        let view: VaultLogView = self.get(reader, &format!("/v1/vaults/{}/log", vault.id)).await.ok();
        self.all_signed(&view);
        view.entries.iter().map(seen).collect()
    }

    /// The last event of a vault: the owner and the auditor read the same.
    pub(crate) async fn last_event(&self, vault: &Vault, auditor: &Person) -> Seen {
        let entry = self.vault_log(vault).await.pop().unwrap();
        let page: LogPage = self.get(auditor, &format!("/v1/log/entries?from={}&limit=1", entry.index)).await.ok();
        let audited = &page.entries[0];
        assert_eq!((audited.index, &audited.body, &audited.salt), (entry.index, &entry.body, &entry.salt));
        assert_eq!(audited.request, entry.request);
        assert!(page.actors.iter().all(|actor| actor.display_name.is_none()), "an auditor sees no name");
        assert!(page.signers.iter().all(|signer| signer.display_name.is_none()), "an auditor sees no name");
        seen(&entry)
    }
}

/// An event, whose signed request is the one that its body names.
pub(crate) fn seen(entry: &EntryView) -> Seen {
    let body = EventBody::parse(&entry.body).unwrap();
    match &entry.request {
        None => assert!(body.request_hash.is_none() && body.request_signature == [0; 64]),
        Some(bytes) => {
            assert_eq!(body.request_hash, Request::hash_of(bytes));
            assert_eq!(Some(&body.request_signature), Request::signature_of(bytes));
            assert_eq!(Request::parse(bytes).unwrap().maker, body.actor);
        }
    }
    Seen {
        what: EventType::from_number(body.event_type).unwrap(),
        result: ResultCode::from_number(body.result).unwrap(),
        actor: body.actor,
        mandate: body.mandate,
        purpose: Purpose::from_number(body.purpose).unwrap(),
    }
}

/// Calls that leave no event: nothing is written, nobody may be refused, or it is nobody else's business.
const SILENT: [&str; 4] = ["/v1/login-challenges", "/v1/logins", "/v1/destruction-receipts", "/v1/display"];

#[test]
fn every_act_that_a_person_signs_is_known_to_those_who_check_the_log() {
    let form =
        |path: &str| path.split('/').map(|p| if p.starts_with('{') { "{}" } else { p }).collect::<Vec<_>>().join("/");
    let known: Vec<_> = vault_core::log::acts().map(|(method, path)| (method.to_lowercase(), form(path))).collect();
    for (method, path) in vault_server::http::ROUTES {
        let writes = ["post", "put"].contains(method) && !SILENT.contains(path);
        assert!(!writes || known.contains(&((*method).to_owned(), form(path))), "{method} {path}");
    }
    for (method, path) in &known {
        let served = vault_server::http::ROUTES.iter().any(|(m, p)| m == method && form(p) == *path);
        assert!(served, "{method} {path} is served no more");
    }
}
