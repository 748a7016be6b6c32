//! What `quan user` is told.

use std::path::PathBuf;

use clap::Subcommand;

use super::value::{Part, pair};

#[derive(Subcommand, Debug)]
pub(crate) enum UserCommand {
    /// List registered users in the order of their numbers.
    List {
        #[command(flatten)]
        part: Part,
    },
    /// Look at a registered user.
    Show {
        /// The number of the account.
        user_id: String,
    },
    /// Register a user, or replace what is known of one.
    Put {
        /// The number of the account.
        user_id: String,
        /// A name under which an application knows the user; may be said several
        /// times.
        #[arg(long, value_name = "APP_ID=NAME", value_parser = pair)]
        open_id: Vec<(String, String)>,
        /// A name under which an app of WeChat knows the user; may be said several
        /// times.
        #[arg(long, value_name = "APPID=NAME", value_parser = pair)]
        openid: Vec<(String, String)>,
        /// The name over all apps of one owner at WeChat.
        #[arg(long, value_name = "TEXT")]
        unionid: Option<String>,
        /// What the user signs in with.
        #[arg(long, value_name = "TEXT")]
        logon_id: Option<String>,
        /// The human being behind the account: accounts of one person share caps.
        #[arg(long, value_name = "TEXT")]
        person: Option<String>,
        /// The telephone number.
        #[arg(long, value_name = "NUMBER")]
        phone: Option<String>,
        /// The name was verified.
        #[arg(long)]
        real_name: bool,
        /// Stocks at WeChat Pay that prevent abuse issue nothing to the account.
        #[arg(long)]
        suspicious: bool,
    },
    /// Register the users of a CSV file: all of them, or none where one is wrong.
    ///
    /// Its first line names the columns: `user_id`, and any of `logon_id`,
    /// `person`, `phone`, `real_name`, `open_id:<app_id>`, `openid:<appid>`, `unionid`
    /// and `suspicious`.
    Import {
        /// The file.
        file: PathBuf,
    },
}
