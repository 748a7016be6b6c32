//! The sale of a voucher: an order, its payment, what was delivered for it, and
//! the way back.

use std::sync::Arc;

use crate::keys::TallyKey;
use crate::operation::Recipient;
use crate::{Activity, Code, Denial, Fen, OrderNo, RequestNo, SaleId, Timestamp, UserId};

/// An order by which a buyer buys a voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleOrder {
    /// Its activity and number.
    pub id: SaleId,
    /// The merchant's number for it.
    pub number: OrderNo,
    /// Who buys, with what was known of them then.
    pub buyer: Recipient,
    /// What it costs.
    pub price: Fen,
    /// When it was placed.
    pub ordered_at: Timestamp,
    /// How far it is.
    pub state: SaleState,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// The voucher's place in the order of issue, once it was delivered.
    pub voucher: Option<u32>,
    /// What is being refunded, or was.
    pub refund: Option<Refund>,
    /// When its money was asked for by the payee.
    pub settled_at: Option<Timestamp>,
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaleState {
    /// A voucher is set aside until it is paid or closed.
    Ordered,
    /// Paid; the merchant is asked for a code.
    Paid,
    /// The buyer has the voucher.
    Delivered,
    /// The merchant is asked whether the money may go back.
    Refunding,
    /// The money went back.
    Refunded,
    /// Never paid.
    Closed,
}

/// Money on its way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Why.
    pub cause: RefundCause,
    /// The request that asked for it.
    pub request: Option<RequestNo>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When the money went back.
    pub done_at: Option<Timestamp>,
}

/// Why money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundCause {
    /// The buyer wants it.
    Buyer,
    /// The voucher expired.
    Expired,
    /// No voucher was delivered.
    NotDelivered,
}

impl SaleOrder {
    /// The tallies that its voucher will count for.
    pub fn tallies(&self, activity: &Activity, now: Timestamp) -> Vec<TallyKey> {
        self.buyer.tallies(activity, now)
    }

    /// Whether a voucher is set aside for it.
    pub fn reserves(&self) -> bool {
        matches!(self.state, SaleState::Ordered | SaleState::Paid)
    }

    /// Refuses other people's orders.
    pub fn is_of(&self, buyer: &UserId) -> Result<(), Denial> {
        if self.buyer.user == *buyer {
            Ok(())
        } else {
            Err(Denial::NoSuchOrder)
        }
    }
}

/// What a merchant delivers for a paid order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The voucher's code.
    pub code: Code,
    /// The instant that the voucher's time is counted from; now, if not said.
    pub base: Option<Timestamp>,
    /// What the dialect keeps with it.
    pub note: Option<Arc<str>>,
}
