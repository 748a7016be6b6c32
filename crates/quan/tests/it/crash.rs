//! A server that is killed (SIGKILL) again and again under load loses nothing
//! that it answered, and does nothing twice.
//!
//! The client keeps a ledger: every request by its number, and what was
//! answered. In each life of the server, workers issue, redeem, return and
//! append over both protocols, some requests twice at once; the server is
//! killed while they do. In the end every request is made again.

mod ask;
mod ledger;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use quan_client::message::{create, publish, query, times};
use quan_client::{AlipayClient, Clock as _, Protocol, QuanClient, WallClock};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::process::{Server, quan, run};
use crate::world::{MERCHANT, World};
use ask::{Clients, ask};
use ledger::{Activities, SCARCE, Shared};

const KILLS: u32 = 50;
/// Requests that are under way at the same time.
const WORKERS: u32 = 24;
/// A life has at least so many answers, and at most twice as many before the
/// kill is decided on.
const ANSWERS_OF_A_LIFE: u32 = 80;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_50_times_under_load_it_loses_no_answer_and_never_over_issues() -> anyhow::Result<()>
{
    let seed = match std::env::var("QUAN_CRASH_SEED") {
        Ok(seed) => seed.parse().context("QUAN_CRASH_SEED is no number")?,
        Err(_) => StdRng::from_os_rng().random(),
    };
    println!("QUAN_CRASH_SEED={seed}");
    let begun = Instant::now();
    let mut rng = StdRng::seed_from_u64(seed);
    let world = World::make()?;

    let mut server = start(&world)?;
    let clients = Clients::of(&world, &server.url)?;
    let ledger = ledger::shared(Activities {
        ample: open(&clients.alipay, "ample", ledger::AMPLE, 2).await?,
        scarce: open(&clients.alipay, "scarce", SCARCE, 1).await?,
    });
    let mut in_lives = 0;
    for life in 1..=KILLS {
        if life % 10 == 0 {
            ledger.lock().want_more();
        }
        in_lives += live_and_die(server, &world, &ledger, &mut rng)
            .await
            .with_context(|| format!("in life {life}"))?;
        if life % 10 == 0 {
            audit(&world).with_context(|| format!("after kill {life}"))?;
        }
        server = start(&world)?;
    }
    let unanswered = ledger.lock().unanswered().len();

    let clients = Clients::of(&world, &server.url)?;
    settle(&clients, &ledger).await?;
    let all = ledger.lock().len();
    let again = repeat(&clients, &ledger, (0..all).collect()).await?;
    exhaust(&clients, &ledger).await?;
    let books = ledger.lock().balance()?;
    compare(&clients.own, &ledger, &books).await?;
    ensure!(!server.log().contains("panicked"), "{}", server.log());
    let status = server.stop("TERM")?;
    ensure!(status.success(), "a clean end is {status}");
    let vouchers = audit(&world)?;
    ensure!(
        vouchers == u64::from(books.ample.issued + books.scarce.issued),
        "the audit counted {vouchers} vouchers, the ledger has {books:?}"
    );
    println!(
        "{KILLS} kills in {} s: {all} requests, {in_lives} answers in the lives, \
         {unanswered} never answered, {again} answered again; {books:?}",
        begun.elapsed().as_secs()
    );
    Ok(())
}

/// Lets the workers load a server, kills it while they do, and says how many
/// answers came.
async fn live_and_die(
    server: Server,
    world: &World,
    ledger: &Shared,
    rng: &mut StdRng,
) -> anyhow::Result<u32> {
    let clients = Clients::of(world, &server.url)?;
    let answers = watch::Sender::new(0_u32);
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        let worker = Worker {
            clients: clients.clone(),
            ledger: Arc::clone(ledger),
            answers: answers.clone(),
            rng: StdRng::seed_from_u64(rng.random()),
        };
        workers.spawn(worker.run());
    }
    let enough = rng.random_range(ANSWERS_OF_A_LIFE..2 * ANSWERS_OF_A_LIFE);
    let mut count = answers.subscribe();
    tokio::select! {
        reached = count.wait_for(|count| *count >= enough) => drop(reached?),
        Some(ended) = workers.join_next() => {
            ended??;
            bail!("a worker lost the server before it was killed: {}", server.log());
        }
    }
    // Not always right after an answer.
    for _ in 0..rng.random_range(0..200) {
        tokio::task::yield_now().await;
    }
    server.kill()?;
    while let Some(ended) = workers.join_next().await {
        ended??;
    }
    Ok(*answers.borrow())
}

