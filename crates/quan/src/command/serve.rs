//! Serves until told to stop.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use quan_server::clock::WallClock;
use quan_server::config::Config;
use quan_server::instance::Instance;
use tokio::signal::unix::{SignalKind, signal};

use crate::args::ServeArgs;
use crate::printer::Printer;

pub(crate) fn run(args: ServeArgs, printer: &Printer) -> anyhow::Result<ExitCode> {
    let config = settings(args)?;
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("QUAN_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .init();
    super::runtime()?.block_on(async {
        let instance = Instance::open(&config, Arc::new(WallClock)).await?;
        // Whoever reads that it serves may tell it to stop at once.
        let stop = stop()?;
        let url = format!("http://{}", instance.address());
        let mode = if config.sandbox {
            "sandbox"
        } else {
            "production"
        };
        let words = format!("quan serves {url} from {} ({mode})", config.data.display());
        let value = serde_json::json!({ "url": url, "data": config.data, "mode": mode });
        printer.report(words, &value)?;
        instance.run(stop).await.context("could not serve")?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Ready once the process is told to stop.
fn stop() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// The file's settings, with what was said on the command line or in the
/// environment in their place.
fn settings(args: ServeArgs) -> anyhow::Result<Config> {
    let mut config = match &args.config {
        None => Config::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("could not read {}", path.display()))?;
            toml::from_str(&text)
                .with_context(|| format!("could not understand {}", path.display()))?
        }
    };
    let ServeArgs {
        config: _,
        data,
        listen,
        provision,
        sandbox,
        public_url,
        completion_delay,
    } = args;
    if let Some(data) = data {
        config.data = data;
    }
    if let Some(listen) = listen {
        config.listen = listen;
    }
    if let Some(sandbox) = sandbox {
        config.sandbox = sandbox;
    }
    if let Some(delay) = completion_delay {
        config.completion_delay = delay;
    }
    config.provision = provision.or(config.provision);
    config.public_url = public_url.or(config.public_url);
    Ok(config)
}
