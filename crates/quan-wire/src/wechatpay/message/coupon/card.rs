//! `POST /coupons/{card_id}/send`: issues a consumption card.

use jiff::SignedDuration;

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{APPID, OPENID, REQUEST_NO, title};
use crate::wechatpay::message::read::{TIME, text};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};

message! {
    /// Which card, and to whom. Number and time together tell requests apart.
    Request {
        card_id: String,
        appid: String,
        openid: String,
        out_request_no: String,
        send_time: Time,
    }

    /// The card's number.
    Answer { card_code: String }
}

/// How long a card can be asked for again.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CardSend;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let card_id = asked.variable("card_id", "消费卡ID", text(1, 128))?;
        let from = asked.body();
        let request = Request {
            card_id,
            appid: from.need("appid", title::APPID, APPID)?,
            openid: from.need("openid", title::OPENID, OPENID)?,
            out_request_no: from.need("out_request_no", title::OUT_REQUEST_NO, REQUEST_NO)?,
            send_time: from.need("send_time", "请求发卡时间", TIME)?,
        };
        if DAY < from.now().duration_since(request.send_time.0) {
            let place = from.at("send_time", "请求发卡时间");
            let text = "请求发卡时间不能早于24小时之前";
            let rule = "W-CARD-1 not_older_than_24_hours";
            let value = request.send_time.to_string().into();
            return Err(place.refuse(rule, text.to_owned(), text, value));
        }
        Ok(request)
    }
}
