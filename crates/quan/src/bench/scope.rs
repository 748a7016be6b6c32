//! An activity with very many shops: how long the change takes that names them,
//! and whether issuing and redeeming notice.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use quan_client::message::order_voucher::{create, modify};
use quan_client::{AlipayClient, Connections};
use quan_core::order::{OrderShop, Seller};
use quan_core::terms::Places;
use quan_core::{
    Clock, Fen, Fingerprint, Member, MerchantId, Order, OrderNo, RequestNo, ScopeKind, Timestamp,
    UserId, VoucherId,
};
use quan_engine::{Engine, Numbered, Options};
use quan_server::clock::WallClock;
use rusqlite::Connection;
use serde_json::json;

use super::issue::{self, OWNER, Shape};
use super::server::Server;
use super::{Run, per_second, report};
use crate::printer::Printer;
use crate::world::{self, World};

/// Shops of the activity that the others are added to.
const FIRST: &str = world::shops::OWN;
const MIB: u64 = 1024 * 1024;
/// How long the change before may take to be done.
const PATIENCE: Duration = Duration::from_secs(5);
/// Callers that wait for their answer before they ask again.
const AT_ONCE: u32 = 500;

#[derive(Args, Debug)]
pub(crate) struct BenchScopeArgs {
    /// Shops that one change names.
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    shops: u32,
    /// Vouchers that are issued and redeemed with and without them.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    vouchers: u32,
}

pub(super) fn run(args: BenchScopeArgs, printer: &Printer) -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let shops: Vec<String> = (0..args.shops).map(shop).collect();
    let runtime = crate::command::runtime()?;
    let inserted = inserted_per_second(scratch.path(), &shops)?;
    let mut runs = runtime.block_on(change(scratch.path(), &shops, inserted, printer))?;
    let without = runtime.block_on(turn_over(scratch.path(), &[], args.vouchers))?;
    let with = runtime.block_on(turn_over(scratch.path(), &shops, args.vouchers))?;
    let count = shops.len();
    runs.push(Run::new(
        format!("issue, {count} shops beside none"),
        with.issued,
        without.issued,
    ));
    runs.push(Run::new(
        format!("redeem, {count} shops beside none"),
        with.redeemed,
        without.redeemed,
    ));
    report(runs, printer)
}

/// A shop's number, as long as real ones.
fn shop(nth: u32) -> String {
    let scattered = u64::from(nth).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("2099{:014}{nth:010}", scattered % 100_000_000_000_000)
}

/// The baseline of a change: its shops as rows of a bare table, in one
/// transaction.
fn inserted_per_second(dir: &Path, shops: &[String]) -> anyhow::Result<u64> {
    let mut connection = Connection::open(dir.join("shops.db"))?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table shop (activity integer, id text, primary key (activity, id)) without rowid;",
    )?;
    let begun = Instant::now();
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("insert or ignore into shop values (1, ?1)")?;
        for shop in shops {
            insert.execute([shop])?;
        }
    }
    transaction.commit()?;
    Ok(per_second(shops.len() as u64, begun.elapsed()))
}

