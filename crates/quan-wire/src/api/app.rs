//! Applications: where they are told things and asked things.

use serde::{Deserialize, Serialize};

/// An application at Alipay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct App {
    /// Its number.
    #[cfg_attr(feature = "openapi", schema(examples("2021000000000001")))]
    pub app_id: String,
    /// Whose it is.
    pub merchant: String,
    /// Where messages to it are posted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_url: Option<String>,
    /// Where it answers the platform's questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spi_url: Option<String>,
    /// Whether both are of the provisioning file, and need no check.
    pub trusted: bool,
}

/// Say where an application is told things and asked things. What is left out
/// is no longer there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetAddresses {
    /// Where messages to it are posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_url: Option<String>,
    /// Where it answers the platform's questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spi_url: Option<String>,
}