/// Makes one request after the other, until one finds no answer.
struct Worker {
    clients: Clients,
    ledger: Shared,
    answers: watch::Sender<u32>,
    rng: StdRng,
}

impl Worker {
    async fn run(mut self) -> anyhow::Result<()> {
        loop {
            let (one, other) = self.ledger.lock().draw(&mut self.rng);
            let protocol = if self.rng.random_bool(0.5) {
                Protocol::Rest
            } else {
                Protocol::Gateway
            };
            let first = self.make(one, protocol);
            let second = async {
                match other {
                    Some(other) => self.make(other, Protocol::Rest).await,
                    None => Ok(true),
                }
            };
            let (first, second) = tokio::join!(first, second);
            if !(first? && second?) {
                return Ok(());
            }
        }
    }

    /// Whether there was an answer.
    async fn make(&self, nth: usize, protocol: Protocol) -> anyhow::Result<bool> {
        let entry = self.ledger.lock().wish(nth);
        let answer = ask(&self.clients, protocol, &entry).await?;
        let answered = answer.is_some();
        self.ledger.lock().note(nth, answer)?;
        if answered {
            self.answers.send_modify(|count| *count += 1);
        }
        Ok(answered)
    }
}

/// Repeats what was never answered; now everything is.
async fn settle(clients: &Clients, ledger: &Shared) -> anyhow::Result<()> {
    let left = ledger.lock().unanswered();
    repeat(clients, ledger, left).await?;
    let left = ledger.lock().unanswered();
    ensure!(left.is_empty(), "{} requests have no answer", left.len());
    Ok(())
}

