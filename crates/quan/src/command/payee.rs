//! Payees: the accounts that receive what buyers paid for vouchers.

use quan_client::api::{Payee, PutPayee};

use super::remote::Session;
use crate::args::PayeeCommand;
use crate::table::{Sheet, part, word};

pub(crate) async fn run(command: PayeeCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let payee = match command {
        PayeeCommand::List { part: stretch } => {
            let payees = quan.payees(stretch.after.as_deref(), stretch.limit).await?;
            let words = part(&payees, ["payee", "settled", "status"], |payee| {
                [
                    payee.pid.clone(),
                    word(&payee.settle_mode),
                    word(&payee.status),
                ]
            });
            return session.report(words, &payees);
        }
        PayeeCommand::Show { pid } => quan.payee(&pid).await?,
        PayeeCommand::Put {
            pid,
            settle_mode,
            status,
        } => {
            let asked = PutPayee {
                settle_mode,
                status,
            };
            quan.put_payee(&pid, &asked).await?
        }
    };
    session.report(sheet(&payee), &payee)
}

fn sheet(payee: &Payee) -> String {
    Sheet::new()
        .row("payee", &payee.pid)
        .row("settled", word(&payee.settle_mode))
        .row("status", word(&payee.status))
        .words()
}
