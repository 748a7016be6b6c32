//! The Rust SDK for Alipay's and `WeChat` Pay's voucher APIs and Quan's own.
//!
//! [`AlipayClient`] calls payment vouchers (支付券), order vouchers (商家券) and
//! their neighbours, on Alipay's servers or on Quan's, over REST v3 or the
//! gateway, with keys or with certificates. It verifies every answer, asks again
//! where that is safe, and says what went wrong in an [`Error`] that one can
//! branch on.
//! [`webhook::Webhook`] verifies and reads the messages that the platform
//! pushes. [`WechatPayClient`] and [`webhook::wechatpay::Webhook`] do the same for
//! `WeChat` Pay's merchant coupons; see [`wechatpay`]. [`QuanClient`] calls what only Quan has: redemptions, returns,
//! accounts, trades, shops, packages, notices, the sandbox's clock.
//!
//! ```no_run
//! use quan_client::message::send;
//! use quan_client::{AlipayClient, Error};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = AlipayClient::builder()
//!     .endpoint("http://127.0.0.1:8600")
//!     .app("2021000000000001", &std::fs::read_to_string("app_private.pem")?)
//!     .alipay_public_key(&std::fs::read_to_string("alipay_public_key.pem")?)
//!     .build()?;
//!
//! let voucher = send::Request {
//!     activity_id: Some("2026112500826004500000000001".into()),
//!     user_id: Some("2088202967380463".into()),
//!     out_biz_no: Some("order-42".into()),
//!     ..send::Request::default()
//! };
//! match client.send_voucher(&voucher).await {
//!     Ok(answer) => println!("sent {:?}", answer.voucher_id),
//!     Err(error) if error.is("BUDGET_NOT_ENOUGH") => println!("all gone"),
//!     Err(Error::Business { message, .. }) => println!("refused: {message}"),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(()) }
//! ```
//!
//! Requests and answers are the types of [`message`] and [`api`]. Every field
//! may be absent, because the platform adds fields and drops them; what the
//! platform requires is said by its answer.

mod alipay;
mod ambient;
mod http;
mod path;
mod quan;
mod retry;
pub mod webhook;
pub mod wechatpay;

/// Requests, answers and push messages around vouchers.
pub use quan_wire::alipay::message;
/// Requests and answers of Quan's own API.
pub use quan_wire::api;

pub use alipay::{
    AlipayClient, AlipayClientBuilder, Answered, BuildError, Certificates, Error, Image, Protocol,
    SignatureError,
};
pub use ambient::{Sleeper, TokioSleeper, WallClock};
pub use http::{ConnectionError, Connections};
pub use quan::{
    ActivityFilter, ApiError, DeliveryFilter, ListedState, NoticeFilter, PackageFilter, QuanClient,
    QuanClientBuilder, ServiceCodeFilter, ShopFilter,
};
pub use quan_core::{Clock, Fen, Timestamp};
pub use retry::Retry;
pub use wechatpay::{WechatPayClient, WechatPayClientBuilder};
