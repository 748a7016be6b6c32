//! `….ordervoucher.{associate,disassociate}`: a voucher is linked to a trade, and
//! no longer.

use quan_core::OrderNo;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::associate::Link;
use quan_wire::alipay::message::order_voucher::{associate, disassociate};

use super::super::Handlers;
use super::super::number::numbered;
use super::named_voucher;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

pub(in super::super) async fn associate(
    handlers: &Handlers,
    caller: &Caller,
    request: associate::Request,
) -> Result<associate::Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let number = &asked.order.out_biz_no;
    let call = numbered(Operation::OrderVoucherAssociate, number, &contents(&asked))?;
    let voucher = named_voucher(activity, &asked.voucher_code)?;
    let at = handlers
        .engine
        .link(voucher, caller.merchant, call, trade(&asked)?)
        .await?;
    Ok(associate::Answer::of(at))
}

pub(in super::super) async fn disassociate(
    handlers: &Handlers,
    caller: &Caller,
    request: disassociate::Request,
) -> Result<disassociate::Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let number = &asked.order.out_biz_no;
    let operation = Operation::OrderVoucherDisassociate;
    let call = numbered(operation, number, &contents(&asked))?;
    let voucher = named_voucher(activity, &asked.voucher_code)?;
    let at = handlers
        .engine
        .unlink(voucher, caller.merchant, call, trade(&asked)?)
        .await?;
    Ok(disassociate::Answer::of(at))
}

fn contents(asked: &Link) -> [&str; 3] {
    [
        asked.order.access_mode.as_str(),
        &asked.voucher_code,
        &asked.trade_no,
    ]
}

fn trade(asked: &Link) -> Result<OrderNo, Fault> {
    Ok(OrderNo::parse(&asked.trade_no).map_err(|_| Reason::Value("trade_no", "取值不合法"))?)
}
