//! Reads users, from JSON and from CSV.

use std::collections::BTreeMap;

use quan_core::{PersonId, Phone, UserId};
use quan_engine::registry;
use quan_wire::api::User;

use crate::api::refusal::Refusal;
use crate::provision::is_name;

/// What leads the name of a column with an application's names.
const OPEN_ID: &str = "open_id:";
/// The same of an app at `WeChat`.
const OPENID: &str = "openid:";

/// Users from JSON.
pub(super) fn users(users: Vec<User>) -> Result<Vec<registry::User>, Refusal> {
    let one = |(place, one): (usize, User)| user(&format!("users[{place}]"), one);
    users.into_iter().enumerate().map(one).collect()
}

/// Users from a CSV file with a header line.
pub(super) fn csv(bytes: &[u8]) -> Result<Vec<registry::User>, Refusal> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let broken = |error: csv::Error| Refusal::field("csv", error.to_string());
    let columns = columns(reader.headers().map_err(broken)?)?;
    let mut users = Vec::new();
    for row in reader.records() {
        let row = row.map_err(broken)?;
        let line = row.position().map_or(0, csv::Position::line);
        let mut read = User::default();
        for (column, cell) in columns.iter().zip(&row) {
            fill(&mut read, column, cell)
                .map_err(|(field, why)| Refusal::field(format!("line {line}: {field}"), why))?;
        }
        users.push(user(&format!("line {line}"), read)?);
    }
    Ok(users)
}

/// What a column holds.
enum Column {
    UserId,
    LogonId,
    Person,
    Phone,
    RealName,
    Suspicious,
    Unionid,
    /// The names that this app at `WeChat` has.
    Openid(String),
    /// The names that this application has.
    OpenId(String),
}

fn columns(header: &csv::StringRecord) -> Result<Vec<Column>, Refusal> {
    let mut columns = Vec::new();
    let mut named = std::collections::BTreeSet::new();
    for name in header {
        // Spreadsheets lead the file with a byte order mark.
        let name = name.trim_start_matches('\u{feff}');
        if !named.insert(name) {
            return Err(Refusal::field(
                format!("line 1: {name}"),
                "the column is there twice",
            ));
        }
        columns.push(match name {
            "user_id" => Column::UserId,
            "logon_id" => Column::LogonId,
            "person" => Column::Person,
            "phone" => Column::Phone,
            "real_name" => Column::RealName,
            "suspicious" => Column::Suspicious,
            "unionid" => Column::Unionid,
            other => names_of(other)
                .ok_or_else(|| Refusal::field(format!("line 1: {other}"), "no such column"))?,
        });
    }
    if named.contains("user_id") {
        Ok(columns)
    } else {
        Err(Refusal::field("line 1: user_id", "the column is missing"))
    }
}

/// The column that holds the names which an application has.
fn names_of(column: &str) -> Option<Column> {
    let app = |lead| {
        let app = column.strip_prefix(lead)?;
        (!app.is_empty()).then(|| app.to_owned())
    };
    app(OPEN_ID)
        .map(Column::OpenId)
        .or_else(|| app(OPENID).map(Column::Openid))
}

fn fill(user: &mut User, column: &Column, cell: &str) -> Result<(), (&'static str, &'static str)> {
    let given = (!cell.is_empty()).then(|| cell.to_owned());
    match column {
        Column::UserId => cell.clone_into(&mut user.user_id),
        Column::LogonId => user.logon_id = given,
        Column::Person => user.person = given,
        Column::Phone => user.phone = given,
        Column::RealName => user.real_name = truth("real_name", cell)?,
        Column::Suspicious => user.suspicious = truth("suspicious", cell)?,
        Column::Unionid => user.unionid = given,
        Column::Openid(app) => {
            if let Some(openid) = given {
                user.openids.insert(app.clone(), openid);
            }
        }
        Column::OpenId(app) => {
            if let Some(open_id) = given {
                user.open_ids.insert(app.clone(), open_id);
            }
        }
    }
    Ok(())
}

fn truth(field: &'static str, cell: &str) -> Result<bool, (&'static str, &'static str)> {
    match cell {
        "true" | "1" => Ok(true),
        "false" | "0" | "" => Ok(false),
        _ => Err((field, "neither true nor false")),
    }
}

fn user(place: &str, user: User) -> Result<registry::User, Refusal> {
    let wrong = |field: &str, why: String| Refusal::field(format!("{place}.{field}"), why);
    let id = UserId::parse(&user.user_id).map_err(|not| wrong("user_id", not.to_string()))?;
    let person = user.person.as_deref().map(PersonId::parse).transpose();
    let phone = user.phone.as_deref().map(Phone::parse).transpose();
    check_open_ids(&user.open_ids).map_err(|why| wrong("open_ids", why.to_owned()))?;
    check_openids(&user.openids).map_err(|why| wrong("openids", why.to_owned()))?;
    if let Some(unionid) = &user.unionid
        && !is_name(unionid, 128)
    {
        return Err(wrong("unionid", "not 1 to 128 ASCII characters".to_owned()));
    }
    Ok(registry::User {
        id,
        open_ids: user.open_ids,
        openids: user.openids,
        unionid: user.unionid,
        logon_id: user.logon_id,
        person: person.map_err(|not| wrong("person", not.to_string()))?,
        phone: phone.map_err(|not| wrong("phone", not.to_string()))?,
        real_name: user.real_name,
        suspicious: user.suspicious,
    })
}

fn check_open_ids(open_ids: &BTreeMap<String, String>) -> Result<(), &'static str> {
    for (app, open_id) in open_ids {
        if app.is_empty() || open_id.is_empty() || open_id.len() > 128 {
            return Err("an application and its name of 1 to 128 characters");
        }
    }
    Ok(())
}

fn check_openids(openids: &BTreeMap<String, String>) -> Result<(), &'static str> {
    for (appid, openid) in openids {
        if !is_name(appid, 32) || !is_name(openid, 128) {
            return Err("an app and its name of 1 to 128 ASCII characters");
        }
    }
    Ok(())
}
