//! Shops: what became of checking them, and whether they are open.

use serde::{Deserialize, Serialize};

/// A shop that vouchers can be confined to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shop {
    /// Its number.
    #[cfg_attr(feature = "openapi", schema(examples("2018051000502000000011111111")))]
    pub shop_id: String,
    /// Whose it is: for an indirect merchant's, the direct one's.
    pub merchant: String,
    /// The indirect merchant whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smid: Option<String>,
    /// What sort of place it is.
    pub kind: ShopKind,
    /// The owner's own number for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// What buyers read above the door.
    pub name: String,
    /// Six digits of the national code.
    pub city: String,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Decimal degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<String>,
    /// Decimal degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<String>,
    /// What became of checking what is known of it.
    pub info_status: InfoStatus,
    /// Whether it has not closed for good.
    pub open: bool,
    /// What it was registered with besides; only where one shop is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub details: Option<serde_json::Value>,
}

/// What sort of place a shop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ShopKind {
    /// One that takes payments.
    Payment,
    /// One that was registered as a place on the map.
    Real,
}

/// What became of checking what is known of a shop. An activity takes only
/// certified ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InfoStatus {
    /// It was found right (Alipay's `01`).
    Certified,
    /// Something is missing (`02`).
    Incomplete,
    /// It is being looked at (`03`).
    InAudit,
    /// Nobody knows (`99`).
    Unknown,
}

/// Change a shop. What is left out stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetShop {
    /// What became of checking it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info_status: Option<InfoStatus>,
    /// Whether it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
}
