//! Shops in SQLite.

use quan_core::{AppId, MerchantId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::notice::tell;
use super::{Result, Sqlite, fresh, page_of, sample};
use crate::registry::row::{column, inconsistent, merchant_id};
use crate::registry::{
    AddedShop, Certification, Registration, RegistryError, Shop, ShopFault, ShopFilter, ShopKind,
    Smid,
};

/// How many ids one statement is given, so that no list of any length takes
/// more memory than this.
const CHUNK: usize = 50_000;

/// What the numbers are drawn from that shops are made from.
const SERIES: &str = "shop";

/// The columns of a [`ShopRow`], of the table under the name `shop`.
const COLUMNS: &str = "shop.id, shop.merchant_id, shop.smid, shop.kind, shop.store_id, shop.name,
                       shop.city, shop.address, shop.latitude, shop.longitude,
                       shop.certification, shop.open";

impl Sqlite {
    pub(in crate::registry) fn shops(&self, ids: &[&str]) -> Result<Vec<Option<Shop>>> {
        let sql = format!(
            "select wanted.key, {COLUMNS} from json_each(?1) as wanted
               join shop on shop.id = wanted.value"
        );
        self.read(|connection| {
            let mut found = Vec::new();
            found.resize_with(ids.len(), || None);
            for (chunk, places) in ids.chunks(CHUNK).zip(found.chunks_mut(CHUNK)) {
                let mut statement = connection.prepare_cached(&sql)?;
                let mut rows = statement.query([listed(chunk)])?;
                while let Some(row) = rows.next()? {
                    let place: usize = row.get(0)?;
                    if let Some(place) = places.get_mut(place) {
                        *place = Some(ShopRow::read(row, 1)?.try_into()?);
                    }
                }
            }
            Ok(found)
        })
    }

    pub(in crate::registry) fn check_shops(
        &self,
        owner: MerchantId,
        kind: ShopKind,
        ids: &[&str],
    ) -> Result<Vec<Vec<ShopFault>>> {
        let sql = "select wanted.key, shop.certification = 'certified',
                          coalesce(smid.merchant_id, shop.merchant_id) = ?2
                     from json_each(?1) as wanted
                     join shop on shop.id = wanted.value and shop.kind = ?3 and shop.open = 1
                     left join smid on smid.id = shop.smid";
        self.read(|connection| {
            let mut faults = Vec::new();
            // What the store does not speak of is unknown to it.
            faults.resize_with(ids.len(), || vec![ShopFault::Unknown]);
            for (chunk, places) in ids.chunks(CHUNK).zip(faults.chunks_mut(CHUNK)) {
                let mut statement = connection.prepare_cached(sql)?;
                let keys = params![listed(chunk), column(owner), kind_column(kind)];
                let mut rows = statement.query(keys)?;
                while let Some(row) = rows.next()? {
                    let (place, certified, own): (usize, bool, bool) =
                        (row.get(0)?, row.get(1)?, row.get(2)?);
                    let Some(place) = places.get_mut(place) else {
                        continue;
                    };
                    place.clear();
                    if !certified {
                        place.push(ShopFault::Uncertified);
                    }
                    if !own {
                        place.push(ShopFault::Foreign);
                    }
                }
            }
            Ok(faults)
        })
    }

    pub(in crate::registry) fn shop_by_store_id(
        &self,
        kind: ShopKind,
        role: &str,
        store_id: &str,
    ) -> Result<Option<Shop>> {
        self.read(|connection| by_store_id(connection, kind, role, store_id))
    }

    pub(in crate::registry) fn list_shops(
        &self,
        filter: &ShopFilter,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Shop>> {
        let of_merchant = if filter.merchant.is_some() {
            "shop.merchant_id = ?1 and"
        } else {
            ""
        };
        let sql = format!(
            "select {COLUMNS} from shop
              where {of_merchant} shop.id > ?2 and (?3 is null or shop.kind = ?3)
              order by shop.id limit ?4"
        );
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let keys = params![
                filter.merchant.map(column),
                after.unwrap_or(""),
                filter.kind.map(kind_column),
                page_of(limit)
            ];
            let rows = statement.query_map(keys, |row| ShopRow::read(row, 0))?;
            rows.map(|row| row?.try_into()).collect()
        })
    }

    pub(in crate::registry) fn add_shop(
        &self,
        with: &Registration<'_>,
        told: &[AppId],
        make: &dyn Fn(u64) -> Shop,
    ) -> Result<AddedShop> {
        self.write(|tx| {
            let wanted = sample(tx, SERIES, make)?;
            if let Some(number) = &wanted.store_id
                && let Some(known) = by_store_id(tx, wanted.kind, &wanted.role(), number)?
            {
                return Ok(AddedShop::SameNumber(known));
            }
            if let Some(known) = rival(tx, &wanted)? {
                return Ok(AddedShop::SamePlace(known));
            }
            let is_there = |shop: &Shop| Ok(one(tx, &shop.id)?.is_some());
            let shop = fresh(tx, SERIES, make, is_there)?;
            put(tx, &shop)?;
            let sql = "insert into shop_details (shop_id, details, app_id) values (?1, ?2, ?3)
                       on conflict (shop_id) do update set
                           details = excluded.details, app_id = excluded.app_id";
            let receiver = with.receiver.map(AppId::as_str);
            tx.prepare_cached(sql)?
                .execute(params![shop.id, with.details, receiver])?;
            tell(tx, shop.news(None, with.receiver), with.now, told)?;
            Ok(AddedShop::New(shop))
        })
    }

    pub(in crate::registry) fn shop_details(&self, id: &str) -> Result<Option<String>> {
        self.read(|connection| {
            let sql = "select details from shop_details where shop_id = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row([id], |row| row.get(0)).optional()?)
        })
    }

    pub(in crate::registry) fn set_shop(
        &self,
        id: &str,
        certification: Option<Certification>,
        open: Option<bool>,
        now: Timestamp,
        told: &[AppId],
    ) -> Result<Option<Shop>> {
        self.write(|tx| {
            let Some(before) = one(tx, id)? else {
                return Ok(None);
            };
            let after = Shop {
                certification: certification.unwrap_or(before.certification),
                open: open.unwrap_or(before.open),
                ..before.clone()
            };
            put(tx, &after)?;
            let sql = "select app_id from shop_details where shop_id = ?1 and app_id is not null";
            let mut statement = tx.prepare_cached(sql)?;
            let receiver = statement.query_row([id], |row| row.get::<_, String>(0));
            let receiver = receiver.optional()?.map(|id| AppId::parse(&id)).transpose();
            let wrong = |_| inconsistent("shop_details", id, "app_id is no application");
            let receiver = receiver.map_err(wrong)?;
            tell(tx, after.news(Some(&before), receiver.as_ref()), now, told)?;
            Ok(Some(after))
        })
    }

    pub(in crate::registry) fn smid(&self, id: &str) -> Result<Option<Smid>> {
        self.read(|connection| {
            let sql = "select merchant_id from smid where id = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let merchant = statement.query_row([id], |row| row.get(0)).optional()?;
            let smid = |merchant| {
                let merchant = merchant_id("smid", id, merchant)?;
                Ok(Smid {
                    id: id.to_owned(),
                    merchant,
                })
            };
            merchant.map(smid).transpose()
        })
    }
}

