//! What wins over what, what is refused, and that the documentation names every key.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use clap::{Args as _, Command};
use vault_core::api::Bytes;

use super::*;
use crate::store::NotAnAddress;

fn whole() -> Settings {
    Settings {
        public_url: Some("https://localhost:8443".to_owned()),
        data_dir: Some("/srv/coffre/data".into()),
        key_dir: Some("/srv/coffre-keys".into()),
        tls_certificate: Some("/srv/tls/server.pem".into()),
        tls_key: Some("/srv/tls/server.key".into()),
        ..Settings::default()
    }
}

fn mistakes(change: impl FnOnce(&mut Settings)) -> Vec<Mistake> {
    let mut settings = whole();
    change(&mut settings);
    match Config::from_settings(settings).check(Purpose::Serve) {
        Ok(()) => Vec::new(),
        Err(ConfigError::Mistakes(mistakes)) => mistakes,
        Err(other) => panic!("{other}"),
    }
}

fn flags(given: &[&str]) -> Settings {
    let command = Settings::augment_args(Command::new("vault-server"));
    let matches = command.try_get_matches_from([&["vault-server"], given].concat()).unwrap();
    clap::FromArgMatches::from_arg_matches(&matches).unwrap()
}

#[test]
fn flags_win_over_the_file_and_the_file_over_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.toml");
    std::fs::write(&file, "session_idle_s = 120\nsession_max_s = 240\nhealth_folder = false\n").unwrap();
    let given = whole().or(flags(&["--session-idle-s", "180", "--allow-keys-beside-data"]));
    let config = Config::load(Some(&file), given, Purpose::Serve).unwrap();
    assert_eq!((config.session_idle_s, config.session_max_s), (180, 240));
    assert!(!config.health_folder && config.allow_keys_beside_data);
    assert_eq!(config.max_document_bytes, 256 * 1024 * 1024);
    assert_eq!(config.limits().session_idle_ms, 180_000);
    assert_eq!(config.origin().unwrap().as_str(), "https://localhost:8443");
}

#[test]
fn every_key_has_its_flag_and_its_name_in_the_environment() {
    let command = Settings::augment_args(Command::new("vault-server"));
    for key in Config::KEYS {
        let argument = command.get_arguments().find(|argument| argument.get_id() == key.name).unwrap();
        assert_eq!(argument.get_long(), Some(key.name.replace('_', "-").as_str()));
        assert_eq!(argument.get_env().unwrap().to_str(), Some(key.environment));
        assert_eq!(key.environment, format!("COFFRE_SERVER_{}", key.name.to_uppercase()));
    }
}

#[test]
fn the_documentation_names_every_key_with_its_default() {
    let text = include_str!("../../../docs/CONFIGURATION.md");
    let (_, text) = text.split_once("\n## Keys\n").unwrap();
    let (text, _) = text.split_once("\n## ").unwrap();
    let shown = format!("{:?}", Config::from_settings(Settings::default()));
    for key in Config::KEYS {
        let row = text.lines().find(|line| line.starts_with(&format!("| `{}` |", key.name)));
        let default = row.unwrap_or_else(|| panic!("{} is not explained", key.name)).split('|').nth(2).unwrap().trim();
        let default = if default == "none, required" { "\"\"" } else { default.trim_matches('`') };
        assert!(
            shown.contains(&format!("{}: {default}", key.name)),
            "the documentation says that {} is {default} by default; {shown}",
            key.name
        );
    }
    let rows = text.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, Config::KEYS.len(), "the documentation explains a key that does not exist");
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.toml");
    std::fs::write(&file, "session_idle_s = 120\nsession_idel_s = 1\n").unwrap();
    let error = Config::load(Some(&file), whole(), Purpose::Serve).unwrap_err().to_string();
    assert!(error.contains("line 2") && error.contains("session_idel_s"), "{error}");
    let error = Config::load(Some(&folder.path().join("none.toml")), whole(), Purpose::Serve).unwrap_err().to_string();
    assert!(error.contains("none.toml"), "{error}");
}

#[test]
fn a_whole_configuration_is_accepted() {
    assert!(mistakes(|_| {}).is_empty());
}

