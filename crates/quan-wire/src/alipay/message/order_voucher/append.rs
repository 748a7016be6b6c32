//! `alipay.marketing.activity.ordervoucher.append`: more vouchers. Accepted at
//! once, done when the message `appended` comes; until then the old total is in
//! force.

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check::positive;
use crate::alipay::message::field::{Int, Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Order;

blocks! {
    /// The new total, not what comes on top.
    Request {
        activity_id: Text,
        out_biz_no: Text,
        voucher_quantity: Int,
        merchant_access_mode: Text,
    }

    /// Nothing but success.
    Answer {}
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherAppend;
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

/// The largest total.
pub const LARGEST: u32 = 999_999;

impl Request {
    /// The order, or the first rule that it breaks.
    pub fn check(&self) -> Result<Append, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Append, Violation> {
        let order = ask::order(
            "A1 activity_id_required",
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        let rule = "A3 voucher_quantity_required";
        let quantity = positive(rule, FIELD, self.voucher_quantity)?;
        let quantity = quantity.ok_or_else(|| Violation::of(rule, FIELD, "必须大于0"))?;
        if quantity > LARGEST {
            let rule = "A5 voucher_quantity_at_most_999999";
            return Err(Violation::of(rule, FIELD, "不能大于999999"));
        }
        Ok(Append { order, quantity })
    }
}

impl Append {
    /// By how much a present total grows; a total that does not is refused.
    pub fn against(&self, total: u32) -> Result<u32, Violation> {
        match self.quantity.checked_sub(total) {
            Some(growth) if growth > 0 => Ok(growth),
            Some(_) | None => {
                let rule = "A4 voucher_quantity_only_grows";
                Err(Violation::of(rule, FIELD, "只能增加").in_order_words())
            }
        }
    }

    /// Where codes are imported, the total is their number.
    pub fn against_codes(&self, imported: u32) -> Result<(), Violation> {
        if self.quantity == imported {
            return Ok(());
        }
        let rule = "A6 voucher_quantity_is_the_number_of_imported_codes";
        let what = format!("必须等于已导入的券码数量{imported}");
        Err(Violation::of(rule, FIELD, &what).in_order_words())
    }
}
