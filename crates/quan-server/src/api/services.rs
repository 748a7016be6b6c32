//! Service codes: what mini-programs offer, as vouchers lead to it.

use axum::extract::State;
use quan_engine::registry::{Entry, ServiceCode};
use quan_wire::api::{self as wire, Problem, PutServiceCode, Stretch};
use serde::Deserialize;

use super::Api;
use super::body::{Asked, Json, Named};
use super::caller::{Admin, Caller, Viewer};
use super::refusal::Refusal;
use super::stretch::{limit, stretch};

/// The longest code.
const LONGEST: usize = 64;

/// Which codes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Of this mini-program; needed for tokens that are confined to a merchant.
    app_id: Option<String>,
    /// Behind this code.
    after: Option<String>,
    /// How many, at most 1000.
    limit: Option<usize>,
}

/// List service codes in their order.
#[utoipa::path(
    get,
    path = "/api/service-codes",
    operation_id = "list_service_codes",
    tag = "service codes",
    params(Filter),
    responses(
        (status = 200, description = "Some of them", body = Stretch<wire::ServiceCode>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(asked): Asked<Filter>,
) -> Result<Json<Stretch<wire::ServiceCode>>, Refusal> {
    match &asked.app_id {
        Some(app_id) => may_see_app(&api, caller, app_id)?,
        None => caller.is_unconfined()?,
    }
    let limit = limit(asked.limit)?;
    let (app_id, after) = (asked.app_id.as_deref(), asked.after.as_deref());
    let codes = api.registry.list_service_codes(app_id, after, limit)?;
    let keyed = codes
        .into_iter()
        .map(|service| (service.code.clone(), word(service)));
    Ok(Json(stretch(keyed, limit)))
}

/// Look at a service code.
#[utoipa::path(
    get,
    path = "/api/service-codes/{code}",
    operation_id = "get_service_code",
    tag = "service codes",
    params(("code" = String, Path, description = "The code")),
    responses(
        (status = 200, description = "What it stands for", body = wire::ServiceCode),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(code): Named,
) -> Result<Json<wire::ServiceCode>, Refusal> {
    let unknown = || Refusal::unknown("no-such-service-code", "no such service code");
    let service = api.registry.find_service_code(&code)?.ok_or_else(unknown)?;
    may_see_app(&api, caller, service.app.as_str()).map_err(|_| unknown())?;
    let details = serde_json::from_str(&service.details).ok();
    Ok(Json(wire::ServiceCode {
        details,
        ..word(service)
    }))
}

/// Register a service under a code, or change it.
#[utoipa::path(
    put,
    path = "/api/service-codes/{code}",
    operation_id = "put_service_code",
    tag = "service codes",
    params(("code" = String, Path, description = "The code")),
    request_body = PutServiceCode,
    responses(
        (status = 200, description = "What it stands for now", body = wire::ServiceCode),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn put(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(code): Named,
    Json(asked): Json<PutServiceCode>,
) -> Result<Json<wire::ServiceCode>, Refusal> {
    if code.chars().count() > LONGEST {
        return Err(Refusal::field(
            "code",
            format!("longer than {LONGEST} characters"),
        ));
    }
    may_see_app(&api, caller, &asked.app_id)?;
    let known = api.registry.find_service_code(&code)?;
    if let Some(known) = &known {
        may_see_app(&api, caller, known.app.as_str())?;
    }
    let app = api.registry.find_app(&asked.app_id);
    let app = app.ok_or_else(|| Refusal::field("app_id", "no such application"))?;
    let service = ServiceCode {
        code,
        app: app.app_id.clone(),
        name: asked.name,
        details: known.map_or_else(|| "{}".to_owned(), |known| known.details),
    };
    api.registry.put(&[Entry::ServiceCode(service.clone())])?;
    Ok(Json(word(service)))
}

/// Refuses holders who are confined to another merchant than the app's.
fn may_see_app(api: &Api, caller: Caller, app_id: &str) -> Result<(), Refusal> {
    match api.registry.find_app(app_id) {
        Some(app) => caller.may_see_merchant(app.merchant),
        None => caller.is_unconfined(),
    }
}

fn word(service: ServiceCode) -> wire::ServiceCode {
    wire::ServiceCode {
        code: service.code,
        app_id: service.app.to_string(),
        name: service.name,
        details: None,
    }
}
