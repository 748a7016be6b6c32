//! Uses of vouchers, and giving orders' money back.

use quan_client::api::{Redemption, ReturnRedemption, Returned};

use super::remote::Session;
use crate::args::RedemptionCommand;
use crate::table::{Sheet, yes};

pub(crate) async fn run(command: RedemptionCommand, session: &Session<'_>) -> anyhow::Result<()> {
    match command {
        RedemptionCommand::Show { redemption_id } => {
            let redemption = session.quan.redemption(&redemption_id).await?;
            session.report(sheet(&redemption), &redemption)
        }
        RedemptionCommand::Return {
            redemption_id,
            request_no,
            amount,
        } => {
            let asked = ReturnRedemption { request_no, amount };
            let quan = &session.quan;
            let returned = quan.return_redemption(&redemption_id, &asked).await?;
            session.report(receipt(&returned), &returned)
        }
    }
}

fn sheet(redemption: &Redemption) -> String {
    Sheet::new()
        .row("redemption", &redemption.redemption_id)
        .row("voucher", &redemption.voucher_id)
        .row("activity", &redemption.activity_id)
        .row("user", &redemption.user_id)
        .row("order", &redemption.order_no)
        .row("total", redemption.total)
        .row("came off", redemption.deduction)
        .row("buyer paid", redemption.buyer_pays)
        .row("seller received", redemption.seller_receives)
        .row("at", redemption.redeemed_at)
        .row("given back", redemption.refunded)
        .row("of that to the buyer", redemption.refunded_to_buyer)
        .maybe("returned at", redemption.returned_at)
        .words()
}

fn receipt(returned: &Returned) -> String {
    Sheet::new()
        .row("return", &returned.return_id)
        .row("redemption", &returned.redemption_id)
        .row("given back", returned.amount)
        .row("to the buyer", returned.to_buyer)
        .row("to the voucher", returned.to_voucher)
        .row("voucher returned", yes(returned.voucher_returned))
        .row("at", returned.returned_at)
        .words()
}
