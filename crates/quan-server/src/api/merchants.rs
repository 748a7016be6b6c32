//! Merchants' accounts, from which prepaid budgets are paid.

use axum::extract::State;
use axum::response::IntoResponse;
use quan_core::{Fen, MerchantId};
use quan_wire::api::{Account, Deposit, Deposited, Problem, Yuan};

use super::Api;
use super::body::{Json, Named, made};
use super::caller::{Admin, Caller, Viewer};
use super::numbered::numbered;
use super::refusal::Refusal;

/// Look at a merchant's account.
#[utoipa::path(
    get,
    path = "/api/merchants/{merchant_id}/account",
    operation_id = "get_account",
    tag = "merchants",
    params(("merchant_id" = String, Path, description = "The merchant's PID")),
    responses(
        (status = 200, description = "As it stands", body = Account),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn account(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(merchant_id): Named,
) -> Result<Json<Account>, Refusal> {
    let merchant = find(&api, caller, &merchant_id)?;
    let account = api.engine.account(merchant).await?;
    Ok(Json(Account {
        merchant_id,
        paid_in: Yuan(account.paid_in),
        balance: Yuan(account.balance),
    }))
}

/// Pay money into a merchant's account.
#[utoipa::path(
    post,
    path = "/api/merchants/{merchant_id}/deposits",
    operation_id = "deposit",
    tag = "merchants",
    params(("merchant_id" = String, Path, description = "The merchant's PID")),
    request_body = Deposit,
    responses(
        (status = 201, description = "The money is in the account", body = Deposited),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn deposit(
    Admin(caller): Admin,
    State(api): State<Api>,
    Named(merchant_id): Named,
    Json(asked): Json<Deposit>,
) -> Result<impl IntoResponse, Refusal> {
    let merchant = find(&api, caller, &merchant_id)?;
    let call = numbered(&asked.request_no, &(&merchant_id, &asked))?;
    if asked.amount.0 == Fen::ZERO {
        return Err(Refusal::field("amount", "must be more than 0.00"));
    }
    api.engine.deposit(merchant, call, asked.amount.0).await?;
    Ok(made(Deposited {
        merchant_id,
        request_no: asked.request_no,
        amount: asked.amount,
    }))
}

/// The merchant of this number, as far as the caller may see it.
pub(super) fn find(api: &Api, caller: Caller, text: &str) -> Result<MerchantId, Refusal> {
    let unknown = || Refusal::unknown("no-such-merchant", "no such merchant");
    let merchant = MerchantId::parse(text).map_err(|_| unknown())?;
    caller.may_see_merchant(merchant)?;
    if api.registry.snapshot().knows(merchant) {
        Ok(merchant)
    } else {
        Err(unknown())
    }
}
