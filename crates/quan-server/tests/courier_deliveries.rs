//! Messages, delivered to a receiver on the loopback.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[expect(dead_code, reason = "the tests of the API use the rest of it")]
mod own;

#[path = "courier_deliveries/contents.rs"]
mod contents;
#[path = "courier_deliveries/receiver.rs"]
mod receiver;
#[path = "courier_deliveries/retries.rs"]
mod retries;
#[path = "courier_deliveries/running.rs"]
mod running;
#[path = "courier_deliveries/safety.rs"]
mod safety;
#[path = "courier_deliveries/transport.rs"]
mod transport;
