//! A server under measurement.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use quan_server::platform::Platform;

/// The unit in which the kernel counts CPU time, in microseconds.
const TICK_US: u64 = 10_000;

/// A server in a process of its own, so that its CPU time is its own.
pub(super) struct Server {
    child: Child,
    data: PathBuf,
    /// Where it listens, as `host:port`.
    pub(super) authority: String,
}

impl Server {
    /// Starts one on the data directory `dir/data`, and waits until it listens.
    pub(super) fn start(dir: &Path, provision: &Path) -> anyhow::Result<Server> {
        let data = dir.join("data");
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--json", "--listen", "127.0.0.1:0", "--data"])
            .arg(&data)
            .arg("--provision")
            .arg(provision)
            .stdout(Stdio::piped())
            .env("QUAN_LOG", "warn")
            .spawn()
            .context("could not start a server")?;
        let mut line = String::new();
        let stdout = child.stdout.take().context("the server says nothing")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let ready: serde_json::Value =
            serde_json::from_str(&line).context("the server did not start")?;
        let url = ready["url"]
            .as_str()
            .context("the server named no address")?;
        Ok(Server {
            child,
            data,
            authority: url.trim_start_matches("http://").to_owned(),
        })
    }

    /// The public key that its answers are signed with.
    pub(super) fn platform_key(&self) -> anyhow::Result<String> {
        let key = Platform::public_key_of(&self.data, None)?;
        Ok(key.context("the server has no key")?.to_pem())
    }

    /// The CPU time that the server has used, in user and kernel mode.
    pub(super) fn cpu(&self) -> anyhow::Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))
            .context("CPU times are read from /proc, which is not here")?;
        // The name of the process, which may hold spaces, ends with a bracket.
        let after = stat
            .rsplit_once(") ")
            .map(|(_, rest)| rest)
            .unwrap_or_default();
        let ticks: u64 = after
            .split(' ')
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok())
            .sum();
        Ok(Duration::from_micros(ticks * TICK_US))
    }

    /// The most memory that the server has held, in bytes.
    pub(super) fn most_memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .context("memory is read from /proc, which is not here")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: u64 = line
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|kib| kib.parse().ok())
            .context("the kernel does not tell the most memory held")?;
        Ok(kib * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It holds nothing that is worth a clean end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
