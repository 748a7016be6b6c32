//! Service codes: what mini-programs offer, as vouchers lead to it.

use quan_client::ServiceCodeFilter;
use quan_client::api::{PutServiceCode, ServiceCode};

use super::remote::Session;
use crate::args::ServiceCodeCommand;
use crate::table::{Sheet, part};

pub(crate) async fn run(command: ServiceCodeCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let service = match command {
        ServiceCodeCommand::List { app, part: stretch } => {
            let filter = ServiceCodeFilter {
                app_id: app,
                after: stretch.after,
                limit: stretch.limit,
            };
            let services = quan.service_codes(&filter).await?;
            let words = part(&services, ["code", "app", "name"], |service| {
                [
                    service.code.clone(),
                    service.app_id.clone(),
                    service.name.clone(),
                ]
            });
            return session.report(words, &services);
        }
        ServiceCodeCommand::Show { code } => quan.service_code(&code).await?,
        ServiceCodeCommand::Put { code, app, name } => {
            let asked = PutServiceCode { app_id: app, name };
            quan.put_service_code(&code, &asked).await?
        }
    };
    session.report(sheet(&service), &service)
}

fn sheet(service: &ServiceCode) -> String {
    Sheet::new()
        .row("code", &service.code)
        .row("app", &service.app_id)
        .row("name", &service.name)
        .words()
}