/// Adds the shops to an activity of a server and takes them out again.
async fn change(
    dir: &Path,
    shops: &[String],
    baseline: u64,
    printer: &Printer,
) -> anyhow::Result<Vec<Run>> {
    let world = World::make(dir, None)?;
    register(&world.provision, shops)?;
    let begun = Instant::now();
    let server = Server::start(dir, &world.provision)?;
    printer.line(format!(
        "A server that knows {} shops started in {} ms and holds {} MiB.",
        shops.len(),
        begun.elapsed().as_millis(),
        server.most_memory()? / MIB
    ));
    let client = AlipayClient::builder()
        .endpoint(format!("http://{}", server.authority))
        .app(world::APP, &world.app_key_text)
        .alipay_public_key(&server.platform_key()?)
        .connections(Connections {
            timeout: Duration::from_mins(2),
            ..Connections::default()
        })
        .build()?;
    let made = client.create_order_voucher_activity(&activity()?).await?;
    let activity = made.activity_id.context("no activity was made")?;
    let mut runs = Vec::new();
    for how in ["ADD", "REMOVE", "MODIFY_ALL"] {
        let named = match how {
            // In another order than they were added in.
            "MODIFY_ALL" => shops.iter().rev().cloned().collect(),
            _ => shops.to_vec(),
        };
        let request = modification(&activity, how, named)?;
        let first = Instant::now();
        let mut begun = first;
        let answer = loop {
            match client.modify_order_voucher_activity(&request).await {
                Ok(answer) => break answer,
                // The change before is not yet done.
                Err(error) if error.is("BIZ_ERROR") && first.elapsed() < PATIENCE => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    begun = Instant::now();
                }
                Err(error) => return Err(error.into()),
            }
        };
        let took = begun.elapsed();
        let taken = answer
            .voucher_use_rule_result
            .and_then(|result| result.voucher_available_scope_result)
            .and_then(|result| result.order_voucher_available_shop_result)
            .map_or(0, |result| result.success_shop_ids.len());
        anyhow::ensure!(taken == shops.len(), "{how}: {taken} shops were taken");
        printer.line(format!(
            "{how} of {} shops: {} ms; the server held {} MiB at most.",
            shops.len(),
            took.as_millis(),
            server.most_memory()? / MIB
        ));
        runs.push(Run::new(
            format!("shops of a modify, {how}"),
            per_second(shops.len() as u64, took),
            baseline,
        ));
    }
    Ok(runs)
}

/// Adds the shops to a provisioning file.
fn register(provision: &Path, shops: &[String]) -> anyhow::Result<()> {
    let mut text = std::fs::read_to_string(provision)?;
    for shop in shops {
        write!(
            text,
            "\n[[shop]]\nid = \"{shop}\"\nmerchant = \"{}\"\nname = \"店{shop}\"\ncity = \"330100\"\n",
            world::MERCHANT
        )?;
    }
    std::fs::write(provision, text)?;
    Ok(())
}

fn reading(at: Timestamp) -> String {
    quan_core::time::civil(at)
        .strftime("%Y-%m-%d %H:%M:%S")
        .to_string()
}

