//! Applications: where they are told things and asked things.

use std::sync::Arc;

use axum::extract::State;
use quan_engine::registry::AlipayApp;
use quan_wire::api::{App, Problem, SetAddresses};

use super::Api;
use super::body::{Json, Named};
use super::caller::{Admin, Caller, Viewer};
use super::refusal::Refusal;
use crate::courier;

/// Look at an application.
#[utoipa::path(
    get,
    path = "/api/apps/{app_id}",
    operation_id = "get_app",
    tag = "apps",
    params(("app_id" = String, Path, description = "The application's number")),
    responses(
        (status = 200, description = "As it stands", body = App),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(app_id): Named,
) -> Result<Json<App>, Refusal> {
    find(&api, caller, &app_id).map(|app| Json(word(&app)))
}

/// Say where an application is told things and asked things. Such addresses must
/// be public and over TLS, where the courier's settings do not allow more. The
/// provisioning file has its own again at the next start.
#[utoipa::path(
    put,
    path = "/api/apps/{app_id}/addresses",
    operation_id = "set_addresses",
    tag = "apps",
    params(("app_id" = String, Path, description = "The application's number")),
    request_body = SetAddresses,
    responses(
        (status = 200, description = "As it stands now", body = App),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set_addresses(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(app_id): Named,
    Json(asked): Json<SetAddresses>,
) -> Result<Json<App>, Refusal> {
    find(&api, caller, &app_id)?;
    for (field, address) in [
        ("gateway_url", &asked.gateway_url),
        ("spi_url", &asked.spi_url),
    ] {
        if let Some(address) = address {
            // Where its name leads is seen when something is posted to it.
            courier::address(address, false, &api.courier)
                .map_err(|refused| Refusal::field(field, refused.to_string()))?;
        }
    }
    let SetAddresses {
        gateway_url,
        spi_url,
    } = asked;
    let app = api.registry.set_addresses(&app_id, gateway_url, spi_url)?;
    let app = app.ok_or_else(unknown)?;
    Ok(Json(word(&app)))
}

fn find(api: &Api, caller: Caller, app_id: &str) -> Result<Arc<AlipayApp>, Refusal> {
    let app = api.registry.find_app(app_id);
    app.filter(|app| caller.sees(app.merchant))
        .ok_or_else(unknown)
}

fn unknown() -> Refusal {
    Refusal::unknown("no-such-app", "no such application")
}

fn word(app: &AlipayApp) -> App {
    App {
        app_id: app.app_id.to_string(),
        merchant: app.merchant.to_string(),
        gateway_url: app.gateway_url.clone(),
        spi_url: app.spi_url.clone(),
        trusted: app.trusted,
    }
}
