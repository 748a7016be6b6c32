//! A server that is asked to end does what was begun, answers it, and goes in
//! peace; what it answered is there at the next start.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use quan_client::{AlipayClient, Error};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{offer, serve};
use crate::process::{Server, quan, run};
use crate::world::{MERCHANT, TOKEN, World};

/// Callers at the same time.
const CALLERS: usize = 8;
/// Vouchers before the server is asked to end.
const ENOUGH: usize = 40;
/// How long a test waits for what must happen, before it calls that a failure.
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_ends_a_server_that_is_busy_and_nothing_answered_is_lost() -> anyhow::Result<()> {
    ends_in_peace("TERM").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigint_ends_a_server_that_is_busy_and_nothing_answered_is_lost() -> anyhow::Result<()> {
    ends_in_peace("INT").await
}

async fn ends_in_peace(signal: &str) -> anyhow::Result<()> {
    let world = World::make()?;
    let server = Server::start(&mut serve(&world), world.dir())?;
    let (alipay, own) = (world.alipay(&server.url)?, World::own(&server.url)?);
    let activity: Arc<str> = offer::open(&alipay, &own).await?.into();

    let answers = watch::Sender::new(0);
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let call = call(alipay.clone(), activity.clone(), caller, answers.clone());
        callers.spawn(call);
    }
    let mut count = answers.subscribe();
    let enough = count.wait_for(|count| *count >= ENOUGH);
    tokio::time::timeout(PATIENCE, enough)
        .await
        .context("the callers got too few answers")??;
    server.signal(signal)?;
    let mut issued = Vec::new();
    while let Some(caller) = callers.join_next().await {
        issued.extend(caller??);
    }
    let status = server.wait()?;
    ensure!(status.code() == Some(0), "it ended with {status}");

    let server = Server::start(&mut serve(&world), world.dir())?;
    let own = World::own(&server.url)?;
    ensure!(issued.len() >= ENOUGH);
    for (user, voucher) in &issued {
        let kept = own.voucher(voucher).await?;
        ensure!(kept.user_id == *user, "{kept:?} was issued to {user}");
    }
    // What was begun was answered, so nothing was done that nobody knows of.
    let counted = own.activity(&activity).await?.budget.issued;
    ensure!(
        usize::try_from(counted)? == issued.len(),
        "{counted} issued, {} answered",
        issued.len()
    );
    ensure!(!server.log().contains("panicked"), "{}", server.log());
    ensure!(server.stop(signal)?.code() == Some(0));
    let audit = run(quan().args(["verify", "--data"]).arg(world.data()))?;
    ensure!(audit.code == Some(0), "{audit:?}");
    Ok(())
}

/// Asks for vouchers until nobody answers; says who got which.
async fn call(
    alipay: AlipayClient,
    activity: Arc<str>,
    caller: usize,
    answers: watch::Sender<usize>,
) -> anyhow::Result<Vec<(String, String)>> {
    let mut issued = Vec::new();
    for nth in 0.. {
        let user = format!("20880{caller:03}{nth:08}");
        match offer::issue(&alipay, &activity, &format!("{caller}-{nth}"), &user).await {
            Ok(voucher) => issued.push((user, voucher)),
            Err(Error::Connection(_)) => break,
            Err(error) => return Err(error.into()),
        }
        answers.send_modify(|count| *count += 1);
    }
    Ok(issued)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_was_begun_is_answered_before_the_end() -> anyhow::Result<()> {
    let world = World::make()?;
    let server = Server::start(&mut serve(&world), world.dir())?;
    let address = server.url.strip_prefix("http://").context("no address")?;
    let body = r#"{"request_no":"slow-1","amount":"12.34"}"#;
    let head = format!(
        "POST /api/merchants/{MERCHANT}/deposits HTTP/1.1\r\nhost: {address}\r\n\
         authorization: Bearer {TOKEN}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(head.as_bytes()).await?;
    // It is the server's now: it asks for the rest.
    let mut go_on = [0; 25];
    tokio::time::timeout(PATIENCE, stream.read_exact(&mut go_on)).await??;
    ensure!(go_on == *b"HTTP/1.1 100 Continue\r\n\r\n", "{go_on:?}");

    server.signal("TERM")?;
    let closed = async { while TcpStream::connect(address).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, closed)
        .await
        .context("it goes on taking connections")?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = String::new();
    tokio::time::timeout(PATIENCE, stream.read_to_string(&mut answer))
        .await
        .context("it does not end the connection")??;
    ensure!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let status = server.wait()?;
    ensure!(status.code() == Some(0), "it ended with {status}");

    let server = Server::start(&mut serve(&world), world.dir())?;
    let account = World::own(&server.url)?.account(MERCHANT).await?;
    ensure!(account.balance.to_string() == "100012.34", "{account:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_says_nothing_does_not_hold_the_end_up() -> anyhow::Result<()> {
    let world = World::make()?;
    let server = Server::start(&mut serve(&world), world.dir())?;
    let address = server.url.strip_prefix("http://").context("no address")?;
    let mut silent = TcpStream::connect(address).await?;
    // One that was answered shows that the earlier one was accepted.
    let mut used = TcpStream::connect(address).await?;
    used.write_all(b"GET /readyz HTTP/1.1\r\nhost: quan\r\n\r\n")
        .await?;
    let mut answer = [0; 15];
    used.read_exact(&mut answer).await?;
    ensure!(answer == *b"HTTP/1.1 200 OK", "{answer:?}");

    server.signal("TERM")?;
    let mut rest = Vec::new();
    // Both are hung up on while their client holds them.
    tokio::time::timeout(PATIENCE, silent.read_to_end(&mut rest)).await??;
    ensure!(rest.is_empty(), "{rest:?}");
    tokio::time::timeout(PATIENCE, used.read_to_end(&mut rest)).await??;
    let status = server.wait()?;
    ensure!(status.code() == Some(0), "it ended with {status}");
    Ok(())
}
