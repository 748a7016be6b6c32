//! The command line of Quan: parse, call, print.

mod args;
mod bench;
mod command;
mod printer;
mod world;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
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
    }
}
