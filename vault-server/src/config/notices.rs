//! What is wrong with the ways to reach people.

use vault_core::vocabulary::ChannelKind;

use super::{Config, Mistake};
use crate::messages::Language;
use crate::post::is_address;

impl Config {
    pub(super) fn check_notices(&self, mistakes: &mut Vec<Mistake>) {
        if Language::of_tag(&self.notice_language).is_none() {
            mistakes.push(Mistake::NoticeLanguage { value: self.notice_language.clone() });
        }
        if !self.smtp_host.is_empty() {
            self.check_smtp(mistakes);
        }
        if !self.sms_url.is_empty() && !self.sms_url.starts_with("https://") && !is_local(&self.sms_url) {
            mistakes.push(Mistake::SmsInClear);
        }
    }

    fn check_smtp(&self, mistakes: &mut Vec<Mistake>) {
        match self.smtp_tls.as_str() {
            "starttls" | "implicit" => {}
            "none" if LOCAL.contains(&self.smtp_host.as_str()) => {}
            "none" => mistakes.push(Mistake::MailInClear),
            other => mistakes.push(Mistake::MailTls { value: other.to_owned() }),
        }
        if !is_address(ChannelKind::Mail, &self.mail_from) {
            mistakes.push(Mistake::Sender);
        }
        if !self.smtp_user.is_empty() && self.smtp_password_file.as_os_str().is_empty() {
            mistakes.push(Mistake::NotSet { key: "smtp_password_file" });
        }
    }
}

/// Names of this machine.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Whether what is written `http://` stays on this machine.
pub(super) fn is_local(url: &str) -> bool {
    let host = url.strip_prefix("http://").and_then(|rest| rest.split(['/', '?']).next()).unwrap_or_default();
    let bare = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["localhost", "127.0.0.1", "[::1]"].contains(&bare)
}
