//! Promotion plans: where an activity is shown to users.

use serde::{Deserialize, Serialize};

use super::value::Moment;

/// A promotion plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// Names it.
    pub delivery_id: String,
    /// Whose it is.
    pub merchant: String,
    /// Who made it, for the owner or as the owner.
    pub operator: String,
    /// The application that is told what becomes of it.
    pub receiver: String,
    /// The request that made it.
    pub request_no: String,
    /// Whether it is shown.
    pub status: DeliveryStatus,
    /// Why it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// When it was made.
    pub created_at: Moment,
    /// What it says, in Alipay's words.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub document: serde_json::Value,
}

/// Whether a plan is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DeliveryStatus {
    /// It is.
    Active,
    /// Not any more.
    Inactive,
    /// Somebody looks at it first.
    Auditing,
    /// Somebody looked at it, and said no (Alipay's `AUDIT_NO_PASS`).
    Rejected,
}

/// Say whether a plan is carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetDeliveryStatus {
    /// How it stands from now on.
    pub status: DeliveryStatus,
    /// Why it is not carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
