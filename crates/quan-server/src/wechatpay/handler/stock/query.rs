//! `GET /stocks/{stock_id}`: a stock as it is now, for its creator and its owner.

use quan_core::{Benefit, Fen, MerchantId, time};
use quan_engine::ActivityView;
use quan_wire::wechatpay::message::stock::query::{
    Answer, CouponCodeCount, Request, SendCountInformation,
};
use quan_wire::wechatpay::message::value::Amount;
use quan_wire::wechatpay::message::word::CodeMode;

use super::super::Handlers;
use super::super::view::{state_of, stock_of};
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn query(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let (activity, sort) = handlers.stock(&request.stock_id).await?;
    sort.parties.admits(caller)?;
    let view = handlers.view(activity).await?;
    let now = handlers.engine.now();
    let stock = stock_of(&view)?;
    let uploaded = stock.coupon_code_mode == CodeMode::MerchantUpload;
    let codes = uploaded.then(|| CouponCodeCount {
        total_count: view.activity.codes.into(),
        available_count: view.activity.free_codes().into(),
    });
    let today = view.activity.today.on(time::day_of(now));
    let sent = sent(&view, today);
    let state = state_of(&view, now);
    Ok(Answer::of(stock, request.stock_id, state, codes, sent))
}

/// What was issued: sums only where every coupon is worth the same, today's
/// figures only where a day has a cap.
fn sent(view: &ActivityView, today: u32) -> SendCountInformation {
    let activity = &view.activity;
    let worth = match activity.terms.benefit {
        Benefit::Fixed { amount } => Some(amount),
        Benefit::Discount { .. } | Benefit::Special { .. } | Benefit::Exchange { .. } => None,
    };
    let sum = |count: u32| {
        let sum = worth?.checked_mul(u64::from(count)).unwrap_or(Fen::MAX);
        Some(Amount(sum))
    };
    let capped = activity.terms.issue.by_day.is_some();
    SendCountInformation {
        total_send_num: Some(activity.issued.into()),
        total_send_amount: sum(activity.issued),
        today_send_num: capped.then(|| today.into()),
        today_send_amount: capped.then(|| sum(today)).flatten(),
    }
}
