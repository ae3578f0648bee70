//! `vault-server fsck` as the operator runs it: exit codes, sentences and JSON, and a repair that waits for the server.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::harness::{Cast, Server, built, files_under, words};

impl Server {
    /// Runs the check on this server's data.
    pub(crate) fn fsck(&self, flags: &[&str]) -> Output {
        let mut all: Vec<OsString> = vec!["fsck".into()];
        all.extend(self.flags().iter().cloned());
        all.extend(flags.iter().map(OsString::from));
        Command::new(built("vault-server")).args(all).stdin(Stdio::null()).output().expect("run")
    }

    fn strange_object(&self) -> PathBuf {
        let path = self.data().join("blobs/ab").join("ab".repeat(16));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let file = File::create(&path).expect("a file");
        #[expect(clippy::disallowed_methods, reason = "the real program looks at the machine's time")]
        let now = SystemTime::now();
        file.set_modified(now - Duration::from_hours(25)).expect("dated");
        path
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{text}"))).collect()
}

#[test]
fn the_check_answers_beside_the_server_and_repairs_only_without_it() {
    let mut cast = Cast::gather();
    cast.lend();
    cast.deposited(&cast.papers.pdf);
    let clean = cast.server.fsck(&["--json"]);
    assert_eq!(code(&clean), 0, "{clean:?}");
    let told = lines(&clean);
    assert_eq!(told.len(), 1, "the summary alone: {told:?}");
    assert_eq!((&told[0]["findings"], &told[0]["looked"]["versions"]), (&serde_json::json!({}), &1.into()));

    let orphan = cast.server.strange_object();
    let found = cast.server.fsck(&["--json", "--repair", "orphans"]);
    assert_eq!((code(&found), orphan.exists()), (3, true), "told, and left: {found:?}");
    assert_eq!(lines(&found)[0], serde_json::json!({ "finding": "orphan-object", "about": "ab".repeat(16) }));
    let refused = cast.server.fsck(&["--repair", "orphans", "--apply"]);
    assert_eq!((code(&refused), orphan.exists()), (1, true), "a server works on the data: {refused:?}");

    cast.server.stop();
    let objects = files_under(&cast.server.data().join("blobs"));
    let paper = objects.into_iter().find(|path| *path != orphan).expect("the paper");
    let (bytes, length) = (fs::read(&paper).expect("bytes"), fs::metadata(&paper).expect("a file").len());
    File::options().write(true).open(&paper).expect("opened").set_len(length - 1).expect("cut");
    let refused = cast.server.fsck(&["--lang", "en", "--repair", "orphans", "--apply"]);
    let said = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert_eq!((code(&refused), orphan.exists()), (1, true), "something else is wrong: {refused:?}");
    assert!(said.contains("its sealed object is not the one that was signed"), "{said}");

    fs::write(&paper, bytes).expect("mended");
    let repaired = cast.server.fsck(&["--lang", "fr", "--repair", "orphans", "--apply"]);
    assert_eq!((code(&repaired), orphan.exists(), paper.exists()), (0, false, true), "{repaired:?}");
    let said = String::from_utf8_lossy(&repaired.stdout).into_owned();
    assert!(said.contains("Enlevé : 1") && said.contains("Tout est en ordre."), "{said}");

    fs::remove_file(cast.server.database()).expect("removed");
    let impossible = cast.server.fsck(&["--lang", "fr"]);
    assert_eq!((code(&impossible), cast.server.database().exists()), (1, false), "{impossible:?}");
    let misused = Command::new(built("vault-server")).args(words([&"fsck", &"--apply"])).output().expect("run");
    assert_eq!(code(&misused), 2);
}
