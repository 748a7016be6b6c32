//! Who may serve what.

use std::path::Path;

use anyhow::{Context as _, ensure};
use quan_client::api::SetClock;

use super::{complains, serve, serve_from};
use crate::process::{Server, quan, refused, run};
use crate::world::{MERCHANT, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_has_one_server_and_the_first_one_stays() -> anyhow::Result<()> {
    let world = World::make()?;
    let server = Server::start(&mut serve(&world), world.dir())?;
    let place = world.data().display().to_string();
    let words = ["could not open", &place, "another process serves it"];
    complains(&refused(&mut serve(&world))?, 1, &words)?;
    complains(&refused(serve(&world).arg("--sandbox"))?, 1, &words)?;
    let verify = run(quan().args(["verify", "--data"]).arg(world.data()))?;
    complains(&verify, 1, &words)?;

    World::own(&server.url)?.account(MERCHANT).await?;
    ensure!(server.stop("TERM")?.success());
    // The lock goes with its holder, however that ends.
    let server = Server::start(&mut serve(&world), world.dir())?;
    server.kill()?;
    let server = Server::start(&mut serve(&world), world.dir())?;
    ensure!(server.stop("TERM")?.success());
    Ok(())
}

#[test]
fn an_address_that_is_taken_is_named_and_nothing_is_made() -> anyhow::Result<()> {
    let world = World::make()?;
    let server = Server::start(&mut serve(&world), world.dir())?;
    let address = server.url.strip_prefix("http://").context("no address")?;
    let other = world.dir().join("other");
    let mut command = quan();
    command
        .args(["serve", "--listen", address, "--data"])
        .arg(&other);
    let words = format!("could not listen on {address}: ");
    complains(&refused(&mut command)?, 1, &[&words])?;
    ensure!(!other.exists(), "a store was made");
    Ok(())
}

/// Starts and ends a server, so that the directory is of its mode.
fn made(data: &Path, flags: &[&str], logs: &Path) -> anyhow::Result<()> {
    let server = Server::start(serve_from(data).args(flags), logs)?;
    ensure!(server.stop("TERM")?.success());
    Ok(())
}

#[test]
fn a_store_is_a_sandboxs_for_good_or_never() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let [sandbox, production] = ["sandbox", "production"].map(|name| dir.path().join(name));
    made(&sandbox, &["--sandbox"], dir.path())?;
    made(&production, &[], dir.path())?;
    let verify =
        |data: &Path, flags: &[&str]| run(quan().args(["verify", "--data"]).arg(data).args(flags));
    for (data, known, fitting, wrong) in [
        (&sandbox, "sandbox", "--sandbox", "--sandbox=false"),
        (&production, "production", "--sandbox=false", "--sandbox"),
    ] {
        let words = format!("it was made in {known} mode");
        complains(&refused(serve_from(data).arg(wrong))?, 1, &[&words])?;
        made(data, &[fitting], dir.path())?;
    }
    let words = "it was made in sandbox mode";
    complains(&verify(&sandbox, &[])?, 1, &[words])?;
    ensure!(verify(&sandbox, &["--sandbox"])?.code == Some(0));
    let words = "it was made in production mode";
    complains(&verify(&production, &["--sandbox"])?, 1, &[words])?;
    ensure!(verify(&production, &[])?.code == Some(0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clock_is_moved_in_a_sandbox_only() -> anyhow::Result<()> {
    let world = World::make()?;
    let tomorrow = SetClock {
        advance: Some("1 day".into()),
        ..SetClock::default()
    };
    let server = Server::start(&mut serve(&world), world.dir())?;
    let refusal = World::own(&server.url)?.set_clock(&tomorrow).await;
    let refusal = refusal.err().context("the clock was moved")?;
    ensure!(refusal.is("no-sandbox"), "{refusal}");
    ensure!(server.ready["mode"] == "production", "{}", server.ready);
    ensure!(server.stop("TERM")?.success());

    let sandbox = world.dir().join("sandbox");
    let mut command = serve_from(&sandbox);
    command
        .arg("--sandbox")
        .arg("--provision")
        .arg(world.provision());
    let server = Server::start(&mut command, world.dir())?;
    let clock = World::own(&server.url)?.set_clock(&tomorrow).await?;
    ensure!(clock.now.0.duration_since(clock.wall.0).as_hours() >= 23);
    ensure!(server.ready["mode"] == "sandbox", "{}", server.ready);
    Ok(())
}

#[test]
fn people_are_told_where_it_serves() -> anyhow::Result<()> {
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;

    let dir = tempfile::tempdir()?;
    let data = dir.path().join("data");
    let mut child = serve_from(&data).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    let read = BufReader::new(child.stdout.take().context("no voice")?).read_line(&mut line);
    child.kill()?;
    child.wait()?;
    read?;
    let words = format!(" from {} (production)\n", data.display());
    ensure!(
        line.starts_with("quan serves http://127.0.0.1:") && line.ends_with(&words),
        "{line}"
    );
    ensure!(
        !line.contains(":0 "),
        "the port is not the one that was taken: {line}"
    );
    Ok(())
}
