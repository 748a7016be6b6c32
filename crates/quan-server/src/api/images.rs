//! The pictures that merchants uploaded, under the addresses that answers give.

use axum::extract::State;
use axum::response::IntoResponse;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};

use super::Api;
use super::body::Named;
use super::refusal::Refusal;

/// Shows a picture; buyers look at them, so no token is asked for.
pub(super) async fn show(
    State(api): State<Api>,
    Named(image_id): Named,
) -> Result<impl IntoResponse, Refusal> {
    let unknown = || Refusal::unknown("no-such-image", "no such image");
    let image = api.registry.find_image(&image_id)?.ok_or_else(unknown)?;
    let content = api.registry.image_content(&image_id)?.ok_or_else(unknown)?;
    let media_type = HeaderValue::try_from(&image.media_type).map_err(|_| unknown())?;
    let headers = [
        (CONTENT_TYPE, media_type),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, content))
}
