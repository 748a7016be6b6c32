//! The binary in processes of its own.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use anyhow::{Context as _, bail, ensure};

/// The binary, deaf to the settings of whoever runs the tests.
pub(crate) fn quan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quan"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("QUAN_") {
            command.env_remove(name);
        }
    }
    command
}

/// How a command ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// What it said for programs.
    pub(crate) fn json(&self) -> anyhow::Result<serde_json::Value> {
        serde_json::from_str(&self.stdout).with_context(|| format!("{:?} is not JSON", self.stdout))
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<Ended> {
    let output = command.stdin(Stdio::null()).output()?;
    Ok(Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout)?,
        stderr: String::from_utf8(output.stderr)?,
    })
}

/// Runs a `quan serve …` that is to end without serving.
pub(crate) fn refused(command: &mut Command) -> anyhow::Result<Ended> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // It says that it serves, or hangs up.
    let mut stdout = String::new();
    let voice = child.stdout.take().context("the server has no voice")?;
    BufReader::new(voice).read_line(&mut stdout)?;
    if !stdout.is_empty() {
        child.kill()?;
        child.wait()?;
        bail!("it was not refused: {stdout}");
    }
    let output = child.wait_with_output()?;
    Ok(Ended {
        code: output.status.code(),
        stdout,
        stderr: String::from_utf8(output.stderr)?,
    })
}

/// `quan serve`, ready. It is killed where it goes out of scope.
pub(crate) struct Server {
    child: Child,
    log: PathBuf,
    /// Where it listens.
    pub(crate) url: String,
    /// What it said when it was ready.
    pub(crate) ready: serde_json::Value,
}

impl Server {
    /// Starts `quan serve …` and waits until it listens. What it
    /// logs is appended to `serve.log` of a directory.
    pub(crate) fn start(command: &mut Command, logs: &Path) -> anyhow::Result<Server> {
        let log = logs.join("serve.log");
        let mut child = command
            .arg("--json")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::options().create(true).append(true).open(&log)?)
            .spawn()?;
        let mut line = String::new();
        let stdout = child.stdout.take().context("the server has no voice")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let mut server = Server {
            child,
            log,
            url: String::new(),
            ready: serde_json::Value::Null,
        };
        server.ready = serde_json::from_str(&line)
            .with_context(|| format!("the server did not start: {}", server.log()))?;
        server.url = server.ready["url"]
            .as_str()
            .context("the server names no address")?
            .to_owned();
        Ok(server)
    }

    /// What all servers with the same directory for logs have logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Ends it without a word (SIGKILL), and waits until it is gone.
    pub(crate) fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        let status = self.child.wait()?;
        ensure!(
            status.code().is_none(),
            "the server had ended before it was killed, with {status}: {}",
            self.log()
        );
        Ok(())
    }

    /// Asks it to end (SIGTERM or another signal by name) and waits until it has.
    pub(crate) fn stop(self, signal: &str) -> anyhow::Result<ExitStatus> {
        self.signal(signal)?;
        self.wait()
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, signal: &str) -> anyhow::Result<()> {
        let told = Command::new("kill")
            .arg(format!("-{signal}"))
            .arg(self.child.id().to_string())
            .status()?;
        ensure!(told.success(), "the signal could not be sent");
        Ok(())
    }

    /// Waits until it has ended.
    pub(crate) fn wait(mut self) -> anyhow::Result<ExitStatus> {
        Ok(self.child.wait()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that was waited for is left alone by both calls.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
