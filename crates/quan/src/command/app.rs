//! Applications: where they are told things and asked things.

use quan_client::api::{App, SetAddresses};

use super::remote::Session;
use crate::args::AppCommand;
use crate::table::{Sheet, yes};

pub(crate) async fn run(command: AppCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let app = match command {
        AppCommand::Show { app_id } => quan.app(&app_id).await?,
        AppCommand::Addresses {
            app_id,
            gateway_url,
            spi_url,
        } => {
            let addresses = SetAddresses {
                gateway_url,
                spi_url,
            };
            quan.set_addresses(&app_id, &addresses).await?
        }
    };
    session.report(sheet(&app), &app)
}

fn sheet(app: &App) -> String {
    Sheet::new()
        .row("app", &app.app_id)
        .row("merchant", &app.merchant)
        .maybe("messages go to", app.gateway_url.as_ref())
        .maybe("questions go to", app.spi_url.as_ref())
        .row("of the provisioning file", yes(app.trusted))
        .words()
}
