//! Orders for vouchers, as their buyers see them: what no merchant's call can do.

use axum::extract::State;
use quan_core::time::day_of;
use quan_core::{ActivityId, Denial, SaleId, SaleOrder, SaleState, VoucherId};
use quan_engine::ActivityView;
use quan_wire::alipay::message::ids;
use quan_wire::api::{self as wire, Moment, Problem, Yuan};

use super::Api;
use super::body::{Json, Named};
use super::caller::{Caller, Operator, Viewer};
use super::names;
use super::refusal::Refusal;

/// Look at an order for a voucher.
#[utoipa::path(
    get,
    path = "/api/trades/{trade_no}",
    operation_id = "get_trade",
    tag = "trades",
    params(("trade_no" = String, Path, description = "The trade, as `order.create` answered it")),
    responses(
        (status = 200, description = "As it stands", body = wire::Trade),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(trade_no): Named,
) -> Result<Json<wire::Trade>, Refusal> {
    let (sale, view) = find(&api, caller, &trade_no).await?;
    word(&api, &sale, &view).await.map(Json)
}

/// Pay an order, as its buyer would.
///
/// Paying it again changes nothing. A code that the merchant brought is delivered
/// at once; otherwise the merchant is asked for one.
#[utoipa::path(
    post,
    path = "/api/trades/{trade_no}/pay",
    operation_id = "pay_trade",
    tag = "trades",
    params(("trade_no" = String, Path, description = "The trade, as `order.create` answered it")),
    responses(
        (status = 200, description = "It is paid", body = wire::Trade),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn pay(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(trade_no): Named,
) -> Result<Json<wire::Trade>, Refusal> {
    let (sale, _) = find(&api, caller, &trade_no).await?;
    api.engine.pay_order(sale.id).await?;
    let (sale, view) = find(&api, caller, &trade_no).await?;
    word(&api, &sale, &view).await.map(Json)
}

/// Close an order that nobody paid. Closing it again changes nothing.
#[utoipa::path(
    post,
    path = "/api/trades/{trade_no}/close",
    operation_id = "close_trade",
    tag = "trades",
    params(("trade_no" = String, Path, description = "The trade, as `order.create` answered it")),
    responses(
        (status = 200, description = "It is closed", body = wire::Trade),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn close(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(trade_no): Named,
) -> Result<Json<wire::Trade>, Refusal> {
    let (sale, _) = find(&api, caller, &trade_no).await?;
    api.engine.close_order(sale.id).await?;
    let (sale, view) = find(&api, caller, &trade_no).await?;
    word(&api, &sale, &view).await.map(Json)
}

/// The order of this trade, and its activity.
async fn find(
    api: &Api,
    caller: Caller,
    trade_no: &str,
) -> Result<(SaleOrder, ActivityView), Refusal> {
    let named = ids::parse_trade_no(trade_no);
    let (day, activity, sequence) = named.ok_or(Denial::NoSuchOrder)?;
    let activity = ActivityId::new(activity).ok_or(Denial::NoSuchOrder)?;
    let sale = api.engine.sale(SaleId::new(activity, sequence)).await?;
    let sale = sale.filter(|sale| day_of(sale.ordered_at) == day);
    let sale = sale.ok_or(Denial::NoSuchOrder)?;
    let view = api.engine.activity(activity).await?;
    let view = view.ok_or(Denial::NoSuchOrder)?;
    caller
        .may_see(&view.activity)
        .map_err(|_| Denial::NoSuchOrder)?;
    Ok((sale, view))
}

async fn word(api: &Api, sale: &SaleOrder, view: &ActivityView) -> Result<wire::Trade, Refusal> {
    let voucher = match sale.voucher {
        Some(sequence) => {
            let id = VoucherId::new(sale.id.activity, sequence);
            api.engine.voucher(id).await?
        }
        None => None,
    };
    let (day, id) = (day_of(sale.ordered_at), sale.id);
    let (activity, sequence) = (id.activity.number(), id.sequence);
    let refunded_at = sale.refund.as_ref().and_then(|refund| refund.done_at);
    Ok(wire::Trade {
        trade_no: ids::trade_no(day, activity, sequence).unwrap_or_default(),
        order_no: ids::sale_no(day, activity, sequence).unwrap_or_default(),
        out_order_no: sale.number.to_string(),
        activity_id: names::activity_id(&view.activity),
        buyer_id: sale.buyer.user.to_string(),
        amount: Yuan(sale.price),
        state: match sale.state {
            SaleState::Ordered => wire::TradeState::Ordered,
            SaleState::Paid => wire::TradeState::Paid,
            SaleState::Delivered => wire::TradeState::Delivered,
            SaleState::Refunding => wire::TradeState::Refunding,
            SaleState::Refunded => wire::TradeState::Refunded,
            SaleState::Closed => wire::TradeState::Closed,
        },
        ordered_at: Moment(sale.ordered_at),
        paid_at: sale.paid_at.map(Moment),
        voucher_id: voucher.as_ref().map(names::voucher_id),
        refunded_at: refunded_at.map(Moment),
        settled_at: sale.settled_at.map(Moment),
    })
}
