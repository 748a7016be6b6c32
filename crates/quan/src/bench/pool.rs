//! A pool of very many codes that a merchant brought: whether the last ones come
//! in as fast as the first, and whether issuing from it notices its size.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use quan_core::terms::Codes;
use quan_core::{ActivityId, Code, Fingerprint, MerchantId, RequestNo};
use quan_engine::{Engine, Numbered, Options};
use quan_server::clock::WallClock;

use super::issue::{self, OWNER, Shape};
use super::scope::spread;
use super::{Run, per_second, report};
use crate::printer::Printer;

/// Codes of a call; both platforms' calls take that many or fewer.
const A_CALL: u32 = 1000;
/// Calls that are under way at a time.
const CALLS: u32 = 32;

#[derive(Args, Debug)]
pub(crate) struct BenchPoolArgs {
    /// Codes that are brought.
    #[arg(long, default_value_t = 10_000_000, value_parser = clap::value_parser!(u32).range(100_000..=50_000_000))]
    codes: u32,
    /// Vouchers that are issued from them.
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(1000..=100_000))]
    vouchers: u32,
}

pub(super) fn run(args: BenchPoolArgs, printer: &Printer) -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let runtime = crate::command::runtime()?;
    let small = args.vouchers.next_multiple_of(A_CALL);
    let small = runtime.block_on(measure(scratch.path(), small, args.vouchers, printer))?;
    let large = args.codes.next_multiple_of(A_CALL);
    let large = runtime.block_on(measure(scratch.path(), large, args.vouchers, printer))?;
    let codes = args.codes;
    let runs = vec![
        Run::new(
            format!("codes brought, the last tenth of {codes} beside the first"),
            large.last_tenth,
            large.first_tenth,
        ),
        Run::new(
            format!("issue from {codes} codes beside {}", args.vouchers),
            large.issued,
            small.issued,
        ),
    ];
    report(runs, printer)
}

/// How fast a pool was filled and drawn from.
struct Pool {
    first_tenth: u64,
    last_tenth: u64,
    issued: u64,
}

/// Brings so many codes and issues so many vouchers from them.
async fn measure(dir: &Path, codes: u32, vouchers: u32, printer: &Printer) -> anyhow::Result<Pool> {
    let dir = tempfile::tempdir_in(dir)?;
    let engine = Engine::open(dir.path(), Arc::new(WallClock), Options::default())?;
    let shape = Shape {
        codes: Codes::Deposited,
        ..Shape::default()
    };
    let activity = issue::open_activity(&engine, shape).await?;
    let calls = codes / A_CALL;
    let tenth = (calls / 10).max(1);
    let begun = Instant::now();
    let mut tenths = Vec::new();
    let mut from = 0;
    while from < calls {
        let count = tenth.min(calls - from);
        let begun = Instant::now();
        bring(&engine, activity, from, count).await?;
        tenths.push(per_second(
            u64::from(count) * u64::from(A_CALL),
            begun.elapsed(),
        ));
        from += count;
    }
    printer.line(format!(
        "{codes} codes came in in {} s; the store has {} MiB.",
        begun.elapsed().as_secs(),
        size(dir.path())? / 1_048_576
    ));
    let owner = MerchantId::parse(OWNER)?;
    let call = Numbered {
        number: RequestNo::parse("append")?,
        fingerprint: Fingerprint::default(),
    };
    engine.append(activity, owner, call, codes).await?;
    engine.complete(activity).await?;
    let begun = Instant::now();
    let issuing = engine.clone();
    spread(vouchers, move |nth| {
        let engine = issuing.clone();
        async move { issue::issue(&engine, activity, nth).await }
    })
    .await?;
    let issued = per_second(u64::from(vouchers), begun.elapsed());
    engine.close().await;
    Ok(Pool {
        first_tenth: tenths.first().copied().unwrap_or(0),
        last_tenth: tenths.last().copied().unwrap_or(0),
        issued,
    })
}

/// Brings the codes of so many calls.
async fn bring(engine: &Engine, activity: ActivityId, from: u32, count: u32) -> anyhow::Result<()> {
    let mut tasks = tokio::task::JoinSet::new();
    for nth in from..from + count {
        if tasks.len() >= usize::try_from(CALLS)?
            && let Some(done) = tasks.join_next().await
        {
            let () = done??;
        }
        let engine = engine.clone();
        tasks.spawn(async move { bring_call(&engine, activity, nth).await });
    }
    while let Some(done) = tasks.join_next().await {
        let () = done??;
    }
    Ok(())
}

async fn bring_call(engine: &Engine, activity: ActivityId, nth: u32) -> anyhow::Result<()> {
    let codes = (0..A_CALL)
        .map(|at| {
            let number = u64::from(nth) * u64::from(A_CALL) + u64::from(at);
            // As scattered as real ones, the rank by another rule than the code.
            let code = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let rank = number.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 1;
            Ok((Code::parse(&format!("{code:016X}"))?, rank))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let call = Numbered {
        number: RequestNo::parse(&format!("codes-{nth}"))?,
        fingerprint: Fingerprint::default(),
    };
    let owner = MerchantId::parse(OWNER)?;
    engine.deposit_codes(activity, owner, call, codes).await?;
    Ok(())
}

/// The bytes of all files of a directory.
fn size(dir: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(dir)? {
        sum += entry?.metadata()?.len();
    }
    Ok(sum)
}
