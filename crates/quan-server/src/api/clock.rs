//! The business clock of a sandbox, which callers may move.

use axum::extract::State;
use jiff::{SignedDuration, Span, SpanRelativeTo};
use quan_core::Clock as _;
use quan_wire::api::{Clock, Moment, Problem, SetClock};

use super::body::Json;
use super::caller::{Admin, Viewer};
use super::refusal::Refusal;
use super::{Api, SandboxClock};
use crate::clock::ClockSetting;

/// Look at the business clock. Sandbox only.
#[utoipa::path(
    get,
    path = "/api/clock",
    operation_id = "get_clock",
    tag = "clock",
    responses(
        (status = 200, description = "As it stands", body = Clock),
        (status = "4XX", description = "Refused: 404 outside a sandbox", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(_): Viewer,
    State(api): State<Api>,
) -> Result<Json<Clock>, Refusal> {
    let sandbox = sandbox(&api)?;
    Ok(Json(word(&api, sandbox)))
}

/// Set, advance, freeze or release the business clock. Sandbox only.
///
/// What falls due by it is done before this is answered; messages are sent
/// soon after.
#[utoipa::path(
    put,
    path = "/api/clock",
    operation_id = "set_clock",
    tag = "clock",
    request_body = SetClock,
    responses(
        (status = 200, description = "As it stands now", body = Clock),
        (status = "4XX", description = "Refused: 404 outside a sandbox", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn put(
    Admin(caller): Admin,
    State(api): State<Api>,
    Json(asked): Json<SetClock>,
) -> Result<Json<Clock>, Refusal> {
    caller.is_unconfined()?;
    let sandbox = sandbox(&api)?;
    let standing = matches!(sandbox.clock.setting(), ClockSetting::Frozen(_));
    let from = asked
        .set
        .map_or_else(|| sandbox.clock.now(), |Moment(at)| at);
    let by = asked
        .advance
        .as_deref()
        .map(duration)
        .transpose()?
        .unwrap_or_default();
    let field = if asked.advance.is_some() {
        "advance"
    } else {
        "set"
    };
    let beyond = || {
        let days = sandbox.max_offset_days;
        Refusal::field(
            field,
            format!("further than {days} days from the wall clock"),
        )
    };
    let target = from.checked_add(by).map_err(|_| beyond())?;
    let offset = target.duration_since(api.wall.now());
    let furthest = SignedDuration::from_hours(i64::from(sandbox.max_offset_days) * 24);
    if offset.abs() > furthest {
        return Err(beyond());
    }
    sandbox.clock.set(if asked.frozen.unwrap_or(standing) {
        ClockSetting::Frozen(target)
    } else {
        ClockSetting::Offset(offset)
    });
    api.engine.clock_moved();
    while api.engine.step().await? > 0 {}
    Ok(Json(word(&api, sandbox)))
}

fn sandbox(api: &Api) -> Result<&SandboxClock, Refusal> {
    let outside = || Refusal::unknown("no-sandbox", "the clock can be moved in a sandbox only");
    api.sandbox.as_ref().ok_or_else(outside)
}

fn word(api: &Api, sandbox: &SandboxClock) -> Clock {
    Clock {
        now: Moment(sandbox.clock.now()),
        wall: Moment(api.wall.now()),
        frozen: matches!(sandbox.clock.setting(), ClockSetting::Frozen(_)),
    }
}

/// Reads `PT4M`, `90 minutes`, `3 days`; a day has 24 hours, as in Shanghai.
fn duration(text: &str) -> Result<SignedDuration, Refusal> {
    let wrong = || Refusal::field("advance", "not a duration like PT4M or \"3 days\"");
    let span: Span = text.parse().map_err(|_| wrong())?;
    let duration = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|_| wrong())?;
    if duration.is_negative() {
        return Err(Refusal::field("advance", "goes back; use set for that"));
    }
    Ok(duration)
}
