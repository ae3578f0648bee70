//! The one place where what went wrong becomes sentences: what happened, and the next thing to do.

use std::io::{self, ErrorKind};

use vault_server::admin::InviteError;
use vault_server::backup::{BackupError, Damage};
use vault_server::blobs::BlobError;
use vault_server::boot::{BootError, Declined, Gap};
use vault_server::config::{ConfigError, Mistake};
use vault_server::error::Error;
use vault_server::key_directory::KeyDirectoryError;
use vault_server::post::PostError;
use vault_server::process::AloneError;
use vault_server::relocation::RelocationError;
use vault_server::store::{NotAnAddress, StoreError};
use vault_server::tls::TlsError;

use super::failure::Failure;
use super::words::{Words, say};

/// What the operator is told of a failure.
pub(crate) fn told(failure: &Failure, words: &Words) -> String {
    match failure {
        Failure::Config(error) => config(error, words),
        Failure::Boot(error) => boot(error, words),
        Failure::Backup(error) => backup(error, words),
        Failure::Keys(error) => keys(error, words),
        Failure::Tls(error) => tls(error, words),
        Failure::Invite(error) => invite(error, words),
        Failure::Alone(error) => alone(error, words),
        Failure::Relocation(error) => relocation(error, words),
        Failure::Store(error) => store(error, words),
        Failure::Server(error) => server(error, words),
        Failure::Listen { address, source } => {
            say!(words, "operator-problem-listen", address = address.to_string(), cause = cause(source, words))
        }
        Failure::NoKeyCopy => say!(words, "operator-problem-no-key-copy"),
        Failure::KeyCopyBehind => say!(words, "operator-problem-key-copy-behind"),
        Failure::Unsound { count } => say!(words, "operator-problem-unsound", count = *count),
        Failure::NotRepaired => say!(words, "operator-problem-not-repaired"),
        Failure::System(error) => say!(words, "operator-problem-system", cause = cause(error, words)),
        Failure::Task(error) => say!(words, "operator-problem-task", cause = error.to_string()),
    }
}

