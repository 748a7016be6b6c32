//! The house: whether everything adds up, and what time it is.

use quan_wire::api::{Audit, Clock, SetClock};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// The house.
impl QuanClient {
    /// Audits the whole store: every invariant, over every row.
    pub async fn verify(&self) -> Result<Audit, ApiError> {
        self.ask(Ask::get("/api/verify", &[])).await
    }

    /// Looks at the business clock of a sandbox.
    pub async fn clock(&self) -> Result<Clock, ApiError> {
        self.ask(Ask::get("/api/clock", &[])).await
    }

    /// Moves the business clock of a sandbox. Moving it forward by a step twice
    /// is two steps, so that is not repeated when an answer is lost: look first.
    pub async fn set_clock(&self, asked: &SetClock) -> Result<Clock, ApiError> {
        let ask = Ask {
            repeatable: asked.advance.is_none(),
            ..Ask::put("/api/clock", &[])
        };
        self.ask(ask.carrying(asked)).await
    }
}
