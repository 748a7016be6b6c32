//! Service codes: what mini-programs offer, as vouchers lead to it.

use serde::{Deserialize, Serialize};

/// A service of a mini-program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceCode {
    /// Names it.
    #[cfg_attr(feature = "openapi", schema(examples("2020030921000303380758")))]
    pub code: String,
    /// The mini-program that offers it.
    pub app_id: String,
    /// What users read.
    pub name: String,
    /// What it was registered with besides; only where one code is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub details: Option<serde_json::Value>,
}

/// Register a service under a code, or change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutServiceCode {
    /// The mini-program that offers it.
    pub app_id: String,
    /// What users read.
    #[serde(default)]
    pub name: String,
}
