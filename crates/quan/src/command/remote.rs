//! Asking a server: where it is, and what it answered.

use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use quan_client::{QuanClient, Retry};
use serde::Serialize;

use crate::args::{Asking, Remote};
use crate::printer::Printer;

/// A server that is asked, and where its answers go.
pub(crate) struct Session<'a> {
    pub(crate) quan: QuanClient,
    printer: &'a Printer,
}

impl<'a> Session<'a> {
    /// Nothing is sent yet.
    fn new(remote: Remote, printer: &'a Printer) -> anyhow::Result<Session<'a>> {
        let token = remote
            .token
            .context("no token was said: give --token, or set QUAN_TOKEN")?;
        // Somebody who types asks again by typing again.
        let quan = QuanClient::builder(remote.server, token)
            .retry(Retry::never())
            .build()?;
        Ok(Session { quan, printer })
    }

    /// Prints an answer: the words for people, or the answer for programs.
    pub(crate) fn report(
        &self,
        words: impl AsRef<str>,
        answer: &impl Serialize,
    ) -> anyhow::Result<()> {
        self.printer.report(words, answer)
    }
}

/// Carries out a command that asks a server.
pub(crate) fn run<C: Subcommand>(
    asking: Asking<C>,
    printer: &Printer,
    command: impl AsyncFnOnce(C, &Session<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<ExitCode> {
    let Asking {
        remote,
        command: what,
    } = asking;
    ask(remote, printer, async |session: &Session<'_>| {
        command(what, session).await
    })
}

/// Asks a server.
pub(crate) fn ask(
    remote: Remote,
    printer: &Printer,
    command: impl AsyncFnOnce(&Session<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<ExitCode> {
    let session = Session::new(remote, printer)?;
    let server = session.quan.endpoint().to_owned();
    super::runtime()?
        .block_on(command(&session))
        .map_err(|error| located(error, &server))?;
    Ok(ExitCode::SUCCESS)
}

/// Names the server where it was not the server that refused.
fn located(error: anyhow::Error, server: &str) -> anyhow::Error {
    use quan_client::ApiError;
    match error.downcast_ref::<ApiError>() {
        Some(
            ApiError::Http { .. }
            | ApiError::Decode { .. }
            | ApiError::Timeout
            | ApiError::Connection(_),
        ) => error.context(format!("could not ask {server}")),
        Some(_) | None => error,
    }
}
