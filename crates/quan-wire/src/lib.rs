//! The platforms' messages and signatures as pure data, words exactly as published.
//!
//! Nothing here reads a socket, a clock or a random source: bytes, keys, instants
//! and nonces come in, bytes and verdicts go out. Only the one-time secrets of
//! encryption with a public key are drawn, by the library that encrypts. The server
//! and the client stand on the same functions, so what one signs the other verifies.

pub mod alipay;
pub mod api;
pub mod key;
pub mod multipart;
pub mod wechatpay;

mod hex;
