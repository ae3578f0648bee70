//! What an operator may set: one table of keys, read from defaults, a TOML file, the environment and flags, each
//! stronger than the one before. `docs/CONFIGURATION.md` explains every key.

mod database;
mod mistake;
mod notices;
mod objects;
mod secret_file;

mod settings;

use std::net::{AddrParseError, IpAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use vault_core::log::LEAST_MONTHS;
use vault_core::origin::Origin;
use vault_core::recovery::MIN_DELAY_MS;

pub use mistake::Mistake;
use notices::is_local;
pub use secret_file::{SecretFileError, secret_line};
pub use settings::{Config, Key, Settings};

use crate::app::Upkeep;
use crate::backup::sealing;
use crate::key_directory::refuse_if_inside;

/// What a configuration is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Serving: everything must be there.
    Serve,
    /// Working on the data of this machine: TLS is not needed.
    Administer,
}

/// Sizes and times that requests are held to.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Largest document, in bytes of content.
    pub max_document_bytes: u64,
    /// Largest vault, in bytes of sealed objects.
    pub max_vault_bytes: u64,
    /// Largest JSON body, in bytes.
    pub max_json_bytes: usize,
    /// A session ends after this time without a request, in milliseconds.
    pub session_idle_ms: u64,
    /// A session ends after this time whatever happens, in milliseconds.
    pub session_max_ms: u64,
    /// From the last approval of a recovery until it may be finished, in milliseconds.
    pub recovery_delay_ms: u64,
    /// Between the owner's wish to close a vault and its destruction, in milliseconds.
    pub closing_grace_ms: u64,
    /// Logins that one address may begin in a minute.
    pub logins_per_minute: u32,
}

/// How long things are kept (docs/CONFIGURATION.md).
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    /// Whole months after which the log forgets what was said.
    pub log_body_months: u32,
    /// Years after their end for which mandates are kept.
    pub mandate_years: u32,
    /// Months without a login after which a person is told.
    pub idle_vault_months: u32,
}

/// How often one remote address may call, per minute.
#[derive(Debug, Clone, Copy)]
pub struct RateSettings {
    /// Calls of every sort.
    pub calls: u32,
    /// Calls without a session.
    pub unauthenticated: u32,
}

/// How long the network may keep the server waiting, and how many may wait.
#[derive(Debug, Clone)]
pub struct Transport {
    /// From the end of the request's head (and of its body, when that is short) to the beginning of the answer.
    pub request: Duration,
    /// Without a byte in either direction: on a connection, in an upload, in a download.
    pub idle: Duration,
    /// From the signal to stop until connections are cut.
    pub grace: Duration,
    /// Connections at the same time.
    pub max_connections: usize,
    /// Balancers, which tell in a header of each connection for whom they speak.
    pub proxies: Vec<IpAddr>,
}

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML, or has an unknown key or a value of another sort.
    #[error("the configuration file {} is not understood:\n{source}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// Values that cannot be right, all of them.
    #[error("the configuration has mistakes: {0:?}")]
    Mistakes(Vec<Mistake>),
}

