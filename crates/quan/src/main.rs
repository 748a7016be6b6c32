//! The command line of Quan: parse, call, print.

mod args;
mod bench;
mod command;
mod printer;
mod table;
mod world;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::command::remote;
use crate::printer::Printer;

fn main() -> ExitCode {
    let args = Args::parse();
    let printer = Printer::new(args.json);
    match run(args, &printer) {
        Ok(code) => code,
        Err(error) => {
            printer.failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args, printer: &Printer) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Serve(serve) => command::serve::run(serve, printer),
        Command::Demo(demo) => command::demo::run(demo, printer),
        Command::Keys(keys) => command::keys::run(keys, printer),
        Command::Verify(verify) => command::verify::run(verify, printer),
        Command::Bench(bench) => bench::run(bench, printer),
        Command::Activity(asking) => remote::run(asking, printer, command::activity::run),
        Command::Voucher(asking) => remote::run(asking, printer, command::voucher::run),
        Command::Redemption(asking) => remote::run(asking, printer, command::redemption::run),
        Command::Trade(asking) => remote::run(asking, printer, command::trade::run),
        Command::Package(asking) => remote::run(asking, printer, command::package::run),
        Command::Shop(asking) => remote::run(asking, printer, command::shop::run),
        Command::User(asking) => remote::run(asking, printer, command::user::run),
        Command::Merchant(asking) => remote::run(asking, printer, command::merchant::run),
        Command::App(asking) => remote::run(asking, printer, command::app::run),
        Command::Switch(asking) => remote::run(asking, printer, command::switch::run),
        Command::Recharge(asking) => remote::run(asking, printer, command::recharge::run),
        Command::Payee(asking) => remote::run(asking, printer, command::payee::run),
        Command::ServiceCode(asking) => remote::run(asking, printer, command::service_code::run),
        Command::Delivery(asking) => remote::run(asking, printer, command::delivery::run),
        Command::WechatMerchant(asking) => {
            remote::run(asking, printer, command::wechat_merchant::run)
        }
        Command::WechatCard(asking) => remote::run(asking, printer, command::wechat_card::run),
        Command::Notice(asking) => remote::run(asking, printer, command::notice::run),
        Command::Clock(asking) => remote::run(asking, printer, command::clock::run),
        Command::Audit(server) => command::audit::run(server, printer),
    }
}
