//! The OpenAPI document, put together from the handlers.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi};
use vault_core::api::{PROBLEM_MEDIA_TYPE, Problem};

use super::{
    accounts, channels, credentials, deposits, display, documents, exports, folders, guardians, leaving, log, mandates,
    openings, organisations, recoveries, reminders, server, staff, ties, vaults,
};

/// The whole interface (OpenAPI 3.1).
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Interface::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Coffre solidaire", license(name = "EUPL-1.2")),
    modifiers(&Security, &Problems, &Names),
    components(schemas(Problem)),
    paths(
        server::health, server::openapi, server::info,
        accounts::challenge, accounts::log_in, accounts::session, accounts::log_out, accounts::enrol,
        accounts::change_pin, accounts::find,
        channels::add, channels::list, channels::remove,
        display::keep, display::show,
        credentials::list, credentials::change, credentials::approve_pin_reset, credentials::approve_member_pin,
        credentials::reset_pin,
        recoveries::start, recoveries::list, recoveries::approve, recoveries::stop, recoveries::release,
        recoveries::enrol, guardians::name, guardians::list, guardians::end, guardians::guarded,
        guardians::rehearse, guardians::keys,
        organisations::create, organisations::list, organisations::find, organisations::add_member,
        organisations::members, organisations::seeds, organisations::directory,
        staff::suspend, staff::resume, staff::remove, staff::turn_keys, staff::reseal_names,
        ties::invite, ties::join, ties::of_vault, ties::leave,
        vaults::create, vaults::find, vaults::records,
        leaving::refuse, leaving::close, leaving::keep, leaving::destruction_receipt, leaving::receipt,
        leaving::decision,
        mandates::grant, mandates::of_vault, mandates::held, mandates::revoke,
        deposits::upload, deposits::create,
        exports::create,
        documents::amend, documents::erase, documents::undo,
        reminders::set, reminders::remove,
        folders::turn, folders::reseal,
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

/// Every call fails in the same form.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let problem = ResponseBuilder::new().description("RFC 9457").content(PROBLEM_MEDIA_TYPE, content).build();
        for item in document.paths.paths.values_mut() {
            for (_, operation) in operations(item) {
                operation.responses.responses.insert("default".to_owned(), problem.clone().into());
            }
        }
    }
}

/// Each operation has a name of its own, out of method and path: those of the handlers repeat.
struct Names;

impl Modify for Names {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut document.paths.paths {
            let parts: Vec<_> =
                path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
            for (method, operation) in operations(item) {
                operation.operation_id = Some(format!("{method}_{}", parts.join("_")));
            }
        }
    }
}

/// The operations of a path, of the methods that a signed request knows, with the method.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [("get", &mut item.get), ("post", &mut item.post), ("put", &mut item.put), ("delete", &mut item.delete)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}
