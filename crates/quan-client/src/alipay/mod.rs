//! Alipay's APIs, on Alipay's servers or on Quan's.

mod ask;
mod builder;
mod client;
mod error;
mod gateway;
mod operation;
mod order_voucher;
mod rest;
mod trust;

pub use builder::{AlipayClientBuilder, BuildError, Certificates};
pub use client::{AlipayClient, Answered, Image, Protocol};
pub use error::{Error, SignatureError};
