//! Voucher packages: several activities' vouchers, sold together.

use serde::{Deserialize, Serialize};

use super::activity::Span;
use super::value::{Moment, Yuan};

/// A voucher package, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Package {
    /// Names it.
    #[cfg_attr(
        feature = "openapi",
        schema(examples("IP20220628016671405804297103167741"))
    )]
    pub package_id: String,
    /// Who sells it.
    pub merchant: String,
    /// What users read.
    pub name: String,
    /// Whether it is on sale.
    pub status: PackageStatus,
    /// When it is on sale.
    pub purchase_window: Span,
    /// What one costs.
    pub price: Yuan,
    /// How many can be sold.
    pub budget: u32,
    /// How many were.
    pub sold: u32,
    /// How many one user may buy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PurchaseLimit>,
    /// How it must be paid, in Alipay's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_channel: Option<String>,
    /// Where it is sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_url: Option<String>,
    /// What users read about its use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_rule: Option<String>,
    /// The activities whose vouchers are in it.
    pub activities: Vec<String>,
}

/// Whether a package is on sale. One whose time is over stays as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PackageStatus {
    /// Not yet.
    Created,
    /// Within its window.
    #[default]
    Enabled,
    /// Not for now.
    Paused,
    /// Not any more.
    Disabled,
}

/// So many for one user in a span of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseLimit {
    /// The span, after which the count starts anew.
    pub period: PurchasePeriod,
    /// The most in one span.
    pub count: u32,
}

/// A span of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PurchasePeriod {
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// From the first to the last of a month.
    Month,
    /// For ever.
    Lifetime,
}

/// Make a voucher package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPackage {
    /// Names it; one is chosen where none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_id: Option<String>,
    /// Who sells it.
    pub merchant: String,
    /// What users read.
    pub name: String,
    /// Whether it is on sale; it is where nothing is said.
    #[serde(default)]
    pub status: PackageStatus,
    /// When it is on sale.
    pub purchase_window: Span,
    /// What one costs.
    pub price: Yuan,
    /// How many can be sold.
    pub budget: u32,
    /// How many one user may buy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PurchaseLimit>,
    /// How it must be paid: `pcredit`, `creditCard` or `credit_group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_channel: Option<String>,
    /// Where it is sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_url: Option<String>,
    /// What users read about its use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_rule: Option<String>,
    /// Activities whose vouchers are in it. Those that are made for the package
    /// join it by themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<String>,
}

/// Put a package on sale, or take it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPackageStatus {
    /// How it stands from now on.
    pub status: PackageStatus,
}

/// Sell a package to a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BuyPackage {
    /// Tells this request from others.
    pub request_no: String,
    /// Who buys.
    pub user_id: String,
}

/// A package was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Purchase {
    /// Which.
    pub package_id: String,
    /// At which request.
    pub request_no: String,
    /// To whom.
    pub user_id: String,
    /// When it was asked for.
    pub at: Moment,
}
