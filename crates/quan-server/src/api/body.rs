//! Reading requests: bodies, queries and names in paths, with refusals that
//! say which field is wrong.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::LengthLimitError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Api;
use super::refusal::Refusal;

/// A body in JSON, in or out.
#[derive(Debug)]
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Api> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Refusal> {
        if media_type(request.headers()).as_deref() != Some("application/json") {
            return Err(wrong_media_type("application/json"));
        }
        let bytes = whole(request, api.limits.ordinary).await?;
        parse_json(&bytes).map(Json)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => {
                let json = HeaderValue::from_static("application/json");
                ([(CONTENT_TYPE, json)], body).into_response()
            }
            Err(error) => {
                tracing::error!(%error, "an answer could not be written");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Something that was made.
pub(super) fn made<T: Serialize>(answer: T) -> (StatusCode, Json<T>) {
    (StatusCode::CREATED, Json(answer))
}

/// A query string.
#[derive(Debug)]
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Api> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _api: &Api) -> Result<Self, Refusal> {
        Query::try_from_uri(&parts.uri)
            .map(|Query(asked)| Asked(asked))
            .map_err(|rejection| {
                let words = rejection.body_text();
                let (_, words) = words.split_once(": ").unwrap_or(("", &words));
                let field = words.split_once(": ").map_or("query", |(field, _)| field);
                Refusal::field(field, words)
            })
    }
}

/// The one name in a path.
#[derive(Debug)]
pub(super) struct Named(pub(super) String);

impl FromRequestParts<Api> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Refusal> {
        let path = Path::<String>::from_request_parts(parts, api).await;
        path.map(|Path(name)| Named(name))
            .map_err(|_| Refusal::unknown("no-such-route", "the path is not UTF-8"))
    }
}

/// What the body is, without parameters; `None` where it is not said.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let bare = text.split(';').next()?.trim();
    Some(bare.to_ascii_lowercase())
}

/// The body is not what is needed.
pub(super) fn wrong_media_type(needed: &str) -> Refusal {
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    Refusal::new(
        status,
        "wrong-media-type",
        "Wrong media type",
        format!("send {needed}"),
    )
}

/// The whole body, if it is not larger than `limit` bytes.
pub(super) async fn whole(request: Request<Body>, limit: usize) -> Result<Bytes, Refusal> {
    let too_large = || {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        let detail = format!("the body is larger than {limit} bytes");
        Refusal::new(status, "body-too-large", "The body is too large", detail)
    };
    let announced = request.headers().get(CONTENT_LENGTH);
    let announced = announced.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    to_bytes(request.into_body(), limit).await.map_err(|error| {
        let cause = std::error::Error::source(&error);
        let limited = cause.and_then(|cause| cause.downcast_ref::<LengthLimitError>());
        if limited.is_some() {
            return too_large();
        }
        let status = StatusCode::BAD_REQUEST;
        Refusal::new(
            status,
            "broken-body",
            "The body did not arrive whole",
            error.to_string(),
        )
    })
}

/// Reads JSON; a refusal names the field.
pub(super) fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() {
            let words = inner.to_string();
            let bare = words
                .rsplit_once(" at line ")
                .map_or(words.as_str(), |(bare, _)| bare);
            Refusal::field(if path == "." { "body" } else { &path }, bare)
        } else {
            broken_json(&inner)
        }
    })?;
    reader.end().map_err(|error| broken_json(&error))?;
    Ok(value)
}

fn broken_json(error: &serde_json::Error) -> Refusal {
    Refusal::new(
        StatusCode::BAD_REQUEST,
        "broken-json",
        "The body is not JSON",
        error.to_string(),
    )
}
