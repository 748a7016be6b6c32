//! `spi.alipay.marketing.activity.order.send`: an order was paid, and the merchant
//! makes the codes.

use jiff::Timestamp;
use serde_json::json;

use super::answer::{self, OneOrMany, Reply, Unreadable};
use super::{buyer, form};
use crate::alipay::key::CannotSign;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::order_voucher::is_code;
use crate::alipay::message::times;
use crate::alipay::message::word::Recipient;
use crate::alipay::notify::{Push, Signing};

/// What the merchant is asked for.
#[derive(Clone, Copy, Debug)]
pub struct SendQuestion<'a> {
    /// The order.
    pub order_no: &'a str,
    /// The merchant's number for it.
    pub out_order_no: &'a str,
    /// Who bought.
    pub buyer: &'a Recipient,
    /// How many codes of which activities.
    pub activities: &'a [(&'a str, u32)],
}

/// What the merchant gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendAnswer {
    /// From when the vouchers' validity counts; `None` is now.
    pub counts_from: Option<quan_core::Timestamp>,
    /// The codes.
    pub vouchers: Vec<Sent>,
}

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its activity.
    pub activity_id: String,
    /// The code.
    pub voucher_code: String,
    /// What the wallet's picture of the code says instead of the code.
    pub code_url: Option<String>,
    /// Where the wallet leads to the order.
    pub order_url: Option<String>,
}

blocks! {
    Response {
        order_no: Text,
        buyer_id: Text,
        custom_send_time: Text,
        send_activity_info_result_list: OneOrMany<SendActivityInfoResult>,
    }

    SendActivityInfoResult {
        activity_id: Text,
        send_voucher_info_result_list: OneOrMany<SendVoucherInfoResult>,
    }

    SendVoucherInfoResult {
        voucher_code: Text,
        voucher_code_url: Text,
        merchant_order_url: Text,
    }
}

impl SendQuestion<'_> {
    /// The method of the question.
    pub const METHOD: &'static str = "spi.alipay.marketing.activity.order.send";

    /// The form of the question.
    pub fn form(&self, at: Timestamp, signing: Signing<'_>) -> Result<Push, CannotSign> {
        let activities = self.activities.iter();
        let activities = activities
            .map(|(id, quantity)| json!({ "activity_id": id, "quantity": quantity }))
            .collect::<serde_json::Value>()
            .to_string();
        let asked = [
            ("order_no", self.order_no),
            ("out_order_no", self.out_order_no),
            buyer(self.buyer),
            ("send_activity_info_list", &activities),
        ];
        form(Self::METHOD, &asked, at, signing)
    }

    /// Reads the answer. It must be about this order, and give as many codes as
    /// were asked for.
    pub fn read(&self, body: &[u8]) -> Result<Reply<SendAnswer>, Unreadable> {
        let response: Response = match answer::read(body)? {
            Reply::Done(response) => response,
            Reply::Refused { sub_code, sub_msg } => {
                return Ok(Reply::Refused { sub_code, sub_msg });
            }
        };
        let unusable = |what: &str| Err(Unreadable(what.to_owned()));
        if response
            .order_no
            .as_deref()
            .is_some_and(|order| order != self.order_no)
        {
            return unusable("it is about another order");
        }
        let counts_from = match &response.custom_send_time {
            None => None,
            Some(text) => match times::parse(text) {
                Some(at) => Some(at),
                None => return unusable("custom_send_time is no time"),
            },
        };
        let mut vouchers = Vec::new();
        for activity in response.send_activity_info_result_list.0 {
            // Where one activity was asked about, its answer need not name it.
            let only = match self.activities {
                [(id, _)] => Some((*id).to_owned()),
                _ => None,
            };
            let Some(activity_id) = activity.activity_id.or(only) else {
                return unusable("an activity has no id");
            };
            if self.activities.iter().all(|(id, _)| *id != activity_id) {
                return unusable("it is about an activity that was not asked about");
            }
            for voucher in activity.send_voucher_info_result_list.0 {
                let Some(code) = voucher.voucher_code.filter(|code| is_code(code)) else {
                    return unusable("a voucher_code is missing or ill-formed");
                };
                vouchers.push(Sent {
                    activity_id: activity_id.clone(),
                    voucher_code: code,
                    code_url: voucher.voucher_code_url,
                    order_url: voucher.merchant_order_url,
                });
            }
        }
        for (id, quantity) in self.activities {
            let given = vouchers.iter().filter(|sent| sent.activity_id == *id);
            if u32::try_from(given.count()).ok() != Some(*quantity) {
                return unusable("it gives more or fewer codes than were asked for");
            }
        }
        Ok(Reply::Done(SendAnswer {
            counts_from,
            vouchers,
        }))
    }
}
