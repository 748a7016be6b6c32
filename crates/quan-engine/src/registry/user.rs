//! Users and the names that calls give them.

use std::collections::BTreeMap;

use quan_core::{PersonId, Phone, UserId};

/// Somebody who receives vouchers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The number that the platform gave the account.
    pub id: UserId,
    /// The names under which applications know the user, by application.
    pub open_ids: BTreeMap<String, String>,
    /// The names under which apps of `WeChat` know the user, by app.
    pub openids: BTreeMap<String, String>,
    /// The name that is the same over all apps of one owner at `WeChat`.
    pub unionid: Option<String>,
    /// What the user signs in with.
    pub logon_id: Option<String>,
    /// The human being behind the account.
    pub person: Option<PersonId>,
    /// The telephone number bound to the account.
    pub phone: Option<Phone>,
    /// Whether the name was verified.
    pub real_name: bool,
    /// Whether the account is up to no good, as far as the platform can tell.
    pub suspicious: bool,
}

/// How a call names a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserName<'a> {
    /// By the number of the account.
    Id(&'a str),
    /// By the name that an application has for them.
    OpenId {
        /// The application.
        app_id: &'a str,
        /// Its name for the user.
        open_id: &'a str,
    },
    /// By what they sign in with.
    LogonId(&'a str),
    /// By the name that an app of `WeChat` has for them.
    Openid {
        /// The app.
        appid: &'a str,
        /// Its name for the user.
        openid: &'a str,
    },
}

impl User {
    /// A user of whom nothing but the number is known.
    pub fn of_id(id: UserId) -> User {
        User {
            id,
            open_ids: BTreeMap::new(),
            openids: BTreeMap::new(),
            unionid: None,
            logon_id: None,
            person: None,
            phone: None,
            real_name: false,
            suspicious: false,
        }
    }

    /// The name under which an application knows the user.
    pub fn open_id_in(&self, app_id: &str) -> Option<&str> {
        self.open_ids.get(app_id).map(String::as_str)
    }

    /// The name under which an app of `WeChat` knows the user.
    pub fn openid_in(&self, appid: &str) -> Option<&str> {
        self.openids.get(appid).map(String::as_str)
    }

    /// Whether a text looks like the number of an account: `2088` and twelve
    /// digits more.
    pub fn is_account_number(text: &str) -> bool {
        text.len() == 16 && text.starts_with("2088") && text.bytes().all(|b| b.is_ascii_digit())
    }

    /// Somebody nobody registered, where their name is well-formed. One who
    /// is known by an application's name alone has that name for a number: it
    /// never looks like an account's, so the two cannot be mistaken.
    pub(super) fn unregistered(name: &UserName<'_>) -> Option<User> {
        match name {
            UserName::Id(id) => {
                let id = User::is_account_number(id).then(|| UserId::parse(id).ok())??;
                Some(User::of_id(id))
            }
            UserName::OpenId { app_id, open_id } => {
                let mut user = User::of_name(open_id)?;
                user.open_ids
                    .insert((*app_id).to_owned(), (*open_id).to_owned());
                Some(user)
            }
            UserName::Openid { appid, openid } => {
                let mut user = User::of_name(openid)?;
                user.openids
                    .insert((*appid).to_owned(), (*openid).to_owned());
                Some(user)
            }
            UserName::LogonId(_) => None,
        }
    }

    /// Somebody who is known by an application's name alone.
    fn of_name(name: &str) -> Option<User> {
        let visible = name.bytes().all(|byte| byte.is_ascii_graphic());
        if !visible || User::is_account_number(name) {
            return None;
        }
        UserId::parse(name).ok().map(User::of_id)
    }
}
