//! `WeChat` Pay's merchant coupons: the client against a stand-in, and notifications.

mod build;
mod calls;
mod certificates;
mod link;
mod refusals;
mod retries;
mod stand_in;
mod trust;
mod webhook;
