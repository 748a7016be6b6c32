//! `spi.alipay.marketing.activity.order.refundconfirm`: may the money of an order
//! go back? The merchant may also answer later, with a call of its own.

use jiff::Timestamp;
use serde_json::json;

use super::answer::{self, OneOrMany, Reply, Unreadable};
use super::{buyer, form};
use crate::alipay::key::CannotSign;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::order::RefundType;
use crate::alipay::message::order::confirm::Verdict;
use crate::alipay::message::word::Recipient;
use crate::alipay::notify::{Push, Signing};

/// What the merchant is asked.
#[derive(Clone, Copy, Debug)]
pub struct ConfirmQuestion<'a> {
    /// The order.
    pub order_no: &'a str,
    /// The merchant's number for it.
    pub out_order_no: &'a str,
    /// Who bought.
    pub buyer: &'a Recipient,
    /// Why the money is to go back.
    pub kind: RefundType,
    /// The codes that would no longer be good.
    pub activities: &'a [RefundActivity<'a>],
}

/// Codes of one activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundActivity<'a> {
    /// The activity.
    pub activity_id: &'a str,
    /// Its codes.
    pub voucher_codes: &'a [&'a str],
}

/// What the merchant says. Where it says nothing to a code, it will later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmAnswer {
    whole: Option<(Verdict, Option<String>)>,
    codes: Vec<(String, Verdict, Option<String>)>,
}

blocks! {
    Response {
        order_no: Text,
        result: Text,
        reason: Text,
        refund_confirm_activity_info_list: OneOrMany<RefundConfirmActivityInfo>,
    }

    RefundConfirmActivityInfo {
        activity_id: Text,
        refund_confirm_result_list: OneOrMany<RefundConfirmResult>,
    }

    RefundConfirmResult { voucher_code: Text, result: Text, reason: Text }
}

impl ConfirmQuestion<'_> {
    /// The method of the question.
    pub const METHOD: &'static str = "spi.alipay.marketing.activity.order.refundconfirm";

    /// The form of the question.
    pub fn form(&self, at: Timestamp, signing: Signing<'_>) -> Result<Push, CannotSign> {
        let activities = self.activities.iter();
        let activities = activities
            .map(|activity| {
                json!({
                    "activity_id": activity.activity_id,
                    "voucher_code_list": activity.voucher_codes,
                })
            })
            .collect::<serde_json::Value>()
            .to_string();
        let asked = [
            ("order_no", self.order_no),
            ("out_order_no", self.out_order_no),
            buyer(self.buyer),
            ("refund_type", self.kind.as_str()),
            ("refund_activity_info_list", &activities),
        ];
        form(Self::METHOD, &asked, at, signing)
    }

    /// Reads the answer. It must be about this order.
    pub fn read(&self, body: &[u8]) -> Result<Reply<ConfirmAnswer>, Unreadable> {
        let response: Response = match answer::read(body)? {
            Reply::Done(response) => response,
            Reply::Refused { sub_code, sub_msg } => {
                return Ok(Reply::Refused { sub_code, sub_msg });
            }
        };
        let order = response.order_no.as_deref();
        if order.is_some_and(|order| order != self.order_no) {
            return Err(Unreadable("it is about another order".to_owned()));
        }
        let verdict = |word: &str| {
            Verdict::from_word(word).ok_or_else(|| Unreadable("a result is unknown".to_owned()))
        };
        let whole = match &response.result {
            None => None,
            Some(word) => Some((verdict(word)?, response.reason)),
        };
        let mut codes = Vec::new();
        for activity in response.refund_confirm_activity_info_list.0 {
            for said in activity.refund_confirm_result_list.0 {
                if let (Some(code), Some(word)) = (said.voucher_code, said.result) {
                    codes.push((code, verdict(&word)?, said.reason));
                }
            }
        }
        Ok(Reply::Done(ConfirmAnswer { whole, codes }))
    }
}

impl ConfirmAnswer {
    /// What is said to a code, and why not; `None` where the merchant will say it
    /// later.
    pub fn of(&self, code: &str) -> Option<(Verdict, Option<&str>)> {
        let own = self.codes.iter().find(|(named, ..)| named == code);
        match own {
            Some((_, verdict, reason)) => Some((*verdict, reason.as_deref())),
            None => self
                .whole
                .as_ref()
                .map(|(verdict, reason)| (*verdict, reason.as_deref())),
        }
    }
}
