//! Hands out the platform's keys.

use std::process::ExitCode;

use anyhow::Context;
use quan_core::Clock;
use quan_server::clock::WallClock;
use quan_server::platform::Platform;

use crate::args::{KeysArgs, KeysCommand};
use crate::printer::Printer;

pub(crate) fn run(args: KeysArgs, printer: &Printer) -> anyhow::Result<ExitCode> {
    let KeysCommand::Export(args) = args.command;
    for dir in [&args.data, &args.out] {
        std::fs::create_dir_all(dir)
            .with_context(|| format!("could not make {}", dir.display()))?;
    }
    let platform = Platform::open(&args.data, None, WallClock.now())?;
    let written = platform.export(&args.out)?;
    let lines: Vec<String> = written
        .iter()
        .map(|path| format!("wrote {}", path.display()))
        .collect();
    printer.report(lines.join("\n"), &serde_json::json!({ "written": written }))?;
    Ok(ExitCode::SUCCESS)
}
