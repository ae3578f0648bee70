//! What can be wrong with the values of a configuration.

use crate::key_directory::KeyDirectoryError;
use crate::store::NotAnAddress;

/// One value that cannot be right, or several that do not go together.
#[derive(Debug)]
pub enum Mistake {
    /// A key without a default is not set.
    NotSet {
        /// Which.
        key: &'static str,
    },
    /// A number is out of bounds.
    Range {
        /// Which.
        key: &'static str,
        /// As it was given.
        value: u64,
        /// The smallest that is taken.
        least: u64,
        /// The largest that is taken.
        most: u64,
    },
    /// `public_url` is not an `https://` origin.
    PublicUrl {
        /// As it was given.
        value: String,
    },
    /// `trusted_proxies` is not a list of addresses.
    Proxies {
        /// As it was given.
        value: String,
    },
    /// `database_url` is not an address of a database, or bears a password.
    Database(NotAnAddress),
    /// `s3_endpoint` is neither `https://` nor on this machine.
    S3InClear,
    /// A file with a secret may be read by others.
    Exposed {
        /// Which setting names it.
        key: &'static str,
    },
    /// A file that a setting names cannot be read.
    Unreadable {
        /// Which setting.
        key: &'static str,
        /// Why.
        why: std::io::Error,
    },
    /// A file that a setting names does not hold certificates of authorities.
    Authorities {
        /// Which setting.
        key: &'static str,
    },
    /// Keys and data lie together, or one of the folders cannot be looked at.
    Places(KeyDirectoryError),
    /// Not an age recipient.
    Recipient {
        /// Which.
        key: &'static str,
        /// As it was given.
        value: String,
    },
    /// Only one of `key_copy` and `key_copy_recipient` is set.
    HalfKeyCopy,
    /// `backup_recipient` and `key_copy_recipient` are the same: one stolen identity would open both.
    SameRecipient,
    /// `max_vault_bytes` is smaller than `max_document_bytes`: the largest document would fit in no vault.
    VaultBelowDocument,
    /// `idle_timeout_s` is shorter than `request_timeout_s`: a request that is being answered would be cut.
    IdleBelowRequest,
    /// `session_max_s` is shorter than `session_idle_s`.
    SessionBelowIdle,
    /// `notice_language` is no language of the notices.
    NoticeLanguage {
        /// As it was given.
        value: String,
    },
    /// `sms_url` is neither `https://` nor on this machine: numbers would travel in clear.
    SmsInClear,
    /// `smtp_tls` is `none` and `smtp_host` is not this machine: addresses would travel in clear.
    MailInClear,
    /// `smtp_tls` is no known value.
    MailTls {
        /// As it was given.
        value: String,
    },
    /// `mail_from` is not a mail address: mail needs a sender.
    Sender,
}
