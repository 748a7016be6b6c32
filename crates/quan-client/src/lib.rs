//! The Rust SDK for Alipay's voucher APIs and Quan's own.
