//! `alipay.marketing.activity.ordervoucher.codecount`: how many codes were
//! imported, those given or revoked since among them.

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Int, Text, blocks};
use crate::alipay::message::violation::Violation;

blocks! {
    /// Which activity.
    Request { activity_id: Text, merchant_access_mode: Text }

    /// How many.
    Answer { success_count: Int }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherCodecount;
}

impl Request {
    /// The activity, or the first rule that the request breaks.
    pub fn check(&self) -> Result<String, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<String, Violation> {
        let rule = "N1 activity_id_required";
        let activity_id = ask::activity_id(rule, "activity_id", &self.activity_id)?;
        ask::access_mode(&self.merchant_access_mode)?;
        Ok(activity_id)
    }
}

impl Answer {
    /// The answer for so many codes.
    pub fn of(imported: u32) -> Answer {
        let success_count = Some(i32::try_from(imported).unwrap_or(i32::MAX));
        Answer { success_count }
    }
}
