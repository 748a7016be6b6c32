//! The business clock of a sandbox.

use serde::{Deserialize, Serialize};

use super::value::Moment;

/// How the business clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clock {
    /// The present instant of the business clock, which rules everything but
    /// signatures.
    pub now: Moment,
    /// The present instant of the wall clock.
    pub wall: Moment,
    /// Whether the business clock stands still.
    pub frozen: bool,
}

/// Move the business clock: it is set first, then advanced, then frozen or
/// released.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetClock {
    /// Set it to this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<Moment>,
    /// Move it forward by so much: `PT4M`, `90 minutes`, `3 days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(examples("PT4M", "3 days")))]
    pub advance: Option<String>,
    /// Freeze it, or let it go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<bool>,
}
