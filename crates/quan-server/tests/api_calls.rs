//! Quan's own API, through its router without a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod own;

#[path = "api_calls/access.rs"]
mod access;
#[path = "api_calls/activities.rs"]
mod activities;
#[path = "api_calls/apps.rs"]
mod apps;
#[path = "api_calls/clock.rs"]
mod clock;
#[path = "api_calls/input.rs"]
mod input;
#[path = "api_calls/money.rs"]
mod money;
#[path = "api_calls/notices.rs"]
mod notices;
#[path = "api_calls/openapi.rs"]
mod openapi;
#[path = "api_calls/packages.rs"]
mod packages;
#[path = "api_calls/page.rs"]
mod page;
#[path = "api_calls/redemption.rs"]
mod redemption;
#[path = "api_calls/returns.rs"]
mod returns;
#[path = "api_calls/shops.rs"]
mod shops;
#[path = "api_calls/staff.rs"]
mod staff;
#[path = "api_calls/users.rs"]
mod users;
#[path = "api_calls/wechat.rs"]
mod wechat;
