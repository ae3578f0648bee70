//! The story that the demonstration begins with, told to the real programs one command at a time.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use coffre_demo::specimen;

use crate::error::{Error, Result};
use crate::program::{Answer, Coffre, args};
use crate::record::{Document, People, Person, Record};
use crate::server::invite;
use crate::settings::Settings;

pub(crate) const ORGANISATION: &str = "CCAS de Valcourt";
/// The folders that the mandate opens.
pub(crate) const SHARED: [&str; 3] = ["Identité", "Logement", "Ressources"];
/// How long the mandate lasts.
pub(crate) const DAYS: &str = "182";

/// Sample PINs: the folder of the demonstration holds nothing that is worth a better one.
const PROFESSIONAL_PIN: &str = "580274";
const DESK_PIN: &str = "917306";
const BENEFICIARY_PIN: &str = "4072";

/// Somebody who takes part, before anything is known of their account.
struct Actor<'a> {
    name: &'static str,
    folder: PathBuf,
    settings: &'a Settings,
}

/// The people, and what they do in turn.
pub(crate) struct Story<'a> {
    settings: &'a Settings,
    referent: Actor<'a>,
    professional: Actor<'a>,
    desk: Actor<'a>,
    beneficiary: Actor<'a>,
    auditor: Actor<'a>,
}

impl<'a> Story<'a> {
    pub(crate) fn new(settings: &'a Settings) -> Self {
        let actor = |key: &str, name: &'static str| Actor { name, folder: settings.people().join(key), settings };
        Self {
            settings,
            referent: actor("referent", "Nadia Fontaine"),
            professional: actor("professional", "Claire Morel"),
            desk: actor("desk", "Hugo Petit"),
            beneficiary: actor("beneficiary", "Amadou Diarra"),
            auditor: actor("auditor", "Contrôle (DPO)"),
        }
    }

    /// The operator of the server makes the first credentials, before its first start.
    pub(crate) fn invite(&self) -> Result<()> {
        self.referent.invited("referent")?;
        self.auditor.invited("auditor")
    }

    /// Everything else, on the running server. `begin` is told the message id of each step before it is taken.
    pub(crate) fn play(self, mut begin: impl FnMut(&str)) -> Result<Record> {
        let settings = self.settings;
        begin("demo-step-organisation");
        let referent = self.referent.log_in()?;
        let organisation_id =
            referent.coffre(settings).run(["org", "create", ORGANISATION])?.text("organisation_id")?;

        begin("demo-step-members");
        let professional = self.professional.enrolled_by(&referent, "professional", PROFESSIONAL_PIN)?;
        let desk = self.desk.enrolled_by(&referent, "desk", DESK_PIN)?;

        begin("demo-step-vault");
        let (beneficiary, opened) = self.beneficiary.welcomed_by(&professional)?;
        let (vault_id, folders) = (opened.text("vault_id")?, opened.named_texts("folders")?);

        begin("demo-step-mandate");
        let mandate_id = grant(&professional.coffre(settings), &beneficiary, &vault_id, &organisation_id)?;

        begin("demo-step-papers");
        let documents = deposit(settings, [&professional, &desk, &desk], &vault_id)?;

        begin("demo-step-auditor");
        let auditor = self.auditor.log_in()?;
        auditor.coffre(settings).run(["log", "verify"])?;

        for person in [&referent, &professional, &desk, &auditor] {
            person.coffre(settings).run(["logout"])?;
        }
        let people = People { referent, professional, desk, beneficiary, auditor };
        let (url, ca, coffre) = (settings.url(), settings.ca(), settings.coffre.clone());
        Ok(Record { url, ca, coffre, organisation_id, vault_id, folders, mandate_id, people, documents })
    }
}

