//! Every route, on one page.

use axum::Router;
use axum::routing::{MethodRouter, get, post, put};

use super::{
    SharedApp, accounts, channels, credentials, deposits, display, documents, exports, folders, guardians, leaving,
    log, mandates, openings, organisations, recoveries, reminders, server, staff, ties, vaults,
};

/// Method and path of every route, as the OpenAPI document must name them.
pub const ROUTES: &[(&str, &str)] = &[
    ("get", "/healthz"),
    ("get", "/openapi.json"),
    ("get", "/v1/server"),
    ("post", "/v1/login-challenges"),
    ("post", "/v1/logins"),
    ("get", "/v1/session"),
    ("delete", "/v1/session"),
    ("put", "/v1/enrolment"),
    ("post", "/v1/pin-changes"),
    ("get", "/v1/credentials"),
    ("post", "/v1/credentials"),
    ("post", "/v1/pin-resets/approvals"),
    ("post", "/v1/pin-resets/member-approvals"),
    ("post", "/v1/pin-resets"),
    ("post", "/v1/recoveries"),
    ("get", "/v1/recoveries"),
    ("post", "/v1/recoveries/{recovery_id}/approvals"),
    ("post", "/v1/recoveries/{recovery_id}/stop"),
    ("post", "/v1/recoveries/{recovery_id}/release"),
    ("post", "/v1/recoveries/{recovery_id}/enrolment"),
    ("post", "/v1/guardians"),
    ("get", "/v1/guardians"),
    ("post", "/v1/guardians/end"),
    ("get", "/v1/guardianships"),
    ("post", "/v1/guardianships/rehearsals"),
    ("get", "/v1/accounts/{account_id}/guardian-keys"),
    ("get", "/v1/accounts/{account_id}"),
    ("post", "/v1/channels"),
    ("get", "/v1/channels"),
    ("post", "/v1/channels/{channel_id}/removal"),
    ("put", "/v1/display"),
    ("get", "/v1/display"),
    ("post", "/v1/organisations"),
    ("get", "/v1/organisations"),
    ("get", "/v1/organisations/{organisation_id}"),
    ("post", "/v1/organisations/{organisation_id}/members"),
    ("get", "/v1/organisations/{organisation_id}/members"),
    ("post", "/v1/organisations/{organisation_id}/members/{account_id}/suspension"),
    ("post", "/v1/organisations/{organisation_id}/members/{account_id}/resumption"),
    ("post", "/v1/organisations/{organisation_id}/members/{account_id}/removal"),
    ("post", "/v1/organisations/{organisation_id}/keys"),
    ("post", "/v1/organisations/{organisation_id}/names"),
    ("get", "/v1/organisations/{organisation_id}/seeds"),
    ("get", "/v1/organisations/{organisation_id}/directory"),
    ("post", "/v1/organisations/{organisation_id}/directory"),
    ("post", "/v1/vaults"),
    ("get", "/v1/vaults/{vault_id}"),
    ("post", "/v1/consent-refusals"),
    ("post", "/v1/vaults/{vault_id}/closing"),
    ("post", "/v1/vaults/{vault_id}/keeping"),
    ("post", "/v1/destruction-receipts"),
    ("get", "/v1/log/receipts/{log_index}"),
    ("post", "/v1/vaults/{vault_id}/records"),
    ("post", "/v1/vaults/{vault_id}/mandates"),
    ("get", "/v1/vaults/{vault_id}/mandates"),
    ("post", "/v1/vaults/{vault_id}/directory-invitations"),
    ("get", "/v1/vaults/{vault_id}/organisations"),
    ("post", "/v1/vaults/{vault_id}/organisations/{organisation_id}/departure"),
    ("put", "/v1/vaults/{vault_id}/uploads/{upload_id}"),
    ("post", "/v1/vaults/{vault_id}/deposits"),
    ("post", "/v1/vaults/{vault_id}/folders/{folder_id}/epochs"),
    ("put", "/v1/vaults/{vault_id}/folders/{folder_id}/records"),
    ("post", "/v1/documents/{document_id}/amendments"),
    ("post", "/v1/documents/{document_id}/erasure"),
    ("post", "/v1/documents/{document_id}/undo"),
    ("post", "/v1/documents/{document_id}/reminders"),
    ("post", "/v1/reminders/{reminder_id}/removal"),
    ("post", "/v1/vaults/{vault_id}/exports"),
    ("get", "/v1/vaults/{vault_id}/log"),
    ("get", "/v1/mandates"),
    ("post", "/v1/mandates/{mandate_id}/revocation"),
    ("post", "/v1/openings"),
    ("get", "/v1/openings/{opening_id}/object"),
    ("get", "/v1/log/entries"),
    ("get", "/v1/log/consistency"),
    ("get", "/v1/log/decisions/{log_index}"),
    ("get", "/log/checkpoint"),
    ("get", "/log/tile/{*tile}"),
];

/// The router: what strangers may call, what needs a signature, what streams. Every other path may be one of the page's
/// (`web/screens.json` and its files), which are not part of the interface.
pub fn router(app: SharedApp) -> Router {
    Router::new()
        .merge(open_to_strangers())
        .merge(signed())
        .merge(recovery())
        .merge(streams())
        .fallback(server::page)
        .method_not_allowed_fallback(server::method_not_allowed)
        .with_state(app)
}

type Routes = Router<SharedApp>;
type Methods = MethodRouter<SharedApp>;

