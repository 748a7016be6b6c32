//! `….ordervoucher.refund`: uses are taken back, and the user has the voucher
//! again. No money moves.

use quan_core::Fen;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::undo::{Answer, Request};

use super::super::Handlers;
use super::super::number::numbered;
use super::{named_voucher, said};
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(in super::super) async fn undo(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let contents = [
        asked.order.access_mode.as_str(),
        &asked.voucher_code,
        &said(Some(asked.at)),
        &said(asked.total),
        &said(asked.times),
        &said(asked.amount),
    ];
    let number = &asked.order.out_biz_no;
    let call = numbered(Operation::OrderVoucherRefund, number, &contents)?;
    let voucher = named_voucher(activity, &asked.voucher_code)?;
    let total = asked.total.unwrap_or(Fen::ZERO);
    let back = handlers
        .engine
        .undo(voucher, caller.merchant, call, asked.times, total)
        .await?;
    Ok(Answer::of(&asked.order.activity_id, back.left))
}
