//! Who may use Quan's own API.

use quan_core::MerchantId;

/// A bearer token of Quan's own API, known by its digest alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// SHA-256 of the token.
    pub sha256: [u8; 32],
    /// What its holder may do.
    pub role: Role,
    /// The merchant that its holder is confined to.
    pub merchant: Option<MerchantId>,
}

/// What the holder of a token may do; each includes the ones before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Look.
    Viewer,
    /// Redeem, return, pay.
    Operator,
    /// Everything.
    Admin,
}
