//! Using a voucher on an order, and giving the order's money back.

use serde::{Deserialize, Serialize};

use super::activity::Funding;
use super::value::{Moment, Yuan};

/// Use a voucher on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RedeemVoucher {
    /// Tells this request from others: the same number with the same contents
    /// is answered the same way, and the voucher is used once.
    pub request_no: String,
    /// Who pays: the voucher must be theirs.
    pub user_id: String,
    /// The merchant's number for the order.
    pub order_no: String,
    /// The whole sum of the order.
    pub total: Yuan,
    /// The part of it that discounts may touch; without it, everything but
    /// `undiscountable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discountable: Option<Yuan>,
    /// The part of it that discounts may not touch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undiscountable: Option<Yuan>,
    /// Who sells.
    pub seller: Seller,
    /// The application in which the order was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// The shop in which the order was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop_id: Option<String>,
    /// What was bought: needed for vouchers that are for some goods only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goods: Vec<GoodsLine>,
    /// When the order was really made, where it is paid later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_order_time: Option<Moment>,
}

/// Who sells: a merchant, an indirect merchant, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seller {
    /// The merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<String>,
    /// The indirect merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smid: Option<String>,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoodsLine {
    /// What.
    pub goods_id: String,
    /// The price of one.
    pub price: Yuan,
    /// How many.
    pub quantity: u32,
}

/// A voucher was used on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Redeemed {
    /// Names this use, for returns.
    pub redemption_id: String,
    /// The voucher.
    pub voucher_id: String,
    /// Its activity.
    pub activity_id: String,
    /// Who paid.
    pub user_id: String,
    /// For which order.
    pub order_no: String,
    /// The whole sum of the order.
    pub total: Yuan,
    /// What came off.
    pub deduction: Yuan,
    /// What the buyer pays.
    pub buyer_pays: Yuan,
    /// What the seller receives: the whole sum where the deduction was paid in
    /// advance, else what the buyer pays.
    pub seller_receives: Yuan,
    /// Who bears the deduction.
    pub funding: FundingSplit,
    /// The sum by where it comes from.
    pub fund_bill: Vec<FundBill>,
    /// When.
    pub redeemed_at: Moment,
}

/// Who bears a deduction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FundingSplit {
    /// Whether it was paid in advance.
    pub kind: Funding,
    /// Who paid in advance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<String>,
    /// The seller's share.
    pub by_seller: Yuan,
    /// Everybody else's.
    pub by_others: Yuan,
}

/// A part of an order's sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FundBill {
    /// Where it comes from.
    pub channel: FundChannel,
    /// How much.
    pub amount: Yuan,
}

/// Where money comes from, in Alipay's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FundChannel {
    /// The buyer's own money.
    #[serde(rename = "ALIPAYACCOUNT")]
    AlipayAccount,
    /// A merchant's voucher.
    #[serde(rename = "MDISCOUNT")]
    MerchantDiscount,
}

/// A use of a voucher as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Redemption {
    /// Names it.
    pub redemption_id: String,
    /// The voucher.
    pub voucher_id: String,
    /// Its activity.
    pub activity_id: String,
    /// Who paid.
    pub user_id: String,
    /// For which order.
    pub order_no: String,
    /// The whole sum of the order.
    pub total: Yuan,
    /// What came off.
    pub deduction: Yuan,
    /// What the buyer paid.
    pub buyer_pays: Yuan,
    /// What the seller received.
    pub seller_receives: Yuan,
    /// When.
    pub redeemed_at: Moment,
    /// How much of the order's sum was given back so far.
    pub refunded: Yuan,
    /// How much of that the buyer got.
    pub refunded_to_buyer: Yuan,
    /// When the whole order was given back and the use with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<Moment>,
}

/// Give back an order's money, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnRedemption {
    /// Tells this request from others.
    pub request_no: String,
    /// How much of the order's sum, the voucher's part included; everything
    /// that is left, where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Yuan>,
}

/// An order's money was given back. The buyer's own money goes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Returned {
    /// Names this return.
    pub return_id: String,
    /// Of which use.
    pub redemption_id: String,
    /// How much of the order's sum.
    pub amount: Yuan,
    /// How much of that the buyer gets.
    pub to_buyer: Yuan,
    /// How much of that is the voucher's.
    pub to_voucher: Yuan,
    /// Whether the use was returned with it: the voucher can be used again as
    /// long as it is valid.
    pub voucher_returned: bool,
    /// When.
    pub returned_at: Moment,
}
