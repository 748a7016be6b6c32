//! `….activity.query` and `….activity.batchquery`: activities as those see
//! them who may give their vouchers away.

use quan_core::{ActivityState, Denial};
use quan_engine::{ActivityFilter, ActivityStatus, Page};
use quan_wire::alipay::message::word::ActivityStatus as StatusWord;
use quan_wire::alipay::message::{activity_query, batchquery, project};

use super::Handlers;
use super::view::Shown;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

pub(super) async fn one(
    handlers: &Handlers,
    caller: &Caller,
    request: activity_query::Request,
) -> Result<activity_query::Answer, Fault> {
    let asked = request.check()?;
    let merchant = handlers.acting(caller, asked.merchant_id.as_deref())?;
    let view = handlers.activity(&asked.activity_id, merchant).await?;
    if view.activity.state == ActivityState::Created {
        return Err(Denial::NotActive.into());
    }
    Ok(Shown::of(handlers, &view)?.with(handlers, project::activity_query))
}

pub(super) async fn list(
    handlers: &Handlers,
    caller: &Caller,
    request: batchquery::Request,
) -> Result<batchquery::Answer, Fault> {
    let asked = request.check()?;
    let merchant = handlers.acting(caller, asked.merchant_id.as_deref())?;
    let status = match asked.status {
        Some(StatusWord::Active) => Some(ActivityStatus::Active),
        Some(StatusWord::Pause) => Some(ActivityStatus::Paused),
        Some(StatusWord::Init | StatusWord::Finished) | None => None,
    };
    let filter = ActivityFilter {
        merchant: Some(merchant),
        status,
        include_created: false,
    };
    let page = Page {
        number: asked.page.num,
        size: asked.page.size,
    };
    let listed = handlers.engine.activities(filter, page).await?;
    let shown = listed
        .items
        .iter()
        .map(|view| Ok(Shown::of(handlers, view)?.with(handlers, project::activity_lite_info)));
    Ok(batchquery::Answer {
        activity_lite_infos: shown.collect::<Result<_, Fault>>()?,
        page_num: i32::try_from(asked.page.num).ok(),
        page_size: i32::try_from(asked.page.size).ok(),
        total_size: Some(listed.total.to_string()),
    })
}
