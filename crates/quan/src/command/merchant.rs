//! Merchants' accounts.

use quan_client::api::Deposit;

use super::remote::Session;
use crate::args::MerchantCommand;
use crate::table::Sheet;

pub(crate) async fn run(command: MerchantCommand, session: &Session<'_>) -> anyhow::Result<()> {
    match command {
        MerchantCommand::Account { merchant_id } => {
            let account = session.quan.account(&merchant_id).await?;
            let words = Sheet::new()
                .row("merchant", &account.merchant_id)
                .row("paid in", account.paid_in)
                .row("balance", account.balance)
                .words();
            session.report(words, &account)
        }
        MerchantCommand::Deposit {
            merchant_id,
            amount,
            request_no,
        } => {
            let deposit = Deposit { request_no, amount };
            let deposited = session.quan.deposit(&merchant_id, &deposit).await?;
            let words = Sheet::new()
                .row("merchant", &deposited.merchant_id)
                .row("paid in by this request", deposited.amount)
                .row("request", &deposited.request_no)
                .words();
            session.report(words, &deposited)
        }
    }
}