/// Makes requests again; the ledger compares the answers. Says how many there
/// were.
async fn repeat(clients: &Clients, ledger: &Shared, which: Vec<usize>) -> anyhow::Result<usize> {
    let (which, next) = (Arc::new(which), Arc::new(AtomicUsize::new(0)));
    let mut tasks = JoinSet::new();
    for _ in 0..WORKERS {
        let (clients, ledger) = (clients.clone(), Arc::clone(ledger));
        let (which, next) = (Arc::clone(&which), Arc::clone(&next));
        tasks.spawn(async move {
            while let Some(nth) = which.get(next.fetch_add(1, Ordering::Relaxed)) {
                let wish = ledger.lock().wish(*nth);
                let answer = ask(&clients, Protocol::Rest, &wish).await?;
                ensure!(answer.is_some(), "{wish:?} found no answer");
                ledger.lock().note(*nth, answer)?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    Ok(which.len())
}

/// Asks for vouchers of the scarce activity until it has none.
async fn exhaust(clients: &Clients, ledger: &Shared) -> anyhow::Result<()> {
    for _ in 0..=SCARCE {
        let nth = ledger.lock().one_more_scarce();
        let wish = ledger.lock().wish(nth);
        let answer = ask(clients, Protocol::Rest, &wish).await?;
        let over = matches!(answer, Some(Err(_)));
        ledger.lock().note(nth, answer)?;
        if over {
            return Ok(());
        }
    }
    bail!("more than {SCARCE} vouchers were issued")
}

/// What the server counts is what the ledger holds: nothing was done that
/// nobody asked for, and nothing twice.
async fn compare(quan: &QuanClient, ledger: &Shared, books: &ledger::Books) -> anyhow::Result<()> {
    let activities = ledger.lock().activities.clone();
    for (activity, expected) in [
        (&activities.ample, &books.ample),
        (&activities.scarce, &books.scarce),
    ] {
        let budget = quan.activity(activity).await?.budget;
        ensure!(budget.balanced, "{budget:?}");
        let counted = ledger::Book {
            quantity: budget.quantity,
            issued: budget.issued,
            redeemed: budget.redeemed,
        };
        ensure!(
            counted == *expected,
            "the server counts {counted:?}, the ledger {expected:?}"
        );
    }
    Ok(())
}

/// `quan verify`: everything holds. Says how many vouchers were counted.
fn audit(world: &World) -> anyhow::Result<u64> {
    let ended = run(quan()
        .args(["verify", "--json", "--data"])
        .arg(world.data()))?;
    ensure!(ended.code == Some(0), "{ended:?}");
    let audit = ended.json()?;
    ensure!(audit["findings"] == json!([]), "{audit}");
    audit["vouchers"].as_u64().context("no count of vouchers")
}

fn start(world: &World) -> anyhow::Result<Server> {
    let mut command = quan();
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(world.data())
        .arg("--provision")
        .arg(world.provision())
        .env("QUAN_LOG", "warn");
    Server::start(&mut command, world.dir())
}

/// Creates and publishes an activity, and waits until it gives vouchers.
async fn open(
    client: &AlipayClient,
    name: &str,
    quantity: u32,
    per_user: u32,
) -> anyhow::Result<String> {
    let request = activity(name, quantity, per_user)?;
    let activity = client
        .create_voucher_activity(&request)
        .await?
        .activity_id
        .context("no activity was made")?;
    let publish = publish::Request {
        activity_id: Some(activity.clone()),
        out_biz_no: Some(format!("publish-{name}")),
        ..publish::Request::default()
    };
    client.publish_voucher_activity(&publish).await?;
    let question = query::Request {
        activity_id: Some(activity.clone()),
        ..query::Request::default()
    };
    // It opens with the next batch: every question gives it time.
    for _ in 0..10_000 {
        let answer = client.query_voucher_activity(&question).await?;
        if answer.activity_status.as_deref() == Some("ACTIVE") {
            return Ok(activity);
        }
    }
    bail!("{name} did not open")
}

/// 1 yuan off from 10 yuan, for 30 days.
fn activity(name: &str, quantity: u32, per_user: u32) -> anyhow::Result<create::Request> {
    let now = WallClock.now();
    let later = |days: i64| now.checked_add(jiff::SignedDuration::from_hours(24 * days));
    let (from, until) = (times::format(later(-1)?), times::format(later(30)?));
    Ok(serde_json::from_value(json!({
        "out_biz_no": format!("create-{name}"),
        "merchant_access_mode": "SELF_MODE",
        "activity_base_info": {"activity_name": name},
        "voucher_send_mode_info": {
            "voucher_send_mode": "DIRECT_SEND_MODE",
            "voucher_send_rule_info": {
                "quantity": quantity,
                "quantity_limit_per_user": per_user,
                "publish_start_time": from,
                "publish_end_time": until,
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "FIX_VOUCHER",
            "fix_voucher_info": {"amount": "1", "floor_amount": "10"},
        },
        "voucher_available_scope_info": {
            "voucher_available_account_info": {"available_pids": [MERCHANT]},
        },
        "voucher_use_rule_info": {
            "voucher_use_time_info": {
                "period_type": "ABSOLUTE",
                "absolute_period_info": {"valid_begin_time": from, "valid_end_time": until},
            },
        },
        "voucher_customer_guide_info": {
            "voucher_use_guide_info": {"use_guide_mode": ["CAN_USE"]},
        },
        "voucher_display_pattern_info": {
            "brand_name": "演示咖啡",
            "voucher_description": "全场通用",
        },
        "voucher_budget_supply_info": {"budget_type": "NO_CASH"},
    }))?)
}
