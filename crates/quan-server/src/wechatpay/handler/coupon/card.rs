//! `POST /coupons/{card_id}/send`: issues a consumption card: a coupon of the stock
//! that the card stands for.

use quan_core::MerchantId;
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::coupon::card::{Answer, Request};
use quan_wire::wechatpay::message::word::SendChannel;

use super::super::Handlers;
use super::send::Wanted;
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn send(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<Answer, Fault> {
    let card = handlers.registry.find_card(&request.card_id)?;
    let card = card.ok_or(Problem::NotFound)?;
    let (activity, sort) = handlers.stock(&id::stock(card.activity)).await?;
    sort.parties.admits(caller)?;
    // Number and time together tell requests apart.
    let time = request.send_time.to_string();
    let wanted = Wanted {
        appid: &request.appid,
        openid: &request.openid,
        number: &request.out_request_no,
        apart: Some(&time),
        code: None,
        channel: SendChannel::Api,
        received_at: Some(request.send_time.0),
    };
    let card_code = handlers.issue(caller, activity, sort, &wanted).await?;
    Ok(Answer { card_code })
}