impl Actor<'_> {
    /// Lets the operator of the server make the credential.
    fn invited(&self, role: &str) -> Result<()> {
        make_folder(&self.folder)?;
        invite(self.settings, role, self.name, &self.credential_file(), &self.pin_file())
    }

    /// Lets the référent enrol this member, then logs in.
    fn enrolled_by(self, referent: &Person, role: &str, pin: &str) -> Result<Person> {
        make_folder(&self.folder)?;
        write_pin(&self.pin_file(), pin)?;
        let mut words = args([&"org", &"add-member", &"--name", &self.name, &"--role", &role]);
        words.extend(args([&"--new-pin-file", &self.pin_file()]));
        words.extend(args([&"--credential-file", &referent.credential_file, &"--pin-file", &referent.pin_file]));
        words.extend(self.handed_over());
        referent.coffre(self.settings).run(words)?;
        self.log_in()
    }

    /// Lets the professional open a vault with this beneficiary. Yields what was answered too.
    fn welcomed_by(self, professional: &Person) -> Result<(Person, Answer)> {
        make_folder(&self.folder)?;
        write_pin(&self.pin_file(), BENEFICIARY_PIN)?;
        let (given_name, family_name) = self.name.split_once(' ').unwrap_or((self.name, ""));
        let mut words = args([&"vault", &"create", &"--given-name", &given_name, &"--family-name", &family_name]);
        words.extend(args([&"--birth-date", &"1984-03-12", &"--no-protection-measure"]));
        words.extend(args([&"--beneficiary-pin-file", &self.pin_file()]));
        words.extend(self.handed_over());
        let answer = professional.coffre(self.settings).run(words)?;
        Ok((self.known(answer.text("account_id")?), answer))
    }

    fn log_in(self) -> Result<Person> {
        let coffre = Coffre { program: &self.settings.coffre, home: self.home() };
        let mut words = args([&"login", &"--server", &self.settings.url(), &"--ca", &self.settings.ca()]);
        words.extend(args([&"--credential-file", &self.credential_file(), &"--pin-file", &self.pin_file()]));
        let account_id = coffre.run(words)?.text("account_id")?;
        Ok(self.known(account_id))
    }

    fn known(self, account_id: String) -> Person {
        let (credential_file, pin_file, home) = (self.credential_file(), self.pin_file(), self.home());
        Person { name: self.name.to_owned(), account_id, credential_file, pin_file, home }
    }

    /// Where the new card goes, as a file for `coffre` and as a page to print.
    fn handed_over(&self) -> Vec<OsString> {
        args([&"--credential-out", &self.credential_file(), &"--card-out", &self.folder.join("card.pdf")])
    }

    fn credential_file(&self) -> PathBuf {
        self.folder.join("credential.txt")
    }

    fn pin_file(&self) -> PathBuf {
        self.folder.join("pin.txt")
    }

    fn home(&self) -> PathBuf {
        self.folder.join("home")
    }
}

impl Person {
    fn coffre<'a>(&self, settings: &'a Settings) -> Coffre<'a> {
        Coffre { program: &settings.coffre, home: self.home.clone() }
    }
}

/// The beneficiary lends three folders to the organisation, on the professional's computer.
fn grant(professional: &Coffre<'_>, beneficiary: &Person, vault: &str, organisation: &str) -> Result<String> {
    let mut words = args([&"mandate", &"grant", &"--vault", &vault, &"--to", &organisation]);
    for folder in SHARED {
        words.extend(args([&"--folder", &folder]));
    }
    words.extend(args([&"--right", &"read,deposit", &"--purpose", &"social-support", &"--days", &DAYS]));
    words.extend(args([&"--beneficiary-credential-file", &beneficiary.credential_file]));
    words.extend(args([&"--beneficiary-pin-file", &beneficiary.pin_file]));
    professional.run(words)?.text("mandate_id")
}

/// Writes the sample papers, and lets each of the `depositors` add one.
fn deposit(settings: &Settings, depositors: [&Person; 3], vault: &str) -> Result<Vec<Document>> {
    make_folder(&settings.papers())?;
    let mut documents = Vec::new();
    for (sample, depositor) in specimen::samples().into_iter().zip(depositors) {
        let file = settings.papers().join(sample.file_name);
        fs::write(&file, &sample.bytes).map_err(Error::file(&file))?;
        let mut words = args([&"deposit", &"--vault", &vault, &"--folder", &sample.folder]);
        words.extend(args([&"--type", &sample.document_type, &file]));
        let answer = depositor.coffre(settings).run(words)?;
        for document_id in answer.texts("document_id")? {
            documents.push(Document { document_id, folder: sample.folder.to_owned(), file: file.clone() });
        }
    }
    Ok(documents)
}

fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(Error::file(path))
}

fn write_pin(path: &Path, pin: &str) -> Result<()> {
    fs::write(path, format!("{pin}\n")).map_err(Error::file(path))
}
