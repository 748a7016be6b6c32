//! `GET /users/{openid}/coupons`: a user's coupons, page by page.

use super::Coupon;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{APPID, MCHID, OPENID, STOCK_ID, title};
use crate::wechatpay::message::read::{COUNT, count, word};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;
use crate::wechatpay::message::word::CouponState;

message! {
    /// Whose coupons, which of them, and which page. At least one of the merchants is
    /// named.
    Request {
        openid: String,
        appid: String,
        stock_id: Option<String>,
        coupon_state: Option<CouponState>,
        creator_merchant: Option<String>,
        belong_merchant: Option<String>,
        sender_merchant: Option<String>,
        offset: Option<u32>,
        limit: Option<u32>,
    }

    /// A page of coupons.
    Answer { data: Vec<Coupon>, total_count: u64, limit: u32, offset: u32 }
}

const CREATOR: (&str, &str) = ("creator_merchant", "批次创建方商户号");

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CouponList;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let openid = asked.variable("openid", title::OPENID, OPENID)?;
        let from = asked.query();
        let request = Request {
            openid,
            appid: from.need("appid", title::APPID, APPID)?,
            stock_id: from.may("stock_id", title::STOCK_ID, STOCK_ID)?,
            coupon_state: from.may("coupon_state", "券状态", word())?,
            creator_merchant: from.may(CREATOR.0, CREATOR.1, MCHID)?,
            belong_merchant: from.may("belong_merchant", title::BELONG_MERCHANT, MCHID)?,
            sender_merchant: from.may("sender_merchant", "批次发放商户号", MCHID)?,
            offset: from.may("offset", title::OFFSET, COUNT)?,
            limit: from.may("limit", title::LIMIT, count(1, 100))?,
        };
        if request.merchants().next().is_none() {
            let text = "creator_merchant、belong_merchant、sender_merchant至少填写一个";
            let rule = "W-LIST-1 one_merchant_at_least";
            let place = from.at(CREATOR.0, CREATOR.1);
            return Err(place.refuse(rule, text.to_owned(), text, "".into()));
        }
        Ok(request)
    }
}

impl Request {
    /// The merchants that are named.
    pub fn merchants(&self) -> impl Iterator<Item = &str> {
        let named = [
            &self.creator_merchant,
            &self.belong_merchant,
            &self.sender_merchant,
        ];
        named.into_iter().flatten().map(String::as_str)
    }

    /// How many coupons a page has.
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(20)
    }

    /// How many coupons come before the page.
    pub fn skip(&self) -> u64 {
        u64::from(self.offset.unwrap_or(0)) * u64::from(self.limit())
    }

    /// The answer.
    pub fn answer(&self, total: u64, page: Vec<Coupon>) -> Answer {
        Answer {
            data: page.into_iter().map(Coupon::listed).collect(),
            total_count: total,
            limit: self.limit(),
            offset: self.offset.unwrap_or(0),
        }
    }
}
