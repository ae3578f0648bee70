//! What the log says, read by those who may.

use vault_core::api::{EntryView, LogPage, VaultLogView};
use vault_core::ids::{Kid, MandateId};
use vault_core::log::EventBody;
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
        view.entries
    }

    /// The events of a vault; with each, the request that its actor signed.
    pub(crate) async fn events(&self, vault: &Vault) -> Vec<Seen> {
        self.vault_log(vault).await.iter().map(seen).collect()
    }

    /// The events of a vault, as somebody reads them who may: the owner with another card, an auditor.
    pub(crate) async fn events_for(&self, reader: &Person, vault: &Vault) -> Vec<Seen> {
        let view: VaultLogView = self.get(reader, &format!("/v1/vaults/{}/log", vault.id)).await.ok();
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