#[test]
fn tls_is_needed_for_serving_only() {
    let settings = Settings { tls_certificate: None, tls_key: None, ..whole() };
    let config = Config::from_settings(settings);
    assert!(config.check(Purpose::Administer).is_ok());
    assert!(matches!(config.check(Purpose::Serve), Err(ConfigError::Mistakes(mistakes)) if mistakes.len() == 2));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let found = mistakes(|settings| {
        settings.public_url = None;
        settings.data_dir = None;
        settings.tls_key = None;
        settings.max_document_bytes = Some(4 << 30);
        settings.session_idle_s = Some(5);
    });
    assert_eq!(found.len(), 5, "{found:#?}");
}

#[test]
fn the_public_url_is_an_https_origin() {
    for wrong in ["http://localhost:8443", "https://", "https://coffre.example/app", "coffre.example", "https://a@b"] {
        let found = mistakes(|settings| settings.public_url = Some(wrong.to_owned()));
        assert!(matches!(&found[..], [Mistake::PublicUrl { value }] if value == wrong), "{wrong}: {found:?}");
    }
}

#[test]
fn ways_to_reach_people_are_whole_and_never_in_clear() {
    let mail = |host: &str, tls: &str, from: &str| {
        let (host, tls, from) = (host.to_owned(), tls.to_owned(), from.to_owned());
        mistakes(move |settings| {
            settings.smtp_host = Some(host);
            settings.smtp_tls = Some(tls);
            settings.mail_from = Some(from);
        })
    };
    assert!(mail("mail.exemple.fr", "starttls", "coffre@exemple.fr").is_empty());
    assert!(mail("localhost", "none", "coffre@exemple.fr").is_empty());
    assert_eq!(mail("mail.exemple.fr", "none", "coffre@exemple.fr").len(), 1);
    assert_eq!(mail("mail.exemple.fr", "ssl", "coffre").len(), 2);
    let hook = |url: &str| mistakes(|settings| settings.sms_url = Some(url.to_owned())).len();
    assert_eq!(
        (hook("https://sms.exemple.fr/v1"), hook("http://127.0.0.1:9000/sms"), hook("http://[::1]:9/")),
        (0, 0, 0)
    );
    assert_eq!((hook("http://sms.exemple.fr/"), hook("http://localhost.exemple.fr/"), hook("sms")), (1, 1, 1));
    assert_eq!(mistakes(|settings| settings.notice_language = Some("de".to_owned())).len(), 1);
}

#[test]
fn keys_beside_data_are_refused_unless_told() {
    let inside = |settings: &mut Settings| settings.key_dir = Some("/srv/coffre/data/keys".into());
    assert_eq!(mistakes(inside).len(), 1);
    assert!(
        mistakes(|settings| {
            inside(settings);
            settings.allow_keys_beside_data = Some(true);
        })
        .is_empty()
    );
}

/// The largest requests that the formats allow fit in the default, and the smallest limit that is accepted holds them.
#[test]
fn the_largest_json_requests_fit() {
    let wrap = |payload: usize| serde_json::to_string(&Bytes(vec![0; 1212 + payload + 16 + 64])).unwrap().len();
    let mandate = 64 * (wrap(32) + 1) + wrap(4 * 1024) + 4 * 1024;
    let vault = 10 * (wrap(32) + serde_json::to_string(&Bytes(vec![0; 1420])).unwrap().len() + 200) + 8 * 1024;
    assert!(mandate.max(vault) < 256 * 1024, "{mandate} {vault}");
}

#[test]
fn recipients_are_checked_and_are_two() {
    // Not a recipient: its last characters do not check the others.
    const ONE: &str = "age1q4c9s4q6n6yknmk42nmn4xtpw9aygl3eg6z3mm5jqgw8wdwkxprqx5cyjx";
    let wrong = mistakes(|settings| settings.backup_recipient = Some(ONE.to_owned()));
    assert!(matches!(wrong[..], [Mistake::Recipient { key: "backup_recipient", .. }]), "{wrong:?}");
    let half = mistakes(|settings| settings.key_copy = Some("/somewhere".into()));
    assert!(matches!(half[..], [Mistake::HalfKeyCopy]), "{half:?}");
    let folder = tempfile::tempdir().unwrap();
    let recipient = crate::backup::sealing::new_identity(&folder.path().join("identity")).unwrap();
    let same = mistakes(|settings| {
        settings.backup_recipient = Some(recipient.clone());
        settings.key_copy = Some("/somewhere".into());
        settings.key_copy_recipient = Some(recipient.clone());
    });
    assert!(matches!(same[..], [Mistake::SameRecipient]), "{same:?}");
}

