//! What people do to a server that may be killed, and what they remember of it: what was acknowledged, and what they
//! never had an answer to, which they do again.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use vault_core::api::{
    DepositAnswer, EpochAnswer, ErasureAnswer, MandateView, NewEpoch, NewMandate, OpeningView, ProblemCode, VaultView,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::{DocumentId, DocumentVersion, FolderEpoch, MandateId};
use vault_core::keys::OpeningKey;
use vault_core::log::EventBody;
use vault_core::mandate::Rights;
use vault_core::vocabulary::{EventType, FolderKind, ResultCode};
use vault_core::wrap::SeedFor;
use vault_server::store::{Tx, accounts, check, documents, erasure, mandates};

use super::ground::People;
use crate::api::client::{Answer, NO_ANSWER};
use crate::api::papers::Sealed;
use crate::api::people::{PIN, to};

/// The folder that is lent and taken back, and the one whose key turns: others would refuse each other.
const LENT: FolderKind = FolderKind::Employment;
const TURNED: FolderKind = FolderKind::Family;

/// Something that somebody wants done.
pub(crate) enum Deed {
    /// The desk adds a paper.
    Deposit(Box<Sealed>),
    /// The professional opens a paper and fetches it.
    Open(DocumentId),
    /// The person lends a folder.
    Grant(MandateId, Box<NewMandate>),
    /// The person takes it back.
    Revoke(Box<MandateView>),
    /// The person erases a paper.
    Erase(DocumentId),
    /// The person gives a folder its next key.
    Turn(Box<NewEpoch>),
}

/// What people know to have happened.
#[derive(Default)]
pub(crate) struct Memory {
    known: RefCell<Known>,
    /// With what the server may refuse for its own reasons: a disk that fails, or is full, a database that is away.
    excused: Cell<&'static [ProblemCode]>,
}

#[derive(Default)]
struct Known {
    /// Places in the log, with what must stand there.
    events: Vec<(u64, EventType, DocumentId)>,
    papers: BTreeSet<DocumentId>,
    /// Papers of which an erasure was asked; `true` once it was acknowledged.
    erased: BTreeMap<DocumentId, bool>,
    granted: BTreeMap<MandateId, MandateView>,
    revoked: BTreeSet<MandateId>,
    /// The newest certificate of the folder whose key turns.
    certificate: Option<Vec<u8>>,
    unanswered: Vec<Deed>,
    answered: usize,
    /// The codes of the refusals that were excused, and how often each came.
    refusals: BTreeMap<&'static str, usize>,
    /// Calls that had no answer.
    silences: usize,
}

impl Memory {
    /// How many deeds were acknowledged.
    pub(crate) fn acknowledged(&self) -> usize {
        self.known.borrow().answered
    }

    /// From now on the server may refuse for its own reasons with these codes, and no others: the deed is done again later.
    pub(crate) fn excuse(&self, codes: &'static [ProblemCode]) {
        self.excused.set(codes);
    }

