//! The OpenAPI document, put together from the handlers.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{accounts, deposits, log, mandates, openings, organisations, server, vaults};

/// The whole interface (OpenAPI 3.1).
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Interface::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Coffre solidaire", license(name = "EUPL-1.2")),
    modifiers(&Security),
    paths(
        server::health, server::openapi, server::info,
        accounts::challenge, accounts::log_in, accounts::session, accounts::log_out, accounts::enrol,
        accounts::change_pin, accounts::find,
        organisations::create, organisations::list, organisations::find, organisations::add_member,
        organisations::members, organisations::seeds, organisations::directory,
        vaults::create, vaults::find, vaults::records,
        mandates::grant, mandates::of_vault, mandates::held, mandates::revoke,
        deposits::upload, deposits::create,
        openings::create, openings::object,
        log::of_vault, log::entries, log::consistency, log::checkpoint, log::tile,
    )
)]
struct Interface;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let header = ApiKeyValue::with_description(
            vault_core::api::REQUEST_HEADER,
            "VRQ1 (docs/FORMATS.md, section 5), base64url: the account's signature over method, path and body",
        );
        components.add_security_scheme("signed-request", SecurityScheme::ApiKey(ApiKey::Header(header)));
    }
}
