//! What is wrong with the ways to reach people.

use vault_core::vocabulary::ChannelKind;

use super::{Config, not_set};
use crate::post::{Language, is_address};

impl Config {
    pub(super) fn check_notices(&self, mistakes: &mut Vec<String>) {
        if Language::of_tag(&self.notice_language).is_none() {
            mistakes.push(format!("notice_language is `{}`; it may be fr or en", self.notice_language));
        }
        if !self.smtp_host.is_empty() {
            self.check_smtp(mistakes);
        }
        if !self.sms_url.is_empty() && !self.sms_url.starts_with("https://") && !is_local(&self.sms_url) {
            mistakes.push(
                "sms_url is neither https:// nor http:// on this machine: numbers would travel in clear".to_owned(),
            );
        }
    }

    fn check_smtp(&self, mistakes: &mut Vec<String>) {
        match self.smtp_tls.as_str() {
            "starttls" | "implicit" => {}
            "none" if LOCAL.contains(&self.smtp_host.as_str()) => {}
            "none" => mistakes
                .push("smtp_tls is none and smtp_host is not this machine: addresses would travel in clear".to_owned()),
            other => mistakes.push(format!("smtp_tls is `{other}`; it may be starttls, implicit or none")),
        }
        if !is_address(ChannelKind::Mail, &self.mail_from) {
            mistakes.push("mail_from is not set to a mail address: mail needs a sender".to_owned());
        }
        if !self.smtp_user.is_empty() && self.smtp_password_file.as_os_str().is_empty() {
            mistakes.push(not_set("smtp_password_file"));
        }
    }
}

/// Names of this machine.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

fn is_local(url: &str) -> bool {
    let host = url.strip_prefix("http://").and_then(|rest| rest.split(['/', '?']).next()).unwrap_or_default();
    let bare = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["localhost", "127.0.0.1", "[::1]"].contains(&bare)
}
