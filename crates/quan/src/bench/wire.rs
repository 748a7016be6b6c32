//! What a signed call costs the server, beside the signatures that nobody can
//! save it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use quan_core::{Clock, Timestamp};
use quan_server::clock::WallClock;
use quan_wire::alipay::key::{PrivateKey, SignType};
use quan_wire::alipay::rest::Caller;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::server::Server;
use super::{Run, per_second, ratio, report};
use crate::args::BenchWireArgs;
use crate::printer::Printer;
use crate::world::{self, World};

const SEND: &str = "/v3/alipay/marketing/activity/voucher/send";
const SIGNATURES: u32 = 2000;

pub(super) fn run(args: BenchWireArgs, printer: &Printer) -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let world = World::make(dir.path(), None)?;
    let server = Server::start(dir.path(), &world.provision)?;
    let caller = Caller::new(world::APP, world.app_key.clone());
    let runtime = crate::command::runtime()?;
    let activity = runtime.block_on(open_activity(&server, &caller))?;
    printer.line(format!("Signing {} calls …", args.calls));
    let calls = (0..u64::from(args.calls))
        .map(|nth| send(&caller, &server.authority, &activity, nth))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let baseline = signatures_per_second(&world.app_key)?;
    let before = server.cpu()?;
    let begun = Instant::now();
    runtime.block_on(deliver(&server, calls, args.connections))?;
    let took = begun.elapsed();
    let cpu = server.cpu()?.saturating_sub(before);
    let calls = u64::from(args.calls);
    let of_cpu = per_second(calls, cpu);
    printer.line(format!(
        "{calls} signed sends over {} connections: {} a second, {} µs of the server's CPU each; \
         one signature and one verification take {} µs.",
        args.connections,
        per_second(calls, took),
        1_000_000 / of_cpu.max(1),
        1_000_000 / baseline.max(1),
    ));
    let cost = Run {
        name: "send over REST v3, per second of CPU (ratio: cost of a call in signatures + verifications)".into(),
        per_second: of_cpu,
        baseline_per_second: baseline,
        ratio: ratio(baseline.saturating_mul(100) / of_cpu.max(1)),
    };
    report(vec![cost], printer)
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

