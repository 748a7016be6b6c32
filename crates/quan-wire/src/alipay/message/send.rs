//! `alipay.marketing.activity.voucher.send`: one voucher for one user.

use super::call::{Call, Operation};
use super::check::{self, order};
use super::field::{Text, blocks};
use super::violation::Violation;
use super::word::{Order, Recipient};

blocks! {
    /// Which activity, and who gets the voucher.
    Request {
        activity_id: Text,
        out_biz_no: Text,
        user_id: Text,
        open_id: Text,
        merchant_access_mode: Text,
    }

    /// The voucher.
    Answer { voucher_id: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherSend;
}

/// A voucher to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// Who gets it.
    pub recipient: Recipient,
}

impl Request {
    /// The order, or the first rule that it breaks.
    pub fn check(&self) -> Result<Send, Violation> {
        let order = order(
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        check::at_most(
            "V7.1 user_id_at_most_32_chars",
            "user_id",
            &self.user_id,
            32,
        )?;
        check::at_most(
            "V7.1 open_id_at_most_128_chars",
            "open_id",
            &self.open_id,
            128,
        )?;
        let recipient = match (self.user_id.clone(), self.open_id.clone()) {
            (Some(user_id), Some(open_id)) => Recipient::Both { user_id, open_id },
            (Some(user_id), None) => Recipient::User(user_id),
            (None, Some(open_id)) => Recipient::Open(open_id),
            (None, None) => {
                let rule = "V7.1 user_id_or_open_id_required";
                return Err(Violation::of(rule, "user_id", "和 open_id 不能同时为空"));
            }
        };
        Ok(Send { order, recipient })
    }
}
