//! Voucher packages in SQLite.

use quan_core::terms::Cap;
use quan_core::time::Period;
use quan_core::{ActivityId, Fen, RequestNo, Timestamp, UserId, Window};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{Result, Sqlite, fresh};
use crate::registry::row::{column, inconsistent, merchant_id};
use crate::registry::{
    Package, PackageFilter, PackageStatus, PackageView, Purchased, RegistryError,
};
use crate::{Listed, Page};

const SELECT: &str = "select id, merchant_id, name, status, opens_at, closes_at, price, budget,
                             limit_period, limit_count, pay_channel, purchase_url, use_rule, sold
                        from voucher_package";

impl Sqlite {
    pub(in crate::registry) fn package(&self, id: &str) -> Result<Option<PackageView>> {
        self.read(|connection| one(connection, id))
    }

    pub(in crate::registry) fn list_packages(
        &self,
        filter: &PackageFilter,
        page: Page,
    ) -> Result<Listed<PackageView>> {
        let wanted = "where (?1 is null or merchant_id = ?1) and (?2 is null or status = ?2)
                        and (?3 is null or opens_at >= ?3)";
        let (merchant, status) = (
            filter.merchant.map(column),
            filter.status.map(status_column),
        );
        let since = filter.opens_since.map(Timestamp::as_millisecond);
        self.read(|connection| {
            let sql = format!("select count(*) from voucher_package {wanted}");
            let mut statement = connection.prepare_cached(&sql)?;
            let total = statement.query_row(params![merchant, status, since], |row| row.get(0))?;
            let sql = format!("{SELECT} {wanted} order by id limit ?4 offset ?5");
            let mut statement = connection.prepare_cached(&sql)?;
            let skipped = u64::from(page.number.saturating_sub(1)) * u64::from(page.size);
            let keys = params![merchant, status, since, page.size, skipped];
            let rows = statement.query_map(keys, PackageRow::read)?;
            let items = rows
                .map(|row| whole(connection, row?))
                .collect::<Result<_>>()?;
            Ok(Listed { items, total })
        })
    }

    pub(in crate::registry) fn make_package(
        &self,
        package: &Package,
        activities: &[ActivityId],
        name: &dyn Fn(u64) -> String,
    ) -> Result<Option<PackageView>> {
        self.write(|tx| {
            let is_there = |id: &String| Ok(one(tx, id)?.is_some());
            let mut package = package.clone();
            if package.id.is_empty() {
                package.id = fresh(tx, "package", name, is_there)?;
            } else if is_there(&package.id)? {
                return Ok(None);
            }
            put(tx, &package)?;
            for activity in activities {
                join(tx, &package.id, *activity)?;
            }
            one(tx, &package.id)
        })
    }

    pub(in crate::registry) fn set_package_status(
        &self,
        id: &str,
        status: PackageStatus,
    ) -> Result<Option<PackageView>> {
        self.write(|tx| {
            let sql = "update voucher_package set status = ?2 where id = ?1";
            tx.prepare_cached(sql)?
                .execute([id, status_column(status)])?;
            one(tx, id)
        })
    }

    pub(in crate::registry) fn join_package(&self, id: &str, activity: ActivityId) -> Result<()> {
        self.write(|tx| join(tx, id, activity))
    }

    pub(in crate::registry) fn bought(
        &self,
        id: &str,
        user: &UserId,
        since: Timestamp,
    ) -> Result<u32> {
        self.read(|connection| count(connection, id, user, since))
    }

    pub(in crate::registry) fn sell_package(
        &self,
        id: &str,
        request: &RequestNo,
        user: &UserId,
        now: Timestamp,
    ) -> Result<Option<Purchased>> {
        self.write(|tx| {
            let sql = "select user_id, bought_at from voucher_package_purchase
                        where package_id = ?1 and request_no = ?2";
            let mut statement = tx.prepare_cached(sql)?;
            let known = statement.query_row([id, request.as_str()], |row| {
                Ok((row.get::<_, String>(0)?, row.get(1)?))
            });
            if let Some((buyer, at)) = known.optional()? {
                if buyer != user.as_str() {
                    return Ok(Some(Purchased::Reused));
                }
                let wrong = |_| inconsistent("voucher_package_purchase", id, "no instant");
                let at = Timestamp::from_millisecond(at).map_err(wrong)?;
                return Ok(Some(Purchased::Same { at }));
            }
            let Some(PackageView { package, sold, .. }) = one(tx, id)? else {
                return Ok(None);
            };
            let bought = count(tx, id, user, package.counted_since(now))?;
            if let Some(refusal) = package.refuses(sold, bought, now) {
                return Ok(Some(Purchased::Refused(refusal)));
            }
            let sql = "insert into voucher_package_purchase
                           (package_id, request_no, user_id, bought_at)
                       values (?1, ?2, ?3, ?4)";
            let keys = params![id, request.as_str(), user.as_str(), now.as_millisecond()];
            tx.prepare_cached(sql)?.execute(keys)?;
            let sql = "update voucher_package set sold = sold + 1 where id = ?1";
            tx.prepare_cached(sql)?.execute([id])?;
            Ok(Some(Purchased::New))
        })
    }
}

