//! The sale of vouchers: order, pay or close, deliver, refund, settle.

mod close;
mod deliver;
mod pay;
mod place;
mod refund;
mod settle;

pub use close::CloseOrder;
pub use deliver::{Deliver, FailDelivery};
pub use pay::PayOrder;
pub use place::PlaceOrder;
pub use refund::{RefundOrder, RefundReply};
pub use settle::Settle;

use super::issue::{Label, Recipient, issued};
use super::{Decision, Operation, done};
use crate::sale::SaleOrder;
use crate::{Activity, Denial, Desk, Fact, Facts, SaleId, Timestamp};

/// Issues the voucher that was set aside for an order. Whether its buyer may
/// have it was asked when it was ordered.
fn delivered(
    activity: &Activity,
    sale: &SaleOrder,
    label: &Label,
    desk: &Desk,
    now: Timestamp,
) -> Result<Facts, Denial> {
    let voucher = issued(activity, activity.operator, &sale.buyer, label, desk, now)?;
    let sequence = activity.issued.saturating_add(1);
    Ok(vec![
        voucher,
        Fact::SaleDelivered {
            sale: sale.id,
            voucher: sequence,
            at: now,
        },
    ])
}

/// The activity of an order, and the order.
fn order(desk: &Desk, id: SaleId) -> Result<(&Activity, &SaleOrder), Denial> {
    let activity = desk
        .activity(id.activity)
        .map_err(|_| Denial::NoSuchOrder)?;
    Ok((activity, desk.sale(id)?))
}
