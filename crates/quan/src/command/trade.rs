//! Orders for vouchers, as their buyers see them.

use quan_client::api::Trade;

use super::remote::Session;
use crate::args::TradeCommand;
use crate::table::{Sheet, word};

pub(crate) async fn run(command: TradeCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let trade = match command {
        TradeCommand::Show { trade_no } => quan.trade(&trade_no).await?,
        TradeCommand::Pay { trade_no } => quan.pay_trade(&trade_no).await?,
        TradeCommand::Close { trade_no } => quan.close_trade(&trade_no).await?,
    };
    session.report(sheet(&trade), &trade)
}

fn sheet(trade: &Trade) -> String {
    Sheet::new()
        .row("trade", &trade.trade_no)
        .row("order", &trade.order_no)
        .row("merchant's number", &trade.out_order_no)
        .row("activity", &trade.activity_id)
        .row("buyer", &trade.buyer_id)
        .row("amount", trade.amount)
        .row("state", word(&trade.state))
        .row("ordered at", trade.ordered_at)
        .maybe("paid at", trade.paid_at)
        .maybe("voucher", trade.voucher_id.as_ref())
        .maybe("refunded at", trade.refunded_at)
        .maybe("settled at", trade.settled_at)
        .words()
}
