//! Payments that prepaid budgets wait for.

use quan_client::api::Recharge;

use super::remote::Session;
use crate::args::RechargeCommand;
use crate::table::{Sheet, word};

pub(crate) async fn run(command: RechargeCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let recharge = match command {
        RechargeCommand::Show { recharge_id } => quan.recharge(&recharge_id).await?,
        RechargeCommand::Pay { recharge_id } => quan.pay_recharge(&recharge_id).await?,
    };
    session.report(sheet(&recharge), &recharge)
}

fn sheet(recharge: &Recharge) -> String {
    Sheet::new()
        .row("recharge", &recharge.recharge_id)
        .row("activity", &recharge.activity_id)
        .row("sponsor", &recharge.sponsor)
        .row("amount", recharge.amount)
        .row("state", word(&recharge.state))
        .row("opened at", recharge.opened_at)
        .row("lapses at", recharge.lapses_at)
        .maybe("closed at", recharge.closed_at)
        .row("page", &recharge.url)
        .words()
}
