//! Payees: the accounts that receive what buyers paid for vouchers.

use axum::extract::State;
use quan_core::MerchantId;
use quan_engine::registry::{Entry, Payee, PayeeStatus, SettleMode, User};
use quan_wire::api::{self as wire, Problem, PutPayee, Stretch};

use super::Api;
use super::body::{Asked, Json, Named};
use super::caller::{Admin, Viewer};
use super::refusal::Refusal;
use super::stretch::{From, limit, stretch};

/// List payees in the order of their numbers.
#[utoipa::path(
    get,
    path = "/api/payees",
    operation_id = "list_payees",
    tag = "payees",
    params(From),
    responses(
        (status = 200, description = "Some of them", body = Stretch<wire::Payee>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(from): Asked<From>,
) -> Result<Json<Stretch<wire::Payee>>, Refusal> {
    caller.is_unconfined()?;
    let limit = limit(from.limit)?;
    let after = from.after.as_deref().map(MerchantId::parse).transpose();
    let after = after.map_err(Refusal::name("after"))?;
    let payees = api.registry.list_payees(after, limit)?;
    let keyed = payees
        .into_iter()
        .map(|payee| (payee.pid.to_string(), word(payee)));
    Ok(Json(stretch(keyed, limit)))
}

/// Look at a payee.
#[utoipa::path(
    get,
    path = "/api/payees/{pid}",
    operation_id = "get_payee",
    tag = "payees",
    params(("pid" = String, Path, description = "The number of the account")),
    responses(
        (status = 200, description = "As it stands", body = wire::Payee),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(pid): Named,
) -> Result<Json<wire::Payee>, Refusal> {
    caller.is_unconfined()?;
    let unknown = || Refusal::unknown("no-such-payee", "no such payee is registered");
    let pid = MerchantId::parse(&pid).map_err(|_| unknown())?;
    let payee = api.registry.find_payee(pid)?.ok_or_else(unknown)?;
    Ok(Json(word(payee)))
}

/// Register a payee, or change one.
#[utoipa::path(
    put,
    path = "/api/payees/{pid}",
    operation_id = "put_payee",
    tag = "payees",
    params(("pid" = String, Path, description = "The number of the account")),
    request_body = PutPayee,
    responses(
        (status = 200, description = "As it stands now", body = wire::Payee),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn put(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(pid): Named,
    Json(asked): Json<PutPayee>,
) -> Result<Json<wire::Payee>, Refusal> {
    caller.is_unconfined()?;
    if !User::is_account_number(&pid) {
        let what = "not sixteen digits, of which 2088 are the first";
        return Err(Refusal::field("pid", what));
    }
    let payee = Payee {
        pid: MerchantId::parse(&pid).map_err(Refusal::name("pid"))?,
        settle_mode: match asked.settle_mode {
            wire::SettleMode::OnRequest => SettleMode::OnRequest,
            wire::SettleMode::Periodic => SettleMode::Periodic,
        },
        status: match asked.status {
            wire::PayeeStatus::Registered => PayeeStatus::Registered,
            wire::PayeeStatus::Applied => PayeeStatus::Applied,
        },
    };
    api.registry.put(&[Entry::Payee(payee)])?;
    Ok(Json(word(payee)))
}

fn word(payee: Payee) -> wire::Payee {
    wire::Payee {
        pid: payee.pid.to_string(),
        settle_mode: match payee.settle_mode {
            SettleMode::OnRequest => wire::SettleMode::OnRequest,
            SettleMode::Periodic => wire::SettleMode::Periodic,
        },
        status: match payee.status {
            PayeeStatus::Registered => wire::PayeeStatus::Registered,
            PayeeStatus::Applied => wire::PayeeStatus::Applied,
        },
    }
}
