//! What falls due while nobody serves.

use std::process::Command;

use anyhow::ensure;
use quan_client::NoticeFilter;
use quan_client::api::{ActivityState, SetClock};
use rusqlite::{Connection, OpenFlags};

use super::{offer, serve};
use crate::process::{Server, quan, run};
use crate::world::{World, provisioning};

/// `quan serve` of a world whose changes take an hour.
fn slow(world: &World) -> Command {
    let mut command = serve(world);
    command.args(["--sandbox", "--completion-delay", "3600000"]);
    command
}

/// Leaves a store in which a publish fell due yesterday; says of which activity.
async fn overdue(world: &World) -> anyhow::Result<String> {
    // Messages have somewhere to go. Nobody listens there, which is told, too.
    let text = format!("{}gateway_url = \"http://127.0.0.1:9/\"\n", provisioning());
    std::fs::write(world.provision(), text)?;
    let server = Server::start(&mut slow(world), world.dir())?;
    let own = World::own(&server.url)?;
    let yesterday = own.clock().await?.now.0 - jiff::SignedDuration::from_hours(24);
    let back = SetClock {
        set: Some(quan_client::api::Moment(yesterday)),
        ..SetClock::default()
    };
    own.set_clock(&back).await?;
    let alipay = world.alipay(&server.url)?;
    let (activity, _) = offer::publish(&alipay, "overdue", offer::forgone()).await?;
    ensure!(own.activity(&activity).await?.state == ActivityState::Created);
    ensure!(server.stop("TERM")?.success());
    Ok(activity)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_done_at_the_next_start_and_told_of() -> anyhow::Result<()> {
    let world = World::make()?;
    let activity = overdue(&world).await?;
    let server = Server::start(&mut slow(&world), world.dir())?;
    let own = World::own(&server.url)?;
    // Somebody who waits for nothing hears that it is done, or does it.
    if let Err(error) = own.complete_activity(&activity).await {
        ensure!(error.is("nothing-pending"), "{error}");
    }
    let there = own.activity(&activity).await?;
    ensure!(there.state == ActivityState::Active, "{there:?}");
    let notices = own.notices(&NoticeFilter::default()).await?;
    ensure!(notices.total == 1, "{notices:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn verifying_a_store_changes_nothing_in_it() -> anyhow::Result<()> {
    let world = World::make()?;
    overdue(&world).await?;
    for _ in 0..2 {
        let audit = run(quan()
            .args(["verify", "--sandbox", "--data"])
            .arg(world.data()))?;
        ensure!(audit.code == Some(0), "{audit:?}");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let store = Connection::open_with_flags(world.data().join("quan.db"), flags)?;
        let waiting: u32 = store.query_row(
            "select count(*) from activity where change is not null",
            [],
            |row| row.get(0),
        )?;
        ensure!(waiting == 1, "the publish was done");
    }
    Ok(())
}
