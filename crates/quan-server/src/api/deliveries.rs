//! Promotion plans: where activities are shown to users.

use axum::extract::State;
use quan_engine::registry::{Delivery, DeliveryStatus};
use quan_wire::api::{self as wire, Moment, Problem, SetDeliveryStatus, Stretch};
use serde::Deserialize;

use super::Api;
use super::body::{Asked, Json, Named};
use super::caller::{Admin, Caller, Viewer};
use super::refusal::Refusal;
use super::stretch::{limit, stretch};

/// Which plans.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Of this merchant.
    merchant: Option<String>,
    /// Behind this plan.
    after: Option<String>,
    /// How many, at most 1000.
    limit: Option<usize>,
}

/// List promotion plans in the order of their ids.
#[utoipa::path(
    get,
    path = "/api/deliveries",
    operation_id = "list_deliveries",
    tag = "deliveries",
    params(Filter),
    responses(
        (status = 200, description = "Some of them", body = Stretch<wire::Delivery>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(asked): Asked<Filter>,
) -> Result<Json<Stretch<wire::Delivery>>, Refusal> {
    let limit = limit(asked.limit)?;
    let merchant = caller.merchant_asked_for(asked.merchant.as_deref())?;
    let plans = api
        .registry
        .list_deliveries(merchant, asked.after.as_deref(), limit)?;
    let keyed = plans.into_iter().map(|plan| (plan.id.clone(), word(plan)));
    Ok(Json(stretch(keyed, limit)))
}

/// Look at a promotion plan.
#[utoipa::path(
    get,
    path = "/api/deliveries/{delivery_id}",
    operation_id = "get_delivery",
    tag = "deliveries",
    params(("delivery_id" = String, Path, description = "The plan, as Alipay names it")),
    responses(
        (status = 200, description = "As it stands", body = wire::Delivery),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(delivery_id): Named,
) -> Result<Json<wire::Delivery>, Refusal> {
    find(&api, caller, &delivery_id).map(word).map(Json)
}

/// Say whether a promotion plan is carried out, and why not.
#[utoipa::path(
    put,
    path = "/api/deliveries/{delivery_id}/status",
    operation_id = "set_delivery_status",
    tag = "deliveries",
    params(("delivery_id" = String, Path, description = "The plan, as Alipay names it")),
    request_body = SetDeliveryStatus,
    responses(
        (status = 200, description = "As it stands now", body = wire::Delivery),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn set_status(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(delivery_id): Named,
    Json(asked): Json<SetDeliveryStatus>,
) -> Result<Json<wire::Delivery>, Refusal> {
    let plan = find(&api, caller, &delivery_id)?;
    // Who made it for the owner may look at it.
    caller.may_see_merchant(plan.merchant)?;
    let status = match asked.status {
        wire::DeliveryStatus::Active => DeliveryStatus::Active,
        wire::DeliveryStatus::Inactive => DeliveryStatus::Inactive,
        wire::DeliveryStatus::Auditing => DeliveryStatus::Auditing,
        wire::DeliveryStatus::Rejected => DeliveryStatus::Rejected,
    };
    let (error, now) = (asked.error.as_deref(), api.engine.now());
    let plan = api
        .registry
        .set_delivery_status(&delivery_id, status, error, now)?;
    Ok(Json(word(plan.ok_or_else(unknown)?)))
}

pub(super) fn find(api: &Api, caller: Caller, id: &str) -> Result<Delivery, Refusal> {
    let plan = api.registry.find_delivery(id)?;
    plan.filter(|plan| caller.sees(plan.merchant) || caller.sees(plan.operator))
        .ok_or_else(unknown)
}

fn unknown() -> Refusal {
    Refusal::unknown("no-such-delivery", "no such promotion plan")
}

fn word(plan: Delivery) -> wire::Delivery {
    wire::Delivery {
        delivery_id: plan.id,
        merchant: plan.merchant.to_string(),
        operator: plan.operator.to_string(),
        receiver: plan.receiver.to_string(),
        request_no: plan.request.to_string(),
        status: match plan.status {
            DeliveryStatus::Active => wire::DeliveryStatus::Active,
            DeliveryStatus::Inactive => wire::DeliveryStatus::Inactive,
            DeliveryStatus::Auditing => wire::DeliveryStatus::Auditing,
            DeliveryStatus::Rejected => wire::DeliveryStatus::Rejected,
        },
        error: plan.fault,
        created_at: Moment(plan.created_at),
        document: serde_json::from_str(&plan.document).unwrap_or_default(),
    }
}
