//! Vouchers a second on one hot activity.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use aws_lc_rs::digest;
use quan_core::operation::Recipient;
use quan_core::terms::{Calendar, Codes, GoodsScope, IssueTerms, Judge, Places, RedeemTerms};
use quan_core::{
    ActivityId, AppId, Benefit, Cap, Fen, Fingerprint, Funding, Member, MerchantId, Period,
    Product, RequestNo, Scope, ScopeKind, Terms, Timestamp, UserId, Validity, VoucherId, Window,
};
use quan_engine::{Engine, NewActivity, Numbered, Options, PassOutcome};
use quan_server::clock::WallClock;

use super::{Run, baseline, per_second, report};
use crate::args::BenchIssueArgs;
use crate::printer::Printer;

/// Whose the activity is.
pub(super) const OWNER: &str = "2088102111111111";
const RECEIVER: &str = "2021000000000001";

pub(super) fn run(args: BenchIssueArgs, printer: &Printer) -> anyhow::Result<()> {
    let lasts = Duration::from_secs(u64::from(args.seconds));
    let scratch = match &args.dir {
        Some(dir) => {
            std::fs::create_dir_all(dir)
                .with_context(|| format!("could not make {}", dir.display()))?;
            tempfile::tempdir_in(dir)?
        }
        None => tempfile::tempdir()?,
    };
    let runtime = crate::command::runtime()?;
    if let (Some(count), Some(dir)) = (args.fill, &args.dir) {
        return runtime.block_on(fill(dir, count, printer));
    }
    printer.line(format!(
        "Each measurement takes {} s; the disk is that of {}.",
        args.seconds,
        scratch.path().display()
    ));
    let baseline = baseline::issues_per_second(scratch.path(), lasts)?;
    let mut runs = Vec::new();
    for callers in args.callers {
        for subscribed in [false, true] {
            let name = format!(
                "{callers} callers{}",
                if subscribed {
                    ", with a subscriber"
                } else {
                    ""
                }
            );
            let dir = tempfile::tempdir_in(scratch.path())?;
            let issued = runtime.block_on(measure(
                dir.path(),
                callers,
                subscribed,
                Until::Elapsed(lasts),
            ))?;
            runs.push(Run::new(format!("issue, {name}"), issued, baseline));
        }
    }
    report(runs, printer)
}

/// Leaves a store with so many vouchers, to measure other things on.
async fn fill(dir: &Path, count: u32, printer: &Printer) -> anyhow::Result<()> {
    let issued = measure(dir, 2000, false, Until::Issued(u64::from(count))).await?;
    printer.line(format!(
        "{count} vouchers lie in {}, issued at {issued} a second.",
        dir.display()
    ));
    Ok(())
}

#[derive(Clone, Copy)]
enum Until {
    Elapsed(Duration),
    Issued(u64),
}

