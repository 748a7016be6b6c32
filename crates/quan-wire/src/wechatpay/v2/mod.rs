//! `APIv2`: how a page or a mini program of a merchant asks `WeChat` to send coupons.
//!
//! Parameters are signed with a key that the merchant shares with the platform; the
//! key is that of `send_coupon_merchant`.

mod coupon;
mod h5;
mod outcome;
mod plugin;
mod sign;

pub use coupon::{NotTime, SendCoupon};
pub use h5::{H5Link, LinkError};
pub use outcome::{H5Fault, PluginFault, PluginResult, SendCode, SendResult};
pub use plugin::{PLUGIN_APPID, PluginCall, PluginError};
pub use sign::{ApiV2Key, ApiV2KeyError, string_to_sign};
