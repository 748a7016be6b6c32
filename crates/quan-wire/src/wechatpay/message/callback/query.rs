//! `GET /callbacks`: the address for notices.

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{MCHID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;

message! {
    /// Whose address, the caller's if nobody is named.
    Request { mchid: Option<String> }

    /// The address.
    Answer { notify_url: String, mchid: String }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CallbackQuery;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        Ok(Request {
            mchid: asked.query().may("mchid", title::MCHID, MCHID)?,
        })
    }
}
