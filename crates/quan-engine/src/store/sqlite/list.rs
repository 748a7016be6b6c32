//! Lists, page by page.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use quan_core::voucher::CodeRow;
use quan_core::{
    Activity, ActivityId, Code, Member, ScopeKind, Timestamp, UserId, Voucher, VoucherStatus,
};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::read::all;
use super::{During, Result, body, load, row};
use crate::codes::CodeView;
use crate::view::{
    ActivityFilter, ActivityStatus, ActivityView, CodeFilter, Listed, Page, VoucherFilter,
};

pub(super) fn activity(connection: &Connection, id: ActivityId) -> Result<Option<ActivityView>> {
    let sql = format!("select {} from activity where id = ?1", row::ACTIVITY);
    let found = all(connection, &sql, [row::number(id)], |found| {
        row::activity(found, |id, version| load::terms(connection, id, version))
    })?;
    found
        .into_iter()
        .next()
        .map(|activity| view(connection, activity))
        .transpose()
}

fn view(connection: &Connection, activity: Activity) -> Result<ActivityView> {
    let document: String = connection
        .prepare_cached("select document from terms where activity = ?1 and version = ?2")
        .and_then(|mut statement| {
            statement.query_row((row::number(activity.id), activity.version), |row| {
                row.get(0)
            })
        })
        .during("read documents")?;
    Ok(ActivityView {
        activity,
        document: document.into(),
    })
}

/// Conditions that are joined by `and`, with their values.
#[derive(Default)]
struct Where {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    /// Adds a condition whose `?` is the next value.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.conditions
            .push(condition.replace('?', &format!("?{}", self.values.len())));
    }

    fn text(&self) -> String {
        if self.conditions.is_empty() {
            "true".into()
        } else {
            self.conditions.join(" and ")
        }
    }

    fn count(&self, connection: &Connection, from: &str) -> Result<u64> {
        let sql = format!("select count(*) from {from} where {}", self.text());
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_row(params_from_iter(&self.values), |row| row.get::<_, u64>(0))
            })
            .during("count a list")
    }
}

fn limits(page: Page) -> String {
    format!("limit {} offset {}", page.size, within(page.offset()))
}

/// What SQLite can count to; no table has as many rows.
fn within(offset: u64) -> i64 {
    i64::try_from(offset).unwrap_or(i64::MAX)
}

pub(super) fn activities(
    connection: &Connection,
    filter: ActivityFilter,
    page: Page,
    now: Timestamp,
) -> Result<Listed<ActivityView>> {
    let mut wanted = Where::default();
    if let Some(merchant) = filter.merchant {
        wanted.and("? in (owner, operator)", row::merchant(merchant));
    }
    match filter.status {
        Some(ActivityStatus::Active) => {
            wanted.and("state = 1 and closes_at >= ?", now.as_millisecond());
        }
        Some(ActivityStatus::Paused) => wanted.and("state = ?", 2),
        None if filter.include_created => {}
        None => wanted.and("state > ?", 0),
    }
    let sql = format!(
        "select {} from activity where {} order by id desc {}",
        row::ACTIVITY,
        wanted.text(),
        limits(page)
    );
    let found = all(
        connection,
        &sql,
        params_from_iter(&wanted.values),
        |found| row::activity(found, |id, version| load::terms(connection, id, version)),
    )?;
    let items = found
        .into_iter()
        .map(|activity| view(connection, activity))
        .collect::<Result<_>>()?;
    Ok(Listed {
        items,
        total: wanted.count(connection, "activity")?,
    })
}

pub(super) fn vouchers_of(
    connection: &Connection,
    user: &UserId,
    filter: VoucherFilter,
    page: Page,
    now: Timestamp,
) -> Result<Listed<(Voucher, ActivityView)>> {
    let from = "voucher v join activity a on a.id = v.activity";
    let now = now.as_millisecond();
    let mut wanted = Where::default();
    wanted.and("v.user = ?", user.as_str().to_owned());
    if let Some(activity) = filter.activity {
        wanted.and("v.activity = ?", row::number(activity));
    }
    if let Some(owner) = filter.owner {
        wanted.and("a.owner = ?", row::merchant(owner));
    }
    if let Some(operator) = filter.operator {
        wanted.and("a.operator = ?", row::merchant(operator));
    }
    if let Some(issuer) = filter.issuer {
        wanted.and("coalesce(v.issuer, a.operator) = ?", row::merchant(issuer));
    }
    wanted.and("v.hidden = ?", i64::from(filter.hidden));
    let any = filter.status.is_none() && filter.revoked_too;
    if filter.status != Some(VoucherStatus::Revoked) && !any {
        wanted.conditions.push("v.revoked_at is null".into());
    }
    match filter.status {
        None => {}
        Some(VoucherStatus::Revoked) => {
            wanted.conditions.push("v.revoked_at is not null".into());
        }
        Some(VoucherStatus::Redeemed) => wanted.conditions.push("v.redeemed_at is not null".into()),
        Some(VoucherStatus::Usable) => {
            wanted.and(
                "v.redeemed_at is null and coalesce(v.closes_at, a.valid_until) >= ?",
                now,
            );
        }
        Some(VoucherStatus::Expired) => {
            wanted.and(
                "v.redeemed_at is null and coalesce(v.closes_at, a.valid_until) < ?",
                now,
            );
        }
    }
    if let Some(since) = filter.expired_since {
        let since = since.as_millisecond();
        wanted.and(
            "(v.redeemed_at is not null or coalesce(v.closes_at, a.valid_until) >= ?)",
            since,
        );
    }
    let columns = row::VOUCHER
        .split(", ")
        .map(|column| format!("v.{column}"))
        .collect::<Vec<_>>()
        .join(", ");
    let sql = format!(
        "select {columns} from {from} where {} order by v.issued_at desc, v.activity desc, v.sequence desc {}",
        wanted.text(),
        limits(page)
    );
    let found = all(
        connection,
        &sql,
        params_from_iter(&wanted.values),
        |found| row::voucher(found, 0),
    )?;
    let mut items = Vec::with_capacity(found.len());
    let mut known: Vec<Arc<ActivityView>> = Vec::new();
    for voucher in found {
        let view = if let Some(view) = known
            .iter()
            .find(|view| view.activity.id == voucher.id.activity)
        {
            Arc::clone(view)
        } else {
            let Some(view) = activity(connection, voucher.id.activity)?.map(Arc::new) else {
                continue;
            };
            known.push(Arc::clone(&view));
            view
        };
        items.push((voucher, ActivityView::clone(&view)));
    }
    Ok(Listed {
        items,
        total: wanted.count(connection, from)?,
    })
}

