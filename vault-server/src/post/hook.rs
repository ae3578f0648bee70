//! Short messages: one JSON `POST` of `{to, text, id}` with a bearer token, to whoever sends them for the operator.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use zeroize::Zeroizing;

use super::{Handed, Letter, PostError, authorities, secret};
use crate::config::Config;

/// Where Debian and its kin keep the authorities of the system.
const SYSTEM_ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";
/// For one message.
const WHOLE: Duration = Duration::from_secs(15);

/// The operator's web hook.
pub(super) struct Hook {
    agent: Agent,
    url: String,
    /// The header's value, `Bearer` included; none when the hook asks for no token.
    authorization: Option<Zeroizing<String>>,
}

impl Hook {
    pub(super) fn new(config: &Config) -> Result<Self, PostError> {
        let pem = match authorities(&config.notice_ca)? {
            Some(pem) => pem,
            // A machine without authorities can still call a hook of its own.
            None => std::fs::read_to_string(SYSTEM_ROOTS).unwrap_or_default(),
        };
        let items = parse_pem(pem.as_bytes()).filter_map(Result::ok);
        let roots = items.filter_map(|item| if let PemItem::Certificate(found) = item { Some(found) } else { None });
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::from(roots.collect::<Vec<_>>()))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .user_agent("vault-server")
            .timeout_global(Some(WHOLE))
            .build()
            .into();
        let authorization = if config.sms_token_file.as_os_str().is_empty() {
            None
        } else {
            Some(Zeroizing::new(format!("Bearer {}", secret(&config.sms_token_file)?.as_str())))
        };
        Ok(Self { agent, url: config.sms_url.clone(), authorization })
    }

    pub(super) async fn send(&self, letter: &Letter, text: &str) -> Handed {
        let body = serde_json::json!({ "to": letter.address.as_str(), "text": text, "id": letter.notice_id });
        let body = Zeroizing::new(body.to_string());
        let mut request = self.agent.post(&self.url).content_type("application/json");
        if let Some(value) = &self.authorization {
            request = request.header("authorization", value.as_str());
        }
        let sent = tokio::task::spawn_blocking(move || request.send(body.as_bytes())).await;
        match sent {
            Ok(Ok(answer)) if answer.status().is_success() => Handed::Over,
            Ok(Ok(answer)) => Handed::NotNow(format!("the hook answered {}", answer.status().as_u16())),
            Ok(Err(ureq::Error::Timeout(_))) => Handed::NotNow("the hook takes too long".to_owned()),
            Ok(Err(_)) => Handed::NotNow("the hook cannot be talked to".to_owned()),
            Err(_) => Handed::NotNow("the server is stopping".to_owned()),
        }
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}
