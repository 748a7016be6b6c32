//! `GET /stocks/{stock_id}/couponcodes`: the codes of a stock, from a position on.

use super::CodeInformation;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{APPID, STOCK_ID, title};
use crate::wechatpay::message::read::{COUNT, count, word};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;
use crate::wechatpay::message::word::CodeStatus;

message! {
    /// Which stock, which codes, and where to begin.
    Request {
        stock_id: String,
        limit: Option<u32>,
        offset: Option<u32>,
        appid: Option<String>,
        status: Option<CodeStatus>,
    }

    /// Some of the codes.
    Answer {
        stock_id: String,
        total_count: u64,
        data: Option<Vec<CodeInformation>>,
        offset: u32,
        limit: u32,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CodeList;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let stock_id = asked.variable("stock_id", title::STOCK_ID, STOCK_ID)?;
        let from = asked.query();
        Ok(Request {
            stock_id,
            limit: from.may("limit", title::LIMIT, count(1, 200))?,
            offset: from.may("offset", "起始位置", COUNT)?,
            appid: from.may("appid", title::APPID, APPID)?,
            status: from.may("status", "code状态", word())?,
        })
    }
}

impl Request {
    /// How many codes at the most.
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(20)
    }

    /// How many codes come before.
    pub fn skip(&self) -> u64 {
        self.offset.unwrap_or(0).into()
    }

    /// The answer.
    pub fn answer(&self, total: u64, data: Vec<CodeInformation>) -> Answer {
        Answer {
            stock_id: self.stock_id.clone(),
            total_count: total,
            data: Some(data),
            offset: self.offset.unwrap_or(0),
            limit: self.limit(),
        }
    }
}
