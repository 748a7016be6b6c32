//! Cards and uploaded pictures of `WeChat` Pay in `SQLite`; its merchants, which are
//! kept in memory as well, in [`merchant`].

pub(in crate::registry) mod merchant;

use quan_core::{ActivityId, MerchantId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{Result, Sqlite, fresh_image, page_of};
use crate::registry::row::{ImageRow, column, inconsistent, merchant_id};
use crate::registry::{Image, RegistryError, WechatCard};

const SELECT_CARD: &str = "select id, mchid, activity from wechat_card";

impl Sqlite {
    pub(in crate::registry) fn card(&self, id: &str) -> Result<Option<WechatCard>> {
        self.read(|connection| {
            let sql = format!("{SELECT_CARD} where id = ?1");
            let mut statement = connection.prepare_cached(&sql)?;
            let row = statement.query_row([id], CardRow::read).optional()?;
            row.map(CardRow::try_into).transpose()
        })
    }

    pub(in crate::registry) fn list_cards(
        &self,
        merchant: Option<MerchantId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<WechatCard>> {
        let of_merchant = if merchant.is_some() {
            "mchid = ?1 and"
        } else {
            ""
        };
        let sql = format!("{SELECT_CARD} where {of_merchant} id > ?2 order by id limit ?3");
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let keys = params![merchant.map(column), after.unwrap_or(""), page_of(limit)];
            let rows = statement.query_map(keys, CardRow::read)?;
            rows.map(|row| row?.try_into()).collect()
        })
    }

    pub(in crate::registry) fn media(
        &self,
        merchant: MerchantId,
        sha256: &[u8; 32],
    ) -> Result<Option<Image>> {
        self.read(|connection| media(connection, merchant, sha256))
    }

    pub(in crate::registry) fn add_media(
        &self,
        merchant: MerchantId,
        sha256: &[u8; 32],
        content: &[u8],
        make: &dyn Fn(u64) -> Image,
    ) -> Result<Image> {
        self.write(|tx| {
            if let Some(image) = media(tx, merchant, sha256)? {
                return Ok(image);
            }
            let image = fresh_image(tx, content, make)?;
            let sql = "insert into wechat_media (mchid, sha256, image_id) values (?1, ?2, ?3)";
            tx.prepare_cached(sql)?
                .execute(params![column(merchant), sha256, image.id])?;
            Ok(image)
        })
    }
}

/// Adds or replaces a card.
pub(in crate::registry) fn put_card(tx: &Transaction<'_>, card: &WechatCard) -> Result<()> {
    let sql = "insert into wechat_card (id, mchid, activity) values (?1, ?2, ?3)
               on conflict (id) do update set
                   mchid = excluded.mchid, activity = excluded.activity";
    tx.prepare_cached(sql)?.execute(params![
        card.id,
        column(card.merchant),
        i64::try_from(card.activity.number()).unwrap_or(i64::MAX),
    ])?;
    Ok(())
}

fn media(
    connection: &Connection,
    merchant: MerchantId,
    sha256: &[u8; 32],
) -> Result<Option<Image>> {
    let sql = format!(
        "{} where id = (select image_id from wechat_media where mchid = ?1 and sha256 = ?2)",
        ImageRow::SELECT
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let row = statement
        .query_row(params![column(merchant), sha256], ImageRow::read)
        .optional()?;
    row.map(Image::try_from).transpose()
}

struct CardRow {
    id: String,
    mchid: i64,
    activity: u64,
}

impl CardRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<CardRow> {
        Ok(CardRow {
            id: row.get(0)?,
            mchid: row.get(1)?,
            activity: row.get(2)?,
        })
    }
}

impl TryFrom<CardRow> for WechatCard {
    type Error = RegistryError;

    fn try_from(row: CardRow) -> Result<WechatCard> {
        let activity = ActivityId::new(row.activity)
            .ok_or_else(|| inconsistent("wechat_card", &row.id, "activity is no activity"))?;
        Ok(WechatCard {
            merchant: merchant_id("wechat_card", &row.id, row.mchid)?,
            activity,
            id: row.id,
        })
    }
}
