//! What merchants were told, and telling it again.

mod word;

use axum::extract::State;
use http::StatusCode;
use quan_engine::registry::{NoticeEvent, RegistryNotice, RegistryNoticeFilter};
use quan_engine::{NoticeFilter, NoticeState};
use quan_wire::api::{self as wire, Listed, Problem, Replayed};
use serde::Deserialize;

use super::Api;
use super::body::{Asked, Json, Named};
use super::caller::{Caller, Operator, Viewer};
use super::find;
use super::names;
use super::refusal::Refusal;
use super::{deliveries, shops};

/// Which notices.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Only those in this state.
    state: Option<wire::NoticeState>,
    /// Only those of this activity; tokens that are confined to a merchant
    /// must name one, or a plan, or a shop.
    activity: Option<String>,
    /// Only those about this promotion plan.
    delivery: Option<String>,
    /// Only those about this shop.
    shop: Option<String>,
    /// Which page, from 1.
    page: Option<u32>,
    /// How many rows a page has, at most 100.
    page_size: Option<u32>,
}

/// List notices, and how their delivery went: those of activities before those
/// about plans and shops, and of each the latest first.
#[utoipa::path(
    get,
    path = "/api/notices",
    operation_id = "list_notices",
    tag = "notices",
    params(Filter),
    responses(
        (status = 200, description = "A page of them", body = Listed<wire::Notice>),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(filter): Asked<Filter>,
) -> Result<Json<Listed<wire::Notice>>, Refusal> {
    let page = find::page(filter.page, filter.page_size)?;
    let state = filter.state.map(|state| match state {
        wire::NoticeState::Waiting => NoticeState::Waiting,
        wire::NoticeState::Delivered => NoticeState::Delivered,
        wire::NoticeState::Dead => NoticeState::Dead,
    });
    let Filter {
        activity,
        delivery,
        shop,
        ..
    } = &filter;
    let (activity, subject) = match (activity, delivery, shop) {
        (None, None, None) => {
            caller.is_unconfined()?;
            (None, None)
        }
        (Some(text), None, None) => {
            let view = api.find_activity(caller, text).await?;
            (Some(view.activity.id), None)
        }
        (None, Some(id), None) => (None, Some(deliveries::find(&api, caller, id)?.id)),
        (None, None, Some(id)) => (None, Some(shops::find(&api, caller, id)?.id)),
        _ => {
            let what = "one of activity, delivery and shop is enough";
            return Err(Refusal::field("activity", what));
        }
    };
    let (mut items, mut total) = (Vec::new(), 0);
    if subject.is_none() {
        let of = NoticeFilter { activity, state };
        let listed = api.engine.notices(of, page).await?;
        let mut known = word::Known::new();
        for view in &listed.items {
            items.push(word::of_activity(&api, view, &mut known).await?);
        }
        total = listed.total;
    }
    if activity.is_none() {
        // What is on the pages before, and what has found room on this one.
        let skipped = page.offset().saturating_sub(total);
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        let room = size.saturating_sub(items.len());
        let of = RegistryNoticeFilter {
            subject: subject.as_deref(),
            state,
        };
        let listed = api.registry.list_notices(of, skipped, room)?;
        items.extend(listed.items.iter().map(word::of_registry));
        total += listed.total;
    }
    Ok(Json(Listed {
        items,
        page: page.number,
        page_size: page.size,
        total,
    }))
}

/// Deliver a notice again: one that was given up, or that was delivered and
/// got lost on the other side. The message is the same, `notify_id` included.
#[utoipa::path(
    post,
    path = "/api/notices/{notice_id}/replay",
    operation_id = "replay_notice",
    tag = "notices",
    params(("notice_id" = String, Path, description = "As notices are listed")),
    responses(
        (status = 202, description = "It is due", body = Replayed),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn replay(
    Operator(caller): Operator,
    State(api): State<Api>,
    Named(notice_id): Named,
) -> Result<(StatusCode, Json<Replayed>), Refusal> {
    let unknown = || Refusal::unknown("no-such-notice", "no such notice");
    if let Some(number) = names::parse_registered_notice_id(&notice_id) {
        let notice = api.registry.find_notice(number)?.ok_or_else(unknown)?;
        is_seen(&api, caller, &notice).map_err(|_| unknown())?;
        api.registry.replay_notice(number, api.engine.now())?;
        return Ok((StatusCode::ACCEPTED, Json(Replayed { notice_id })));
    }
    let id = names::parse_notice_id(&notice_id).ok_or_else(unknown)?;
    api.activity(caller, id.activity).await.map_err(|refusal| {
        if refusal.status() == StatusCode::NOT_FOUND {
            unknown()
        } else {
            refusal
        }
    })?;
    if api.engine.replay_notice(id).await? {
        Ok((StatusCode::ACCEPTED, Json(Replayed { notice_id })))
    } else {
        Err(unknown())
    }
}

/// Refuses holders who may not see what a notice is about.
fn is_seen(api: &Api, caller: Caller, notice: &RegistryNotice) -> Result<(), Refusal> {
    let subject = &notice.news.subject;
    match notice.news.event {
        NoticeEvent::Delivery { .. } => deliveries::find(api, caller, subject).map(|_| ()),
        NoticeEvent::ShopPassed | NoticeEvent::ShopRejected => {
            shops::find(api, caller, subject).map(|_| ())
        }
    }
}
