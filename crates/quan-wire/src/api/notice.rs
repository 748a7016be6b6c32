//! What merchants are told, and how that went.

use serde::{Deserialize, Serialize};

use super::value::Moment;

/// Something that a merchant is told. News of receipts and expiries is listed
/// only once a delivery failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Names it.
    pub notice_id: String,
    /// Of which activity.
    pub activity_id: String,
    /// The application that is told.
    pub receiver: String,
    /// What happened.
    pub event: Event,
    /// The request that caused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_no: Option<String>,
    /// The voucher that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher_id: Option<String>,
    /// Whose voucher that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// When it happened.
    pub happened_at: Moment,
    /// How it stands.
    pub state: NoticeState,
    /// When it is tried next, or was last due.
    pub due_at: Moment,
    /// The tries so far.
    pub attempts: Vec<Attempt>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Event {
    /// An activity was published.
    Published,
    /// Its terms changed.
    Modified,
    /// Its budget grew.
    Appended,
    /// It was stopped.
    Stopped,
    /// A user received a voucher.
    Received,
    /// A voucher was used.
    Redeemed,
    /// A voucher passed its end unused.
    Expired,
    /// A paid order waits for a code of the merchant's.
    CodeWanted,
    /// The merchant is asked whether money may go back.
    RefundWanted,
    /// The voucher of an order was delivered.
    SaleDelivered,
    /// The money of an order went back.
    SaleRefunded,
}

/// How a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NoticeState {
    /// It is to be delivered.
    Waiting,
    /// It was delivered.
    Delivered,
    /// It was given up.
    Dead,
}

/// One try at a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attempt {
    /// When.
    pub at: Moment,
    /// Whether the receiver took it.
    pub delivered: bool,
    /// What the receiver answered, or what went wrong.
    pub detail: String,
}

/// A notice is to be delivered again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replayed {
    /// Which.
    pub notice_id: String,
}
