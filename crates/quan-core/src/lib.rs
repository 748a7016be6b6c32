//! The domain of Quan: values, terms, states, and operations that decide. Pure:
//! no I/O, no async, no clock of its own.

mod money;
pub mod time;

pub use money::Fen;
pub use time::{Clock, Period, Timestamp};
