//! HTTP itself: the listener, where a request goes, how much of it is read.

pub(crate) mod body;
mod first;
pub(crate) mod listen;
pub(crate) mod route;
