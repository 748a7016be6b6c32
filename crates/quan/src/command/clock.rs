//! The business clock of a sandbox.

use quan_client::api::SetClock;

use super::remote::Session;
use crate::args::ClockCommand;
use crate::table::{Sheet, yes};

pub(crate) async fn run(command: ClockCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let mut asked = SetClock::default();
    match command {
        ClockCommand::Show => {}
        ClockCommand::Set { instant } => asked.set = Some(instant),
        ClockCommand::Advance { by } => asked.advance = Some(by),
        ClockCommand::Freeze => asked.frozen = Some(true),
        ClockCommand::Release => asked.frozen = Some(false),
    }
    let clock = if asked == SetClock::default() {
        session.quan.clock().await?
    } else {
        session.quan.set_clock(&asked).await?
    };
    let words = Sheet::new()
        .row("business clock", clock.now)
        .row("wall clock", clock.wall)
        .row("stands still", yes(clock.frozen))
        .words();
    session.report(words, &clock)
}
