//! Shops and indirect merchants.

use quan_core::MerchantId;

/// A shop that vouchers can be confined to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// Its number.
    pub id: String,
    /// Whose it is.
    pub merchant: MerchantId,
    /// What sort of place it is.
    pub kind: ShopKind,
    /// What buyers read above the door.
    pub name: String,
    /// Six digits of the national code.
    pub city: String,
    /// Decimal degrees, as they were written.
    pub latitude: Option<String>,
    /// Decimal degrees, as they were written.
    pub longitude: Option<String>,
}

/// What sort of place a shop is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShopKind {
    /// One that takes payments.
    #[default]
    Payment,
    /// One that was registered as a place on the map.
    Real,
}

/// An indirect merchant, which sells under the roof of a direct one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smid {
    /// Its number.
    pub id: String,
    /// The direct merchant that it is bound to.
    pub merchant: MerchantId,
}
