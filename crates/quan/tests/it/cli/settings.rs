//! A setting is taken from the flag, then from the environment, then from the
//! file, then from its default.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use quan_client::api::Due;
use serde_json::json;

use super::{complains, offer, serve, serve_from};
use crate::process::{Server, quan, refused};
use crate::world::World;

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// `quan serve` within a directory, told nothing.
fn bare(dir: &Path) -> Command {
    let mut command = quan();
    command
        .arg("serve")
        .current_dir(dir)
        .env("QUAN_LOG", "warn");
    command
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flag_goes_before_the_environment_and_the_environment_before_the_file()
-> anyhow::Result<()> {
    let world = World::make()?;
    std::fs::write(
        world.dir().join("quan.toml"),
        "data = 'in-file'
         listen = 'nowhere'
         provision = 'provision.toml'
         sandbox = true
         public_url = 'https://file.example'
         completion_delay = 3_600_000",
    )?;
    let of_file = |command: &mut Command| {
        command.args(["--config", "quan.toml", "--listen", "127.0.0.1:0"]);
    };
    let of_environment = |command: &mut Command| {
        command
            .env("QUAN_DATA", "by-environment")
            .env("QUAN_SANDBOX", "false")
            .env("QUAN_PUBLIC_URL", "https://environment.example/")
            .env("QUAN_COMPLETION_DELAY", DAY.to_string());
    };
    let of_flags = |command: &mut Command| {
        let delay = (2 * DAY).to_string();
        command
            .args(["--data", "by-flag", "--sandbox"])
            .args(["--public-url", "https://flag.example"])
            .args(["--completion-delay", &delay]);
    };

    let mut command = bare(world.dir());
    of_file(&mut command);
    let told = Told::of(&world, &mut command).await?;
    told.is(
        "in-file",
        "sandbox",
        "https://file.example/",
        Some(3_600_000),
    )?;

    let mut command = bare(world.dir());
    of_file(&mut command);
    of_environment(&mut command);
    let told = Told::of(&world, &mut command).await?;
    let url = "https://environment.example/";
    told.is("by-environment", "production", url, Some(DAY))?;

    let mut command = bare(world.dir());
    of_file(&mut command);
    of_environment(&mut command);
    of_flags(&mut command);
    let told = Told::of(&world, &mut command).await?;
    told.is("by-flag", "sandbox", "https://flag.example/", Some(2 * DAY))?;

    // A word, where the others have numbers.
    let mut command = bare(world.dir());
    of_file(&mut command);
    command
        .args(["--data", "by-flag", "--completion-delay", "manual"])
        .env("QUAN_COMPLETION_DELAY", "1");
    let told = Told::of(&world, &mut command).await?;
    told.is("by-flag", "sandbox", "https://file.example/", None)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_sets_has_its_default() -> anyhow::Result<()> {
    let world = World::make()?;
    let mut command = bare(world.dir());
    command.args(["--listen", "127.0.0.1:0", "--provision", "provision.toml"]);
    // A delay that is over can no longer be looked at.
    command.args(["--completion-delay", "manual"]);
    let told = Told::of(&world, &mut command).await?;
    let url = format!("{}/", told.url);
    told.is("quan-data", "production", &url, None)
}

/// What a server was told, as it shows.
struct Told {
    url: String,
    ready: serde_json::Value,
    recharge_url: String,
    /// Milliseconds; none where it waits for a word.
    delay: Option<i64>,
}

impl Told {
    async fn of(world: &World, command: &mut Command) -> anyhow::Result<Told> {
        for name in ["in-file", "by-environment", "by-flag", "quan-data"] {
            let (data, key) = (world.dir().join(name), "alipay_private_key.pem");
            std::fs::create_dir_all(&data)?;
            std::fs::copy(world.data().join(key), data.join(key))?;
        }
        let server = Server::start(command, world.dir())?;
        let (alipay, own) = (world.alipay(&server.url)?, World::own(&server.url)?);
        // Every server has a store that may have been used before.
        let name = server.url.rsplit(':').next().unwrap_or_default().to_owned();
        let (activity, _) = offer::publish(&alipay, &name, offer::forgone()).await?;
        let pending = own.activity(&activity).await?.pending;
        let pending = pending.context("nothing waits for the delay")?;
        let delay = match pending.waits_for {
            Due::Word => None,
            Due::Time => {
                let due = pending.due_at.context("no time")?.0;
                let delay = due.duration_since(pending.accepted_at.0);
                Some(i64::try_from(delay.as_millis())?)
            }
            Due::Payment => anyhow::bail!("it waits for a payment"),
        };
        let name = format!("{name}-prepaid");
        let (_, published) = offer::publish(&alipay, &name, offer::prepaid()).await?;
        let told = Told {
            url: server.url.clone(),
            ready: server.ready.clone(),
            recharge_url: published.recharge_url.context("no link to a payment")?,
            delay,
        };
        ensure!(server.stop("TERM")?.success());
        Ok(told)
    }

    fn is(&self, data: &str, mode: &str, url: &str, delay: Option<i64>) -> anyhow::Result<()> {
        let ready = json!({"url": self.url, "data": data, "mode": mode});
        ensure!(self.ready == ready, "{} is not {ready}", self.ready);
        let page = format!("{url}recharge/");
        ensure!(
            self.recharge_url.starts_with(&page),
            "{} is not below {url}",
            self.recharge_url
        );
        ensure!(self.delay == delay, "{:?} is not {delay:?}", self.delay);
        Ok(())
    }
}

#[test]
fn addresses_and_files_have_the_same_precedence() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    std::fs::write(dir.path().join("one.toml"), "listen = 'in-one'")?;
    std::fs::write(
        dir.path().join("two.toml"),
        "listen = 'in-two'\nprovision = 'in-file'",
    )?;
    let said = |command: &mut Command, words: &str| complains(&refused(command)?, 1, &[words]);
    let free = ["--listen", "127.0.0.1:0"];

    // Which file is read is a setting, too.
    let command = &mut bare(dir.path());
    said(command.args(["--config", "one.toml"]), "listen on in-one:")?;
    said(command.env("QUAN_CONFIG", "two.toml"), "listen on in-one:")?;
    said(command.env("QUAN_LISTEN", "by-env"), "listen on by-env:")?;
    said(command.args(["--listen", "by-flag"]), "listen on by-flag:")?;
    let command = &mut bare(dir.path());
    said(command.env("QUAN_CONFIG", "two.toml"), "listen on in-two:")?;

    said(command.args(free), "could not read in-file:")?;
    said(
        command.env("QUAN_PROVISION", "by-env"),
        "could not read by-env:",
    )?;
    said(
        command.args(["--provision", "by-flag"]),
        "could not read by-flag:",
    )
}

#[test]
fn a_broken_settings_file_is_named_with_the_setting() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("quan.toml");
    for (text, named) in [
        ("listn = '127.0.0.1:0'", "`listn`"),
        ("listen = 8600", "listen = 8600"),
        ("sandbox = 'yes'", "sandbox = 'yes'"),
        ("completion_delay = 'soon'", "\"soon\""),
        ("completion_delay = -1", "completion_delay"),
        ("body = 5", "body = 5"),
        ("[body]\nsmall = 5", "`small`"),
        ("[body]\nlarge = '64 MiB'", "large = '64 MiB'"),
        ("[courier]\nallow_htp = true", "`allow_htp`"),
        ("[courier]\nallow_http = 1", "allow_http = 1"),
        ("listen = ", "line 1"),
    ] {
        std::fs::write(&file, text)?;
        // What is set elsewhere does not excuse it.
        let data = dir.path().join("data");
        let ended = refused(serve_from(&data).arg("--config").arg(&file))?;
        complains(&ended, 1, &["quan.toml", named])?;
        ensure!(!data.exists(), "{text}: a store was made");
    }
    std::fs::remove_file(&file)?;
    let ended = refused(bare(dir.path()).env("QUAN_CONFIG", &file))?;
    complains(&ended, 1, &["could not read", "quan.toml"])
}

#[test]
fn a_delay_that_no_store_can_keep_is_refused() -> anyhow::Result<()> {
    let world = World::make()?;
    let delay = (u64::from(u32::MAX) + 1).to_string();
    let ended = refused(serve(&world).args(["--completion-delay", &delay]))?;
    complains(&ended, 1, &["at most 49 days"])
}
