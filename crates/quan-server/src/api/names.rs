//! Ids as merchants know them, and back.

use quan_core::time::day_of;
use quan_core::{Activity, ActivityId, NoticeId, Product, ReturnId, Timestamp, Voucher, VoucherId};
use quan_wire::alipay::message::ids;
use quan_wire::wechatpay::id;

use super::Api;

impl Api {
    /// The id of a voucher: a coupon of a stock goes by 22 digits, whoever supplied
    /// the code that its user shows.
    pub(super) fn voucher_id(&self, voucher: &Voucher, activity: &Activity) -> String {
        match activity.product {
            Product::AlipayPayment | Product::AlipayOrder => voucher_id(voucher),
            Product::WechatCoupon => self.codes.code_of(voucher.id),
        }
    }

    /// The number in a voucher's id.
    pub(super) fn parse_voucher_id(&self, text: &str) -> Option<VoucherId> {
        let coupon = self.codes.voucher_of(text);
        coupon.or_else(|| parse_voucher_id(text))
    }
}

/// The id of an activity; that of a stock has sixteen digits.
pub(crate) fn activity_id(activity: &Activity) -> String {
    match activity.product {
        Product::AlipayPayment | Product::AlipayOrder => {
            ids::activity_id(day_of(activity.created_at), activity.id.number())
                .expect("an activity's number has at most eleven digits")
        }
        Product::WechatCoupon => id::stock(activity.id),
    }
}

/// The id of a voucher of Alipay's.
pub(crate) fn voucher_id(voucher: &Voucher) -> String {
    voucher_id_of(voucher.id, voucher.issued_at)
}

/// The id of the voucher of this number, issued at this instant.
pub(crate) fn voucher_id_of(id: VoucherId, issued_at: Timestamp) -> String {
    ids::voucher_id(day_of(issued_at), id.activity.number(), id.sequence)
        .expect("no activity has more vouchers than ids can tell apart")
}

/// The number in an activity's id.
pub(super) fn parse_activity_id(text: &str) -> Option<ActivityId> {
    let stock = id::parse_stock(text);
    stock.or_else(|| ActivityId::new(ids::parse_activity_id(text)?.1))
}

/// The number in the id of a voucher of Alipay's.
fn parse_voucher_id(text: &str) -> Option<VoucherId> {
    let (_, number, sequence) = ids::parse_voucher_id(text)?;
    Some(VoucherId::new(ActivityId::new(number)?, sequence))
}

/// A notice's id, which is two numbers joined by a dash as all of Quan's own.
pub(super) fn notice_id(id: NoticeId) -> String {
    ReturnId::new(id.activity, id.sequence).to_string()
}

/// What begins the names of notices that belong to no activity.
const REGISTERED: &str = "0-";

/// A notice about a plan or a shop, by the number that the registry gave it.
pub(super) fn registered_notice_id(number: u64) -> String {
    format!("{REGISTERED}{number}")
}

/// The number in the name of a notice about a plan or a shop.
pub(super) fn parse_registered_notice_id(text: &str) -> Option<u64> {
    let number = text.strip_prefix(REGISTERED)?;
    let parsed = number.parse().ok()?;
    (registered_notice_id(parsed) == text).then_some(parsed)
}

/// The notice of this id.
pub(super) fn parse_notice_id(text: &str) -> Option<NoticeId> {
    let ReturnId { activity, sequence } = text.parse().ok()?;
    Some(NoticeId { activity, sequence })
}
