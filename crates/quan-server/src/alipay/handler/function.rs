//! `alipay.open.app.appcontent.function.create`: a mini-program offers a
//! service, to which vouchers lead by its code.

use std::sync::Arc;

use quan_core::time;
use quan_engine::registry::{AlipayApp, AppKind, ServiceCode};
use quan_wire::alipay::message::function::{Answer, Request};
use quan_wire::alipay::message::ids;

use super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

pub(super) fn create(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let app = handlers
        .mini_program(caller)
        .ok_or(Reason::Business("应用不是支付宝小程序"))?;
    let details = serde_json::to_string(&request);
    let details = details.map_err(|error| Fault::Failed(Box::new(error)))?;
    let today = time::day_of(handlers.engine.now());
    let service = handlers.registry.add_service_code(|number| ServiceCode {
        code: ids::service_code(today, number),
        app: app.app_id.clone(),
        name: asked.name.clone(),
        details: details.clone(),
    })?;
    Ok(Answer {
        service_code: Some(service.code),
    })
}

impl Handlers {
    /// The mini-program that is spoken of: the caller, or the first of the
    /// merchant for whom the caller acts.
    fn mini_program(&self, caller: &Caller) -> Option<Arc<AlipayApp>> {
        let snapshot = self.registry.snapshot();
        let named = |app: &Arc<AlipayApp>| {
            if caller.agency {
                app.merchant == caller.merchant
            } else {
                app.app_id == caller.app_id
            }
        };
        let mut apps = snapshot.apps().into_iter();
        apps.find(|app| app.kind == AppKind::MiniProgram && named(app))
    }
}
