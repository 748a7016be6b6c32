//! Ids as merchants know them, and back.

use jiff::civil::Date;
use quan_core::time::day_of;
use quan_core::{Activity, ActivityId, NoticeId, ReturnId, Timestamp, Voucher, VoucherId};
use quan_wire::alipay::message::ids;

/// The id of an activity.
pub(crate) fn activity_id(activity: &Activity) -> String {
    ids::activity_id(day_of(activity.created_at), activity.id.number())
        .expect("an activity's number has at most eleven digits")
}

/// The id of a voucher.
pub(crate) fn voucher_id(voucher: &Voucher) -> String {
    voucher_id_of(voucher.id, voucher.issued_at)
}

/// The id of the voucher of this number, issued at this instant.
pub(crate) fn voucher_id_of(id: VoucherId, issued_at: Timestamp) -> String {
    ids::voucher_id(day_of(issued_at), id.activity.number(), id.sequence)
        .expect("no activity has more vouchers than ids can tell apart")
}

/// The day and the number in an activity's id.
pub(super) fn parse_activity_id(text: &str) -> Option<(Date, ActivityId)> {
    let (day, number) = ids::parse_activity_id(text)?;
    Some((day, ActivityId::new(number)?))
}

/// The day and the number in a voucher's id.
pub(super) fn parse_voucher_id(text: &str) -> Option<(Date, VoucherId)> {
    let (day, number, sequence) = ids::parse_voucher_id(text)?;
    Some((day, VoucherId::new(ActivityId::new(number)?, sequence)))
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
