//! Messages, delivered to a receiver on the loopback.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod own;

#[path = "courier_deliveries/contents.rs"]
mod contents;
#[path = "courier_deliveries/receiver.rs"]
mod receiver;
#[path = "courier_deliveries/retries.rs"]
mod retries;
#[path = "courier_deliveries/safety.rs"]
mod safety;
#[path = "courier_deliveries/transport.rs"]
mod transport;
