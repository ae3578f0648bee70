//! What a fuzzer calls: the reading of everything that comes from elsewhere, a server's answers and files that somebody
//! brings. Compiled for tests and for the fuzzer alone. A reader may refuse, in a sentence; it may not panic.
//!
//! The inputs that were worth keeping lie in `fuzz/corpus`; the tests below give each of them once more.

#![expect(clippy::missing_panics_doc, reason = "a panic is how a finding is told")]

use std::cell::OnceCell;
use std::io::Write;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use tempfile::TempDir;
use vault_core::api::{
    AccountView, AmendAnswer, Challenge, ChannelView, ClosingView, ConsistencyView, CredentialChanged, CredentialView,
    DepositAnswer, DirectoryView, EpochAnswer, ErasureAnswer, ExportView, GuardianKeys, GuardiansView,
    GuardianshipView, KeptView, LogPage, LoginAnswer, MandateView, MemberView, NamesLeft, OpeningView,
    OrganisationView, PinResetApproved, Problem as Refusal, ReceiptView, RecordsView, RecoveryReleased, RecoveryView,
    ReminderView, SeedsView, ServerInfo, SessionView, SignerView, UploadAnswer, VaultLogView, VaultView,
};
use vault_core::certificate::{CertificateKind, Chain, verify_deposit_key};
use vault_core::ids::AccountId;
use vault_core::keys::{AccountKeys, SigningKey};
use vault_core::log::{Checkpoint, LogKey, LogName, VaultHead};
use vault_core::mandate::Mandate;
use vault_core::vocabulary::AccountKind;
use zeroize::Zeroizing;

use crate::act::prove::prove;
use crate::act::{Act, read, tell};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::export::check::check;
use crate::forgotten::Forgotten;
use crate::journal::{self, Names};
use crate::papers::Shelves;
use crate::published::Published;
use crate::remote::Remote;
use crate::session::{Actor, first_certificate, parse_credential};
use crate::signatures::Signatures;
use crate::{act, pins, receive, trust, verify};

/// A desk, somebody at it, and a file to read; nothing is kept from one input to the next but the folder.
struct Room {
    folder: TempDir,
    desk: Desk,
    actor: Actor,
}

thread_local! {
    static ROOM: OnceCell<Room> = const { OnceCell::new() };
}

#[expect(clippy::expect_used, reason = "a test or a fuzzer that cannot write its input has nothing to test")]
impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::for_test(folder.path());
        let actor = actor(&desk).expect("a person");
        Self { folder, desk, actor }
    }

    /// The input as a file.
    fn file(&self, data: &[u8]) -> PathBuf {
        let path = self.folder.path().join("brought");
        std::fs::File::create(&path).and_then(|mut file| file.write_all(data)).expect("written");
        path
    }

    /// What was refused is told in a sentence and in JSON.
    fn told<T>(&self, result: Result<T>) -> Option<T> {
        result.map_err(|error| (error.told(&self.desk.i18n), error.json(&self.desk.i18n), error.exit())).ok()
    }
}

fn actor(desk: &Desk) -> Result<Actor> {
    let random = &mut &desk.random;
    let (log, keys) = (SigningKey::generate(random), AccountKeys::generate(random));
    let account = AccountId::generate(random);
    let first = first_certificate(&keys, CertificateKind::Account, [0; 16], *account.as_bytes(), desk.now_s());
    let certificate = first.issue(&keys.signing);
    let chain = Chain::verify_unaffiliated(&[&certificate], account)?;
    let view = AccountView {
        account_id: account,
        credential_id: vault_core::ids::CredentialId::NONE,
        kind: AccountKind::Staff,
        display_name: Some("SPECIMEN".to_owned()),
        certificates: vec![certificate.into()],
        membership: None,
        vault_id: None,
    };
    let log = LogKey::new(LogName::new("coffre.exemple.fr/log")?, log.verifying_key());
    Ok(Actor::offline(Remote::new("https://coffre.exemple.fr".parse()?, "")?, log, keys, view, chain))
}

/// The first byte chooses which answer the rest is.
pub fn answers(data: &[u8]) {
    let Some((which, json)) = data.split_first() else { return };
    ROOM.with(|room| {
        let room = room.get_or_init(Room::new);
        match which {
            0 => opening(room, json),
            1 => records(room, json),
            2 => vault_log(room, json),
            3 => log_page(room, json),
            4 => mandates(room, json),
            5 => people(room, json),
            6 => refusal(room, json),
            7 => receipt(room, json),
            8 => server(room, json),
            9 => forms(json),
            _ => {}
        }
        let _ = pins::read(&room.desk);
    });
}

