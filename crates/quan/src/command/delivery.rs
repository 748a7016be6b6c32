//! Promotion plans: where activities are shown to users.

use quan_client::DeliveryFilter;
use quan_client::api::{Delivery, SetDeliveryStatus};

use super::remote::Session;
use crate::args::DeliveryCommand;
use crate::table::{Sheet, dash, part, word};

pub(crate) async fn run(command: DeliveryCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let plan = match command {
        DeliveryCommand::List {
            merchant,
            part: stretch,
        } => {
            let filter = DeliveryFilter {
                merchant,
                after: stretch.after,
                limit: stretch.limit,
            };
            let plans = quan.deliveries(&filter).await?;
            let head = ["plan", "merchant", "status", "error", "made at"];
            let words = part(&plans, head, |plan| {
                [
                    plan.delivery_id.clone(),
                    plan.merchant.clone(),
                    word(&plan.status),
                    dash(plan.error.as_ref()),
                    plan.created_at.to_string(),
                ]
            });
            return session.report(words, &plans);
        }
        DeliveryCommand::Show { delivery_id } => quan.delivery(&delivery_id).await?,
        DeliveryCommand::Status {
            delivery_id,
            status,
            error,
        } => {
            let asked = SetDeliveryStatus { status, error };
            quan.set_delivery_status(&delivery_id, &asked).await?
        }
    };
    session.report(sheet(&plan), &plan)
}

fn sheet(plan: &Delivery) -> String {
    Sheet::new()
        .row("plan", &plan.delivery_id)
        .row("merchant", &plan.merchant)
        .row("operator", &plan.operator)
        .row("receiver of messages", &plan.receiver)
        .row("request", &plan.request_no)
        .row("status", word(&plan.status))
        .maybe("error", plan.error.as_ref())
        .row("made at", plan.created_at)
        .words()
}