impl Config {
    /// Reads everything and checks it: `given` holds the flags, and the environment where there is no flag.
    pub fn load(file: Option<&Path>, given: Settings, purpose: Purpose) -> Result<Self, ConfigError> {
        let from_file = match file {
            None => Settings::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
                toml::from_str(&text)
                    .map_err(|source| ConfigError::Syntax { path: path.to_owned(), source: Box::new(source) })?
            }
        };
        let config = Self::from_settings(given.or(from_file));
        config.check(purpose)?;
        Ok(config)
    }

    /// Refuses values that cannot be right, all at once.
    pub fn check(&self, purpose: Purpose) -> Result<(), ConfigError> {
        let mut mistakes = Vec::new();
        self.check_places(purpose, &mut mistakes);
        self.check_database(&mut mistakes);
        self.check_objects(&mut mistakes);
        self.check_keys(&mut mistakes);
        self.check_sizes(&mut mistakes);
        self.check_times(&mut mistakes);
        self.check_notices(&mut mistakes);
        self.check_retention(&mut mistakes);
        if mistakes.is_empty() { Ok(()) } else { Err(ConfigError::Mistakes(mistakes)) }
    }

    /// The server's origin, in the form that is signed.
    pub fn origin(&self) -> Result<Origin, ConfigError> {
        self.public_url.parse().map_err(|_| ConfigError::Mistakes(vec![self.url_mistake()]))
    }

    /// What requests are held to.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits {
            max_document_bytes: self.max_document_bytes,
            max_vault_bytes: self.max_vault_bytes,
            max_json_bytes: self.max_json_bytes,
            session_idle_ms: self.session_idle_s * 1000,
            session_max_ms: self.session_max_s * 1000,
            recovery_delay_ms: self.recovery_delay_s * 1000,
            closing_grace_ms: self.closing_grace_days * 24 * 3600 * 1000,
            logins_per_minute: self.logins_per_minute,
        }
    }

    /// What is done about keys without being asked.
    #[must_use]
    pub fn upkeep(&self) -> Upkeep {
        let copy = Some((self.key_copy.clone(), self.key_copy_recipient.clone()));
        Upkeep { key_copy: copy.filter(|(path, _)| !path.as_os_str().is_empty()), turn_keys: self.turn_keys }
    }

    /// How long things are kept.
    #[must_use]
    pub const fn retention(&self) -> Retention {
        Retention {
            log_body_months: self.log_body_months,
            mandate_years: self.mandate_years,
            idle_vault_months: self.idle_vault_months,
        }
    }

    /// How often one remote address may call.
    #[must_use]
    pub const fn rates(&self) -> RateSettings {
        RateSettings { calls: self.calls_per_minute, unauthenticated: self.unauthenticated_per_minute }
    }

    /// How long the network may keep the server waiting.
    #[must_use]
    pub fn transport(&self) -> Transport {
        Transport {
            request: Duration::from_secs(self.request_timeout_s),
            idle: Duration::from_secs(self.idle_timeout_s),
            grace: Duration::from_secs(self.stop_grace_s),
            max_connections: self.max_connections,
            proxies: self.proxies().filter_map(Result::ok).collect(),
        }
    }

    fn proxies(&self) -> impl Iterator<Item = Result<IpAddr, AddrParseError>> {
        let told = self.trusted_proxies.split(',').map(str::trim).filter(|address| !address.is_empty());
        told.map(|address| address.parse::<IpAddr>().map(|address| address.to_canonical()))
    }

    fn url_mistake(&self) -> Mistake {
        if self.public_url.is_empty() {
            return Mistake::NotSet { key: "public_url" };
        }
        Mistake::PublicUrl { value: self.public_url.clone() }
    }

    fn check_places(&self, purpose: Purpose, mistakes: &mut Vec<Mistake>) {
        let is_origin = self.public_url.starts_with("https://") && self.public_url.parse::<Origin>().is_ok();
        if !is_origin {
            mistakes.push(self.url_mistake());
        }
        if self.proxies().any(|address| address.is_err()) {
            mistakes.push(Mistake::Proxies { value: self.trusted_proxies.clone() });
        }
        let paths = [
            ("data_dir", &self.data_dir),
            ("key_dir", &self.key_dir),
            ("tls_certificate", &self.tls_certificate),
            ("tls_key", &self.tls_key),
        ];
        let needed = if purpose == Purpose::Serve { &paths[..] } else { &paths[..2] };
        let unset = needed.iter().filter(|(_, path)| path.as_os_str().is_empty());
        mistakes.extend(unset.map(|(key, _)| Mistake::NotSet { key }));
        let both_set = [&self.data_dir, &self.key_dir].iter().all(|path| !path.as_os_str().is_empty());
        if both_set && let Err(error) = refuse_if_inside(&self.data_dir, &self.key_dir, self.allow_keys_beside_data) {
            mistakes.push(Mistake::Places(error));
        }
    }

    fn check_keys(&self, mistakes: &mut Vec<Mistake>) {
        for (key, value) in
            [("backup_recipient", &self.backup_recipient), ("key_copy_recipient", &self.key_copy_recipient)]
        {
            if !value.is_empty() && sealing::recipient(value).is_err() {
                mistakes.push(Mistake::Recipient { key, value: value.clone() });
            }
        }
        if self.key_copy.as_os_str().is_empty() != self.key_copy_recipient.is_empty() {
            mistakes.push(Mistake::HalfKeyCopy);
        }
        if !self.backup_recipient.is_empty() && self.backup_recipient == self.key_copy_recipient {
            mistakes.push(Mistake::SameRecipient);
        }
    }

    fn check_sizes(&self, mistakes: &mut Vec<Mistake>) {
        const KIB: u64 = 1 << 10;
        const GIB: u64 = 1 << 30;
        within(mistakes, "max_document_bytes", self.max_document_bytes, KIB, 16 * GIB);
        within(mistakes, "max_vault_bytes", self.max_vault_bytes, KIB, 1024 * GIB);
        within(mistakes, "max_json_bytes", self.max_json_bytes as u64, 256 * KIB, 16 * KIB * KIB);
        within(mistakes, "max_connections", self.max_connections as u64, 1, 100_000);
        if self.max_vault_bytes < self.max_document_bytes {
            mistakes.push(Mistake::VaultBelowDocument);
        }
    }

    fn check_times(&self, mistakes: &mut Vec<Mistake>) {
        within(mistakes, "session_idle_s", self.session_idle_s, 60, 24 * 3600);
        within(mistakes, "session_max_s", self.session_max_s, 60, 7 * 24 * 3600);
        within(mistakes, "recovery_delay_s", self.recovery_delay_s, MIN_DELAY_MS / 1000, 30 * 24 * 3600);
        within(mistakes, "closing_grace_days", self.closing_grace_days, 1, 365);
        within(mistakes, "request_timeout_s", self.request_timeout_s, 1, 600);
        within(mistakes, "idle_timeout_s", self.idle_timeout_s, 1, 600);
        within(mistakes, "stop_grace_s", self.stop_grace_s, 0, 600);
        within(mistakes, "calls_per_minute", self.calls_per_minute.into(), 1, 1_000_000);
        within(mistakes, "unauthenticated_per_minute", self.unauthenticated_per_minute.into(), 1, 1_000_000);
        within(mistakes, "logins_per_minute", self.logins_per_minute.into(), 1, 1_000_000);
        if self.idle_timeout_s < self.request_timeout_s {
            mistakes.push(Mistake::IdleBelowRequest);
        }
        if self.session_max_s < self.session_idle_s {
            mistakes.push(Mistake::SessionBelowIdle);
        }
    }
}

impl Config {
    fn check_retention(&self, mistakes: &mut Vec<Mistake>) {
        within(mistakes, "log_body_months", self.log_body_months.into(), LEAST_MONTHS.into(), 36);
        within(mistakes, "mandate_years", self.mandate_years.into(), 1, 10);
        within(mistakes, "idle_vault_months", self.idle_vault_months.into(), 3, 60);
    }
}

fn within(mistakes: &mut Vec<Mistake>, key: &'static str, value: u64, least: u64, most: u64) {
    if !(least..=most).contains(&value) {
        mistakes.push(Mistake::Range { key, value, least, most });
    }
}

#[cfg(test)]
mod tests;
