//! The platforms' messages and signatures as pure data, words exactly as published.
//!
//! Nothing here reads a socket, a clock or a random source: bytes, keys, instants
//! and nonces come in, bytes and verdicts go out. The server and the client stand
//! on the same functions, so what one signs the other verifies.

pub mod alipay;
pub mod api;
