//! The people of most tests: an organisation, its staff, a beneficiary, an auditor, and a second organisation.

use std::ffi::OsStr;

use serde_json::Value;

use super::programs::words;
use super::{Answer, Person, SampleFiles, Server};

/// Names that no sealed place may show, and that every test may look for.
pub(crate) const GIVEN_NAME: &str = "Amadou-Spécimen";
/// See [`GIVEN_NAME`].
pub(crate) const FAMILY_NAME: &str = "Diarravaldor";
/// See [`GIVEN_NAME`].
pub(crate) const BIRTH_DATE: &str = "1984-03-12";
/// The PIN of the beneficiary.
pub(crate) const PIN: &str = "40729186";

/// Everybody, logged in, on a running server; nothing was lent yet.
#[derive(Debug)]
pub(crate) struct Cast {
    /// Founded the organisation.
    pub(crate) referent: Person,
    /// Reads and files.
    pub(crate) professional: Person,
    /// Files, and cannot read.
    pub(crate) desk: Person,
    /// Whose vault it is.
    pub(crate) beneficiary: Person,
    /// Sees the whole log.
    pub(crate) auditor: Person,
    /// Was invited and has no organisation yet.
    pub(crate) stranger: Person,
    /// The organisation of the first three.
    pub(crate) organisation: String,
    /// The beneficiary's vault.
    pub(crate) vault: String,
    /// What they deposit.
    pub(crate) papers: SampleFiles,
    /// The server; everybody's things lie in its folder, so that it goes last.
    pub(crate) server: Server,
}

impl Cast {
    /// Everybody on a server with the usual limits.
    pub(crate) fn gather() -> Self {
        Self::gather_on(Server::prepare(&[]))
    }

    /// Everybody on a server that was prepared and not started.
    pub(crate) fn gather_on(mut server: Server) -> Self {
        let people = |name: &str| Person::new(&server, name);
        let (referent, stranger, auditor) = (people("referent"), people("stranger"), people("auditor"));
        let (professional, desk, beneficiary) = (people("professional"), people("desk"), people("beneficiary"));
        server.invite("referent", "Nadia Fontaine", &referent.path(""));
        server.invite("referent", "Yann Lefort", &stranger.path(""));
        server.invite("auditor", "Contrôle (DPO)", &auditor.path(""));
        server.start();
        for invited in [&referent, &stranger, &auditor] {
            invited.log_in().done();
        }
        let organisation = referent.run([&"org", &"create", &"CCAS de Valcourt"]).text("organisation_id");
        enrol(&referent, &professional, "Claire Morel", "professional");
        enrol(&referent, &desk, "Hugo Petit", "desk");
        let vault = open_vault(&professional, &beneficiary);
        let papers = SampleFiles::write(&server);
        Self { referent, professional, desk, beneficiary, auditor, stranger, organisation, vault, papers, server }
    }

    /// The stranger founds an organisation and enrols a professional of it.
    pub(crate) fn other_professional(&self) -> Person {
        self.stranger.run([&"org", &"create", &"Association du Pont"]).done();
        let other = Person::new(&self.server, "other");
        enrol(&self.stranger, &other, "Inès Garnier", "professional");
        other
    }

    /// Another beneficiary, who has a vault of their own.
    pub(crate) fn friend(&self, name: &str) -> Person {
        let friend = Person::new(&self.server, name);
        open_vault(&self.professional, &friend);
        friend
    }

    /// The beneficiary lends two folders to the organisation for half a year; gives the mandate's id.
    pub(crate) fn lend(&self) -> String {
        self.lend_for("182")
    }

    /// The same for a number of days.
    pub(crate) fn lend_for(&self, days: &str) -> String {
        let mut all = words([&"mandate", &"grant", &"--vault", &self.vault, &"--to", &self.organisation]);
        all.extend(words([&"--folder", &"Ressources", &"--folder", &"Identité", &"--right", &"read,deposit"]));
        all.extend(words([&"--purpose", &"rsa", &"--days", &days]));
        all.extend(self.with_card());
        self.professional.run_all(&all).text("mandate_id")
    }

