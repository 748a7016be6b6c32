//! What somebody sees who asks a running server: every state that no platform's
//! API gives is reached by a command.

mod activities;
mod refusals;
mod registered;
mod sales;
mod vouchers;
mod wechat;

use anyhow::ensure;
use quan_client::AlipayClient;
use serde_json::Value;

use super::{complains, serve};
use crate::process::{Ended, Server, quan, run};
use crate::world::{TOKEN, World, provisioning};

/// A sandbox that is asked.
struct House {
    world: World,
    server: Server,
}

impl House {
    /// Opens a sandbox for those of the usual provisioning file, and more.
    fn open(more: &str, flags: &[&str]) -> anyhow::Result<House> {
        let world = World::make()?;
        std::fs::write(world.provision(), provisioning() + more)?;
        let server = Server::start(serve(&world).arg("--sandbox").args(flags), world.dir())?;
        Ok(House { world, server })
    }

    fn alipay(&self) -> anyhow::Result<AlipayClient> {
        self.world.alipay(&self.server.url)
    }

    /// Types `quan …`; where the server is and who asks is in the environment.
    fn ask(&self, args: &[&str]) -> anyhow::Result<Ended> {
        run(quan()
            .args(args)
            .env("QUAN_SERVER", &self.server.url)
            .env("QUAN_TOKEN", TOKEN))
    }

    /// What is printed for people.
    fn told(&self, args: &[&str]) -> anyhow::Result<Told> {
        let ended = self.ask(args)?;
        ensure!(
            ended.code == Some(0) && ended.stderr.is_empty(),
            "{args:?}: {ended:?}"
        );
        Ok(Told(ended.stdout))
    }

    /// What is printed for programs.
    fn json(&self, args: &[&str]) -> anyhow::Result<Value> {
        let ended = self.ask(&[args, &["--json"]].concat())?;
        ensure!(
            ended.code == Some(0) && ended.stderr.is_empty(),
            "{args:?}: {ended:?}"
        );
        ended.json()
    }

    /// It is refused with this code of the API.
    fn refused(&self, args: &[&str], code: &str) -> anyhow::Result<()> {
        let words = format!("error: {code}: ");
        complains(&self.ask(args)?, 1, &[&words])
    }
}

/// D30: what the API can do, somebody who types can do.
#[test]
fn d30_every_call_of_the_client_is_made_by_a_command() -> anyhow::Result<()> {
    let crates = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let read = |folder: String| -> anyhow::Result<String> {
        let mut text = String::new();
        for file in std::fs::read_dir(folder)? {
            let path = file?.path();
            if path.is_file() {
                text += &std::fs::read_to_string(path)?;
            }
        }
        Ok(text)
    };
    let calls = read(format!("{crates}/quan-client/src/quan/operation"))?;
    let commands = read(format!("{crates}/quan/src/command"))?;
    let names: Vec<&str> = calls
        .split("pub async fn ")
        .skip(1)
        .filter_map(|rest| rest.split('(').next())
        .collect();
    ensure!(names.len() > 40, "{names:?}");
    let idle: Vec<&&str> = names
        .iter()
        .filter(|name| !commands.contains(&format!(".{name}(")))
        .collect();
    ensure!(idle.is_empty(), "no command makes {idle:?}");
    Ok(())
}

/// Tables, as people read them.
#[derive(Debug)]
struct Told(String);

impl Told {
    /// There is a row of these cells.
    fn row(&self, cells: &[&str]) -> anyhow::Result<()> {
        let there = self.0.lines().any(|line| {
            let line = line.trim_matches('│');
            line.split('┆').map(str::trim).eq(cells.iter().copied())
        });
        ensure!(there, "no row {cells:?} in\n{}", self.0);
        Ok(())
    }

    /// There are these rows.
    fn rows<const N: usize>(&self, rows: &[[&str; N]]) -> anyhow::Result<()> {
        rows.iter().try_for_each(|row| self.row(row))
    }

    /// It says these words somewhere.
    fn says(&self, words: &str) -> anyhow::Result<()> {
        ensure!(self.0.contains(words), "no {words:?} in\n{}", self.0);
        Ok(())
    }
}
