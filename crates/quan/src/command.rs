//! The commands, one file each.

pub(crate) mod activity;
pub(crate) mod app;
pub(crate) mod audit;
pub(crate) mod clock;
pub(crate) mod delivery;
pub(crate) mod demo;
pub(crate) mod keys;
pub(crate) mod merchant;
pub(crate) mod notice;
pub(crate) mod package;
pub(crate) mod payee;
pub(crate) mod recharge;
pub(crate) mod redemption;
pub(crate) mod remote;
pub(crate) mod serve;
pub(crate) mod service_code;
pub(crate) mod shop;
pub(crate) mod switch;
pub(crate) mod trade;
pub(crate) mod user;
pub(crate) mod verify;
pub(crate) mod voucher;
pub(crate) mod wechat_card;
pub(crate) mod wechat_merchant;

/// A runtime for commands that wait for several things at once.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?)
}
