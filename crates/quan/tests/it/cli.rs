//! What somebody notices who types: exit codes, messages, files, settings, and
//! how a server ends.

mod asking;
mod due;
mod end;
mod keys;
mod offer;
mod provision;
mod serve;
mod settings;
mod typed;
mod verify;

use std::path::Path;
use std::process::Command;

use anyhow::ensure;

use crate::process::{Ended, quan};
use crate::world::World;

/// `quan serve` of a world, at a port that is free.
fn serve(world: &World) -> Command {
    let mut command = serve_from(&world.data());
    command.arg("--provision").arg(world.provision());
    command
}

/// The same of a directory, for nobody.
fn serve_from(data: &Path) -> Command {
    let mut command = quan();
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .env("QUAN_LOG", "warn");
    command
}

/// It failed with this code, had no result to print, and said these words.
fn complains(ended: &Ended, code: i32, words: &[&str]) -> anyhow::Result<()> {
    ensure!(ended.code == Some(code), "not {code}: {ended:?}");
    ensure!(ended.stdout.is_empty(), "{ended:?}");
    ensure!(ended.stderr.contains("error"), "{ended:?}");
    for word in words {
        ensure!(ended.stderr.contains(word), "no {word:?} in {ended:?}");
    }
    ensure!(!ended.stderr.contains("panicked"), "{ended:?}");
    let causes: Vec<&str> = ended.stderr.split(": ").collect();
    let twice = causes.windows(2).any(|pair| pair[0] == pair[1]);
    ensure!(!twice, "it says the same twice: {ended:?}");
    Ok(())
}
