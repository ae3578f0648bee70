//! Archives whose owner signed what is not so: somebody else's word, another vault's, or files that nobody described.

use vault_core::entropy::SeededEntropy;
use vault_core::export::Manifest;
use vault_core::ids::{AccountId, Hash, MandateId, Nonce, VaultId};
use vault_core::keys::AccountKeys;
use vault_core::log::VaultHead;
use vault_core::mandate::Mandate;
use vault_core::request::{Method, Request};
use vault_core::revocation::Revocation;

use super::forge::Forged;
use super::hostile::Desk;

/// What is wrong with the sample, changed and signed by its owner.
fn wrong(change: impl FnOnce(&mut Forged)) -> String {
    let mut forged = Forged::sample();
    change(&mut forged);
    Desk::new().wrong(&forged.files())
}

#[test]
fn a_file_that_no_document_describes_is_refused() {
    assert_eq!(wrong(|f| f.slip_in("documents/x.pdf")), "export/ids");
    assert_eq!(wrong(|f| f.slip_in("setup.exe")), "export/ids");
}

#[test]
fn names_and_addresses_are_lines_of_text() {
    assert_eq!(wrong(|f| f.manifest.folders[0].label = "Dossier\u{202e}".to_owned()), "export/alphabet");
    let name = |manifest: &mut Manifest| manifest.organisations[0].name = "CCAS\nSPECIMEN".to_owned();
    assert_eq!(wrong(|f| name(&mut f.manifest)), "export/alphabet");
    assert_eq!(wrong(|f| f.manifest.server.origin.push('/')), "origin/alphabet");
}

#[test]
fn a_document_lies_where_it_was_signed_to_lie() {
    let elsewhere = |f: &mut Forged| f.manifest.documents[0].folder_id = f.manifest.documents[1].folder_id;
    assert_eq!(wrong(elsewhere), "deposit/ids");
}

#[test]
fn a_mandate_and_its_end_are_those_of_this_vault_and_of_its_owner() {
    let forger = AccountKeys::generate(&mut SeededEntropy::new(98));
    let lent = |change: &dyn Fn(&mut Forged, Mandate)| {
        wrong(|forged| {
            let mandate = forged.lend();
            change(forged, mandate);
        })
    };
    assert_eq!(lent(&|f, _| f.manifest.mandates[0].mandate_id = MandateId::from_bytes([9; 16])), "mandate/ids");
    let of_another_vault = |f: &mut Forged, mandate: Mandate| {
        let mandate = Mandate { vault: VaultId::from_bytes([9; 16]), ..mandate };
        f.manifest.mandates[0].mandate = mandate.sign(&f.owner.signing).unwrap().into();
    };
    assert_eq!(lent(&of_another_vault), "mandate/ids");
    let by_somebody_else = |f: &mut Forged, mandate: Mandate| {
        f.manifest.mandates[0].mandate = mandate.sign(&forger.signing).unwrap().into();
    };
    assert_eq!(lent(&by_somebody_else), "mandate/maker");
    let end = |f: &Forged, mandate: &Mandate| Revocation {
        mandate: mandate.id,
        mandate_hash: Mandate::hash_of(&f.manifest.mandates[0].mandate),
        unix_ms: 1,
        maker: f.owner.signing.kid(),
    };
    let revoked = |f: &mut Forged, revocation: &Revocation| {
        f.manifest.mandates[0].revocation = Some(revocation.sign(&f.owner.signing).into());
    };
    let of_another = |f: &mut Forged, mandate: Mandate| {
        let end = Revocation { mandate: MandateId::from_bytes([9; 16]), ..end(f, &mandate) };
        revoked(f, &end);
    };
    assert_eq!(lent(&of_another), "revocation/ids");
    let of_other_bytes = |f: &mut Forged, mandate: Mandate| {
        let end = Revocation { mandate_hash: Hash::from_bytes([9; 32]), ..end(f, &mandate) };
        revoked(f, &end);
    };
    assert_eq!(lent(&of_other_bytes), "revocation/hash");
    let spoilt = |f: &mut Forged, mandate: Mandate| {
        let end = end(f, &mandate);
        revoked(f, &end);
        let bytes = f.manifest.mandates[0].revocation.as_mut().unwrap();
        *bytes.0.last_mut().unwrap() ^= 1;
    };
    assert_eq!(lent(&spoilt), "revocation/signature");
}

#[test]
fn a_journal_is_of_this_vault_and_each_entry_shows_the_request_that_it_names() {
    assert_eq!(wrong(|f| f.journal.pages[0].vault_id = VaultId::from_bytes([9; 16])), "log-body/ids");
    let head = |f: &Forged| VaultHead::open(&f.journal.pages[0].head, &f.log.verifying_key()).unwrap();
    let of_another_tree = |f: &mut Forged| {
        let head = VaultHead { tree_size: 2, ..head(f) };
        f.journal.pages[0].head = head.sign(&f.log).into();
    };
    assert_eq!(wrong(of_another_tree), "vault-head/ids");
    let not_named = |f: &mut Forged| {
        let request = Request {
            account: AccountId::NONE,
            maker: f.owner.signing.kid(),
            origin: Hash::NONE,
            unix_ms: 1,
            nonce: Nonce::from_bytes([0; 16]),
            body: Hash::NONE,
            method: Method::Post,
            path: "/v1/export".to_owned(),
        };
        f.journal.pages[0].entries[0].request = Some(request.sign(&f.owner.signing).unwrap().into());
    };
    assert_eq!(wrong(not_named), "request/hash");
}
