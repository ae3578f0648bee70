//! What happened before the theft: a vault is filled, lent, read and taken back, with the real programs.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Cast, Person, Server};

/// A paper that the professional has read.
pub(super) const READ: &str = "SPECIMEN: the rent of the room Belleombre is 312 euros";
/// A paper that the professional has not read, though the mandate allowed it.
pub(super) const UNREAD: &str = "SPECIMEN: the allowance of Brumecendre is 607 euros";
/// A paper that was added after the mandate had been taken back.
pub(super) const LATER: &str = "SPECIMEN: the summons of Clairfontval is for the ninth";

/// Everybody.
pub(super) struct Scene {
    pub(super) cast: Cast,
}

impl Scene {
    /// A mandate, and two papers under it, of which the professional reads one.
    pub(super) fn lent() -> (Self, String) {
        let (scene, mandate, _) = Self::lent_on(Server::prepare(&[]));
        (scene, mandate)
    }

    /// The same on this server; also gives the papers, the one that was read first.
    pub(super) fn lent_on(server: Server) -> (Self, String, [String; 2]) {
        let scene = Self { cast: Cast::gather_on(server) };
        let mandate = scene.cast.lend();
        let read = scene.deposit("read.txt", READ);
        let unread = scene.deposit("unread.txt", UNREAD);
        scene.cast.professional.open(&read, "opened").done();
        (scene, mandate, [read, unread])
    }

    /// The person adds a paper; gives its id.
    pub(super) fn deposit(&self, name: &str, content: &str) -> String {
        let file = self.cast.papers.pdf.with_file_name(name);
        fs::write(&file, content).expect("written");
        self.cast.deposit(&self.cast.beneficiary, &file).done()[0]["document_id"].as_str().expect("an id").to_owned()
    }

    /// A copy of data and keys, as they lie while nobody serves.
    pub(super) fn copy(&mut self, name: &str) -> (PathBuf, PathBuf) {
        self.cast.server.stop();
        let to = self.cast.server.path(name);
        for part in ["data", "keys"] {
            copy_all(&self.cast.server.path(part), &to.join(part));
        }
        self.cast.server.start();
        (to.join("data"), to.join("keys"))
    }

    /// The card of somebody, as a file or as a photograph gives it.
    pub(super) fn card(person: &Person) -> vault_core::credential::Credential {
        let text = fs::read_to_string(person.path("credential")).expect("a credential");
        vault_core::credential::CredentialFile::parse(&text).expect("a credential").credential
    }

    /// The operator's identity for backups, and a backup made for it: the folder, and the database out of it.
    pub(super) fn back_up(&self, identity: &Path) -> PathBuf {
        let server = &self.cast.server;
        let folder = server.path("backups");
        let recipient = vault_server::backup::sealing::new_identity(identity).expect("an identity");
        server.operate([&"backup", &"--to", &folder, &"--recipient", &recipient]);
        folder
    }
}

/// Copies a folder, rights included.
pub(super) fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    fs::set_permissions(to, fs::metadata(from).expect("a folder").permissions()).expect("set");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let place = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_all(&path, &place);
        } else {
            fs::copy(&path, place).expect("copied");
        }
    }
}
