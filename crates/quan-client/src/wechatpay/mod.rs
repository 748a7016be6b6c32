//! `WeChat` Pay's merchant coupons (商家券, busifavor), on the platform's servers or on
//! Quan's.
//!
//! ```no_run
//! use quan_client::WechatPayClient;
//! use quan_client::wechatpay::message::coupon::deactivate;
//! use quan_client::wechatpay::{Code, Error, Merchant};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = WechatPayClient::builder()
//!     .endpoint("http://127.0.0.1:8600")
//!     .merchant(Merchant {
//!         mchid: "1900000001",
//!         serial_no: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
//!         private_key: &std::fs::read_to_string("apiclient_key.pem")?,
//!     })
//!     .apiv3_key("0123456789abcdef0123456789abcdef")
//!     .build()?;
//!
//! let coupon = deactivate::Request {
//!     coupon_code: "sxxe34343434".into(),
//!     stock_id: "1000000000000007".into(),
//!     deactivate_request_no: "no-1".into(),
//!     deactivate_reason: None,
//! };
//! match client.deactivate_coupon(&coupon).await {
//!     Ok(answer) => println!("invalid since {}", answer.wechatpay_deactivate_time),
//!     Err(error) if error.is(Code::InvalidRequest) => println!("it cannot be: {error}"),
//!     Err(Error::Refused { code, message, .. }) => println!("refused: {code} {message}"),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(()) }
//! ```
//!
//! Requests and answers are the types of [`message`]. A request says everything that
//! the platform requires of it; words that the platform adds to its answers later do not
//! stop one from being read.

mod ask;
mod builder;
mod client;
mod error;
mod keys;
mod link;
mod operation;
mod send;

/// Requests, answers and notifications around coupons.
pub use quan_wire::wechatpay::message;

pub use builder::{BuildError, Merchant, WechatPayClientBuilder};
pub use client::{Answered, WechatPayClient};
pub use error::{CertificatesError, Code, Error, SignatureError};
pub use link::{ApiV2KeyError, SendCoupon, h5_link, plugin_params};
pub use operation::SealedField;
pub use quan_wire::wechatpay::certificate::Certificate;
pub use quan_wire::wechatpay::upload::Uploaded;

pub(crate) use builder::{platform_certificate, platform_key};