/// Runs so many callers, each of whom waits for an answer before asking again,
/// and audits the store at the end.
async fn measure(dir: &Path, callers: u32, subscribed: bool, until: Until) -> anyhow::Result<u64> {
    let engine = Engine::open(dir, Arc::new(WallClock), Options::default())?;
    if subscribed {
        engine.subscribe(HashSet::from([AppId::parse(RECEIVER)?]));
    }
    let activity = open_activity(&engine, Shape::default()).await?;
    let ended = Arc::new(AtomicBool::new(false));
    let courier = subscribed.then(|| tokio::spawn(follow(engine.clone(), Arc::clone(&ended))));
    let next = Arc::new(AtomicU64::new(0));
    let done = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (engine, next, done) = (engine.clone(), Arc::clone(&next), Arc::clone(&done));
        tasks.spawn(async move {
            loop {
                let nth = next.fetch_add(1, Ordering::Relaxed);
                match until {
                    Until::Elapsed(lasts) if begun.elapsed() >= lasts => return Ok(()),
                    Until::Issued(count) if nth >= count => return Ok(()),
                    Until::Elapsed(_) | Until::Issued(_) => {}
                }
                issue(&engine, activity, nth).await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        let () = task
            .map_err(anyhow::Error::from)
            .and_then(|outcome: anyhow::Result<()>| outcome)?;
    }
    let took = begun.elapsed();
    ended.store(true, Ordering::Relaxed);
    if let Some(courier) = courier {
        courier.await??;
    }
    let count = done.load(Ordering::Relaxed);
    let audit = engine.verify().await?;
    anyhow::ensure!(
        audit.findings.is_empty(),
        "the audit found {:?}",
        audit.findings
    );
    anyhow::ensure!(
        audit.vouchers == count,
        "{count} answers, {} vouchers",
        audit.vouchers
    );
    engine.close().await;
    Ok(per_second(count, took))
}

/// A user and a request number that nobody else has, as scattered as real ones.
pub(super) fn names(nth: u64) -> (String, String) {
    let scattered = nth.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (
        format!("2088{:012}", scattered % 1_000_000_000_000),
        format!("B{scattered:016x}{nth:08x}"),
    )
}

/// Issues one voucher.
pub(super) async fn issue(
    engine: &Engine,
    activity: ActivityId,
    nth: u64,
) -> anyhow::Result<VoucherId> {
    let (user, number) = names(nth);
    let mut fingerprint = Fingerprint::default();
    fingerprint.copy_from_slice(&digest::digest(&digest::SHA256, user.as_bytes()).as_ref()[..16]);
    let call = Numbered {
        number: RequestNo::parse(&number)?,
        fingerprint,
    };
    let recipient = Recipient {
        user: UserId::parse(&user)?,
        person: None,
        phone: None,
        real_name: false,
    };
    match engine
        .issue(activity, MerchantId::parse(OWNER)?, call, recipient)
        .await
    {
        Ok(issued) => Ok(issued.voucher),
        Err(error) => Err(anyhow::Error::from(error).context(format!("voucher {nth}"))),
    }
}

/// Reads what every voucher causes and moves the cursors, as the courier does.
async fn follow(engine: Engine, ended: Arc<AtomicBool>) -> anyhow::Result<()> {
    let mut news = engine.news();
    while !ended.load(Ordering::Relaxed) {
        let passes = engine.told_by_vouchers(5000).await?;
        let outcomes: Vec<PassOutcome> = passes
            .into_iter()
            .map(|pass| PassOutcome {
                activity: pass.activity,
                kind: pass.kind,
                through: pass.through,
                failed: Vec::new(),
            })
            .collect();
        if outcomes.is_empty() {
            let _ = tokio::time::timeout(Duration::from_millis(20), news.changed()).await;
        } else {
            engine.record_passes(outcomes).await?;
        }
    }
    Ok(())
}

/// What an activity is to be like.
pub(super) struct Shape {
    /// Where its vouchers are good.
    pub(super) places: Places,
    /// Members of its scope.
    pub(super) members: Vec<(ScopeKind, Member)>,
    /// Where codes come from.
    pub(super) codes: Codes,
}

/// Good everywhere, without codes.
impl Default for Shape {
    fn default() -> Shape {
        Shape {
            places: Places::Everywhere,
            members: Vec::new(),
            codes: Codes::None,
        }
    }
}

/// An activity that issues to everybody. One with codes of the merchant's has no
/// budget before they are there.
pub(super) async fn open_activity(engine: &Engine, shape: Shape) -> anyhow::Result<ActivityId> {
    let Shape {
        places,
        mut members,
        codes,
    } = shape;
    members.push((ScopeKind::Merchant, Member::parse(OWNER)?));
    let owner = MerchantId::parse(OWNER)?;
    let call = |number: &str| -> anyhow::Result<Numbered> {
        Ok(Numbered {
            number: RequestNo::parse(number)?,
            fingerprint: Fingerprint::default(),
        })
    };
    let new = NewActivity {
        product: match codes {
            Codes::None => Product::AlipayPayment,
            Codes::Deposited | Codes::Named => Product::AlipayOrder,
        },
        owner,
        operator: owner,
        receiver: AppId::parse(RECEIVER)?,
        quantity: match codes {
            Codes::Deposited => 0,
            Codes::None | Codes::Named => quan_core::terms::MOST_VOUCHERS,
        },
        terms: Terms {
            codes,
            ..terms(engine.now(), places)?
        },
        document: "{}".into(),
        members,
        publishes: false,
    };
    let created = engine.create(owner, call("create")?, new).await?;
    engine
        .publish(created.activity, owner, call("publish")?)
        .await?;
    engine.complete(created.activity).await?;
    Ok(created.activity)
}

fn terms(now: Timestamp, places: Places) -> anyhow::Result<Terms> {
    let day = jiff::SignedDuration::from_hours(24);
    let opens_at = now.checked_sub(day)?;
    Ok(Terms {
        benefit: Benefit::Fixed {
            amount: Fen::new(100),
        },
        floor: Some(Fen::new(1000)),
        issue: IssueTerms {
            window: Window {
                opens_at,
                closes_at: now.checked_add(day * 30)?,
            },
            per_user: vec![Cap {
                period: Period::Lifetime,
                limit: 1,
            }],
            by_person: false,
            by_phone: false,
            real_name: false,
            by_day: None,
        },
        validity: Validity::Absolute(Window {
            opens_at,
            closes_at: now.checked_add(day * 60)?,
        }),
        calendar: Calendar::default(),
        redeem: RedeemTerms {
            per_user: None,
            max_uses: 1,
            judge: Judge::Platform,
        },
        scope: Scope {
            generation: 1,
            apps: false,
            places,
            goods: GoodsScope::Any,
        },
        funding: Funding::Forgone,
        codes: Codes::None,
        sale: None,
    })
}
