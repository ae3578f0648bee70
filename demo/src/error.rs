//! Everything that can stop the demonstration. Each has one sentence in `messages/*/demo.ftl`, which says what to do.

use std::io;
use std::path::{Path, PathBuf};

use vault_cli::i18n::I18n;

use crate::tell::quoted;

pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Why the demonstration stopped.
#[derive(Debug)]
pub(crate) enum Error {
    /// `DEMO_PORT` is not a port.
    PortUnusable(String),
    /// Something else listens there.
    PortTaken(u16),
    /// The data that exist were made for another port, which their address contains.
    OtherPort { made: String, folder: PathBuf },
    /// One of the two programs has not been built.
    ProgramMissing(PathBuf),
    /// An earlier preparation did not come to its end.
    HalfMade(PathBuf),
    /// The folder holds something else.
    NotEmpty(PathBuf),
    /// `demo.json` is not what this program writes.
    Record(PathBuf),
    /// A file or a folder cannot be used.
    File { path: PathBuf, source: io::Error },
    /// A program failed; `said` is what it wrote.
    Step { command: String, said: String },
    /// A program answered something else than expected.
    Answer { command: String, field: &'static str },
    /// The server ended by itself; the file tells why.
    ServerEnded(PathBuf),
    /// The server does not answer.
    ServerSilent(PathBuf),
    /// Ctrl-C before everything was made.
    Interrupted(PathBuf),
}

impl Error {
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// The sentence for the person at the keyboard.
    pub(crate) fn told(&self, messages: &I18n) -> String {
        let one = |id: &str, name: &str, value: &str| messages.format(id, &[(name, value.to_owned().into())]);
        let path = |id: &str, path: &Path| one(id, "path", &quoted(path));
        match self {
            Self::PortUnusable(value) => one("demo-error-port-unusable", "value", value),
            Self::PortTaken(port) => one("demo-error-port-taken", "port", &port.to_string()),
            Self::OtherPort { made, folder } => messages
                .format("demo-error-other-port", &[("url", made.clone().into()), ("path", quoted(folder).into())]),
            Self::ProgramMissing(program) => path("demo-error-program-missing", program),
            Self::HalfMade(folder) => path("demo-error-half-made", folder),
            Self::NotEmpty(folder) => path("demo-error-not-empty", folder),
            Self::Record(file) => path("demo-error-record", file),
            Self::File { path, source } => messages
                .format("demo-error-file", &[("path", quoted(path).into()), ("cause", source.to_string().into())]),
            Self::Step { command, said } => messages.format(
                "demo-error-step",
                &[("command", command.clone().into()), ("said", said.trim().to_owned().into())],
            ),
            Self::Answer { command, field } => {
                messages.format("demo-error-answer", &[("command", command.clone().into()), ("field", (*field).into())])
            }
            Self::ServerEnded(log) => path("demo-error-server-ended", log),
            Self::ServerSilent(log) => path("demo-error-server-silent", log),
            Self::Interrupted(folder) => path("demo-error-interrupted", folder),
        }
    }
}

#[cfg(test)]
mod tests {
    use vault_cli::i18n::Lang;

    use super::*;

    #[test]
    fn every_error_has_its_sentence_in_both_languages() {
        let path = || PathBuf::from("/tmp/PATH");
        let errors = [
            (Error::PortUnusable("VALUE".to_owned()), "VALUE"),
            (Error::PortTaken(65_001), "65001"),
            (Error::OtherPort { made: "https://localhost:1".to_owned(), folder: path() }, "https://localhost:1"),
            (Error::ProgramMissing(path()), "PATH"),
            (Error::HalfMade(path()), "rm -r /tmp/PATH"),
            (Error::NotEmpty(path()), "PATH"),
            (Error::Record(path()), "PATH"),
            (Error::File { path: path(), source: io::Error::other("CAUSE") }, "CAUSE"),
            (Error::Step { command: "coffre login".to_owned(), said: "SAID".to_owned() }, "SAID"),
            (Error::Answer { command: "coffre login".to_owned(), field: "account_id" }, "account_id"),
            (Error::ServerEnded(path()), "PATH"),
            (Error::ServerSilent(path()), "PATH"),
            (Error::Interrupted(path()), "rm -r /tmp/PATH"),
        ];
        for lang in Lang::ALL {
            let messages = crate::messages::load(lang);
            for (error, shown) in &errors {
                let told = error.told(&messages);
                assert!(
                    told.contains(shown) && !told.contains('{') && told.contains(' '),
                    "{lang:?} {error:?}: {told}"
                );
            }
        }
    }
}
