//! `….activity.message.{bind,query}`: which application hears about an activity.

use quan_core::{AppId, MerchantId};
use quan_engine::ActivityView;
use quan_wire::alipay::message::bind::{Answer, Binding, Query, Request};
use quan_wire::alipay::message::times;

use super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

pub(super) async fn bind(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (view, merchant) = handlers.bound(caller, &asked).await?;
    let activity = &view.activity;
    let app = handlers.registry.find_app(&asked.notify_appid);
    let parties = [
        activity.owner,
        activity.operator,
        merchant,
        caller.merchant,
        caller.app_merchant,
    ];
    let app = app
        .filter(|app| parties.contains(&app.merchant))
        .ok_or(Reason::Value("notify_appid", "对应的应用不存在"))?;
    handlers
        .engine
        .bind_receiver(activity.id, merchant, app.app_id.clone())
        .await?;
    let answer = answer(asked, merchant, &app.app_id);
    Ok(Answer {
        update_time: Some(times::format(handlers.engine.now())),
        ..answer
    })
}

pub(super) async fn query(
    handlers: &Handlers,
    caller: &Caller,
    request: Query,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let (view, merchant) = handlers.bound(caller, &asked).await?;
    Ok(answer(asked, merchant, &view.activity.receiver))
}

fn answer(asked: Binding, merchant: MerchantId, app: &AppId) -> Answer {
    Answer {
        activity_id: Some(asked.activity_id),
        merchant_id: Some(merchant.to_string()),
        notify_appid: Some(app.to_string()),
        update_time: None,
    }
}

impl Handlers {
    /// The activity that is asked about, and for which of its merchants.
    async fn bound(
        &self,
        caller: &Caller,
        asked: &Binding,
    ) -> Result<(ActivityView, MerchantId), Fault> {
        let merchant = self.acting(caller, asked.merchant_id.as_deref())?;
        Ok((self.activity(&asked.activity_id, merchant).await?, merchant))
    }
}
