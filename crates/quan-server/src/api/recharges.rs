//! Payments that prepaid budgets wait for.

use axum::extract::State;
use quan_core::{Denial, Recharge, RechargeId, RechargeState};
use quan_wire::api::{self as wire, Moment, Problem, Yuan};

use super::Api;
use super::body::{Json, Named};
use super::caller::{Caller, Operator, Viewer};
use super::names;
use super::refusal::Refusal;

/// Look at a recharge.
#[utoipa::path(
    get,
    path = "/api/recharges/{recharge_id}",
    operation_id = "get_recharge",
    tag = "recharges",
    params(("recharge_id" = String, Path, description = "The recharge")),
    responses(
        (status = 200, description = "As it stands", body = wire::Recharge),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(recharge_id): Named,
) -> Result<Json<wire::Recharge>, Refusal> {
    let id = parse(&recharge_id)?;
    let recharge = find(&api, caller, id).await?;
    word(&api, &recharge).await.map(Json)
}

/// Pay a recharge from its sponsor's account. Paying it again changes nothing.
#[utoipa::path(
    post,
    path = "/api/recharges/{recharge_id}/pay",
    operation_id = "pay_recharge",
    tag = "recharges",
    params(("recharge_id" = String, Path, description = "The recharge")),
    responses(
        (status = 200, description = "It is paid", body = wire::Recharge),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn pay(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(recharge_id): Named,
) -> Result<Json<wire::Recharge>, Refusal> {
    let id = parse(&recharge_id)?;
    let recharge = find(&api, caller, id).await?;
    caller.may_see_merchant(recharge.sponsor)?;
    api.engine.pay_recharge(id).await?;
    let paid = api
        .engine
        .recharge(id)
        .await?
        .ok_or(Denial::NoSuchRecharge)?;
    word(&api, &paid).await.map(Json)
}

fn parse(text: &str) -> Result<RechargeId, Denial> {
    text.parse().map_err(|_| Denial::NoSuchRecharge)
}

/// The recharge, for its sponsor and for those who may see its activity.
async fn find(api: &Api, caller: Caller, id: RechargeId) -> Result<Recharge, Refusal> {
    let recharge = api
        .engine
        .recharge(id)
        .await?
        .ok_or(Denial::NoSuchRecharge)?;
    let view = api
        .engine
        .activity(id.activity)
        .await?
        .ok_or(Denial::NoSuchRecharge)?;
    let sponsor = caller.may_see_merchant(recharge.sponsor).is_ok();
    if sponsor || caller.may_see(&view.activity).is_ok() {
        Ok(recharge)
    } else {
        Err(Denial::NoSuchRecharge.into())
    }
}

async fn word(api: &Api, recharge: &Recharge) -> Result<wire::Recharge, Refusal> {
    let view = api.engine.activity(recharge.id.activity).await?;
    let view = view.ok_or(Denial::NoSuchRecharge)?;
    let (state, closed_at) = match recharge.state {
        RechargeState::Open => (wire::RechargeState::Open, None),
        RechargeState::Paid { at } => (wire::RechargeState::Paid, Some(Moment(at))),
        RechargeState::Lapsed { at } => (wire::RechargeState::Lapsed, Some(Moment(at))),
    };
    Ok(wire::Recharge {
        recharge_id: recharge.id.to_string(),
        activity_id: names::activity_id(&view.activity),
        sponsor: recharge.sponsor.to_string(),
        amount: Yuan(recharge.amount),
        state,
        opened_at: Moment(recharge.opened_at),
        lapses_at: Moment(recharge.lapses_at),
        closed_at,
        url: api.links.url(recharge.id),
    })
}
