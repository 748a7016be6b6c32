//! Whether everything adds up.

use axum::extract::State;
use quan_wire::api::{Audit, Finding, Problem};

use super::Api;
use super::body::Json;
use super::caller::Viewer;
use super::refusal::Refusal;

/// Audit the whole store: every invariant, over every row.
#[utoipa::path(
    get,
    path = "/api/verify",
    operation_id = "verify",
    tag = "verify",
    responses(
        (status = 200, description = "What was found", body = Audit),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn verify(
    Viewer(caller): Viewer,
    State(api): State<Api>,
) -> Result<Json<Audit>, Refusal> {
    caller.is_unconfined()?;
    let audit = api.engine.verify().await?;
    let finding = |finding: quan_engine::Finding| Finding {
        invariant: finding.invariant.to_owned(),
        subject: finding.subject,
        words: finding.words,
    };
    Ok(Json(Audit {
        sound: audit.findings.is_empty(),
        activities: audit.activities,
        vouchers: audit.vouchers,
        redemptions: audit.redemptions,
        accounts: audit.accounts,
        findings: audit.findings.into_iter().map(finding).collect(),
    }))
}