/// A request, ready for a socket.
fn request(
    caller: &Caller,
    authority: &str,
    target: &str,
    json: &str,
    nonce: &str,
    now: Timestamp,
) -> anyhow::Result<Vec<u8>> {
    let outgoing = caller.call("POST", target, Some(json), nonce, now)?;
    let mut text = format!(
        "POST {target} HTTP/1.1\r\nhost: {authority}\r\ncontent-length: {}\r\n",
        outgoing.body.len()
    );
    for (name, value) in &outgoing.headers {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(&outgoing.body);
    Ok(bytes)
}

fn send(caller: &Caller, authority: &str, activity: &str, nth: u64) -> anyhow::Result<Vec<u8>> {
    let (user, number) = super::issue::names(nth);
    let json =
        format!(r#"{{"activity_id":"{activity}","out_biz_no":"{number}","user_id":"{user}"}}"#);
    request(
        caller,
        authority,
        SEND,
        &json,
        &format!("n{nth}"),
        WallClock.now(),
    )
}

async fn open_activity(server: &Server, caller: &Caller) -> anyhow::Result<String> {
    let now = WallClock.now();
    let day = jiff::SignedDuration::from_hours(24);
    let reading = |at: Timestamp| {
        quan_core::time::civil(at)
            .strftime("%Y-%m-%d %H:%M:%S")
            .to_string()
    };
    let (begins, ends, valid) = (
        reading(now.checked_sub(day)?),
        reading(now.checked_add(day * 30)?),
        reading(now.checked_add(day * 60)?),
    );
    let create = serde_json::json!({
        "out_biz_no": "bench-create",
        "activity_name": "基准",
        "publish_start_time": begins,
        "publish_end_time": ends,
        "voucher_type": "FIX_VOUCHER",
        "voucher_send_rule": { "voucher_quantity": 99_999_999, "voucher_quantity_limit_per_user": 1 },
        "voucher_use_rule": {
            "fix_voucher": { "amount": "1", "floor_amount": "10" },
            "available_merchant": { "available_pids": [world::MERCHANT] },
            "voucher_valid_period": { "type": "ABSOLUTE", "valid_begin_time": begins, "valid_end_time": valid },
        },
        "voucher_budget_info": { "budget_type": "NO_CASH" },
        "voucher_display_info": { "voucher_description": "基准" },
    });
    let mut stream = TcpStream::connect(&server.authority).await?;
    let mut ask =
        async |target: &str, json: String, nonce: &str| -> anyhow::Result<serde_json::Value> {
            let bytes = request(
                caller,
                &server.authority,
                target,
                &json,
                nonce,
                WallClock.now(),
            )?;
            let (status, body) = exchange(&mut stream, &bytes).await?;
            anyhow::ensure!(
                status == 200,
                "{target} answered {status}: {}",
                String::from_utf8_lossy(&body)
            );
            Ok(serde_json::from_slice(&body)?)
        };
    let created = ask(
        "/v3/alipay/marketing/activity/voucher/create",
        create.to_string(),
        "create",
    )
    .await?;
    let activity = created["activity_id"]
        .as_str()
        .context("no activity was made")?
        .to_owned();
    let publish = format!(r#"{{"activity_id":"{activity}","out_biz_no":"bench-publish"}}"#);
    ask(
        "/v3/alipay/marketing/activity/voucher/publish",
        publish,
        "publish",
    )
    .await?;
    for nth in 0..200 {
        let target = format!("/v3/alipay/marketing/activity/voucher/query?activity_id={activity}");
        let outgoing = caller.call(
            "GET",
            &target,
            None,
            &format!("query{nth}"),
            WallClock.now(),
        )?;
        let mut text = format!("GET {target} HTTP/1.1\r\nhost: {}\r\n", server.authority);
        for (name, value) in &outgoing.headers {
            text.push_str(name);
            text.push_str(": ");
            text.push_str(value);
            text.push_str("\r\n");
        }
        text.push_str("\r\n");
        let (_, body) = exchange(&mut stream, text.as_bytes()).await?;
        if String::from_utf8_lossy(&body).contains(r#""activity_status":"ACTIVE""#) {
            return Ok(activity);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    anyhow::bail!("the activity did not open")
}

/// Sends every call over so many connections, each waiting for its answer.
async fn deliver(server: &Server, calls: Vec<Vec<u8>>, connections: u32) -> anyhow::Result<()> {
    let calls = Arc::new(std::sync::Mutex::new(calls.into_iter()));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let calls = Arc::clone(&calls);
        let mut stream = TcpStream::connect(&server.authority).await?;
        stream.set_nodelay(true)?;
        tasks.spawn(async move {
            loop {
                let next = calls
                    .lock()
                    .map_err(|_| anyhow::anyhow!("another connection failed"))?
                    .next();
                let Some(call) = next else {
                    return anyhow::Ok(());
                };
                let (status, body) = exchange(&mut stream, &call).await?;
                anyhow::ensure!(
                    status == 200,
                    "a send answered {status}: {}",
                    String::from_utf8_lossy(&body)
                );
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    Ok(())
}

/// One request and its answer: status and body.
async fn exchange(stream: &mut TcpStream, request: &[u8]) -> anyhow::Result<(u16, Vec<u8>)> {
    stream.write_all(request).await?;
    let mut bytes = Vec::with_capacity(2048);
    loop {
        if let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
            let status = text
                .split(' ')
                .nth(1)
                .and_then(|code| code.parse().ok())
                .context("no status")?;
            let length: usize = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .and_then(|length| length.trim().parse().ok())
                .context("an answer without a length")?;
            let body = head + 4;
            while bytes.len() < body + length {
                anyhow::ensure!(stream.read_buf(&mut bytes).await? > 0, "the server hung up");
            }
            return Ok((status, bytes[body..body + length].to_vec()));
        }
        anyhow::ensure!(stream.read_buf(&mut bytes).await? > 0, "the server hung up");
    }
}
