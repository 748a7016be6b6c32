//! What can go wrong, as opposed to what is denied.

use quan_core::Denial;

/// What the engine returns instead of a result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The platform says no. This is an answer.
    #[error("denied: {0}")]
    Denied(#[from] Denial),
    /// The store failed; nothing of the batch was done.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// The engine is shutting down.
    #[error("the engine is closed")]
    Closed,
}

/// Why a store failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The data directory cannot be used.
    #[error("could not open {place}: {why}")]
    Open {
        /// Where.
        place: String,
        /// Why.
        why: String,
    },
    /// The database refused a statement.
    #[error("could not {what}: {why}")]
    Database {
        /// What was tried, as an infinitive.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// A row that cannot be what the domain says.
    #[error("table {table} holds a row that cannot be: {what}")]
    Inconsistent {
        /// Where.
        table: &'static str,
        /// What is wrong with it.
        what: String,
    },
}

impl StoreError {
    pub(crate) fn inconsistent(table: &'static str, what: impl Into<String>) -> StoreError {
        StoreError::Inconsistent {
            table,
            what: what.into(),
        }
    }
}
