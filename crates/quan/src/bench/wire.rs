//! What a signed call costs the server, beside the signatures that nobody can
//! save it.

mod alipay;
mod socket;
mod wechat;

use std::path::Path;
use std::time::Instant;

use quan_wire::alipay::key::{PrivateKey, SignType};

use super::server::Server;
use super::{Run, per_second, ratio, report};
use crate::args::{BenchWireArgs, WireCall};
use crate::printer::Printer;
use crate::world::World;

const SIGNATURES: u32 = 2000;

pub(super) fn run(args: BenchWireArgs, printer: &Printer) -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let world = World::make(dir.path(), None)?;
    let runs = args
        .call
        .iter()
        .map(|&call| measure(call, &args, &world, dir.path(), printer))
        .collect::<anyhow::Result<_>>()?;
    report(runs, printer)
}

/// What a call is named in reports.
fn name(call: WireCall) -> &'static str {
    match call {
        WireCall::AlipaySend => "Alipay's send over REST v3",
        WireCall::WechatSend => "WeChat Pay's send",
        WireCall::WechatUse => "WeChat Pay's use",
    }
}

/// Measures a call on a server of its own.
fn measure(
    call: WireCall,
    args: &BenchWireArgs,
    world: &World,
    dir: &Path,
    printer: &Printer,
) -> anyhow::Result<Run> {
    let dir = tempfile::tempdir_in(dir)?;
    let server = Server::start(dir.path(), &world.provision)?;
    let authority = server.authority.as_str();
    let runtime = crate::command::runtime()?;
    let (name, count) = (name(call), u64::from(args.calls));
    printer.line(format!("Signing {count} calls of {name} …"));
    let calls = match call {
        WireCall::AlipaySend => runtime.block_on(alipay::sends(world, authority, count))?,
        WireCall::WechatSend => runtime.block_on(wechat::sends(world, authority, count))?,
        WireCall::WechatUse => {
            runtime.block_on(wechat::uses(world, authority, count, args.connections))?
        }
    };
    let baseline = signatures_per_second(&world.app_key)?;
    let before = server.cpu()?;
    let begun = Instant::now();
    runtime.block_on(socket::deliver(authority, calls, args.connections))?;
    let took = begun.elapsed();
    let of_cpu = per_second(count, server.cpu()?.saturating_sub(before));
    printer.line(format!(
        "{name}: {count} calls over {} connections, {} a second, {} µs of the server's CPU each; \
         one signature and one verification take {} µs.",
        args.connections,
        per_second(count, took),
        1_000_000 / of_cpu.max(1),
        1_000_000 / baseline.max(1),
    ));
    Ok(Run {
        name: format!(
            "{name}, per second of CPU (ratio: cost of a call in signatures + verifications)"
        ),
        per_second: of_cpu,
        baseline_per_second: baseline,
        ratio: ratio(baseline.saturating_mul(100) / of_cpu.max(1)),
    })
}

/// How many signatures, each with a verification, this machine makes a second
/// on one core.
fn signatures_per_second(key: &PrivateKey) -> anyhow::Result<u64> {
    let public = key.public_key();
    let begun = Instant::now();
    for nth in 0..SIGNATURES {
        let text = format!("{nth}\n{}\n", "x".repeat(300));
        let sign = key.sign(SignType::Rsa2, text.as_bytes())?;
        anyhow::ensure!(
            public.verifies(SignType::Rsa2, text.as_bytes(), &sign),
            "a signature did not verify"
        );
    }
    Ok(per_second(u64::from(SIGNATURES), begun.elapsed()))
}