    /// The beneficiary takes a mandate back, on the professional's computer.
    pub(crate) fn revoke(&self, mandate: &str) -> Answer {
        let mut all = words([&"mandate", &"revoke", &mandate]);
        all.extend(self.with_card());
        self.professional.run_all(&all)
    }

    /// The options that give the card and the PIN of the beneficiary.
    pub(crate) fn with_card(&self) -> Vec<std::ffi::OsString> {
        let mut all = words([&"--beneficiary-credential-file", &self.beneficiary.path("credential")]);
        all.extend(words([&"--beneficiary-pin-file", &self.beneficiary.path("pin")]));
        all
    }

    /// Somebody adds a file to the folder Ressources.
    pub(crate) fn deposit(&self, by: &Person, file: impl AsRef<OsStr>) -> Answer {
        let mut all = words([&"deposit", &"--vault", &self.vault, &"--folder", &"Ressources"]);
        all.extend(words([&"--type", &"tax-notice", &file]));
        by.run_all(&all)
    }

    /// The desk agent adds a file; gives the document's id.
    pub(crate) fn deposited(&self, file: impl AsRef<OsStr>) -> String {
        let json = self.deposit(&self.desk, file).done();
        json[0]["document_id"].as_str().expect("an id").to_owned()
    }

    /// Another person for whom the professional opens a vault.
    pub(crate) fn another_beneficiary(&self, name: &str) -> Person {
        let person = Person::new(&self.server, name);
        open_vault(&self.professional, &person);
        person
    }

    /// What the beneficiary's vault holds, as the beneficiary sees it.
    pub(crate) fn listed(&self) -> Vec<Value> {
        list_of(self.beneficiary.run([&"list"]).done())
    }

    /// The log of the vault, as somebody sees it.
    pub(crate) fn log(&self, by: &Person) -> Vec<Value> {
        list_of(by.run([&"log", &"show", &"--vault", &self.vault]).done())
    }

    /// The blobs that the server keeps, unfinished ones included.
    pub(crate) fn blobs(&self) -> usize {
        super::files_under(&super::objects_in(&self.server.data())).len()
    }
}

/// How many entries of a log are of this type and ended so.
pub(crate) fn count(log: &[Value], event: &str, result: &str) -> usize {
    log.iter().filter(|entry| entry["type"] == event && entry["result"] == result).count()
}

fn list_of(json: Value) -> Vec<Value> {
    match json {
        Value::Array(list) => list,
        other => panic!("not a list: {other}"),
    }
}

/// A référent enrols somebody, who logs in.
pub(crate) fn enrol(referent: &Person, newcomer: &Person, name: &str, role: &str) {
    let pin = newcomer.write_pin("pin", "58027413");
    let mut all = words([&"org", &"add-member", &"--name", &name, &"--role", &role, &"--new-pin-file", &pin]);
    all.extend(words([&"--credential-out", &newcomer.path("credential"), &"--card-out", &newcomer.path("card.pdf")]));
    all.extend(referent.own());
    referent.run_all(&all).done();
    newcomer.log_in().done();
}

fn open_vault(professional: &Person, beneficiary: &Person) -> String {
    let pin = beneficiary.write_pin("pin", PIN);
    let mut all = words([&"vault", &"create", &"--given-name", &GIVEN_NAME, &"--family-name", &FAMILY_NAME]);
    all.extend(words([&"--birth-date", &BIRTH_DATE, &"--no-protection-measure", &"--beneficiary-pin-file", &pin]));
    all.extend(words([&"--credential-out", &beneficiary.path("credential")]));
    all.extend(words([&"--card-out", &beneficiary.path("card.pdf")]));
    all.extend(words([&"--sheet-out", &beneficiary.path("sheet.pdf")]));
    all.extend(words([&"--sheet-credential-out", &beneficiary.path("sheet-credential")]));
    let vault = professional.run_all(&all).text("vault_id");
    beneficiary.log_in().done();
    vault
}
