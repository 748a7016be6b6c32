//! Hands out the platform's keys, and lets one follow another.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use quan_core::Clock;
use quan_server::clock::WallClock;
use quan_server::platform::{Platform, WechatKeys, WechatPlatform};

use crate::args::{ExportArgs, KeysArgs, KeysCommand, RotateArgs};
use crate::printer::Printer;

pub(crate) fn run(args: KeysArgs, printer: &Printer) -> anyhow::Result<ExitCode> {
    match args.command {
        KeysCommand::Export(args) => export(&args, printer)?,
        KeysCommand::Rotate(args) => rotate(&args, printer)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn export(args: &ExportArgs, printer: &Printer) -> anyhow::Result<()> {
    make(&args.data)?;
    make(&args.out)?;
    let now = WallClock.now();
    let alipay = Platform::open(&args.data, None, now)?;
    let wechat = WechatPlatform::open(&args.data, &WechatKeys::default(), now)?;
    let mut written = alipay.export(&args.out)?;
    written.extend(wechat.export(&args.out, now)?);
    let lines: Vec<String> = written
        .iter()
        .map(|path| format!("wrote {}", path.display()))
        .collect();
    printer.report(lines.join("\n"), &serde_json::json!({ "written": written }))
}

/// There is one platform whose certificates follow one another.
fn rotate(args: &RotateArgs, printer: &Printer) -> anyhow::Result<()> {
    make(&args.data)?;
    let rotated = WechatPlatform::rotate(&args.data, WallClock.now())?;
    let words = format!("{} signs from {} on", rotated.serial, rotated.signs_at);
    let signs_at = rotated.signs_at.to_string();
    let machine = serde_json::json!({ "serial": rotated.serial, "signs_at": signs_at });
    printer.report(words, &machine)
}

fn make(dir: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("could not make {}", dir.display()))
}