/// Adds or replaces a shop. A number that another one of its owner's has is
/// refused.
pub(in crate::registry) fn put(tx: &Transaction<'_>, shop: &Shop) -> Result<()> {
    if let Some(number) = &shop.store_id
        && let Some(other) = by_store_id(tx, shop.kind, &shop.role(), number)?
        && other.id != shop.id
    {
        return Err(RegistryError::StoreIdTaken {
            shop: shop.id.clone(),
            by: other.id,
        });
    }
    let sql = "insert into shop (id, merchant_id, smid, kind, store_id, name, city, address,
                                 latitude, longitude, certification, open)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
               on conflict (id) do update set
                   merchant_id = excluded.merchant_id, smid = excluded.smid,
                   kind = excluded.kind, store_id = excluded.store_id,
                   name = excluded.name, city = excluded.city, address = excluded.address,
                   latitude = excluded.latitude, longitude = excluded.longitude,
                   certification = excluded.certification, open = excluded.open";
    tx.prepare_cached(sql)?.execute(params![
        shop.id,
        column(shop.merchant),
        shop.submerchant,
        kind_column(shop.kind),
        shop.store_id,
        shop.name,
        shop.city,
        shop.address,
        shop.latitude,
        shop.longitude,
        certification_column(shop.certification),
        shop.open,
    ])?;
    Ok(())
}

