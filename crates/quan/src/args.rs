//! What can be typed.
//!
//! A file per subject. Commands that ask a server say where it is in
//! [`remote::Remote`].

mod activity;
mod app;
mod bench;
mod clock;
mod delivery;
mod demo;
mod keys;
mod merchant;
mod notice;
mod package;
mod payee;
mod recharge;
mod redemption;
mod remote;
mod serve;
mod service_code;
mod shop;
mod switch;
mod trade;
mod user;
mod value;
mod verify;
mod voucher;
mod wechat_card;
mod wechat_merchant;

#[cfg(test)]
mod reference;

use clap::{Parser, Subcommand};

pub(crate) use activity::{ActivityCommand, VenueCommand};
pub(crate) use app::AppCommand;
pub(crate) use bench::{BenchArgs, BenchCommand, BenchIssueArgs, BenchWireArgs, WireCall};
pub(crate) use clock::ClockCommand;
pub(crate) use delivery::DeliveryCommand;
pub(crate) use demo::DemoArgs;
pub(crate) use keys::{ExportArgs, KeysArgs, KeysCommand, RotateArgs};
pub(crate) use merchant::MerchantCommand;
pub(crate) use notice::NoticeCommand;
pub(crate) use package::{Make, PackageCommand};
pub(crate) use payee::PayeeCommand;
pub(crate) use recharge::RechargeCommand;
pub(crate) use redemption::RedemptionCommand;
pub(crate) use remote::{Asking, Remote};
pub(crate) use serve::ServeArgs;
pub(crate) use service_code::ServiceCodeCommand;
pub(crate) use shop::ShopCommand;
pub(crate) use switch::{Switch, SwitchCommand};
pub(crate) use trade::TradeCommand;
pub(crate) use user::UserCommand;
pub(crate) use verify::VerifyArgs;
pub(crate) use voucher::{Redeem, VoucherCommand};
pub(crate) use wechat_card::WechatCardCommand;
pub(crate) use wechat_merchant::WechatMerchantCommand;

/// Quan 券: a voucher platform in one binary, which speaks Alipay's and
/// WeChat Pay's protocols.
///
/// Start with `quan demo`, which runs a whole voucher programme and shows every
/// step; then `quan serve` to point an official SDK at. The other commands ask a
/// running server for what no platform's API gives.
#[derive(Parser, Debug)]
#[command(name = "quan", version, propagate_version = true)]
pub(crate) struct Args {
    /// Report in JSON, for programs.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Run a voucher programme from beginning to end, over real signed HTTP.
    Demo(DemoArgs),
    /// Serve the protocols of Alipay and WeChat Pay, and Quan's own API.
    Serve(ServeArgs),
    /// Hand out the platform's keys.
    Keys(KeysArgs),
    /// Count every row of a store again and compare.
    Verify(VerifyArgs),
    /// Measure, beside a baseline that is measured in the same run.
    Bench(BenchArgs),
    /// Look at activities, pause them, and complete what they wait for.
    Activity(Asking<ActivityCommand>),
    /// Look at vouchers, use them on orders, and throw them out of wallets.
    Voucher(Asking<VoucherCommand>),
    /// Look at uses of vouchers, and give orders' money back.
    Redemption(Asking<RedemptionCommand>),
    /// Pay or close orders for vouchers, as their buyers would.
    Trade(Asking<TradeCommand>),
    /// Make voucher packages, put them on sale, and sell them.
    Package(Asking<PackageCommand>),
    /// Say what became of checking shops, and whether they are open.
    Shop(Asking<ShopCommand>),
    /// Register users that are known by more than their number.
    User(Asking<UserCommand>),
    /// Look at merchants' accounts, and pay money in.
    Merchant(Asking<MerchantCommand>),
    /// Say where applications are told things and asked things.
    App(Asking<AppCommand>),
    /// Let the platform treat a merchant so that its calls are refused.
    Switch(Asking<SwitchCommand>),
    /// Pay what prepaid budgets wait for.
    Recharge(Asking<RechargeCommand>),
    /// Register accounts that receive what buyers paid.
    Payee(Asking<PayeeCommand>),
    /// Register services that vouchers lead to.
    ServiceCode(Asking<ServiceCodeCommand>),
    /// Say whether promotion plans are carried out.
    Delivery(Asking<DeliveryCommand>),
    /// Look at merchants of WeChat Pay, and say what holds of them.
    WechatMerchant(Asking<WechatMerchantCommand>),
    /// Register consumption cards, as which coupons of WeChat Pay are sent.
    WechatCard(Asking<WechatCardCommand>),
    /// See what merchants were told, and tell it again.
    Notice(Asking<NoticeCommand>),
    /// Move the business clock of a sandbox.
    Clock(Asking<ClockCommand>),
    /// Let a running server count every row again and compare.
    Audit(Remote),
}
