//! The table of keys. From it come the flags, the environment's names, the file's keys and the defaults.

use std::net::{Ipv6Addr, SocketAddr};
use std::path::PathBuf;

/// One key, for the documentation and its test.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name in the file; the flag is the same with hyphens.
    pub name: &'static str,
    /// Its name in the environment.
    pub environment: &'static str,
}

macro_rules! settings {
    ($($(#[doc = $doc:literal])* $name:ident: $type:ty = $default:expr, $env:literal $(, $arg:meta)*;)*) => {
        /// What was given, by a file, the environment or flags; the rest stays at its default.
        #[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Settings {
            $($(#[doc = $doc])* #[arg(long, env = $env)] $(#[$arg])* pub $name: Option<$type>,)*
        }

        impl Settings {
            /// These, and `weaker` where these say nothing.
            #[must_use]
            pub fn or(self, weaker: Self) -> Self {
                Self { $($name: self.$name.or(weaker.$name),)* }
            }
        }

        /// A whole configuration.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Config {
            $($(#[doc = $doc])* pub $name: $type,)*
        }

        impl Config {
            /// Every key, in the order of the documentation.
            pub const KEYS: &'static [Key] = &[$(Key { name: stringify!($name), environment: $env }),*];

            /// What was given, completed by the defaults. Not checked yet.
            #[must_use]
            pub fn from_settings(settings: Settings) -> Self {
                Self { $($name: settings.$name.unwrap_or_else(|| $default),)* }
            }
        }
    };
}

settings! {
    /// Address and port to listen on. Port 0 takes any free one.
    listen: SocketAddr = (Ipv6Addr::UNSPECIFIED, 8443).into(), "COFFRE_SERVER_LISTEN";
    /// The address that people type: scheme, host and port. Logins, signed requests, printed cards and the log's name
    /// carry it: it does not change during the life of a server.
    public_url: String = String::new(), "COFFRE_SERVER_PUBLIC_URL";
    /// Folder of the database and of the sealed documents: what backups copy.
    data_dir: PathBuf = PathBuf::new(), "COFFRE_SERVER_DATA_DIR";
    /// The database of several servers: `postgres://USER@HOST:PORT/NAME`. Empty: the embedded one, in `data_dir`.
    database_url: String = String::new(), "COFFRE_SERVER_DATABASE_URL";
    /// The file with that user's password.
    database_password_file: PathBuf = PathBuf::new(), "COFFRE_SERVER_DATABASE_PASSWORD_FILE";
    /// An S3 store for the sealed documents, `https://HOST[:PORT]`. Empty: a folder in `data_dir`.
    s3_endpoint: String = String::new(), "COFFRE_SERVER_S3_ENDPOINT";
    /// The region that requests to it are signed for.
    s3_region: String = "garage".to_owned(), "COFFRE_SERVER_S3_REGION";
    /// The bucket.
    s3_bucket: String = String::new(), "COFFRE_SERVER_S3_BUCKET";
    /// The id of the access key.
    s3_access_key_id: String = String::new(), "COFFRE_SERVER_S3_ACCESS_KEY_ID";
    /// The file with the secret of that key.
    s3_secret_key_file: PathBuf = PathBuf::new(), "COFFRE_SERVER_S3_SECRET_KEY_FILE";
    /// The authorities by which the store is trusted, PEM. Empty: the system's.
    s3_ca: PathBuf = PathBuf::new(), "COFFRE_SERVER_S3_CA";
    /// Folder of the server's keys, on another medium than the data and its backups.
    key_dir: PathBuf = PathBuf::new(), "COFFRE_SERVER_KEY_DIR";
    /// Accept a key directory that lies with the data. For demonstrations only.
    allow_keys_beside_data: bool = false, "COFFRE_SERVER_ALLOW_KEYS_BESIDE_DATA",
        arg(num_args = 0..=1, default_missing_value = "true");
    /// The server's certificate chain, PEM, the server's own first.
    tls_certificate: PathBuf = PathBuf::new(), "COFFRE_SERVER_TLS_CERTIFICATE";
    /// The private key of the certificate, PEM.
    tls_key: PathBuf = PathBuf::new(), "COFFRE_SERVER_TLS_KEY";
    /// Largest document, in bytes.
    max_document_bytes: u64 = 256 << 20, "COFFRE_SERVER_MAX_DOCUMENT_BYTES";
    /// Largest vault, in bytes of sealed objects.
    max_vault_bytes: u64 = 2 << 30, "COFFRE_SERVER_MAX_VAULT_BYTES";
    /// Largest JSON request, in bytes.
    max_json_bytes: usize = 1 << 20, "COFFRE_SERVER_MAX_JSON_BYTES";
    /// To whom backups are sealed: an age recipient, `age1…`.
    backup_recipient: String = String::new(), "COFFRE_SERVER_BACKUP_RECIPIENT";
    /// Where the server keeps the second, sealed copy of its keys up to date by itself; empty: by hand only.
    key_copy: PathBuf = PathBuf::new(), "COFFRE_SERVER_KEY_COPY";
    /// To whom that copy is sealed: an age recipient, `age1…`, another one than that of the backups.
    key_copy_recipient: String = String::new(), "COFFRE_SERVER_KEY_COPY_RECIPIENT";
    /// Turn the lock's key once a day when something was erased; only with `key_copy`.
    turn_keys: bool = true, "COFFRE_SERVER_TURN_KEYS", arg(num_args = 0..=1, default_missing_value = "true");
    /// A checkpoint of the log that the operator keeps elsewhere; the server does not start on a log that is behind it.
    kept_checkpoint: PathBuf = PathBuf::new(), "COFFRE_SERVER_KEPT_CHECKPOINT";
    /// A session ends after so many seconds without a request.
    session_idle_s: u64 = 15 * 60, "COFFRE_SERVER_SESSION_IDLE_S";
    /// A session ends after so many seconds, used or not.
    session_max_s: u64 = 12 * 3600, "COFFRE_SERVER_SESSION_MAX_S";
    /// Seconds from the last approval of a recovery until it may be finished: the time in which the person may stop it.
    recovery_delay_s: u64 = 72 * 3600, "COFFRE_SERVER_RECOVERY_DELAY_S";
    /// Whether new vaults get the folder Droits santé, whose hosting for others may need a certified host.
    health_folder: bool = true, "COFFRE_SERVER_HEALTH_FOLDER", arg(num_args = 0..=1, default_missing_value = "true");
    /// Days between the owner's wish to close a vault and its destruction.
    closing_grace_days: u64 = 30, "COFFRE_SERVER_CLOSING_GRACE_DAYS";
    /// Calls per minute from one address (IPv6: one /64).
    calls_per_minute: u32 = 6_000, "COFFRE_SERVER_CALLS_PER_MINUTE";
    /// Calls per minute without a session from one address.
    unauthenticated_per_minute: u32 = 1_200, "COFFRE_SERVER_UNAUTHENTICATED_PER_MINUTE";
    /// Logins per minute from one address, counted by all servers of one database together. Desks of one organisation often share an address; what stops the
    /// guessing of a PIN is its five tries.
    logins_per_minute: u32 = 120, "COFFRE_SERVER_LOGINS_PER_MINUTE";
    /// Seconds to answer a request, uploads apart.
    request_timeout_s: u64 = 30, "COFFRE_SERVER_REQUEST_TIMEOUT_S";
    /// Seconds without a byte after which an upload, a download or a connection is cut.
    idle_timeout_s: u64 = 60, "COFFRE_SERVER_IDLE_TIMEOUT_S";
    /// Seconds left to running requests when the server stops.
    stop_grace_s: u64 = 10, "COFFRE_SERVER_STOP_GRACE_S";
    /// Connections at the same time; more are closed at once.
    max_connections: usize = 1_024, "COFFRE_SERVER_MAX_CONNECTIONS";
    /// Addresses, with commas between, of balancers that pass TLS through: each of their connections begins with a header of
    /// the PROXY protocol, version 2, that tells for whom they speak. Empty: callers reach the server themselves.
    trusted_proxies: String = String::new(), "COFFRE_SERVER_TRUSTED_PROXIES";
    /// The mail server that takes notices: a host name. Empty: no mail is sent.
    smtp_host: String = String::new(), "COFFRE_SERVER_SMTP_HOST";
    /// Its port.
    smtp_port: u16 = 587, "COFFRE_SERVER_SMTP_PORT";
    /// How it is talked to: `starttls`, `implicit`, or `none` for a mail server on this machine.
    smtp_tls: String = "starttls".to_owned(), "COFFRE_SERVER_SMTP_TLS";
    /// Who this server is to the mail server. Empty: nobody.
    smtp_user: String = String::new(), "COFFRE_SERVER_SMTP_USER";
    /// The file with that user's password.
    smtp_password_file: PathBuf = PathBuf::new(), "COFFRE_SERVER_SMTP_PASSWORD_FILE";
    /// The address that mail comes from.
    mail_from: String = String::new(), "COFFRE_SERVER_MAIL_FROM";
    /// Where short messages are posted. Empty: none is sent.
    sms_url: String = String::new(), "COFFRE_SERVER_SMS_URL";
    /// The file with the token for it.
    sms_token_file: PathBuf = PathBuf::new(), "COFFRE_SERVER_SMS_TOKEN_FILE";
    /// The authorities (PEM) by which mail server and short messages are trusted. Empty: the system's.
    notice_ca: PathBuf = PathBuf::new(), "COFFRE_SERVER_NOTICE_CA";
    /// The language of notices: `fr` or `en`.
    notice_language: String = "fr".to_owned(), "COFFRE_SERVER_NOTICE_LANGUAGE";
    /// What the log says is forgotten after so many whole months.
    log_body_months: u32 = 12, "COFFRE_SERVER_LOG_BODY_MONTHS";
    /// Mandates are forgotten so many years after their end.
    mandate_years: u32 = 3, "COFFRE_SERVER_MANDATE_YEARS";
    /// A person who has not logged in for so many months is told, once a year. Nothing else happens.
    idle_vault_months: u32 = 12, "COFFRE_SERVER_IDLE_VAULT_MONTHS";
}