/// Ids as the one list that a statement is given.
fn listed(ids: &[&str]) -> String {
    serde_json::Value::from(ids).to_string()
}

fn one(connection: &Connection, id: &str) -> Result<Option<Shop>> {
    let sql = format!("select {COLUMNS} from shop where id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement.query_row([id], |row| ShopRow::read(row, 0));
    row.optional()?.map(ShopRow::try_into).transpose()
}

/// The role is the number of a direct merchant, or of an indirect one; a shop
/// of the latter is kept under both.
fn by_store_id(
    connection: &Connection,
    kind: ShopKind,
    role: &str,
    store_id: &str,
) -> Result<Option<Shop>> {
    let sql = format!(
        "select {COLUMNS} from shop
          where kind = ?1 and coalesce(smid, merchant_id) in (?2, cast(?2 as integer))
            and store_id = ?3"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let keys = [kind_column(kind), role, store_id];
    let row = statement.query_row(keys, |row| ShopRow::read(row, 0));
    row.optional()?.map(ShopRow::try_into).transpose()
}

/// Another shop of the same name at the same address.
fn rival(connection: &Connection, shop: &Shop) -> Result<Option<Shop>> {
    let sql = format!("select {COLUMNS} from shop where name = ?1 and address = ?2 order by id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![shop.name, shop.address], |row| {
        ShopRow::read(row, 0)
    })?;
    for row in rows {
        let other: Shop = row?.try_into()?;
        if shop.rivals(&other) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

fn kind_column(kind: ShopKind) -> &'static str {
    match kind {
        ShopKind::Payment => "payment",
        ShopKind::Real => "real",
    }
}

fn certification_column(certification: Certification) -> &'static str {
    match certification {
        Certification::Certified => "certified",
        Certification::Incomplete => "incomplete",
        Certification::InAudit => "in_audit",
        Certification::Unknown => "unknown",
    }
}

struct ShopRow {
    id: String,
    merchant_id: i64,
    smid: Option<String>,
    kind: String,
    store_id: Option<String>,
    name: String,
    city: String,
    address: Option<String>,
    latitude: Option<String>,
    longitude: Option<String>,
    certification: String,
    open: bool,
}

impl ShopRow {
    /// Reads [`COLUMNS`] from the place where they begin.
    fn read(row: &Row<'_>, from: usize) -> rusqlite::Result<ShopRow> {
        Ok(ShopRow {
            id: row.get(from)?,
            merchant_id: row.get(from + 1)?,
            smid: row.get(from + 2)?,
            kind: row.get(from + 3)?,
            store_id: row.get(from + 4)?,
            name: row.get(from + 5)?,
            city: row.get(from + 6)?,
            address: row.get(from + 7)?,
            latitude: row.get(from + 8)?,
            longitude: row.get(from + 9)?,
            certification: row.get(from + 10)?,
            open: row.get(from + 11)?,
        })
    }
}

impl TryFrom<ShopRow> for Shop {
    type Error = RegistryError;

    fn try_from(row: ShopRow) -> Result<Shop> {
        let wrong = |what| inconsistent("shop", &row.id, what);
        let merchant = merchant_id("shop", &row.id, row.merchant_id)?;
        let kind = match row.kind.as_str() {
            "payment" => ShopKind::Payment,
            "real" => ShopKind::Real,
            _ => return Err(wrong("kind is unknown")),
        };
        let certification = match row.certification.as_str() {
            "certified" => Certification::Certified,
            "incomplete" => Certification::Incomplete,
            "in_audit" => Certification::InAudit,
            "unknown" => Certification::Unknown,
            _ => return Err(wrong("certification is unknown")),
        };
        Ok(Shop {
            id: row.id,
            merchant,
            submerchant: row.smid,
            kind,
            store_id: row.store_id,
            name: row.name,
            city: row.city,
            address: row.address,
            latitude: row.latitude,
            longitude: row.longitude,
            certification,
            open: row.open,
        })
    }
}