pub(super) fn members(
    connection: &Connection,
    activity: ActivityId,
    generation: u32,
    kind: ScopeKind,
    page: Page,
) -> Result<Listed<Member>> {
    let mut wanted = Where::default();
    wanted.and("activity = ?", row::number(activity));
    wanted.and("since <= ?", i64::from(generation));
    wanted.and("(until is null or until > ?)", i64::from(generation));
    wanted.and("kind = ?", row::scope_code(kind));
    let sql = format!(
        "select member from scope_member where {} order by member {}",
        wanted.text(),
        limits(page)
    );
    let items = all(
        connection,
        &sql,
        params_from_iter(&wanted.values),
        |found| body::member_of(&found.get::<_, String>(0).during("read scopes")?),
    )?;
    Ok(Listed {
        items,
        total: wanted.count(connection, "scope_member")?,
    })
}

/// Those of the members that a scope has.
pub(super) fn are_members(
    connection: &Connection,
    activity: ActivityId,
    generation: u32,
    kind: ScopeKind,
    members: &[Member],
) -> Result<HashSet<Member>> {
    let sql = "select 1 from scope_member where activity = ?1 and kind = ?2 and member = ?3 and since <= ?4
               and (until is null or until > ?4)";
    let mut statement = connection.prepare_cached(sql).during("read scopes")?;
    let mut found = HashSet::new();
    for member in members {
        let key = (
            row::number(activity),
            row::scope_code(kind),
            member.as_str(),
            generation,
        );
        if statement.exists(key).during("read scopes")? {
            found.insert(member.clone());
        }
    }
    Ok(found)
}

/// Codes of an activity, as far as it has them.
pub(super) fn codes(
    connection: &Connection,
    activity: ActivityId,
    codes: &[Code],
) -> Result<HashMap<Code, CodeRow>> {
    let sql = "select deposit, rank, sequence from code where activity = ?1 and code = ?2";
    let mut found = HashMap::new();
    for code in codes {
        let key = (row::number(activity), code.as_str());
        let rows = all(connection, sql, key, |row| row::code_row(row, 0))?;
        found.extend(rows.into_iter().map(|row| (code.clone(), row)));
    }
    Ok(found)
}

/// Codes that were brought for an activity, in the order of their deposits.
pub(super) fn deposited_codes(
    connection: &Connection,
    activity: ActivityId,
    filter: CodeFilter,
    offset: u64,
    limit: u32,
) -> Result<Listed<CodeView>> {
    let mut wanted = Where::default();
    wanted.and("c.activity = ?", row::number(activity));
    wanted.conditions.push("c.deposit > 0".into());
    match filter {
        CodeFilter::All => {}
        CodeFilter::Free => wanted.conditions.push("c.sequence is null".into()),
        CodeFilter::Issued => wanted.conditions.push("c.sequence is not null".into()),
    }
    let offset = within(offset);
    let from = "code c join deposit d on d.activity = c.activity and d.sequence = c.deposit";
    let sql = format!(
        "select c.code, d.at, c.deposit, c.rank, c.sequence from {from} where {}
         order by c.deposit, c.code limit {limit} offset {offset}",
        wanted.text(),
    );
    let items = all(
        connection,
        &sql,
        params_from_iter(&wanted.values),
        |found| {
            let text: String = found.get(0).during("read codes")?;
            Ok(CodeView {
                code: row::code(&text)?,
                deposited_at: row::instant(found.get(1).during("read codes")?)?,
                row: row::code_row(found, 2)?,
            })
        },
    )?;
    Ok(Listed {
        items,
        total: wanted.count(connection, "code c")?,
    })
}