/// Why the system refused: in words where it is one of the usual reasons, else as the system says it.
fn cause(error: &io::Error, words: &Words) -> String {
    match error.kind() {
        ErrorKind::NotFound => say!(words, "operator-cause-not-found"),
        ErrorKind::PermissionDenied => say!(words, "operator-cause-forbidden"),
        ErrorKind::AlreadyExists => say!(words, "operator-cause-exists"),
        ErrorKind::NotADirectory => say!(words, "operator-cause-no-folder"),
        ErrorKind::IsADirectory => say!(words, "operator-cause-folder"),
        ErrorKind::DirectoryNotEmpty => say!(words, "operator-cause-not-empty"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => say!(words, "operator-cause-full"),
        ErrorKind::ReadOnlyFilesystem => say!(words, "operator-cause-read-only"),
        ErrorKind::AddrInUse => say!(words, "operator-cause-taken"),
        _ => error.to_string(),
    }
}

fn file(path: &std::path::Path, error: &io::Error, words: &Words) -> String {
    say!(words, "operator-problem-file", path = path.display().to_string(), cause = cause(error, words))
}

fn config(error: &ConfigError, words: &Words) -> String {
    match error {
        ConfigError::Unreadable { path, source } => {
            let path = path.display().to_string();
            say!(words, "operator-problem-config-unreadable", path = path, cause = cause(source, words))
        }
        ConfigError::Syntax { path, source } => {
            let path = path.display().to_string();
            say!(words, "operator-problem-config-syntax", path = path, cause = source.to_string().trim_end().to_owned())
        }
        ConfigError::Mistakes(mistakes) => {
            let lines: Vec<_> = mistakes.iter().map(|mistake| format!("- {}", of_mistake(mistake, words))).collect();
            say!(words, "operator-problem-config-mistakes", count = mistakes.len(), mistakes = lines.join("\n"))
        }
    }
}

fn of_mistake(mistake: &Mistake, words: &Words) -> String {
    match mistake {
        Mistake::NotSet { key } => say!(words, "operator-mistake-not-set", key = *key),
        Mistake::Range { key, value, least, most } => say!(
            words,
            "operator-mistake-range",
            key = *key,
            value = value.to_string(),
            least = least.to_string(),
            most = most.to_string()
        ),
        Mistake::PublicUrl { value } => say!(words, "operator-mistake-public-url", value = value.as_str()),
        Mistake::Proxies { value } => say!(words, "operator-mistake-proxies", value = value.as_str()),
        Mistake::Database(NotAnAddress::Form) => say!(words, "operator-mistake-database-form"),
        Mistake::Database(NotAnAddress::Unprotected) => say!(words, "operator-mistake-database-unprotected"),
        Mistake::Database(NotAnAddress::Password) => say!(words, "operator-mistake-database-password"),
        Mistake::S3InClear => say!(words, "operator-mistake-s3-in-clear"),
        Mistake::Exposed { key } => say!(words, "operator-mistake-exposed", key = *key),
        Mistake::Unreadable { key, why } => {
            say!(words, "operator-mistake-unreadable", key = *key, why = why.to_string())
        }
        Mistake::Authorities { key } => say!(words, "operator-mistake-authorities", key = *key),
        Mistake::Places(error) => keys(error, words).replace('\n', " "),
        Mistake::Recipient { key, value } => {
            say!(words, "operator-mistake-recipient", key = *key, value = value.as_str())
        }
        Mistake::HalfKeyCopy => say!(words, "operator-mistake-half-key-copy"),
        Mistake::SameRecipient => say!(words, "operator-mistake-same-recipient"),
        Mistake::VaultBelowDocument => say!(words, "operator-mistake-vault-below-document"),
        Mistake::IdleBelowRequest => say!(words, "operator-mistake-idle-below-request"),
        Mistake::SessionBelowIdle => say!(words, "operator-mistake-session-below-idle"),
        Mistake::NoticeLanguage { value } => say!(words, "operator-mistake-notice-language", value = value.as_str()),
        Mistake::SmsInClear => say!(words, "operator-mistake-sms-in-clear"),
        Mistake::MailInClear => say!(words, "operator-mistake-mail-in-clear"),
        Mistake::MailTls { value } => say!(words, "operator-mistake-mail-tls", value = value.as_str()),
        Mistake::Sender => say!(words, "operator-mistake-sender"),
    }
}

fn boot(error: &BootError, words: &Words) -> String {
    match error {
        BootError::Config(error) => config(error, words),
        BootError::Keys(error) => keys(error, words),
        BootError::Store(error) => store(error, words),
        BootError::Blobs(error) => blob(error, words),
        BootError::Post(error) => post(error, words),
        BootError::LogKeyMissing { month } => {
            say!(words, "operator-problem-log-key-missing", month = month.to_string())
        }
        BootError::LogBehind { has, what, kept, place } => {
            let (has, kept, place) = (has.to_string(), kept.to_string(), place.as_str());
            match what {
                Gap::Behind => say!(words, "operator-problem-log-behind", has = has, kept = kept, place = place),
                Gap::Differs => say!(words, "operator-problem-log-differs", has = has, kept = kept, place = place),
            }
        }
        BootError::NotAccepted(Declined::NothingBehind) => say!(words, "operator-problem-nothing-behind"),
        BootError::NotAccepted(Declined::OtherSize { has, named }) => {
            say!(words, "operator-problem-other-size", has = has.to_string(), named = named.to_string())
        }
        BootError::KeptCheckpoint { path, why } => {
            say!(words, "operator-problem-kept-checkpoint", path = path.as_str(), cause = why.as_str())
        }
        BootError::Log(error) => server(error, words),
        BootError::OnItsWay => say!(words, "operator-problem-on-its-way"),
        BootError::Elsewhere => say!(words, "operator-problem-elsewhere"),
        BootError::DataMissing { path, source } => {
            say!(words, "operator-problem-data-missing", path = path.as_str(), cause = cause(source, words))
        }
        BootError::DataFolder { path, source } => {
            say!(words, "operator-problem-data-folder", path = path.as_str(), cause = cause(source, words))
        }
    }
}

fn keys(error: &KeyDirectoryError, words: &Words) -> String {
    match error {
        KeyDirectoryError::MissingPiece { path } => {
            say!(words, "operator-problem-key-missing", path = path.display().to_string())
        }
        KeyDirectoryError::StillNeeded { path } => {
            say!(words, "operator-problem-key-needed", path = path.display().to_string())
        }
        KeyDirectoryError::Exposed { path, mode, wanted } => {
            let (path, mode, wanted) = (path.display().to_string(), format!("{mode:03o}"), format!("{wanted:03o}"));
            say!(words, "operator-problem-key-exposed", path = path, mode = mode, wanted = wanted)
        }
        KeyDirectoryError::Damaged { path } => {
            say!(words, "operator-problem-key-damaged", path = path.display().to_string())
        }
        KeyDirectoryError::BesideData { keys, data } => {
            let (keys, data) = (keys.display().to_string(), data.display().to_string());
            say!(words, "operator-problem-keys-beside-data", keys = keys, data = data)
        }
        KeyDirectoryError::Io { path, source } => file(path, source, words),
    }
}

fn backup(error: &BackupError, words: &Words) -> String {
    match error {
        BackupError::NoRecipient => say!(words, "operator-problem-no-recipient"),
        BackupError::Recipient(text) => say!(words, "operator-problem-recipient", text = text.as_str()),
        BackupError::Identity { path, .. } => {
            say!(words, "operator-problem-identity", path = path.display().to_string())
        }
        BackupError::Sealed { path, .. } => say!(words, "operator-problem-sealed", path = path.display().to_string()),
        BackupError::Busy(path) => say!(words, "operator-problem-busy", path = path.display().to_string()),
        BackupError::NoSnapshot { folder, snapshot } => {
            let folder = folder.display().to_string();
            say!(words, "operator-problem-no-snapshot", folder = folder, snapshot = snapshot.as_str())
        }
        BackupError::Damaged { snapshot, what } => {
            say!(words, "operator-problem-damaged", snapshot = snapshot.as_str(), what = damage(what, words))
        }
        BackupError::EpochGone { snapshot, epoch } => {
            say!(words, "operator-problem-epoch-gone", snapshot = snapshot.as_str(), epoch = epoch.to_string())
        }
        BackupError::DatabaseNotEmpty => say!(words, "operator-problem-database-not-empty"),
        BackupError::NotEmpty(path) => say!(words, "operator-problem-not-empty", path = path.display().to_string()),
        BackupError::SourceDamaged { snapshot, keys } => {
            let (count, objects) = (keys.len(), keys.join(", "));
            say!(
                words,
                "operator-problem-source-damaged",
                snapshot = snapshot.as_str(),
                count = count,
                objects = objects
            )
        }
        BackupError::Io { path, source } => file(path, source, words),
        BackupError::Store(error) => store(error, words),
        BackupError::Keys(error) => keys(error, words),
        BackupError::Server(error) => server(error, words),
    }
}

fn damage(what: &Damage, words: &Words) -> String {
    match what {
        Damage::Header => say!(words, "operator-damage-header"),
        Damage::HeaderUnsigned => say!(words, "operator-damage-header-unsigned"),
        Damage::HeaderOfAnother => say!(words, "operator-damage-header-of-another"),
        Damage::SealedFile => say!(words, "operator-damage-sealed-file"),
        Damage::Manifest => say!(words, "operator-damage-manifest"),
        Damage::ManifestOfAnother => say!(words, "operator-damage-manifest-of-another"),
        Damage::Database => say!(words, "operator-damage-database"),
        Damage::Log => say!(words, "operator-damage-log"),
        Damage::List => say!(words, "operator-damage-list"),
        Damage::Object(key) => say!(words, "operator-damage-object", key = key.as_str()),
    }
}

fn tls(error: &TlsError, words: &Words) -> String {
    match error {
        TlsError::Io { path, source } => file(path, source, words),
        TlsError::NotPem { path } => say!(words, "operator-problem-not-pem", path = path.display().to_string()),
        TlsError::NoCertificate { path } => {
            say!(words, "operator-problem-no-certificate", path = path.display().to_string())
        }
        TlsError::NoKey { path } => say!(words, "operator-problem-no-private-key", path = path.display().to_string()),
        TlsError::Mismatch { certificate, key } => {
            let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
            say!(words, "operator-problem-tls-mismatch", certificate = certificate, key = key)
        }
        TlsError::Unusable { certificate, source } => {
            let certificate = certificate.display().to_string();
            say!(words, "operator-problem-tls-unusable", certificate = certificate, cause = source.to_string())
        }
        TlsError::Demo(error) => say!(words, "operator-problem-demo-certificate", cause = error.to_string()),
    }
}

fn post(error: &PostError, words: &Words) -> String {
    match error {
        PostError::Unreadable { path, source } => file(path, source, words),
        PostError::Exposed { path } => {
            say!(words, "operator-problem-secret-exposed", path = path.display().to_string())
        }
        PostError::NoAuthority { path } => {
            say!(words, "operator-problem-no-authority", path = path.display().to_string())
        }
        PostError::Tls(why) => say!(words, "operator-problem-mail-tls", cause = why.as_str()),
        PostError::Sender => say!(words, "operator-problem-sender"),
    }
}

fn invite(error: &InviteError, words: &Words) -> String {
    match error {
        InviteError::File { path, source } => {
            say!(words, "operator-problem-new-file", path = path.display().to_string(), cause = cause(source, words))
        }
        InviteError::Server(error) => server(error, words),
    }
}

fn alone(error: &AloneError, words: &Words) -> String {
    match error {
        AloneError::Taken { data } => say!(words, "operator-problem-serving", path = data.display().to_string()),
        AloneError::Io { path, source } => file(path, source, words),
    }
}

fn relocation(error: &RelocationError, words: &Words) -> String {
    match error {
        RelocationError::OtherServer(key) => say!(words, "operator-problem-other-server", key = *key),
        RelocationError::SamePlace => say!(words, "operator-problem-same-place"),
        RelocationError::NotEmpty => say!(words, "operator-problem-database-not-empty"),
        RelocationError::Over => say!(words, "operator-problem-elsewhere"),
        RelocationError::NotBegun => say!(words, "operator-problem-not-begun"),
        RelocationError::GivenUp => say!(words, "operator-problem-given-up"),
        RelocationError::Object(key) => say!(words, "operator-problem-object", object = key.as_str()),
        RelocationError::Folder(error) => boot(error, words),
        RelocationError::Config(error) => config(error, words),
        RelocationError::Store(error) => store(error, words),
        RelocationError::Blobs(error) => blob(error, words),
    }
}

fn store(error: &StoreError, words: &Words) -> String {
    match error {
        StoreError::Database(cause) if error.is_away() => {
            say!(words, "operator-problem-database-away", cause = cause.to_string())
        }
        StoreError::Database(error) => say!(words, "operator-problem-database", cause = error.to_string()),
        StoreError::Migration(error) => say!(words, "operator-problem-migration", cause = error.to_string()),
        StoreError::Corrupt(error) => say!(words, "operator-problem-corrupt", cause = error.to_string()),
        StoreError::Form(place) => say!(words, "operator-problem-corrupt", cause = *place),
        StoreError::Elsewhere => say!(words, "operator-problem-elsewhere"),
        StoreError::WentOn => say!(words, "operator-problem-went-on"),
        StoreError::KeyMissing(epoch) => say!(words, "operator-problem-epoch-missing", epoch = epoch.to_string()),
    }
}

fn blob(error: &BlobError, words: &Words) -> String {
    match error {
        BlobError::Full => say!(words, "operator-problem-blobs", cause = say!(words, "operator-cause-full")),
        BlobError::Unavailable(why) => say!(words, "operator-problem-bucket", cause = why.as_str()),
        BlobError::Io(error) => say!(words, "operator-problem-blobs", cause = cause(error, words)),
        other => say!(words, "operator-problem-blobs", cause = other.to_string()),
    }
}

fn server(error: &Error, words: &Words) -> String {
    match error {
        Error::Store(error) => store(error, words),
        Error::Blob(error) => blob(error, words),
        Error::Keys(error) => keys(error, words),
        Error::Corrupt(error) => say!(words, "operator-problem-corrupt", cause = error.to_string()),
        Error::Stopping => say!(words, "operator-problem-stopping"),
        Error::Unwritten => say!(words, "operator-problem-unwritten"),
        other => say!(words, "operator-problem-refused", cause = other.to_string()),
    }
}
