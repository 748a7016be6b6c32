//! `POST /callbacks`: sets the address for notices.

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{MCHID, title};
use crate::wechatpay::message::read::text;
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};
use crate::wechatpay::notify::is_address;

message! {
    /// Whose address, the caller's if nobody is named.
    Request { mchid: Option<String>, notify_url: String }

    /// The address that is now in force.
    Answer { update_time: Option<Time>, notify_url: String, mchid: String }
}

const URL: (&str, &str) = ("notify_url", "通知URL地址");

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CallbackSet;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        read(asked, is_address)
    }
}

impl Request {
    /// Reads a request where plain HTTP will do as well, as for a developer's own
    /// receiver.
    pub fn read_with_http(asked: &Asked) -> Result<Request, Refusal> {
        read(asked, |url| match url.strip_prefix("http://") {
            Some(rest) => is_address(&format!("https://{rest}")),
            None => is_address(url),
        })
    }
}

fn read(asked: &Asked, is_address: impl Fn(&str) -> bool) -> Result<Request, Refusal> {
    let from = asked.body();
    let mchid = from.may("mchid", title::MCHID, MCHID)?;
    let notify_url = from.need(URL.0, URL.1, text(10, 256))?;
    if !is_address(&notify_url) {
        let text = "通知URL地址必须以https://开头，且不能携带参数和空格";
        let rule = "W-CB-4 https_without_blanks_and_query";
        let place = from.at(URL.0, URL.1);
        return Err(place.refuse(rule, text.to_owned(), text, notify_url.into()));
    }
    Ok(Request { mchid, notify_url })
}
