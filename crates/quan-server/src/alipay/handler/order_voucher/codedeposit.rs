//! `….ordervoucher.codedeposit`: a merchant brings codes.

use std::collections::HashSet;

use quan_core::Code;
use quan_engine::CodeOutcome;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::order_voucher::codedeposit::{Answer, Fault as CodeFault, Request};

use super::super::Handlers;
use super::super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

/// What a code is told that is there already, wherever codes fail by themselves.
pub(super) const DUPLICATE: &str = CodeFault::Duplicate.as_str();

pub(in super::super) async fn deposit(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (activity, _) = handlers
        .order_activity(&asked.order.activity_id, caller.merchant)
        .await?;
    let mut contents = vec![asked.order.access_mode.as_str()];
    contents.extend(asked.codes.iter().map(|(code, _)| code.as_str()));
    let number = &asked.order.out_biz_no;
    let call = numbered(Operation::OrderVoucherCodedeposit, number, &contents)?;
    let codes: Vec<(Code, u64)> = asked
        .fine()
        .filter_map(|code| Some((Code::parse(code).ok()?, handlers.rank())))
        .collect();
    let names: Vec<Code> = codes.iter().map(|(code, _)| code.clone()).collect();
    let deposited = handlers
        .engine
        .deposit_codes(activity, caller.merchant, call, codes)
        .await?;
    let before: HashSet<&str> = names
        .iter()
        .zip(deposited.outcomes)
        .filter(|(_, outcome)| *outcome != CodeOutcome::Taken)
        .map(|(code, _)| code.as_str())
        .collect();
    Ok(asked.answer(|code| before.contains(code)))
}