#[test]
fn the_database_is_named_without_its_password_which_nobody_else_reads() {
    let found = |url: &str, file: Option<PathBuf>| {
        let url = url.to_owned();
        mistakes(move |settings| {
            settings.database_url = Some(url);
            settings.database_password_file = file;
        })
    };
    assert!(found("postgres://coffre@db.exemple.fr/coffre", None).is_empty());
    let wrong = found("postgres://coffre:secret@db.exemple.fr/coffre", None);
    assert!(matches!(wrong[..], [Mistake::Database(NotAnAddress::Password)]), "{wrong:?}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    let missing = found("postgres://coffre@localhost/coffre", Some(file.clone()));
    assert!(matches!(missing[..], [Mistake::Unreadable { key: "database_password_file", .. }]), "{missing:?}");
    std::fs::write(&file, "secret\n").unwrap();
    let close = |mode| std::fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
    close(0o640);
    let open = found("postgres://coffre@localhost/coffre", Some(file.clone()));
    assert!(matches!(open[..], [Mistake::Exposed { key: "database_password_file" }]), "{open:?}");
    close(0o600);
    assert!(found("postgres://coffre@localhost/coffre", Some(file.clone())).is_empty());
}

#[test]
fn a_bucket_needs_its_names_a_closed_secret_certificates_and_https() {
    let folder = tempfile::tempdir().unwrap();
    let (secret, ca) = (folder.path().join("secret"), folder.path().join("ca.pem"));
    std::fs::write(&secret, "SPECIMEN\n").unwrap();
    std::fs::set_permissions(&secret, Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&ca, "no certificate").unwrap();
    let right = |settings: &mut Settings| {
        settings.s3_endpoint = Some("https://s3.example".to_owned());
        settings.s3_bucket = Some("coffre".to_owned());
        settings.s3_access_key_id = Some("GK00".to_owned());
        settings.s3_secret_key_file = Some(secret.clone());
    };
    assert!(mistakes(right).is_empty());
    let alone = mistakes(|settings| settings.s3_endpoint = Some("http://s3.example".to_owned()));
    let missing = ["s3_bucket", "s3_access_key_id", "s3_secret_key_file"];
    assert!(matches!(alone[0], Mistake::S3InClear), "{alone:?}");
    assert_eq!(alone.len(), 1 + missing.len());
    for (mistake, name) in alone[1..].iter().zip(missing) {
        assert!(matches!(mistake, Mistake::NotSet { key } if *key == name), "{mistake:?}");
    }
    for authorities in [ca, folder.path().join("nowhere.pem")] {
        let found = mistakes(|settings| {
            right(settings);
            settings.s3_ca = Some(authorities);
        });
        let told =
            matches!(found[..], [Mistake::Authorities { key: "s3_ca" } | Mistake::Unreadable { key: "s3_ca", .. }]);
        assert!(told, "{found:?}");
    }
    std::fs::set_permissions(&secret, Permissions::from_mode(0o644)).unwrap();
    let found = mistakes(right);
    assert!(matches!(found[..], [Mistake::Exposed { key: "s3_secret_key_file" }]), "{found:?}");
}

#[test]
fn balancers_are_told_by_their_addresses() {
    let told = |text: &str| Config::from_settings(Settings { trusted_proxies: Some(text.to_owned()), ..whole() });
    let addresses = told(" 10.0.0.5, ::ffff:10.0.0.6 ,2001:db8::1,").transport().proxies;
    assert_eq!(addresses, ["10.0.0.5", "10.0.0.6", "2001:db8::1"].map(|text| text.parse::<IpAddr>().unwrap()));
    assert!(mistakes(|settings| settings.trusted_proxies = Some("10.0.0.5".to_owned())).is_empty());
    for wrong in ["balancer.example", "10.0.0.5:443", "10.0.0.0/8"] {
        let found = mistakes(|settings| settings.trusted_proxies = Some(format!("10.0.0.5,{wrong}")));
        assert!(matches!(&found[..], [Mistake::Proxies { value }] if value.ends_with(wrong)), "{found:?}");
    }
}