    /// The codes of the refusals that were excused, and how often each came.
    pub(crate) fn refusals(&self) -> BTreeMap<&'static str, usize> {
        self.known.borrow().refusals.clone()
    }

    /// How many calls had no answer.
    pub(crate) fn silences(&self) -> usize {
        self.known.borrow().silences
    }

    /// The papers that are known to be there.
    pub(crate) fn papers(&self) -> Vec<DocumentId> {
        self.known.borrow().papers.iter().copied().collect()
    }

    /// A paper that is there, by a number drawn at random.
    pub(crate) fn paper(&self, drawn: usize) -> Option<DocumentId> {
        let known = self.known.borrow();
        known.papers.iter().nth(drawn % known.papers.len().max(1)).copied()
    }

    /// A mandate that is live.
    pub(crate) fn mandate(&self) -> Option<MandateView> {
        let known = self.known.borrow();
        let asked =
            |id| known.unanswered.iter().any(|deed| matches!(deed, Deed::Revoke(view) if view.mandate_id == id));
        known
            .granted
            .values()
            .find(|view| !known.revoked.contains(&view.mandate_id) && !asked(view.mandate_id))
            .cloned()
    }

    /// Takes a paper out of those that people open, to erase it.
    pub(crate) fn doom(&self) -> Option<DocumentId> {
        let mut known = self.known.borrow_mut();
        let paper = known.papers.pop_first()?;
        known.erased.insert(paper, false);
        Some(paper)
    }

    /// Does something. `false` when no answer came, or an excused refusal: the deed is remembered to be done again.
    pub(crate) async fn act(&self, people: &People, deed: Deed) -> bool {
        people.tick();
        let answered = self.attempt(people, &deed, false).await;
        if !answered {
            self.known.borrow_mut().unanswered.push(deed);
        }
        answered
    }

    /// Does again, on a server that answers, what had no answer: it is done now, whether it was before or not.
    pub(crate) async fn settle(&self, people: &People) {
        assert!(self.try_settle(people).await, "the server answers");
    }

    /// The same on a server that may not answer; says whether it did, each time.
    pub(crate) async fn try_settle(&self, people: &People) -> bool {
        people.tick();
        let mut deeds = std::mem::take(&mut self.known.borrow_mut().unanswered).into_iter();
        while let Some(deed) = deeds.next() {
            if !self.attempt(people, &deed, true).await {
                let mut known = self.known.borrow_mut();
                known.unanswered.push(deed);
                known.unanswered.extend(deeds);
                return false;
            }
        }
        true
    }

    /// Tries once; a deed that is tried again may have been done.
    async fn attempt(&self, people: &People, deed: &Deed, again: bool) -> bool {
        let done = match deed {
            Deed::Deposit(sealed) => self.deposit(people, sealed).await,
            Deed::Open(paper) => self.open(people, *paper).await,
            Deed::Grant(id, new) => self.grant(people, *id, new).await,
            Deed::Revoke(view) => self.revoke(people, view, again).await,
            Deed::Erase(paper) => self.erase(people, *paper, again).await,
            Deed::Turn(new) => self.turn(people, new, again).await,
        };
        self.known.borrow_mut().answered += usize::from(done.is_some());
        done.is_some()
    }

    async fn deposit(&self, people: &People, sealed: &Sealed) -> Option<()> {
        let (house, town) = (&people.town.house, &people.town);
        // After a day without an answer the upload would be gone; until then the same one is taken.
        if self.missing(sealed) {
            let sent = house.upload(&town.desk, &town.vault, sealed).await;
            self.answered(sent)?.done();
        }
        let added: DepositAnswer = self.answered(house.add(&town.desk, &town.vault, &sealed.new).await)?.ok();
        let mut known = self.known.borrow_mut();
        known.papers.insert(added.document_id);
        known.events.push((added.log_index, EventType::Deposit, added.document_id));
        Some(())
    }

    /// Whether the paper is not known to be there.
    fn missing(&self, sealed: &Sealed) -> bool {
        !self.known.borrow().papers.contains(&sealed.of.document)
    }

    async fn open(&self, people: &People, paper: DocumentId) -> Option<()> {
        let (house, reader) = (&people.town.house, &people.town.professional);
        let answer = self.answered(house.try_open(reader, paper).await)?;
        if !answer.status.is_success() {
            assert!(self.known.borrow().erased.contains_key(&paper), "{answer:?}");
            return Some(());
        }
        let view: OpeningView = answer.ok();
        // Whatever happens from here on, a share was released.
        self.known.borrow_mut().events.push((view.log_index, EventType::Opening, paper));
        let object = self.answered(house.fetch(reader, view.opening_id).await)?;
        assert!(
            object.body.len() as u64 == view.object_length || self.known.borrow().erased.contains_key(&paper),
            "{object:?}"
        );
        Some(())
    }

    async fn grant(&self, people: &People, id: MandateId, new: &NewMandate) -> Option<()> {
        let view: MandateView = self.answered(people.town.house.try_grant(&people.town.vault, new).await)?.ok();
        let mut known = self.known.borrow_mut();
        let index = view.log_index.expect("a grant has its line");
        known.events.push((index, EventType::MandateGranted, DocumentId::NONE));
        known.granted.insert(id, view);
        Some(())
    }

    async fn revoke(&self, people: &People, view: &MandateView, again: bool) -> Option<()> {
        let answer = self.answered(people.town.house.try_revoke(&people.town.vault.owner, view).await)?;
        assert!(
            answer.status.is_success() || again && answer.problem().code == ProblemCode::MandateRevoked,
            "{answer:?}"
        );
        self.known.borrow_mut().revoked.insert(view.mandate_id);
        Some(())
    }

    async fn erase(&self, people: &People, paper: DocumentId, again: bool) -> Option<()> {
        let answer = self.answered(people.town.erase(&people.town.vault.owner, PIN, paper).await)?;
        let mut known = self.known.borrow_mut();
        if answer.status.is_success() {
            let erased: ErasureAnswer = answer.ok();
            known.events.push((erased.log_index, EventType::DocumentErased, paper));
        } else {
            assert!(again && answer.problem().code == ProblemCode::Erased, "{answer:?}");
        }
        known.erased.insert(paper, true);
        Some(())
    }

    async fn turn(&self, people: &People, new: &NewEpoch, again: bool) -> Option<()> {
        let (house, vault) = (&people.town.house, &people.town.vault);
        let shown: VaultView = self.answered(house.get(&vault.owner, &format!("/v1/vaults/{}", vault.id)).await)?.ok();
        let folder = shown.folders.iter().find(|folder| folder.kind == TURNED).unwrap();
        if !(again && folder.certificates.last() == Some(&new.certificate)) {
            let path = format!("/v1/vaults/{}/folders/{}/epochs", vault.id, folder.folder_id);
            self.answered(house.post(&vault.owner, &path, new).await)?.ok::<EpochAnswer>();
        }
        self.known.borrow_mut().certificate = Some(new.certificate.to_vec());
        Some(())
    }

    /// A folder lent for a month.
    pub(crate) fn lending(people: &People) -> Deed {
        let (house, town) = (&people.town.house, &people.town);
        let mandate = house.mandate(&town.vault, &town.ccas, &[LENT], Rights::READ);
        Deed::Grant(mandate.id, Box::new(house.new_mandate(&town.vault, &town.ccas.keys.opening, &mandate)))
    }

    /// The next key of a folder that holds nothing; none while the outcome of the last one is not known.
    pub(crate) async fn turning(&self, people: &People) -> Option<Deed> {
        let (house, vault) = (&people.town.house, &people.town.vault);
        if self.known.borrow().unanswered.iter().any(|deed| matches!(deed, Deed::Turn(_))) {
            return None;
        }
        let known = self.known.borrow().certificate.clone();
        let current = if let Some(current) = known {
            current
        } else {
            let view = self.answered(house.get(&vault.owner, &format!("/v1/vaults/{}", vault.id)).await)?;
            let view: VaultView = view.ok();
            let folder = view.folders.iter().find(|folder| folder.kind == TURNED).unwrap();
            folder.certificates.last().unwrap().to_vec()
        };
        let random = &mut house.random.clone();
        let (former, key) = (Certificate::parse(&current).unwrap(), OpeningKey::generate(random));
        let (folder, maker) = (vault.folder(TURNED), &vault.owner.keys.signing);
        let of = FolderEpoch { vault: vault.id, folder, epoch: former.epoch + 1 };
        let next = house.folder_certificate(vault.id, folder, of.epoch, &key);
        let certificate = Certificate { previous: Certificate::hash_of(&current), ..next }.issue(maker);
        let own = to(vault.owner.keys.opening.sealing_key(), maker);
        let seed = own.seal_folder_seed(random, SeedFor::Owner, &of, &key).unwrap().into();
        let new = NewEpoch { certificate: certificate.into(), seed, holders: Vec::new(), records: Vec::new() };
        Some(Deed::Turn(Box::new(new)))
    }

    /// Everything that was acknowledged is there, and its events say it. Looks at the data themselves: the server may be
    /// down.
    pub(super) async fn judge(&self, people: &People, tx: &mut Tx) {
        let known = self.known.take();
        for (index, what, paper) in &known.events {
            let entry = check::entry_at(tx, i64::try_from(*index).unwrap()).await.unwrap();
            let told = entry.expect("an acknowledged entry").open(&people.town.house.app.keys).unwrap().unwrap();
            let body = EventBody::parse(&told.body).unwrap();
            assert_eq!(
                (body.event_type, body.document, body.result),
                (what.number(), *paper, ResultCode::Done.number()),
                "entry {index}"
            );
        }
        for paper in &known.papers {
            let of = DocumentVersion { vault: people.town.vault.id, document: *paper, version: 1 };
            assert!(documents::deposit_of(tx, &of).await.unwrap().is_some(), "{paper} was acknowledged");
        }
        for paper in known.erased.iter().filter_map(|(paper, acknowledged)| acknowledged.then_some(paper)) {
            assert!(documents::find(tx, *paper).await.unwrap().is_none(), "{paper} was erased");
            assert!(erasure::is_erased(tx, *paper, 1).await.unwrap());
        }
        for mandate in known.granted.keys() {
            let stored = mandates::find(tx, *mandate).await.unwrap().expect("an acknowledged mandate");
            assert!(stored.revocation.is_some() || !known.revoked.contains(mandate), "{mandate} was revoked");
        }
        if let Some(certificate) = &known.certificate {
            let folder = people.town.vault.folder(TURNED);
            let chain = accounts::chain(tx, CertificateKind::Folder, folder.as_bytes()).await.unwrap();
            assert!(chain.contains(certificate), "the folder's next key was acknowledged");
        }
        self.known.replace(known);
    }

    /// The answer, unless none came, or an excused refusal in the form of one.
    fn answered(&self, answer: Answer) -> Option<Answer> {
        if answer.status.as_u16() == NO_ANSWER {
            self.known.borrow_mut().silences += 1;
            return None;
        }
        if !answer.status.is_success() && self.excused.get().contains(&answer.problem().code) {
            *self.known.borrow_mut().refusals.entry(answer.problem().code.code()).or_default() += 1;
            return None;
        }
        Some(answer)
    }
}
