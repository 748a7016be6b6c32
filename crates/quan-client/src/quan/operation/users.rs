//! Users that are known by more than their number.

use quan_wire::api::{PutUsers, User, UserList, UsersPut};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Users.
impl QuanClient {
    /// Lists users in the order of their numbers, from behind `after`.
    pub async fn users(
        &self,
        after: Option<&str>,
        limit: Option<u32>,
    ) -> Result<UserList, ApiError> {
        self.ask(
            Ask::get("/api/users", &[])
                .with("after", after)
                .with("limit", limit),
        )
        .await
    }

    /// Looks at a user.
    pub async fn user(&self, user_id: &str) -> Result<User, ApiError> {
        self.ask(Ask::get("/api/users/{user_id}", &[user_id])).await
    }

    /// Registers users: all of them, or none where one is wrong.
    pub async fn put_users(&self, users: &PutUsers) -> Result<UsersPut, ApiError> {
        self.ask(Ask::post("/api/users", &[]).carrying(users)).await
    }

    /// Registers users from a CSV file with a header line: `user_id`, and any of
    /// `logon_id`, `person`, `phone`, `real_name` and `open_id:<app_id>`. All of
    /// them, or none where one is wrong.
    pub async fn import_users(&self, csv: String) -> Result<UsersPut, ApiError> {
        self.ask_with_csv("/api/users", csv).await
    }
}