/// The first byte chooses: an export to verify or import, an act or a receipt, a card, the published list of the page.
pub fn brought(data: &[u8]) {
    let Some((which, content)) = data.split_first() else { return };
    ROOM.with(|room| {
        let room = room.get_or_init(Room::new);
        match which {
            0 => drop(room.told(check(&room.desk, &room.file(content), None))),
            1 => act(room, content),
            2 => {
                if let Ok(text) = std::str::from_utf8(content) {
                    room.told(parse_credential(&Zeroizing::new(text.to_owned())));
                }
            }
            3 => {
                if let Some(published) = room.told(Published::read(Some(&room.file(content)))) {
                    assert!(published.expected().len() >= published.files());
                }
            }
            _ => {}
        }
    });
}

fn from<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_slice(json).ok()
}

fn opening(room: &Room, json: &[u8]) {
    let Some(view) = from::<OpeningView>(json) else { return };
    if let Some(ready) = room.told(receive::prepare(&room.desk, &room.actor, view.document_id, &view)) {
        let _ = ready.longest_object();
        let _ = receive::pour(&room.actor, &ready, &mut &json[..], &mut std::io::sink());
    }
}

fn records(room: &Room, json: &[u8]) {
    let Some(view) = from::<RecordsView>(json) else { return };
    let vault = view.vault.vault_id;
    let Some(shelves) = room.told(Shelves::verify(&room.desk, &room.actor, vault, &view)) else { return };
    for shown in &view.records {
        room.told(shelves.chain(shown.folder_id));
        room.told(shelves.open(&room.desk, &view, shown));
    }
    for shown in &view.reminders {
        room.told(shelves.reminder(&room.desk, &view, shown));
    }
}

fn vault_log(room: &Room, json: &[u8]) {
    let Some(page) = from::<VaultLogView>(json) else { return };
    let Room { desk, actor, .. } = room;
    let mut signatures = Signatures::new();
    room.told(signatures.learn(desk, actor, (&page.signers, &page.organisations), &page.actors));
    let names = Names { actors: page.actors.clone(), ..Names::default() };
    for entry in page.entries.iter().chain(&page.purge) {
        let Some((_, body)) = room.told(verify::parse(entry)) else { continue };
        let _ = journal::sentence(desk, &body, &names);
        room.told(signatures.check(actor.log.key().kid(), &[(entry, &body)]));
    }
    room.told(VaultHead::open(&page.head, actor.log.key()).map_err(Error::from));
    let checkpoint = Checkpoint::open(&page.checkpoint, &actor.log).map_err(Error::from);
    let checkpoint = room.told(checkpoint).unwrap_or(Checkpoint { size: 1 << 40, root: vault_core::ids::Hash::NONE });
    room.told(Forgotten::read(&page.erased, page.purge.as_ref(), &checkpoint));
}

fn log_page(room: &Room, json: &[u8]) {
    let Some(page) = from::<LogPage>(json) else { return };
    let mut signatures = Signatures::new();
    room.told(signatures.learn(&room.desk, &room.actor, (&page.signers, &page.organisations), &page.actors));
    for entry in &page.entries {
        if let Some((_, body)) = room.told(verify::parse(entry)) {
            let names = Names { actors: page.actors.clone(), ..Names::default() };
            let _ = journal::sentence(&room.desk, &body, &names);
        }
    }
    let Some(proof) = from::<ConsistencyView>(json) else { return };
    let old = Checkpoint { size: 1, root: vault_core::ids::Hash::NONE };
    if let Ok(new) = Checkpoint::open(&proof.checkpoint, &room.actor.log) {
        room.told(verify::continues(&old, &new, &proof.proof));
    }
}

fn mandates(room: &Room, json: &[u8]) {
    for view in from::<Vec<MandateView>>(json).unwrap_or_default() {
        let mandate = room.told(trust::mandate(&room.desk, &room.actor, &view, None));
        let mandate = mandate.or_else(|| Mandate::parse(&view.mandate).ok());
        room.told(mandate.map_or(Ok(()), |mandate| trust::check_holder(&room.actor, &mandate)));
    }
}

