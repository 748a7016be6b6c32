//! Activities: how they stand, and what the platform's own staff does to them.

mod word;

use axum::extract::State;
use http::StatusCode;
use quan_core::{Activity, ActivityState, Denial, MerchantId, Product};
use quan_engine::{ActivityFilter, ActivityStatus};
use quan_wire::api::{self as wire, Listed, Problem};
use serde::Deserialize;

use super::Api;
use super::body::{Asked, Json, Named};
use super::caller::{Caller, Operator, Viewer};
use super::find;
use super::numbered::numbered;
use super::refusal::Refusal;

/// Under which number the staff opens and stops a stock: each happens once.
const STAFF: &str = "staff";

/// Which activities.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Owned or made by this merchant.
    merchant: Option<String>,
    /// Only those in this state.
    state: Option<State_>,
    /// Which page, from 1.
    page: Option<u32>,
    /// How many rows a page has, at most 100.
    page_size: Option<u32>,
}

/// A state that activities are listed by.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ListedState)]
pub(super) enum State_ {
    /// Open, and the window of issue is not over.
    Active,
    /// Paused.
    Paused,
}

/// List activities, the newest first.
#[utoipa::path(
    get,
    path = "/api/activities",
    operation_id = "list_activities",
    tag = "activities",
    params(Filter),
    responses(
        (status = 200, description = "A page of them", body = Listed<wire::Activity>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(filter): Asked<Filter>,
) -> Result<Json<Listed<wire::Activity>>, Refusal> {
    let page = find::page(filter.page, filter.page_size)?;
    let merchant = match &filter.merchant {
        Some(text) => Some(MerchantId::parse(text).map_err(Refusal::name("merchant"))?),
        None => caller.merchant(),
    };
    if let Some(merchant) = merchant {
        caller.may_see_merchant(merchant)?;
    }
    let filter = ActivityFilter {
        merchant,
        status: filter.state.map(|state| match state {
            State_::Active => ActivityStatus::Active,
            State_::Paused => ActivityStatus::Paused,
        }),
        include_created: true,
    };
    let listed = api.engine.activities(filter, page).await?;
    let now = api.engine.now();
    Ok(Json(Listed {
        items: listed
            .items
            .iter()
            .map(|view| word::activity(&view.activity, now))
            .collect(),
        page: page.number,
        page_size: page.size,
        total: listed.total,
    }))
}

/// Look at an activity: its state, budget, counters, and what is under way.
#[utoipa::path(
    get,
    path = "/api/activities/{activity_id}",
    operation_id = "get_activity",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as its platform names it")),
    responses(
        (status = 200, description = "As it stands", body = wire::Activity),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<Json<wire::Activity>, Refusal> {
    let view = api.find_activity(caller, &activity_id).await?;
    let mut answer = word::activity(&view.activity, api.engine.now());
    answer.document = serde_json::from_str(&view.document).ok();
    Ok(Json(answer))
}

/// Issue nothing more until the activity is resumed.
#[utoipa::path(
    post,
    path = "/api/activities/{activity_id}/pause",
    operation_id = "pause_activity",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as its platform names it")),
    responses(
        (status = 204, description = "It is paused"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn pause(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<StatusCode, Refusal> {
    let id = api.find_activity(caller, &activity_id).await?.activity.id;
    api.engine.pause(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Issue again after a pause.
#[utoipa::path(
    post,
    path = "/api/activities/{activity_id}/resume",
    operation_id = "resume_activity",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as its platform names it")),
    responses(
        (status = 204, description = "It is active"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn resume(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<StatusCode, Refusal> {
    let id = api.find_activity(caller, &activity_id).await?.activity.id;
    api.engine.resume(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let a stock issue coupons, after looking at it.
///
/// Only WeChat Pay's stocks are looked at, and only where the server is told to.
#[utoipa::path(
    post,
    path = "/api/activities/{activity_id}/approve",
    operation_id = "approve_activity",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as its platform names it")),
    responses(
        (status = 204, description = "It is active"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn approve(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<StatusCode, Refusal> {
    let activity = api.find_stock(caller, &activity_id).await?;
    if activity.state != ActivityState::Created {
        return Err(Denial::WrongState.into());
    }
    let call = numbered(STAFF, &())?;
    let Activity { id, operator, .. } = activity;
    api.engine.publish(id, operator, call).await?;
    api.engine.complete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Close a stock for good: it issues no more coupons. Those that were issued stay
/// usable.
///
/// Only WeChat Pay's stocks: an activity of Alipay's is stopped by its merchant.
#[utoipa::path(
    post,
    path = "/api/activities/{activity_id}/stop",
    operation_id = "stop_activity",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as its platform names it")),
    responses(
        (status = 204, description = "It is stopped"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn stop(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<StatusCode, Refusal> {
    let activity = api.find_stock(caller, &activity_id).await?;
    if let ActivityState::Stopped { .. } = activity.state {
        return Err(Denial::WrongState.into());
    }
    let call = numbered(STAFF, &())?;
    let Activity { id, operator, .. } = activity;
    api.engine.stop(id, operator, call).await?;
    api.engine.complete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Api {
    /// The stock of this id; an activity of Alipay's is its merchant's to open and
    /// to stop.
    async fn find_stock(&self, caller: Caller, text: &str) -> Result<Activity, Refusal> {
        let activity = self.find_activity(caller, text).await?.activity;
        if activity.product == Product::WechatCoupon {
            Ok(activity)
        } else {
            Err(Denial::WrongState.into())
        }
    }
}

/// Do what was accepted (publish, modify, append, stop) now, whatever time it
/// waits for. A change that waits for a payment goes on waiting.
#[utoipa::path(
    post,
    path = "/api/activities/{activity_id}/complete",
    operation_id = "complete_activity",
    tag = "activities",
    params(("activity_id" = String, Path, description = "The activity, as its platform names it")),
    responses(
        (status = 204, description = "It is done"),
        (status = "4XX", description = "Refused: `nothing-pending` where there was nothing to do", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn complete(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(activity_id): Named,
) -> Result<StatusCode, Refusal> {
    let id = api.find_activity(caller, &activity_id).await?.activity.id;
    if api.engine.complete(id).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    let detail = "nothing waits for a time or a word";
    Err(Refusal::new(
        StatusCode::CONFLICT,
        "nothing-pending",
        "Nothing to complete",
        detail,
    ))
}
