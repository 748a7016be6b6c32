//! HTTP: verification, dialects, courier, Quan's own API.
//!
//! A [`Server`] is built from what it stands on (registry, platform keys, wall
//! clock, random source) and from what carries verified calls out. It serves a
//! listener, and answers single requests without one, through the same router.

pub mod alipay;
pub mod api;
pub mod clock;
pub mod config;
pub mod coupon_code;
pub mod courier;
mod draw;
mod fingerprint;
mod http;
pub mod instance;
mod known;
mod package;
pub mod platform;
pub mod provision;
pub mod recharge;
mod server;
pub mod wechatpay;

pub use server::{Parts, Server, WechatParts};
