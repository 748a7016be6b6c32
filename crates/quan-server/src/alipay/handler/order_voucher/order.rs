//! `….activity.order.{create,refund,refundconfirmcommit}`: vouchers are sold, and
//! their money goes back.

use quan_core::sale::RefundCause;
use quan_core::{Code, Denial, OrderNo, SaleState, VoucherId, time};
use quan_engine::{Error, RefundCall};
use quan_wire::alipay::message::order::confirm::{self, Verdict};
use quan_wire::alipay::message::order::{RefundType, create, refund};
use quan_wire::alipay::message::{Operation, ids};

use super::super::Handlers;
use super::super::name::recipient;
use super::super::number::numbered;
use super::{named, said};
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

pub(in super::super) async fn create(
    handlers: &Handlers,
    caller: &Caller,
    request: create::Request,
) -> Result<create::Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.activity_id, caller.merchant)
        .await?;
    let traces = &asked.traces;
    let contents = [
        &*named(&asked.buyer),
        &said(Some(asked.amount)),
        &said(traces.promotion.as_ref()),
        &said(traces.channel.as_ref()),
        &said(traces.mini.as_ref()),
    ];
    let call = numbered(Operation::OrderCreate, &asked.out_order_no, &contents)?;
    let number = OrderNo::parse(&asked.out_order_no)
        .map_err(|_| Reason::Value("out_order_no", "取值不合法"))?;
    let buyer = recipient(handlers.user(&caller.app_id, &asked.buyer)?);
    let ordered = handlers
        .engine
        .place_order(activity, caller.merchant, call, number, buyer, asked.amount)
        .await?;
    let day = time::day_of(ordered.ordered_at);
    let (activity, sequence) = (activity.number(), ordered.sale.sequence);
    Ok(create::Answer {
        order_no: ids::sale_no(day, activity, sequence),
        out_order_no: Some(asked.out_order_no),
        trade_no: ids::trade_no(day, activity, sequence),
    })
}

pub(in super::super) async fn refund(
    handlers: &Handlers,
    caller: &Caller,
    request: refund::Request,
) -> Result<refund::Answer, Fault> {
    let asked = request.check()?;
    let sale = handlers.sale(&asked.order_no).await?;
    let buyer = asked.buyer.as_ref();
    let contents = [
        &*buyer.map(named).unwrap_or_default(),
        &asked.kind.to_string(),
        &asked.activity_id,
        &asked.voucher_code,
    ];
    let call = numbered(Operation::OrderRefund, &asked.out_biz_no, &contents)?;
    let (activity, _) = handlers
        .order_activity(&asked.activity_id, caller.merchant)
        .await?;
    if activity != sale.id.activity {
        return Err(Denial::NoSuchOrder.into());
    }
    let code = Code::parse(&asked.voucher_code).map_err(|_| Denial::NoSuchVoucher)?;
    let buyer = match buyer {
        Some(buyer) => Some(handlers.user(&caller.app_id, buyer)?.id),
        None => None,
    };
    let refund = RefundCall {
        buyer,
        cause: cause(asked.kind),
        code: Some(code),
    };
    handlers
        .engine
        .refund_order(sale.id, caller.merchant, call, refund)
        .await?;
    Ok(refund::Answer {
        order_no: Some(asked.order_no),
    })
}

pub(in super::super) async fn confirm(
    handlers: &Handlers,
    caller: &Caller,
    request: confirm::Request,
) -> Result<confirm::Answer, Fault> {
    let asked = request.check()?;
    let sale = handlers.sale(&asked.order_no).await?;
    let view = handlers.engine.activity(sale.id.activity).await?;
    let view = view.ok_or(Denial::NoSuchOrder)?;
    view.activity.admits(caller.merchant)?;
    if let Some(buyer) = &asked.buyer {
        sale.is_of(&handlers.user(&caller.app_id, buyer)?.id)?;
    }
    let bought = match sale.voucher {
        Some(sequence) => {
            let voucher = VoucherId::new(sale.id.activity, sequence);
            handlers.engine.voucher(voucher).await?
        }
        None => None,
    };
    let code = bought.and_then(|voucher| voucher.code);
    for said in &asked.codes {
        let (activity, _) = handlers
            .order_activity(&said.activity_id, caller.merchant)
            .await?;
        if activity != sale.id.activity {
            return Err(Denial::NoSuchOrder.into());
        }
        if code.as_ref().map(Code::as_str) != Some(said.voucher_code.as_str()) {
            return Err(Denial::NoSuchVoucher.into());
        }
    }
    let agreed = asked
        .codes
        .iter()
        .all(|said| said.verdict == Verdict::Agree);
    let done = handlers
        .engine
        .reply_to_refund(sale.id, Some(caller.merchant), agreed)
        .await;
    match done {
        Ok(()) => {}
        // The same answer once more, after it was heard.
        Err(Error::Denied(Denial::OrderState))
            if (agreed && sale.state == SaleState::Refunded)
                || (!agreed && sale.state == SaleState::Delivered) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(confirm::Answer {
        order_no: Some(asked.order_no),
    })
}

/// Why the money is wanted back.
fn cause(kind: RefundType) -> RefundCause {
    match kind {
        RefundType::User | RefundType::Emergency => RefundCause::Buyer,
        RefundType::Expired => RefundCause::Expired,
        RefundType::SendError => RefundCause::NotDelivered,
    }
}