fn open_to_strangers() -> Routes {
    Routes::new()
        .route("/healthz", get(server::health))
        .route("/openapi.json", get(server::openapi))
        .route("/v1/server", get(server::info))
        .route("/v1/login-challenges", post(accounts::challenge))
        .route("/v1/logins", post(accounts::log_in))
        .route("/v1/destruction-receipts", post(leaving::destruction_receipt))
        .route("/v1/log/consistency", get(log::consistency))
        .route("/v1/log/decisions/{log_index}", get(leaving::decision))
        .route("/log/checkpoint", get(log::checkpoint))
        .route("/log/tile/{*tile}", get(log::tile))
}

fn signed() -> Routes {
    let session: Methods = get(accounts::session).delete(accounts::log_out);
    Routes::new()
        .route("/v1/session", session)
        .route("/v1/enrolment", put(accounts::enrol))
        .route("/v1/pin-changes", post(accounts::change_pin))
        .route("/v1/credentials", get(credentials::list).post(credentials::change))
        .route("/v1/pin-resets/approvals", post(credentials::approve_pin_reset))
        .route("/v1/pin-resets/member-approvals", post(credentials::approve_member_pin))
        .route("/v1/pin-resets", post(credentials::reset_pin))
        .route("/v1/accounts/{account_id}", get(accounts::find))
        .route("/v1/channels", post(channels::add).get(channels::list))
        .route("/v1/channels/{channel_id}/removal", post(channels::remove))
        .route("/v1/display", put(display::keep).get(display::show))
        .route("/v1/organisations", post(organisations::create).get(organisations::list))
        .route("/v1/organisations/{organisation_id}", get(organisations::find))
        .route(
            "/v1/organisations/{organisation_id}/members",
            post(organisations::add_member).get(organisations::members),
        )
        .route("/v1/organisations/{organisation_id}/members/{account_id}/suspension", post(staff::suspend))
        .route("/v1/organisations/{organisation_id}/members/{account_id}/resumption", post(staff::resume))
        .route("/v1/organisations/{organisation_id}/members/{account_id}/removal", post(staff::remove))
        .route("/v1/organisations/{organisation_id}/keys", post(staff::turn_keys))
        .route("/v1/organisations/{organisation_id}/names", post(staff::reseal_names))
        .route("/v1/organisations/{organisation_id}/seeds", get(organisations::seeds))
        .route("/v1/organisations/{organisation_id}/directory", get(organisations::directory).post(ties::join))
        .route("/v1/vaults/{vault_id}/directory-invitations", post(ties::invite))
        .route("/v1/vaults/{vault_id}/organisations", get(ties::of_vault))
        .route("/v1/vaults/{vault_id}/organisations/{organisation_id}/departure", post(ties::leave))
        .route("/v1/vaults", post(vaults::create))
        .route("/v1/vaults/{vault_id}", get(vaults::find))
        .route("/v1/consent-refusals", post(leaving::refuse))
        .route("/v1/vaults/{vault_id}/closing", post(leaving::close))
        .route("/v1/vaults/{vault_id}/keeping", post(leaving::keep))
        .route("/v1/log/receipts/{log_index}", get(leaving::receipt))
        .route("/v1/vaults/{vault_id}/records", post(vaults::records))
        .route("/v1/vaults/{vault_id}/mandates", post(mandates::grant).get(mandates::of_vault))
        .route("/v1/vaults/{vault_id}/deposits", post(deposits::create))
        .route("/v1/vaults/{vault_id}/folders/{folder_id}/epochs", post(folders::turn))
        .route("/v1/vaults/{vault_id}/folders/{folder_id}/records", put(folders::reseal))
        .route("/v1/documents/{document_id}/amendments", post(documents::amend))
        .route("/v1/documents/{document_id}/erasure", post(documents::erase))
        .route("/v1/documents/{document_id}/undo", post(documents::undo))
        .route("/v1/documents/{document_id}/reminders", post(reminders::set))
        .route("/v1/reminders/{reminder_id}/removal", post(reminders::remove))
        .route("/v1/vaults/{vault_id}/exports", post(exports::create))
        .route("/v1/vaults/{vault_id}/log", get(log::of_vault))
        .route("/v1/mandates", get(mandates::held))
        .route("/v1/mandates/{mandate_id}/revocation", post(mandates::revoke))
        .route("/v1/openings", post(openings::create))
        .route("/v1/log/entries", get(log::entries))
}

fn recovery() -> Routes {
    Routes::new()
        .route("/v1/recoveries", post(recoveries::start).get(recoveries::list))
        .route("/v1/recoveries/{recovery_id}/approvals", post(recoveries::approve))
        .route("/v1/recoveries/{recovery_id}/stop", post(recoveries::stop))
        .route("/v1/recoveries/{recovery_id}/release", post(recoveries::release))
        .route("/v1/recoveries/{recovery_id}/enrolment", post(recoveries::enrol))
        .route("/v1/guardians", post(guardians::name).get(guardians::list))
        .route("/v1/guardians/end", post(guardians::end))
        .route("/v1/guardianships", get(guardians::guarded))
        .route("/v1/guardianships/rehearsals", post(guardians::rehearse))
        .route("/v1/accounts/{account_id}/guardian-keys", get(guardians::keys))
}

fn streams() -> Routes {
    Routes::new()
        .route("/v1/vaults/{vault_id}/uploads/{upload_id}", put(deposits::upload))
        .route("/v1/openings/{opening_id}/object", get(openings::object))
}
