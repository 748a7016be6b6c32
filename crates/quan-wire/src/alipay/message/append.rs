//! `alipay.marketing.activity.voucher.append`: more vouchers for an activity.

use super::call::{Call, Operation};
use super::check::{order, positive};
use super::field::{Int, Text, blocks};
use super::violation::Violation;
use super::word::Order;

blocks! {
    /// The new total, not what comes on top.
    Request {
        activity_id: Text,
        voucher_quantity: Int,
        out_biz_no: Text,
        merchant_access_mode: Text,
    }

    /// Where a sponsor pays for the growth; absent when nothing is paid in advance.
    Answer { recharge_url: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherAppend;
}

/// A larger total for an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// The total that is asked for.
    pub quantity: u32,
}

const FIELD: &str = "voucher_quantity";

impl Request {
    /// The order, or the first rule that it breaks.
    pub fn check(&self) -> Result<Append, Violation> {
        let order = order(
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        let quantity = positive(
            "V4 quantity_between_1_and_99999999",
            FIELD,
            self.voucher_quantity,
        )?
        .filter(|quantity| (1..=99_999_999).contains(quantity));
        let Some(quantity) = quantity else {
            let rule = "V4 quantity_between_1_and_99999999";
            return Err(Violation::of(rule, FIELD, "必须在1到99999999之间"));
        };
        Ok(Append { order, quantity })
    }
}

impl Append {
    /// By how much a present total grows; a total that does not is refused.
    pub fn against(&self, total: u32) -> Result<u32, Violation> {
        match self.quantity.checked_sub(total) {
            Some(growth) if growth > 0 => Ok(growth),
            Some(_) | None => Err(Violation::of("V4 quantity_only_grows", FIELD, "只能增加")),
        }
    }
}
