//! Where notices leave the house: by mail (SMTP) and to a telephone (a web hook of the operator's choice).
//!
//! - [`mail`]: one message, handed to the operator's mail server;
//! - [`hook`]: one JSON `POST` to whoever sends short messages for the operator;
//! - [`texts`]: what is said, from `messages/`.

mod hook;
mod mail;
mod texts;

use std::path::{Path, PathBuf};

use lettre::Address;
use vault_core::ids::NoticeId;
use vault_core::vocabulary::{AccountKind, ChannelKind, NoticeKind};
use zeroize::Zeroizing;

use crate::config::{Config, SecretFileError, secret_line};
use crate::messages::Language;
use hook::Hook;
use mail::Mail;
use texts::Texts;

/// Why the ways to reach people cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// A file that the configuration names cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A secret that others may read.
    #[error("{} holds a secret and may be read by others; chmod 600 it", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// A file of authorities without a certificate.
    #[error("{} holds no certificate (BEGIN CERTIFICATE)", path.display())]
    NoAuthority {
        /// The file.
        path: PathBuf,
    },
    /// The connection to the mail server cannot be prepared.
    #[error("TLS to the mail server cannot be prepared: {0}")]
    Tls(String),
    /// The sender is no mail address.
    #[error("mail_from is no mail address")]
    Sender,
}

/// What became of one try. The reason is for the server's log: it names no address.
#[derive(Debug)]
pub enum Handed {
    /// Whoever passes it on has taken it.
    Over,
    /// Not this time.
    NotNow(String),
    /// This server has no way to reach such an address.
    NoWay,
}

/// One notice, ready to go.
#[derive(Debug)]
pub struct Letter {
    /// Its id: the same at each try, so that whoever passes it on can tell a repetition.
    pub notice_id: NoticeId,
    /// What it tells.
    pub kind: NoticeKind,
    /// To what sort of account.
    pub reader: AccountKind,
    /// What the address is.
    pub channel: ChannelKind,
    /// Where it goes.
    pub address: Zeroizing<String>,
    /// The time that the message bears, Unix milliseconds.
    pub now_ms: u64,
}

/// The ways out that this server has.
#[derive(Debug)]
pub struct Post {
    mail: Option<Mail>,
    hook: Option<Hook>,
    texts: Texts,
}

impl Post {
    /// Prepares what the configuration names, secrets read from their files. Nothing is sent yet.
    pub fn new(config: &Config) -> Result<Self, PostError> {
        let mail = if config.smtp_host.is_empty() { None } else { Some(Mail::new(config)?) };
        let hook = if config.sms_url.is_empty() { None } else { Some(Hook::new(config)?) };
        let language = Language::of_tag(&config.notice_language).unwrap_or_default();
        Ok(Self { mail, hook, texts: Texts::new(language) })
    }

    /// Hands a notice over, or says why not.
    pub async fn hand(&self, letter: &Letter) -> Handed {
        match letter.channel {
            ChannelKind::Mail => match &self.mail {
                Some(mail) => mail.send(letter, &self.texts.mail(letter.kind, letter.reader)).await,
                None => Handed::NoWay,
            },
            ChannelKind::Phone => match &self.hook {
                Some(hook) => hook.send(letter, &self.texts.short(letter.kind, letter.reader)).await,
                None => Handed::NoWay,
            },
        }
    }
}

/// Whether a text is an address of this kind: for mail ASCII and at most 254 characters, for a telephone `+` and 8 to
/// 15 digits (E.164).
#[must_use]
pub fn is_address(kind: ChannelKind, text: &str) -> bool {
    match kind {
        ChannelKind::Mail => {
            let plain = text.is_ascii() && text.len() <= 254 && !text.contains(['"', '[', ' ', '<', '>', ',']);
            plain && text.parse::<Address>().is_ok()
        }
        ChannelKind::Phone => text.strip_prefix('+').is_some_and(|digits| {
            (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
        }),
    }
}

fn secret(path: &Path) -> Result<Zeroizing<String>, PostError> {
    secret_line(path).map_err(|error| match error {
        SecretFileError::Unreadable(source) => PostError::Unreadable { path: path.to_owned(), source },
        SecretFileError::Exposed => PostError::Exposed { path: path.to_owned() },
    })
}

/// The authorities that the operator names, PEM; none when the system's serve.
fn authorities(path: &Path) -> Result<Option<String>, PostError> {
    if path.as_os_str().is_empty() {
        return Ok(None);
    }
    let pem =
        std::fs::read_to_string(path).map_err(|source| PostError::Unreadable { path: path.to_owned(), source })?;
    if pem.contains("BEGIN CERTIFICATE") {
        Ok(Some(pem))
    } else {
        Err(PostError::NoAuthority { path: path.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        let long = format!("{}@exemple.fr", "a".repeat(64));
        for (text, is) in [
            ("amina@exemple.fr", true),
            ("amina.specimen+coffre@mail.exemple.fr", true),
            (long.as_str(), true),
            ("amina", false),
            ("amina@", false),
            ("amina@exemple.fr\r\nBcc: x@exemple.fr", false),
            ("amina@exemple.fr, x@exemple.fr", false),
            ("<amina@exemple.fr>", false),
            ("\"amina\"@exemple.fr", false),
            ("aminé@exemple.fr", false),
            ("+33639981234", false),
        ] {
            assert_eq!(is_address(ChannelKind::Mail, text), is, "{text}");
        }
        for (text, is) in [
            ("+33639981234", true),
            ("0639981234", false),
            ("+33 6 39 98 12 34", false),
            ("+0639981234", false),
            ("+1234567", false),
            ("+1234567890123456", false),
            ("amina@exemple.fr", false),
        ] {
            assert_eq!(is_address(ChannelKind::Phone, text), is, "{text}");
        }
    }

    #[test]
    fn a_secret_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "jeton-SPECIMEN\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(secret(&path), Err(PostError::Exposed { .. })));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(secret(&path).unwrap().as_str(), "jeton-SPECIMEN");
        assert!(matches!(secret(&folder.path().join("none")), Err(PostError::Unreadable { .. })));
    }
}