fn activity() -> anyhow::Result<create::Request> {
    let now = WallClock.now();
    let in_days = |days: i64| {
        anyhow::Ok(reading(
            now.checked_add(jiff::SignedDuration::from_hours(24 * days))?,
        ))
    };
    let (begins, ends, valid) = (in_days(-1)?, in_days(30)?, in_days(90)?);
    Ok(serde_json::from_value(json!({
        "out_biz_no": "bench-create",
        "merchant_access_mode": "SELF_MODE",
        "activity_base_info": { "activity_name": "基准", "code_mode": "MERCHANT_API" },
        "voucher_send_mode_info": {
            "voucher_send_mode": "DIRECT_SEND_MODE",
            "voucher_send_rule_info": {
                "publish_start_time": begins, "publish_end_time": ends,
                "quantity": 999_999, "quantity_limit_per_user": 1,
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "FIX_VOUCHER",
            "fix_voucher_info": { "amount": "1.00", "floor_amount": "10.00" },
        },
        "voucher_available_scope_info": {
            "voucher_available_geography_scope_info": {
                "available_geography_scope_type": "SHOP",
                "available_geography_shop_info": { "available_shop_ids": [FIRST] },
            },
        },
        "voucher_use_rule_info": {
            "voucher_use_time_info": {
                "period_type": "ABSOLUTE",
                "absolute_period_info": { "valid_begin_time": begins, "valid_end_time": valid },
            },
        },
        "voucher_customer_guide_info": {
            "voucher_use_guide_info": { "use_guide_mode": ["OFFLINE_CODE"] },
        },
        "voucher_display_pattern_info": {
            "brand_name": "基准",
            "voucher_name": "下午茶",
            "voucher_description": "到店出示券码。",
            "customer_service_mobile": "4000000000",
        },
    }))?)
}

fn modification(activity: &str, how: &str, shops: Vec<String>) -> anyhow::Result<modify::Request> {
    Ok(serde_json::from_value(json!({
        "activity_id": activity,
        "out_biz_no": format!("bench-{how}"),
        "voucher_use_rule": { "voucher_available_scope": {
            "modify_type": how,
            "voucher_available_type": "SHOP",
            "order_voucher_available_shop": { "shop_ids": shops },
        } },
    }))?)
}

/// How fast an activity issues and redeems.
struct TurnOver {
    issued: u64,
    redeemed: u64,
}

/// Issues so many vouchers and redeems them at a shop, many at once.
async fn turn_over(dir: &Path, shops: &[String], vouchers: u32) -> anyhow::Result<TurnOver> {
    let dir = tempfile::tempdir_in(dir)?;
    let engine = Engine::open(dir.path(), Arc::new(WallClock), Options::default())?;
    let places = if shops.is_empty() {
        Places::Everywhere
    } else {
        Places::Shops
    };
    let members = shops
        .iter()
        .map(|shop| Ok((ScopeKind::Shop, Member::parse(shop)?)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let shape = Shape {
        places,
        members,
        ..Shape::default()
    };
    let activity = issue::open_activity(&engine, shape).await?;
    let anywhere = [shop(0)];
    let shops: Arc<[String]> = if shops.is_empty() {
        anywhere.into()
    } else {
        shops.into()
    };
    let begun = Instant::now();
    let issuing = engine.clone();
    let held = spread(vouchers, move |nth| {
        let engine = issuing.clone();
        async move { issue::issue(&engine, activity, nth).await }
    })
    .await?;
    let issued = per_second(u64::from(vouchers), begun.elapsed());
    let held: Arc<[(u64, VoucherId)]> = held.into();
    let begun = Instant::now();
    let redeeming = engine.clone();
    spread(vouchers, move |nth| {
        let engine = redeeming.clone();
        let (held, shops) = (Arc::clone(&held), Arc::clone(&shops));
        async move {
            let at = usize::try_from(nth)?;
            let (issued, voucher) = held[at];
            redeem(&engine, voucher, issued, &shops[at % shops.len()]).await
        }
    })
    .await?;
    let redeemed = per_second(u64::from(vouchers), begun.elapsed());
    let audit = engine.verify().await?;
    anyhow::ensure!(
        audit.findings.is_empty(),
        "the audit found {:?}",
        audit.findings
    );
    engine.close().await;
    Ok(TurnOver { issued, redeemed })
}

async fn redeem(
    engine: &Engine,
    voucher: VoucherId,
    issued: u64,
    shop: &str,
) -> anyhow::Result<()> {
    let (user, number) = issue::names(issued);
    let owner = MerchantId::parse(OWNER)?;
    let order = Order {
        number: OrderNo::parse(&number)?,
        total: Fen::new(2000),
        discountable: None,
        undiscountable: Fen::ZERO,
        seller: Seller {
            merchant: Some(Member::parse(OWNER)?),
            submerchant: None,
        },
        app: None,
        shops: vec![OrderShop {
            id: Member::parse(shop)?,
            merchant: Some(owner),
            city: None,
            real: false,
        }],
        goods: Vec::new(),
        placed_at: None,
    };
    let call = Numbered {
        number: RequestNo::parse(&number)?,
        fingerprint: Fingerprint::default(),
    };
    engine
        .redeem(voucher, call, UserId::parse(&user)?, order)
        .await?;
    Ok(())
}

/// Does something so many times, many at once, and answers what came of each.
pub(super) async fn spread<T, F>(
    count: u32,
    each: impl Fn(u64) -> F + Clone + Send + 'static,
) -> anyhow::Result<Vec<(u64, T)>>
where
    T: Send + 'static,
    F: Future<Output = anyhow::Result<T>> + Send,
{
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let (next, each) = (Arc::clone(&next), each.clone());
        tasks.spawn(async move {
            let mut done = Vec::new();
            loop {
                let nth = next.fetch_add(1, Ordering::Relaxed);
                if nth >= u64::from(count) {
                    return anyhow::Ok(done);
                }
                done.push((nth, each(nth).await?));
            }
        });
    }
    let mut all = Vec::new();
    while let Some(task) = tasks.join_next().await {
        all.extend(task??);
    }
    Ok(all)
}
