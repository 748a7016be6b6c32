//! The gateway: one path, the method is a parameter, the answer is an envelope.
//!
//! The server reads with [`Request`], in the order in which the platform refuses,
//! and answers with [`Reply`]; the client asks with [`Caller`] and reads with
//! [`Envelope`].

mod client;
mod envelope;
mod parameter;
mod reply;
mod request;
mod timestamp;

pub use client::{Caller, Outgoing, Upload};
pub use envelope::{Envelope, EnvelopeError, Opened};
pub use reply::{CertificateSns, Framing, Reply, Sealing, root_name};
pub use request::{Arrival, Claims, Rejected, Request};
pub use timestamp::{format_timestamp, parse_timestamp, within_a_day};
