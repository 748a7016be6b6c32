//! What the platform's staff decides about merchants and activities, and no
//! platform's API tells.

use axum::extract::State;
use http::StatusCode;
use quan_engine::registry::{self, Entry};
use quan_wire::api::{CentralVenue, Problem, Switches};

use super::body::{Json, Named};
use super::caller::{Admin, Viewer};
use super::refusal::Refusal;
use super::{Api, merchants};

/// Look at how the platform treats a merchant.
#[utoipa::path(
    get,
    path = "/api/merchants/{merchant_id}/switches",
    operation_id = "get_switches",
    tag = "merchants",
    params(("merchant_id" = String, Path, description = "The merchant's PID")),
    responses(
        (status = 200, description = "As they stand", body = Switches),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(merchant_id): Named,
) -> Result<Json<Switches>, Refusal> {
    let merchant = merchants::find(&api, caller, &merchant_id)?;
    Ok(Json(word(api.registry.switches(merchant))))
}

/// Say how the platform treats a merchant. What is left out is off.
#[utoipa::path(
    put,
    path = "/api/merchants/{merchant_id}/switches",
    operation_id = "put_switches",
    tag = "merchants",
    params(("merchant_id" = String, Path, description = "The merchant's PID")),
    request_body = Switches,
    responses(
        (status = 200, description = "As they stand now", body = Switches),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn put(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(merchant_id): Named,
    Json(asked): Json<Switches>,
) -> Result<Json<Switches>, Refusal> {
    let merchant = merchants::find(&api, caller, &merchant_id)?;
    let Switches {
        small_discount,
        risk,
        expired_is_error,
        uncertified_shops,
    } = asked;
    let switches = registry::Switches {
        small_discount,
        risk,
        expired_is_error,
        uncertified_shops,
    };
    api.registry.put(&[Entry::Switches(merchant, switches)])?;
    Ok(Json(asked))
}

/// Ask whether an activity is enrolled in a central venue.
#[utoipa::path(
    get,
    path = "/api/activities/{activity_id}/central-venue",
    operation_id = "get_central_venue",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as Alipay names it")),
    responses(
        (status = 200, description = "Whether it is", body = CentralVenue),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn venue(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<Json<CentralVenue>, Refusal> {
    let id = api.find_activity(caller, &activity_id).await?.activity.id;
    let enrolled = api.registry.is_in_venue(id)?;
    Ok(Json(CentralVenue { enrolled }))
}

/// Enrol an activity in a central venue: what it shows cannot be changed until
/// it is taken out.
#[utoipa::path(
    put,
    path = "/api/activities/{activity_id}/central-venue",
    operation_id = "enter_central_venue",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as Alipay names it")),
    responses(
        (status = 204, description = "It is enrolled"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn enter_venue(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<StatusCode, Refusal> {
    let id = api.find_activity(caller, &activity_id).await?.activity.id;
    api.registry.set_in_venue(id, true)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take an activity out of its central venue.
#[utoipa::path(
    delete,
    path = "/api/activities/{activity_id}/central-venue",
    operation_id = "leave_central_venue",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as Alipay names it")),
    responses(
        (status = 204, description = "It is not enrolled"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn leave_venue(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<StatusCode, Refusal> {
    let id = api.find_activity(caller, &activity_id).await?.activity.id;
    api.registry.set_in_venue(id, false)?;
    Ok(StatusCode::NO_CONTENT)
}

fn word(switches: registry::Switches) -> Switches {
    let registry::Switches {
        small_discount,
        risk,
        expired_is_error,
        uncertified_shops,
    } = switches;
    Switches {
        small_discount,
        risk,
        expired_is_error,
        uncertified_shops,
    }
}
