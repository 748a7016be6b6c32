//! Merchants.

use quan_core::MerchantId;

/// A merchant as the platform knows it. What it has in its account is the
/// engine's to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merchant {
    /// Its number.
    pub id: MerchantId,
    /// The full name.
    pub name: String,
    /// The short name that buyers see.
    pub alias: Option<String>,
    /// The image of its logo.
    pub logo: Option<String>,
    /// The name of its account.
    pub logon_id: Option<String>,
    /// How the prepaid budgets that it sponsors are paid.
    pub recharge: RechargeMode,
}

impl Merchant {
    /// The name that buyers see: the short one where there is one.
    pub fn display_name(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }
}

/// How a prepaid budget is paid from its sponsor's account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RechargeMode {
    /// At once, without anybody asking.
    #[default]
    Auto,
    /// When a person follows the address in the answer.
    Manual,
}