fn people(room: &Room, json: &[u8]) {
    let desk = &room.desk;
    if let Some(view) = from::<OrganisationView>(json) {
        room.told(trust::organisation(desk, view.organisation_id, &view.certificates));
    }
    if let Some(view) = from::<SignerView>(json) {
        room.told(trust::unaffiliated(desk, view.account_id, &view.certificates));
    }
    if let Some(view) = from::<VaultView>(json)
        && let Some(owner) = room.told(trust::owner(desk, &room.actor, view.vault_id, &view.owner))
    {
        for folder in &view.folders {
            if let Some(chain) = room.told(trust::folder(desk, &owner, folder)) {
                room.told(trust::folder_keys(desk, &room.actor, &owner, folder, &chain));
            }
        }
    }
}

fn refusal(room: &Room, json: &[u8]) {
    let Some(refusal) = from::<Refusal>(json) else { return };
    room.told::<()>(Err(Error::Server(Box::new(refusal))));
}

fn receipt(room: &Room, json: &[u8]) {
    let Some(view) = from::<ReceiptView>(json) else { return };
    room.told(act::make::read_receipt(&view, &room.actor.log, None));
}

fn server(room: &Room, json: &[u8]) {
    let Some(info) = from::<ServerInfo>(json) else { return };
    let Ok(log) = info.log_key.parse::<LogKey>() else { return };
    room.told(verify_deposit_key(&info.deposit_certificate, log.key(), room.desk.now_s()).map_err(Error::from));
}

/// Every other answer is read for its form.
fn forms(json: &[u8]) {
    macro_rules! read {
        ($($view:ty),* $(,)?) => { $(let _ = from::<$view>(json);)* };
    }
    read!(
        AmendAnswer,
        Challenge,
        ClosingView,
        CredentialChanged,
        DepositAnswer,
        DirectoryView,
        EpochAnswer,
        ErasureAnswer,
        ExportView,
        GuardianKeys,
        GuardiansView,
        KeptView,
        LoginAnswer,
        NamesLeft,
        PinResetApproved,
        RecoveryReleased,
        RecoveryView,
        ReminderView,
        SeedsView,
        SessionView,
        UploadAnswer,
        Vec<ChannelView>,
        Vec<CredentialView>,
        Vec<GuardianshipView>,
        Vec<MemberView>,
        Vec<RecoveryView>,
    );
}

/// An act as JSON, as a PDF, or a receipt; what proves itself is told line by line, and drawn.
fn act(room: &Room, content: &[u8]) {
    let Desk { i18n, zone, .. } = &room.desk;
    let found = room.told(read::read(&room.file(content)));
    let Some(read::Found::Act(act, _)) = found else { return };
    let _ = (tell::title(i18n, &act), tell::said(i18n, &act, zone), tell::advice(i18n, &act), draw(&act));
    if let Some(proven) = room.told(prove(&act).map_err(Error::from)) {
        let _ = (tell::when(i18n, &proven, zone), tell::proved(i18n, &act, &proven, zone));
    }
}

fn draw(act: &Act) -> Option<Vec<u8>> {
    act::page::draw(act).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use vault_core::entropy::{Entropy, SeededEntropy};

    /// Every kept input of a target; there must be some.
    fn kept(name: &str) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(name);
        let entries = std::fs::read_dir(&folder).expect("the kept corpus");
        let inputs: Vec<_> = entries.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
        assert!(inputs.len() > 10, "{} holds {} inputs", folder.display(), inputs.len());
        inputs
    }

    /// Each of them, and then each with a few bytes changed, always the same ones.
    fn replay(name: &str, target: fn(&[u8])) {
        let random = &mut SeededEntropy::new(1);
        for input in kept(name) {
            target(&input);
            for _ in 0..3 {
                let mut changed = input.clone();
                let mut at = [0; 9];
                random.fill(&mut at);
                let [place @ .., bit] = at;
                // The first byte chooses the reader.
                if let Some(length) = (changed.len() as u64).checked_sub(1).filter(|length| *length > 0) {
                    let place = usize::try_from(u64::from_be_bytes(place) % length).unwrap() + 1;
                    changed[place] ^= 1 << (bit % 8);
                }
                target(&changed);
            }
        }
    }

    #[test]
    fn what_was_found_in_answers_stays_found() {
        replay("answers", super::answers);
    }

    #[test]
    fn what_was_found_in_files_that_are_brought_stays_found() {
        replay("brought", super::brought);
    }
}
