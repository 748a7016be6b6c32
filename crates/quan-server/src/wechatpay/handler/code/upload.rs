//! `POST /stocks/{stock_id}/couponcodes`: the merchant's own codes for a stock.

use std::collections::HashMap;

use quan_core::{Code, MerchantId};
use quan_engine::CodeOutcome;
use quan_wire::wechatpay::message::code::upload::{Answer, Fate, Request};

use super::super::Handlers;
use super::super::number::numbered;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn upload(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let stock = handlers.stock_of_codes(&request.stock_id, caller, None);
    let activity = stock.await?;
    let call = numbered(&request.upload_request_no, &request)?;
    let batch = request.batch();
    let codes: Vec<(Code, u64)> = batch
        .fine()
        .filter_map(|code| Some((Code::parse(code).ok()?, handlers.rank())))
        .collect();
    let names: Vec<Code> = codes.iter().map(|(code, _)| code.clone()).collect();
    let deposited = handlers
        .engine
        .deposit_codes(activity, caller, call, codes)
        .await?;
    let outcomes: HashMap<&str, CodeOutcome> = names
        .iter()
        .map(Code::as_str)
        .zip(deposited.outcomes)
        .collect();
    let fate = |code: &str| match outcomes.get(code) {
        Some(CodeOutcome::Taken) => Fate::Stored,
        Some(CodeOutcome::Known) => Fate::Existed,
        Some(CodeOutcome::Surplus) | None => Fate::Full,
    };
    Ok(batch.answer(&request.stock_id, deposited.at.into(), fate))
}
