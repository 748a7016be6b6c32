//! Alipay's open platform: the gateway (`/gateway.do`), REST v3 (`/v3/…`) and the
//! messages pushed to merchants.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`key`] | the keys of [`crate::key`] under the names of `sign_type` |
//! | [`certificate`] | certificate mode: serial numbers, chains |
//! | [`encrypt`] | the AES encryption of contents |
//! | [`charset`] | UTF-8 and GBK, answered under the name that came |
//! | [`form`], [`multipart`] | the bodies that the SDKs send, quirks included; the second is shared |
//! | [`code`] | refusals of the transport, worded for both protocols |
//! | [`gateway`] | requests and answers of the gateway, from both ends |
//! | [`rest`] | requests and answers of REST v3, from both ends |
//! | [`notify`] | push messages, from both ends |
//! | [`message`] | the business messages that travel inside |

pub mod certificate;
pub mod charset;
pub mod code;
pub mod encrypt;
pub mod form;
pub mod gateway;
pub mod key;
pub mod message;
pub mod notify;
pub mod rest;

pub use crate::multipart;