/// Adds or replaces what is offered; what was sold and what is in it stays.
pub(in crate::registry) fn put(tx: &Transaction<'_>, package: &Package) -> Result<()> {
    let sql = "insert into voucher_package
                   (id, merchant_id, name, status, opens_at, closes_at, price, budget,
                    limit_period, limit_count, pay_channel, purchase_url, use_rule)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
               on conflict (id) do update set
                   merchant_id = excluded.merchant_id, name = excluded.name,
                   status = excluded.status, opens_at = excluded.opens_at,
                   closes_at = excluded.closes_at, price = excluded.price,
                   budget = excluded.budget, limit_period = excluded.limit_period,
                   limit_count = excluded.limit_count, pay_channel = excluded.pay_channel,
                   purchase_url = excluded.purchase_url, use_rule = excluded.use_rule";
    tx.prepare_cached(sql)?.execute(params![
        package.id,
        column(package.merchant),
        package.name,
        status_column(package.status),
        package.sale.opens_at.as_millisecond(),
        package.sale.closes_at.as_millisecond(),
        package.price.get(),
        package.budget,
        package.limit.map(|cap| period_column(cap.period)),
        package.limit.map(|cap| cap.limit),
        package.pay_channel,
        package.purchase_url,
        package.use_rule,
    ])?;
    Ok(())
}

fn join(tx: &Transaction<'_>, id: &str, activity: ActivityId) -> Result<()> {
    let sql = "insert into voucher_package_activity (package_id, activity_id)
               select id, ?2 from voucher_package where id = ?1
               on conflict do nothing";
    tx.prepare_cached(sql)?
        .execute(params![id, activity.number()])?;
    Ok(())
}

fn one(connection: &Connection, id: &str) -> Result<Option<PackageView>> {
    let sql = format!("{SELECT} where id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement.query_row([id], PackageRow::read).optional()?;
    row.map(|row| whole(connection, row)).transpose()
}

/// The package with what is in it.
fn whole(connection: &Connection, row: PackageRow) -> Result<PackageView> {
    let sql = "select activity_id from voucher_package_activity
                where package_id = ?1 order by activity_id";
    let mut statement = connection.prepare_cached(sql)?;
    let numbers = statement.query_map([&row.id], |row| row.get::<_, u64>(0))?;
    let activities = numbers
        .map(|number| {
            let wrong = || inconsistent("voucher_package_activity", &row.id, "no activity");
            ActivityId::new(number?).ok_or_else(wrong)
        })
        .collect::<Result<_>>()?;
    let sold = row.sold;
    Ok(PackageView {
        package: row.try_into()?,
        sold,
        activities,
    })
}

fn count(connection: &Connection, id: &str, user: &UserId, since: Timestamp) -> Result<u32> {
    let sql = "select count(*) from voucher_package_purchase
                where package_id = ?1 and user_id = ?2 and bought_at >= ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let keys = params![id, user.as_str(), since.as_millisecond()];
    Ok(statement.query_row(keys, |row| row.get(0))?)
}

fn status_column(status: PackageStatus) -> &'static str {
    match status {
        PackageStatus::Created => "created",
        PackageStatus::Enabled => "enabled",
        PackageStatus::Paused => "paused",
        PackageStatus::Disabled => "disabled",
    }
}

fn period_column(period: Period) -> &'static str {
    match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Lifetime => "lifetime",
    }
}

struct PackageRow {
    id: String,
    merchant_id: i64,
    name: String,
    status: String,
    opens_at: i64,
    closes_at: i64,
    price: u64,
    budget: u32,
    limit_period: Option<String>,
    limit_count: Option<u32>,
    pay_channel: Option<String>,
    purchase_url: Option<String>,
    use_rule: Option<String>,
    sold: u32,
}

impl PackageRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<PackageRow> {
        Ok(PackageRow {
            id: row.get(0)?,
            merchant_id: row.get(1)?,
            name: row.get(2)?,
            status: row.get(3)?,
            opens_at: row.get(4)?,
            closes_at: row.get(5)?,
            price: row.get(6)?,
            budget: row.get(7)?,
            limit_period: row.get(8)?,
            limit_count: row.get(9)?,
            pay_channel: row.get(10)?,
            purchase_url: row.get(11)?,
            use_rule: row.get(12)?,
            sold: row.get(13)?,
        })
    }
}

impl TryFrom<PackageRow> for Package {
    type Error = RegistryError;

    fn try_from(row: PackageRow) -> Result<Package> {
        let wrong = |what| inconsistent("voucher_package", &row.id, what);
        let status = match row.status.as_str() {
            "created" => PackageStatus::Created,
            "enabled" => PackageStatus::Enabled,
            "paused" => PackageStatus::Paused,
            "disabled" => PackageStatus::Disabled,
            _ => return Err(wrong("status is unknown")),
        };
        let instant = |column| Timestamp::from_millisecond(column);
        let sale = Window {
            opens_at: instant(row.opens_at).map_err(|_| wrong("opens_at is no instant"))?,
            closes_at: instant(row.closes_at).map_err(|_| wrong("closes_at is no instant"))?,
        };
        let limit = match (row.limit_period.as_deref(), row.limit_count) {
            (None, None) => None,
            (Some(period), Some(limit)) => {
                let period = match period {
                    "day" => Period::Day,
                    "week" => Period::Week,
                    "month" => Period::Month,
                    "lifetime" => Period::Lifetime,
                    _ => return Err(wrong("limit_period is unknown")),
                };
                Some(Cap { period, limit })
            }
            (Some(_), None) | (None, Some(_)) => return Err(wrong("half a limit")),
        };
        Ok(Package {
            merchant: merchant_id("voucher_package", &row.id, row.merchant_id)?,
            id: row.id,
            name: row.name,
            status,
            sale,
            price: Fen::new(row.price),
            budget: row.budget,
            limit,
            pay_channel: row.pay_channel,
            purchase_url: row.purchase_url,
            use_rule: row.use_rule,
        })
    }
}
