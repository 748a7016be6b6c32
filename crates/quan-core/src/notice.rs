//! What merchants are told.

use crate::{ActivityId, AppId, RequestNo, Timestamp, UserId, VoucherId};

/// A notice's place: its activity and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeId {
    /// Whose news it is.
    pub activity: ActivityId,
    /// Its number, from 1.
    pub sequence: u32,
}

/// Something that a merchant is told, written with the change itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its place.
    pub id: NoticeId,
    /// Who is told.
    pub receiver: AppId,
    /// What happened.
    pub event: Event,
    /// When it happened.
    pub happened_at: Timestamp,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An activity opened, at this request.
    Published(RequestNo),
    /// Its terms changed.
    Modified(RequestNo),
    /// Its budget grew.
    Appended(RequestNo),
    /// It closed for good.
    Stopped(RequestNo),
    /// A user received a voucher. The courier tells this from the vouchers
    /// themselves; it is a notice only once a delivery failed.
    Received {
        /// Which.
        voucher: VoucherId,
        /// Who.
        user: UserId,
    },
    /// A voucher was used.
    Redeemed {
        /// Which.
        voucher: VoucherId,
        /// By whom.
        user: UserId,
        /// The use's number in the activity.
        redemption: u32,
    },
    /// A voucher passed its end unused; told as [`Event::Received`] is.
    Expired {
        /// Which.
        voucher: VoucherId,
        /// Whose.
        user: UserId,
    },
    /// A paid order waits for a code, which the merchant is asked for.
    CodeWanted {
        /// The order's number in the activity.
        sale: u32,
    },
    /// Money is wanted back, and the merchant is asked whether it may go.
    RefundWanted {
        /// The order's number in the activity.
        sale: u32,
    },
    /// The voucher of an order was delivered.
    SaleDelivered {
        /// The order's number in the activity.
        sale: u32,
    },
    /// The money of an order went back.
    SaleRefunded {
        /// The order's number in the activity.
        sale: u32,
    },
}

impl Event {
    /// Whether somebody is asked rather than told: what follows does not depend
    /// on anybody having an address.
    pub fn is_question(&self) -> bool {
        matches!(self, Event::CodeWanted { .. } | Event::RefundWanted { .. })
    }
}
