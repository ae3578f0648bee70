//! Mail, handed to the operator's mail server (RFC 5321), over TLS unless it is on this machine.

use std::fmt;
use std::time::Duration;

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::texts::Text;
use super::{Handed, Letter, PostError, authorities, secret};
use crate::config::Config;

/// For one answer of the mail server.
const ANSWER: Duration = Duration::from_secs(20);
/// For the whole of one message.
const WHOLE: Duration = Duration::from_mins(1);

/// The operator's mail server.
pub(super) struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

impl Mail {
    pub(super) fn new(config: &Config) -> Result<Self, PostError> {
        let from: Address = config.mail_from.parse().map_err(|_| PostError::Sender)?;
        let host = host_of(&config.public_url);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(config.smtp_host.clone())
            .port(config.smtp_port)
            .hello_name(ClientId::Domain(host.clone()))
            .timeout(Some(ANSWER))
            .tls(tls(config)?);
        if !config.smtp_user.is_empty() {
            let password = secret(&config.smtp_password_file)?;
            builder = builder.credentials(Credentials::new(config.smtp_user.clone(), password.to_string()));
        }
        Ok(Self { transport: builder.build(), from: Mailbox::new(None, from), host })
    }

    pub(super) async fn send(&self, letter: &Letter, text: &Text) -> Handed {
        let Ok(to) = letter.address.parse::<Address>() else {
            return Handed::NotNow("the address is no mail address".to_owned());
        };
        let date = std::time::UNIX_EPOCH + Duration::from_millis(letter.now_ms);
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(text.subject.as_str())
            .date(date)
            .message_id(Some(format!("<{}@{}>", letter.notice_id, self.host)))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(text.body.clone());
        let message = match message {
            Ok(message) => message,
            Err(error) => return Handed::NotNow(error.to_string()),
        };
        match tokio::time::timeout(WHOLE, self.transport.send(message)).await {
            Ok(Ok(_)) => Handed::Over,
            // What a mail server answers may repeat the address: only its code is told.
            Ok(Err(error)) => Handed::NotNow(told(&error)),
            Err(_) => Handed::NotNow("the mail server takes too long".to_owned()),
        }
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail")
    }
}

fn told(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_tls() => "TLS to the mail server failed".to_owned(),
        None if error.is_timeout() => "the mail server takes too long".to_owned(),
        None => "the mail server cannot be talked to".to_owned(),
    }
}

fn tls(config: &Config) -> Result<Tls, PostError> {
    let failed = |error: lettre::transport::smtp::Error| PostError::Tls(error.to_string());
    let parameters = || {
        let mut builder = TlsParameters::builder(config.smtp_host.clone());
        if let Some(pem) = authorities(&config.notice_ca)? {
            let roots = Certificate::from_pem(pem.as_bytes()).map_err(failed)?;
            builder = builder.certificate_store(CertificateStore::None).add_root_certificate(roots);
        }
        builder.build_rustls().map_err(failed)
    };
    Ok(match config.smtp_tls.as_str() {
        "none" => Tls::None,
        "implicit" => Tls::Wrapper(parameters()?),
        _ => Tls::Required(parameters()?),
    })
}

/// The host of an origin, without its port: what this server calls itself.
fn host_of(public_url: &str) -> String {
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    let bare = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or(host) };
    bare.to_owned()
}

/// RFC 3834: no machine answers it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
