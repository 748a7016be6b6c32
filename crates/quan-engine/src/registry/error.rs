//! Why the registry could not be read or written.

/// Why the registry could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The database did not do what it was asked.
    #[error("the registry's database failed")]
    Sqlite(#[from] rusqlite::Error),
    /// A row cannot be what it should be.
    #[error("the row {key:?} of table {table} is inconsistent: {what}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row's key.
        key: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Two applications or merchants cannot be told apart by one token.
    #[error("the app_auth_token of application {app_id} is taken by another authorization")]
    TokenTaken {
        /// The application whose authorisation was refused.
        app_id: String,
    },
    /// Two shops of an owner cannot be told apart by one number.
    #[error("the owner's number of the shop {shop} is the number of its shop {by}")]
    StoreIdTaken {
        /// The shop that was refused.
        shop: String,
        /// The one that has the number.
        by: String,
    },
}
