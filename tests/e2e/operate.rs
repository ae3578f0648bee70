//! docs/OPERATE.md, walked through: its commands, in its order, with the real programs on a fresh folder.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::harness::{Person, built, free_port};

const OPERATE: &str = include_str!("../../docs/OPERATE.md");
const GUIDE: &str = include_str!("../../docs/guide-exploitant.md");

/// Starts, stops and restarts the server as systemd would; `start` fails when the server does.
const SYSTEMCTL: &str = r#"#!/bin/sh
stop() {
    [ -f "$ROOT/pid" ] || return 0
    kill -TERM "$(cat "$ROOT/pid")" 2>/dev/null
    while kill -0 "$(cat "$ROOT/pid")" 2>/dev/null; do sleep 0.05; done
    rm "$ROOT/pid"
}
start() {
    : > "$ROOT/stdout"
    vault-server serve --config "$ROOT/etc/coffre/server.toml" >> "$ROOT/stdout" 2>> "$ROOT/journal" < /dev/null &
    echo $! > "$ROOT/pid"
    while ! grep -q "https://" "$ROOT/stdout"; do
        kill -0 "$(cat "$ROOT/pid")" 2>/dev/null || { rm "$ROOT/pid"; return 1; }
        sleep 0.05
    done
}
case "$1" in
    start) start ;;
    stop) stop ;;
    restart) stop; start ;;
esac
"#;

/// A machine of its own: `/srv`, `/etc/coffre` and `/mnt` lie in a folder.
struct Machine {
    folder: TempDir,
    port: u16,
}

impl Machine {
    fn install() -> Self {
        let machine = Self { folder: tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap(), port: free_port() };
        for folder in ["bin", "etc/coffre/tls", "srv/coffre", "mnt/sauvegardes", "mnt/copie-des-cles"] {
            fs::create_dir_all(machine.path(folder)).unwrap();
        }
        symlink(built("vault-server"), machine.path("bin/vault-server")).unwrap();
        machine.script("systemctl", SYSTEMCTL);
        machine.script("journalctl", "#!/bin/sh\ncat \"$ROOT/journal\"\n");
        let toml = machine.placed(fenced(GUIDE, "toml").first().expect("the guide has a configuration"));
        let toml = toml.replace("[::]:443", &format!("127.0.0.1:{}", machine.port));
        let toml = toml.replace("coffre.example.org", &format!("localhost:{}", machine.port));
        fs::write(machine.path("etc/coffre/server.toml"), toml).unwrap();
        machine.shell("vault-server demo-certificate --dir \"$ROOT/tls\"");
        for (made, named) in [("server.pem", "fullchain.pem"), ("server.key", "privkey.pem")] {
            fs::rename(machine.path("tls").join(made), machine.path("etc/coffre/tls").join(named)).unwrap();
        }
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn script(&self, name: &str, text: &str) {
        let path = self.path("bin").join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The text of a document with its places in this folder.
    fn placed(&self, text: &str) -> String {
        let root = self.folder.path().display();
        ["/srv/", "/etc/coffre", "/mnt/"]
            .into_iter()
            .fold(text.to_owned(), |text, place| text.replace(place, &format!("{root}{place}")))
    }

    fn run(&self, script: &str) -> Output {
        let path = std::env::var("PATH").unwrap();
        let mut bash = Command::new("bash");
        bash.args(["-eu", "-o", "pipefail", "-c", script]).stdin(Stdio::null());
        bash.env("ROOT", self.folder.path())
            .env_remove("LC_ALL")
            .env("LC_MESSAGES", "fr_FR.UTF-8")
            .env("PATH", format!("{}:{path}", self.path("bin").display()));
        bash.output().unwrap()
    }

    fn shell(&self, script: &str) -> String {
        let output = self.run(script);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{script}\n{out}\n{err}\n{}", self.journal());
        out.into_owned()
    }

    fn journal(&self) -> String {
        fs::read_to_string(self.path("journal")).unwrap_or_default()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.run("systemctl stop coffre");
    }
}

/// The blocks of a document in one language.
fn fenced(text: &str, language: &str) -> Vec<String> {
    let (mut blocks, mut inside) = (Vec::new(), None::<String>);
    for line in text.lines() {
        match &mut inside {
            None if line == format!("```{language}") => inside = Some(String::new()),
            Some(_) if line == "```" => blocks.extend(inside.take()),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
            None => {}
        }
    }
    blocks
}

#[test]
fn the_commands_of_the_operators_page_do_what_it_says() {
    let machine = Machine::install();
    let person = Person::at(
        machine.path("referent"),
        format!("https://localhost:{}", machine.port),
        Path::new(&machine.path("tls/ca.pem")).to_owned(),
    );
    machine.shell("systemctl start coffre");
    machine.shell(
        "vault-server admin invite --config \"$ROOT/etc/coffre/server.toml\" --role referent --display-name SPECIMEN \
         --credential-out \"$ROOT/referent/credential\" --pin-out \"$ROOT/referent/pin\"",
    );
    let blocks = fenced(OPERATE, "sh");
    assert!(blocks.len() >= 10, "{}", blocks.len());
    let told = machine.shell(&machine.placed(&blocks.join("\n")));
    for said in [
        "utilisable, NON VÉRIFIÉ",
        "NON VÉRIFIÉ, faute de --identity",
        "Tout est vérifié",
        "La copie des clés est complète et à jour",
        "Chaque ligne est sous la clé 2 du verrou",
        "La clé 1 du verrou est détruite ici",
        "INUTILISABLE : la clé 1 du verrou a été détruite le",
        "Restauré et contrôlé",
        "Accepté : le serveur repart d’ici",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    assert!(machine.journal().contains("accept-log --size"), "the server did not refuse: {}", machine.journal());
    // After all these disasters, somebody who was invited before them still is.
    person.log_in().done();
}

#[test]
fn a_full_disk_leaves_no_snapshot_and_the_next_backup_is_whole() {
    let machine = Machine::install();
    machine.shell("systemctl start coffre");
    let config = "--config \"$ROOT/etc/coffre/server.toml\"";
    let recipient = machine.shell("vault-server keys identity --out \"$ROOT/identity\"");
    let backup = format!("vault-server backup {config} --to \"$ROOT/backups\" --recipient {}", recipient.trim());
    // A file may not grow past this size: writing fails as on a full disk, or ends the program.
    for ignored in ["trap '' XFSZ; ", ""] {
        let output = machine.run(&format!("{ignored}ulimit -f 150; exec {backup}"));
        assert!(!output.status.success());
        let list = machine.shell(&format!("vault-server backup list {config} --from \"$ROOT/backups\""));
        assert_eq!(list, "Aucun instantané.\n");
    }
    machine.shell(&backup);
    machine
        .shell(&format!("vault-server backup verify {config} --from \"$ROOT/backups\" --identity \"$ROOT/identity\""));
    assert_eq!(fs::read_dir(machine.path("srv/coffre/data/backup-work")).unwrap().count(), 0);
}
