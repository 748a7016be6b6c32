//! Vouchers in users' hands.

use axum::extract::State;
use quan_core::{Product, Voucher, VoucherStatus};
use quan_engine::ActivityView;
use quan_wire::api::{self as wire, Moment, Problem, Yuan};

use super::Api;
use super::body::{Json, Named};
use super::caller::{Operator, Viewer};
use super::names;
use super::refusal::Refusal;

/// Look at a voucher.
#[utoipa::path(
    get,
    path = "/api/vouchers/{voucher_id}",
    operation_id = "get_voucher",
    tag = "vouchers",
    params(("voucher_id" = String, Path, description = "The voucher, as Alipay names it; a WeChat Pay coupon by the 22 digits that are its code, or stand beside it")),
    responses(
        (status = 200, description = "As it stands", body = wire::Voucher),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(voucher_id): Named,
) -> Result<Json<wire::Voucher>, Refusal> {
    let (voucher, view) = api.find_voucher(caller, &voucher_id).await?;
    Ok(Json(word(&api, voucher_id, &voucher, &view)))
}

/// Throw a voucher out of its user's wallet, for good.
///
/// It stays what it was, and is in no list any more.
#[utoipa::path(
    post,
    path = "/api/vouchers/{voucher_id}/hide",
    operation_id = "hide_voucher",
    tag = "vouchers",
    params(("voucher_id" = String, Path, description = "The voucher, as its platform names it")),
    responses(
        (status = 200, description = "It is hidden", body = wire::Voucher),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn hide(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(voucher_id): Named,
) -> Result<Json<wire::Voucher>, Refusal> {
    let (voucher, _) = api.find_voucher(caller, &voucher_id).await?;
    api.engine.hide(voucher.id).await?;
    let (voucher, view) = api.find_voucher(caller, &voucher_id).await?;
    Ok(Json(word(&api, voucher_id, &voucher, &view)))
}

fn word(api: &Api, voucher_id: String, voucher: &Voucher, view: &ActivityView) -> wire::Voucher {
    let terms = &view.activity.terms;
    let window = voucher.window(terms);
    wire::Voucher {
        voucher_id,
        activity_id: names::activity_id(&view.activity),
        user_id: voucher.user.to_string(),
        status: match voucher.status(terms, api.engine.now()) {
            VoucherStatus::Usable => wire::VoucherStatus::Usable,
            VoucherStatus::Redeemed => wire::VoucherStatus::Redeemed,
            VoucherStatus::Expired => wire::VoucherStatus::Expired,
            VoucherStatus::Revoked => wire::VoucherStatus::Revoked,
        },
        issued_at: Moment(voucher.issued_at),
        usable_from: Moment(window.opens_at),
        usable_until: Moment(window.closes_at),
        uses: voucher.uses,
        max_uses: terms.redeem.max_uses,
        deducted: Yuan(voucher.deducted),
        code: code(api, voucher, view),
        hidden: voucher.hidden,
    }
}

/// What a user shows: the merchant's code, or the platform's own.
fn code(api: &Api, voucher: &Voucher, view: &ActivityView) -> Option<String> {
    let merchants = voucher.code.as_ref().map(ToString::to_string);
    let own = view.activity.product == Product::WechatCoupon;
    merchants.or_else(|| own.then(|| api.codes.code_of(voucher.id)))
}
