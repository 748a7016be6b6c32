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
    /// Of which activity; left out where it is about something else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub activity_id: String,
    /// The promotion plan that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_id: Option<String>,
    /// The shop that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop_id: Option<String>,
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
    /// A promotion plan is carried out.
    DeliveryActive,
    /// It is carried out no longer.
    DeliveryInactive,
    /// Somebody looks at it first.
    DeliveryAuditing,
    /// Somebody looked at it, and said no.
    DeliveryRejected,
    /// A shop was certified.
    ShopPassed,
    /// A shop was found wanting.
    ShopRejected,
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
