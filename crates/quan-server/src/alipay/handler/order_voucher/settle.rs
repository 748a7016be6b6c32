//! `….ordervoucher.settle` and `….settle.query`: the payee asks for the money of
//! a redeemed order, and how that went.

use quan_core::{Denial, Fen, SaleState, time};
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::ids;
use quan_wire::alipay::message::order_voucher::settle::{Answer, Request};
use quan_wire::alipay::message::order_voucher::settle_query;

use super::super::Handlers;
use super::super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(in super::super) async fn settle(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.activity_id, caller.merchant)
        .await?;
    let sale = handlers.sale(&asked.order_no).await?;
    if sale.id.activity != activity {
        return Err(Denial::NoSuchOrder.into());
    }
    let contents = [asked.order_no.as_str()];
    let call = numbered(Operation::OrderVoucherSettle, &asked.out_biz_no, &contents)?;
    let receipt = handlers
        .engine
        .settle(sale.id, caller.merchant, call)
        .await?;
    Ok(Answer {
        settle_no: ids::settle_no(
            time::day_of(receipt.at),
            activity.number(),
            sale.id.sequence,
        ),
    })
}

pub(in super::super) async fn query(
    handlers: &Handlers,
    caller: &Caller,
    request: settle_query::Request,
) -> Result<settle_query::Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.activity_id, caller.merchant)
        .await?;
    let view = handlers.engine.activity(activity).await?;
    let view = view.ok_or(Denial::NoSuchActivity)?;
    let sale = match (&asked.order_no, &asked.settle_no) {
        (Some(order_no), _) => handlers.sale(order_no).await?,
        (None, Some(settle_no)) => handlers.settled_sale(settle_no).await?,
        (None, None) => return Err(Denial::NoSuchOrder.into()),
    };
    if sale.id.activity != activity || sale.state == SaleState::Closed {
        return Err(Denial::NoSuchOrder.into());
    }
    let order_no = super::sale_no(&sale)?;
    let payee = view.activity.terms.sale.map(|terms| terms.payee);
    let part = sale.settled_at.zip(payee).map(|(_, payee)| {
        // Nothing stands between a settlement and its money here.
        settle_query::BizFundSettleDetailInfo {
            trans_in: Some(payee.to_string()),
            trans_in_type: Some("userId".to_owned()),
            amount: Some(sale.price.to_string().into()),
            status: Some(settle_query::SettleStatus::Success.to_string()),
        }
    });
    Ok(settle_query::Answer {
        order_no: Some(order_no),
        settle_info: part.into_iter().collect(),
        summary: Some(settle_query::BizFundSettleSummary {
            charge: Some(Fen::ZERO.to_string().into()),
        }),
    })
}
