//! Users that are known by more than their number.

mod read;

use axum::extract::{Request, State};
use quan_engine::registry::{self, Entry};
use quan_wire::api::{Problem, PutUsers, User, UserList, UsersPut};
use serde::Deserialize;

use super::Api;
use super::body::{self, Asked, Json, Named};
use super::caller::{Admin, Viewer};
use super::refusal::Refusal;

/// The most users of one answer.
const MOST_LISTED: usize = 1000;

/// Where a list of users begins.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct From {
    /// Behind this user.
    after: Option<String>,
    /// How many, at most 1000.
    limit: Option<usize>,
}

/// List registered users in the order of their numbers.
#[utoipa::path(
    get,
    path = "/api/users",
    operation_id = "list_users",
    tag = "users",
    params(From),
    responses(
        (status = 200, description = "Some of them", body = UserList),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Asked(from): Asked<From>,
) -> Result<Json<UserList>, Refusal> {
    caller.is_unconfined()?;
    let limit = from.limit.unwrap_or(100);
    if limit == 0 || limit > MOST_LISTED {
        return Err(Refusal::field(
            "limit",
            format!("not from 1 to {MOST_LISTED}"),
        ));
    }
    let users = api.registry.list_users(from.after.as_deref(), limit)?;
    let last = users.last().filter(|_| users.len() == limit);
    let next = last.map(|user| user.id.to_string());
    Ok(Json(UserList {
        items: users.into_iter().map(word).collect(),
        next,
    }))
}

/// Look at a registered user.
#[utoipa::path(
    get,
    path = "/api/users/{user_id}",
    operation_id = "get_user",
    tag = "users",
    params(("user_id" = String, Path, description = "The number of the account")),
    responses(
        (status = 200, description = "As they are known", body = User),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    Viewer(caller): Viewer,
    State(api): State<Api>,
    Named(user_id): Named,
) -> Result<Json<User>, Refusal> {
    caller.is_unconfined()?;
    match api.registry.find_user(&user_id)? {
        Some(user) => Ok(Json(word(user))),
        None => Err(Refusal::unknown(
            "no-such-user",
            "no such user is registered",
        )),
    }
}

/// Register users, from JSON or from a CSV file.
///
/// A CSV file has a header line with the columns `user_id`, `logon_id`,
/// `person`, `phone`, `real_name` (`true` or `false`), `open_id:<app_id>`,
/// `openid:<appid>`, `unionid` and `suspicious` in any order; all but the first may be missing. Either all users are taken
/// over, or none.
#[utoipa::path(
    post,
    path = "/api/users",
    operation_id = "put_users",
    tag = "users",
    request_body(content((PutUsers = "application/json"), (String = "text/csv"))),
    responses(
        (status = 200, description = "All are registered", body = UsersPut),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn put(
    Admin(caller): Admin,
    State(api): State<Api>,
    request: Request,
) -> Result<Json<UsersPut>, Refusal> {
    caller.is_unconfined()?;
    let entries = match body::media_type(request.headers()).as_deref() {
        Some("application/json") => {
            let bytes = body::whole(request, api.limits.ordinary).await?;
            let PutUsers { users } = body::parse_json(&bytes)?;
            read::users(users)?
        }
        Some("text/csv") => {
            let bytes = body::whole(request, api.limits.large).await?;
            read::csv(&bytes)?
        }
        Some(_) | None => return Err(body::wrong_media_type("application/json or text/csv")),
    };
    let entries: Vec<Entry> = entries.into_iter().map(Entry::User).collect();
    let count = entries.len();
    // A large file takes its time; nobody else should wait for it.
    let registry = api.registry.clone();
    let written = tokio::task::spawn_blocking(move || registry.put(&entries)).await;
    match written {
        Ok(outcome) => outcome?,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
    Ok(Json(UsersPut { count }))
}

fn word(user: registry::User) -> User {
    User {
        user_id: user.id.to_string(),
        open_ids: user.open_ids,
        openids: user.openids,
        unionid: user.unionid,
        logon_id: user.logon_id,
        person: user.person.map(|person| person.to_string()),
        phone: user.phone.map(|phone| phone.to_string()),
        real_name: user.real_name,
        suspicious: user.suspicious,
    }
}
