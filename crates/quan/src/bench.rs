//! Measurements, each beside a baseline of the same run.

mod baseline;
mod issue;
pub(crate) mod pool;
pub(crate) mod scope;
mod server;
mod wire;

use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;

use crate::args::{BenchArgs, BenchCommand};
use crate::printer::Printer;

pub(crate) fn run(args: BenchArgs, printer: &Printer) -> anyhow::Result<ExitCode> {
    match args.command {
        BenchCommand::Issue(args) => issue::run(args, printer)?,
        BenchCommand::Wire(args) => wire::run(args, printer)?,
        BenchCommand::Scope(args) => scope::run(args, printer)?,
        BenchCommand::Pool(args) => pool::run(args, printer)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A measurement beside its baseline.
#[derive(Clone, Debug, Serialize)]
struct Run {
    name: String,
    per_second: u64,
    baseline_per_second: u64,
    ratio: serde_json::Number,
}

impl Run {
    fn new(name: impl Into<String>, per_second: u64, baseline_per_second: u64) -> Run {
        let hundredths = per_second.saturating_mul(100) / baseline_per_second.max(1);
        Run {
            name: name.into(),
            per_second,
            baseline_per_second,
            ratio: ratio(hundredths),
        }
    }
}

/// Hundredths as a number with two decimals.
fn ratio(hundredths: u64) -> serde_json::Number {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.parse()
        .unwrap_or_else(|_| serde_json::Number::from(hundredths / 100))
}

#[derive(Serialize)]
struct Report {
    runs: Vec<Run>,
}

fn report(runs: Vec<Run>, printer: &Printer) -> anyhow::Result<()> {
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::UTF8_FULL_CONDENSED);
    table.set_header(["what", "per second", "baseline per second", "ratio"]);
    for run in &runs {
        table.add_row([
            run.name.clone(),
            run.per_second.to_string(),
            run.baseline_per_second.to_string(),
            run.ratio.to_string(),
        ]);
    }
    printer.report(table.to_string(), &Report { runs })
}

/// How many of `count` there were in a second.
fn per_second(count: u64, took: Duration) -> u64 {
    let micros = took.as_micros().max(1);
    u64::try_from(u128::from(count).saturating_mul(1_000_000) / micros).unwrap_or(u64::MAX)
}
