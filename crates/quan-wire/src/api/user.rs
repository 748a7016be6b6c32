//! Users that are known by more than their number.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Somebody who receives vouchers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// The number of the account.
    #[cfg_attr(feature = "openapi", schema(examples("2088202967380463")))]
    pub user_id: String,
    /// The names under which applications know the user, by application.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub open_ids: BTreeMap<String, String>,
    /// The names under which apps of `WeChat` know the user, by app.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub openids: BTreeMap<String, String>,
    /// The name over all apps of one owner at `WeChat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unionid: Option<String>,
    /// What the user signs in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logon_id: Option<String>,
    /// The human being behind the account: accounts of one person share caps
    /// that count by person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether the name was verified.
    #[serde(default)]
    pub real_name: bool,
    /// Whether the account is up to no good: stocks at `WeChat` Pay that prevent abuse
    /// issue nothing to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suspicious: bool,
}

/// Register users: all of them, or none where one is wrong. Known ones are
/// replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutUsers {
    /// The users.
    pub users: Vec<User>,
}

/// Users were registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsersPut {
    /// How many.
    pub count: usize,
}

/// Users in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserList {
    /// The users.
    pub items: Vec<User>,
    /// Where the list goes on: ask again with `after` set to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
