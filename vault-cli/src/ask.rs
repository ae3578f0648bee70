//! Secrets and answers that people give: from a file that only they may read, or typed and not shown.

use std::fs::{File, Metadata};
use std::io::{self, IsTerminal, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use zeroize::Zeroizing;

use crate::display::fold;
use crate::error::{Problem, Result};
use crate::i18n::{I18n, msg};
use crate::output;

/// Longest secret file: a credential file with its comments and anchors.
const MAX_SECRET_FILE: u64 = 4096;

/// Reads a small text file that holds a secret: a file, or a pipe that a password manager writes to. One that other
/// accounts of the computer may read is remarked upon, not refused: the secret is out already, and someone waits.
pub(crate) fn secret_file(i18n: &I18n, path: &Path) -> Result<Zeroizing<String>> {
    let shown = || path.display().to_string();
    let unreadable = |e: io::Error| match e.kind() {
        io::ErrorKind::NotFound => Problem::FileMissing { path: shown() },
        _ => Problem::FileUnreadable { path: shown(), cause: e.to_string() },
    };
    let file = File::open(path).map_err(unreadable)?;
    let meta = file.metadata().map_err(unreadable)?;
    if meta.is_dir() {
        return Err(Problem::FileNotRegular { path: shown() }.into());
    }
    if is_open_to_others(&meta) {
        output::remark(&msg!(i18n, "remark-secret-file-open", path = shown()));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    file.take(MAX_SECRET_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) if bytes.len() as u64 <= MAX_SECRET_FILE && !text.trim().is_empty() => {
            Ok(Zeroizing::new(text.trim().to_owned()))
        }
        _ => Err(Problem::SecretFile { path: shown() }.into()),
    }
}

fn is_open_to_others(meta: &Metadata) -> bool {
    meta.is_file() && meta.mode() & 0o077 != 0
}

/// The file if one was given, else a question on the terminal whose answer is not shown; `option` is what to add when
/// there is no terminal.
pub(crate) fn secret(i18n: &I18n, file: Option<&Path>, option: &str, question: &str) -> Result<Zeroizing<String>> {
    if let Some(path) = file {
        return secret_file(i18n, path);
    }
    if !is_terminal() {
        return Err(Problem::NoTerminal { option: option.to_owned() }.into());
    }
    let typed = rpassword::prompt_password(format!("{question} ")).map(Zeroizing::new);
    typed.map_err(|_| Problem::NoTerminal { option: option.to_owned() }.into())
}

/// A new PIN: the file if one was given, else typed twice.
pub(crate) fn new_pin(
    i18n: &I18n,
    file: Option<&Path>,
    option: &str,
    question: &str,
    again: &str,
) -> Result<Zeroizing<String>> {
    let first = secret(i18n, file, option, question)?;
    if file.is_none() && *secret(i18n, None, option, again)? != *first {
        return Err(Problem::PinMismatch.into());
    }
    Ok(first)
}

/// A question whose answer is shown.
pub(crate) fn line(option: &str, question: &str) -> Result<String> {
    let missing = || Problem::NoTerminal { option: option.to_owned() };
    if !is_terminal() {
        return Err(missing().into());
    }
    let mut err = io::stderr().lock();
    write!(err, "{question} ").and_then(|()| err.flush()).map_err(|_| missing())?;
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer).map_err(|_| missing())?;
    if read == 0 { Err(missing().into()) } else { Ok(answer.trim().to_owned()) }
}

/// A typed yes or no, in either language; none when it is neither.
pub(crate) fn yes_or_no(answer: &str) -> Option<bool> {
    match fold(answer).as_str() {
        "oui" | "o" | "yes" | "y" => Some(true),
        "non" | "no" | "n" | "je refuse" | "i refuse" => Some(false),
        _ => None,
    }
}

/// Whether somebody can answer a question.
pub(crate) fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    fn file(content: &[u8], mode: u32) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pin");
        fs::write(&path, content).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
        (folder, path)
    }

    fn i18n() -> I18n {
        I18n::new(crate::i18n::Lang::Fr)
    }

    fn code(content: &[u8], mode: u32) -> String {
        let (_folder, path) = file(content, mode);
        secret_file(&i18n(), &path).expect_err("refused").code()
    }

    #[test]
    fn a_secret_is_read_without_its_line_end() {
        let (_folder, path) = file(b"4807\r\n", 0o600);
        assert_eq!(secret_file(&i18n(), &path).expect("read").as_str(), "4807");
    }

    #[test]
    fn what_others_may_read_is_remarked_upon() {
        for (mode, open) in [(0o600, false), (0o644, true), (0o640, true)] {
            let (_folder, path) = file(b"4807", mode);
            assert_eq!(is_open_to_others(&fs::metadata(&path).expect("there")), open, "{mode:o}");
            assert_eq!(secret_file(&i18n(), &path).expect("read").as_str(), "4807");
        }
    }

    #[test]
    fn only_a_clear_yes_is_a_yes() {
        for (answer, meant) in [
            ("Oui", Some(true)),
            ("y", Some(true)),
            ("NON", Some(false)),
            ("Je refuse", Some(false)),
            ("peut-être", None),
            ("", None),
        ] {
            assert_eq!(yes_or_no(answer), meant, "{answer}");
        }
    }

    #[test]
    fn what_is_not_one_short_text_is_refused() {
        assert_eq!(code(b" \n", 0o600), "secret-file");
        assert_eq!(code(&[b'1'; 5000], 0o600), "secret-file");
        assert_eq!(code(&[0xff, 0xfe], 0o600), "secret-file");
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(secret_file(&i18n(), folder.path()).expect_err("a folder").code(), "file-not-regular");
        assert_eq!(secret_file(&i18n(), &folder.path().join("none")).expect_err("nothing").code(), "file-missing");
    }
}
