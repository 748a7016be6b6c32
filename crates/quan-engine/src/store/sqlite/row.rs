//! Rows as they lie in tables, and the domain values that they stand for.

use std::sync::Arc;

use quan_core::activity::{Counters, DayCount};
use quan_core::{
    Account, Activity, ActivityId, ActivityState, AppId, Change, Due, Fen, HomeId, MerchantId,
    OrderNo, Pending, Product, Recharge, RechargeId, RechargeState, Redemption, RedemptionId,
    RequestNo, Return, ReturnId, ScopeKind, Terms, Timestamp, UserId, Voucher, VoucherId,
    VoucherState, Window,
};
use rusqlite::Row;

use super::{During, Result};
use crate::error::StoreError;

/// Every column of an activity, in the order that [`activity`] reads and
/// [`super::save`] writes them.
pub(super) const ACTIVITY: &str = "id, product, owner, operator, receiver, created_at, version, state, stopped_at, \
     change, change_value, change_request, accepted_at, due, due_at, due_recharge, quantity, issued, redeemed, expired, \
     uses, swept, next_expiry_at, today, today_issued, held, spent, released, redemptions, returns, recharges, letters, \
     notices, versions";

pub(super) const VOUCHER: &str =
    "activity, sequence, user, issued_at, opens_at, closes_at, uses, deducted, redeemed_at";

pub(super) const REDEMPTION: &str = "activity, sequence, voucher, user, order_no, total, deduction, redeemed_at, \
     refunded, returned_at";

pub(super) const RECHARGE: &str =
    "activity, sequence, sponsor, amount, opened_at, lapses_at, state, settled_at";

pub(super) const ACCOUNT: &str = "merchant, paid_in, provisioned, balance, letters";

pub(super) const RETURN: &str =
    "activity, sequence, redemption, amount, to_buyer, voucher_back, returned_at";

pub(super) fn instant(ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms)
        .map_err(|_| StoreError::inconsistent("any", format!("instant {ms}")))
}

pub(super) fn fen(fen: i64) -> Result<Fen> {
    u64::try_from(fen)
        .map(Fen::new)
        .map_err(|_| StoreError::inconsistent("any", format!("{fen} fen")))
}

/// Money as a column holds it; [`Fen`] never is more than that.
pub(super) fn cents(fen: Fen) -> i64 {
    i64::try_from(fen.get()).unwrap_or(i64::MAX)
}

pub(super) fn activity_id(number: i64) -> Result<ActivityId> {
    u64::try_from(number)
        .ok()
        .and_then(ActivityId::new)
        .ok_or_else(|| StoreError::inconsistent("activity", format!("number {number}")))
}

/// An activity's number as a column holds it.
pub(super) fn number(id: ActivityId) -> i64 {
    HomeId::Activity(id).number()
}

pub(super) fn merchant_id(number: i64) -> Result<MerchantId> {
    MerchantId::parse(&number.to_string())
        .map_err(|_| StoreError::inconsistent("any", format!("merchant {number}")))
}

/// A merchant's number as a column holds it.
pub(super) fn merchant(id: MerchantId) -> i64 {
    i64::try_from(id.number()).unwrap_or(i64::MAX)
}

macro_rules! name {
    ($function:ident, $type:ident, $table:literal) => {
        pub(super) fn $function(text: &str) -> Result<$type> {
            $type::parse(text)
                .map_err(|error| StoreError::inconsistent($table, format!("{text:?} is {error}")))
        }
    };
}
name!(user, UserId, "voucher");
name!(app, AppId, "activity");
name!(request_no, RequestNo, "activity");
name!(order_no, OrderNo, "redemption");

pub(super) fn product_code(product: Product) -> i64 {
    match product {
        Product::AlipayPayment => 0,
    }
}

pub(super) fn product(code: i64) -> Result<Product> {
    match code {
        0 => Ok(Product::AlipayPayment),
        _ => Err(StoreError::inconsistent(
            "activity",
            format!("product {code}"),
        )),
    }
}

pub(super) fn scope_code(kind: ScopeKind) -> i64 {
    ScopeKind::ALL
        .iter()
        .position(|known| *known == kind)
        .and_then(|at| i64::try_from(at).ok())
        .unwrap_or(-1)
}

fn get<T: rusqlite::types::FromSql>(row: &Row<'_>, at: usize) -> Result<T> {
    row.get(at).during("read a row")
}

fn text(row: &Row<'_>, at: usize) -> Result<String> {
    get(row, at)
}

fn optional_instant(row: &Row<'_>, at: usize) -> Result<Option<Timestamp>> {
    get::<Option<i64>>(row, at)?.map(instant).transpose()
}

/// An activity, with the terms that `terms` finds for its number and version.
pub(super) fn activity(
    row: &Row<'_>,
    terms: impl FnOnce(ActivityId, u32) -> Result<Arc<Terms>>,
) -> Result<Activity> {
    let id = activity_id(get(row, 0)?)?;
    let version = get(row, 6)?;
    let stopped_at = optional_instant(row, 8)?;
    let state = match (get::<i64>(row, 7)?, stopped_at) {
        (0, _) => ActivityState::Created,
        (1, _) => ActivityState::Active,
        (2, _) => ActivityState::Paused,
        (3, Some(at)) => ActivityState::Stopped { at },
        (code, _) => {
            return Err(StoreError::inconsistent(
                "activity",
                format!("state {code}"),
            ));
        }
    };
    Ok(Activity {
        id,
        product: product(get(row, 1)?)?,
        owner: merchant_id(get(row, 2)?)?,
        operator: merchant_id(get(row, 3)?)?,
        receiver: app(&text(row, 4)?)?,
        created_at: instant(get(row, 5)?)?,
        terms: terms(id, version)?,
        version,
        state,
        pending: pending(row)?,
        quantity: get(row, 16)?,
        issued: get(row, 17)?,
        redeemed: get(row, 18)?,
        expired: get(row, 19)?,
        uses: get(row, 20)?,
        swept: get(row, 21)?,
        next_expiry_at: optional_instant(row, 22)?,
        today: DayCount {
            day: text(row, 23)?.parse().map_err(|_| {
                StoreError::inconsistent("activity", format!("a day of activity {id}"))
            })?,
            issued: get(row, 24)?,
        },
        held: fen(get(row, 25)?)?,
        spent: fen(get(row, 26)?)?,
        released: get(row, 27)?,
        counters: Counters {
            redemptions: get(row, 28)?,
            returns: get(row, 29)?,
            recharges: get(row, 30)?,
            letters: get(row, 31)?,
            notices: get(row, 32)?,
            versions: get(row, 33)?,
        },
    })
}

fn pending(row: &Row<'_>) -> Result<Option<Pending>> {
    let Some(code) = get::<Option<i64>>(row, 9)? else {
        return Ok(None);
    };
    let wrong =
        |what: &str| StoreError::inconsistent("activity", format!("a change without {what}"));
    let value: Option<u32> = get(row, 10)?;
    let change = match code {
        0 => Change::Publish,
        1 => Change::Modify {
            version: value.ok_or_else(|| wrong("a version"))?,
        },
        2 => Change::Append {
            quantity: value.ok_or_else(|| wrong("a quantity"))?,
        },
        3 => Change::Stop,
        _ => {
            return Err(StoreError::inconsistent(
                "activity",
                format!("change {code}"),
            ));
        }
    };
    let due_at = optional_instant(row, 14)?;
    let due = match get::<Option<i64>>(row, 13)? {
        Some(0) => Due::At(due_at.ok_or_else(|| wrong("an instant"))?),
        Some(1) => Due::Told,
        Some(2) => Due::Paid {
            recharge: get::<Option<u32>>(row, 15)?.ok_or_else(|| wrong("a recharge"))?,
            lapses_at: due_at.ok_or_else(|| wrong("an instant"))?,
        },
        _ => return Err(wrong("anything that it waits for")),
    };
    let request = get::<Option<String>>(row, 11)?.ok_or_else(|| wrong("a request"))?;
    let accepted_at = optional_instant(row, 12)?.ok_or_else(|| wrong("an instant"))?;
    Ok(Some(Pending {
        change,
        request: request_no(&request)?,
        accepted_at,
        due,
    }))
}

/// How a change lies in its columns: what, its value, what it waits for, until
/// when, and which payment.
pub(super) fn pending_columns(
    pending: &Pending,
) -> (i64, Option<u32>, i64, Option<i64>, Option<u32>) {
    let (change, value) = match pending.change {
        Change::Publish => (0, None),
        Change::Modify { version } => (1, Some(version)),
        Change::Append { quantity } => (2, Some(quantity)),
        Change::Stop => (3, None),
    };
    let (due, due_at, recharge) = match pending.due {
        Due::At(at) => (0, Some(at.as_millisecond()), None),
        Due::Told => (1, None, None),
        Due::Paid {
            recharge,
            lapses_at,
        } => (2, Some(lapses_at.as_millisecond()), Some(recharge)),
    };
    (change, value, due, due_at, recharge)
}

/// A voucher whose columns begin at `at`.
pub(super) fn voucher(row: &Row<'_>, at: usize) -> Result<Voucher> {
    let opens_at = optional_instant(row, at + 4)?;
    let closes_at = optional_instant(row, at + 5)?;
    Ok(Voucher {
        id: VoucherId::new(activity_id(get(row, at)?)?, get(row, at + 1)?),
        user: user(&text(row, at + 2)?)?,
        issued_at: instant(get(row, at + 3)?)?,
        own_window: opens_at.zip(closes_at).map(|(opens_at, closes_at)| Window {
            opens_at,
            closes_at,
        }),
        uses: get(row, at + 6)?,
        deducted: fen(get(row, at + 7)?)?,
        state: match optional_instant(row, at + 8)? {
            Some(at) => VoucherState::Redeemed { at },
            None => VoucherState::Issued,
        },
    })
}

pub(super) fn redemption(row: &Row<'_>) -> Result<Redemption> {
    let activity = activity_id(get(row, 0)?)?;
    Ok(Redemption {
        id: RedemptionId::new(activity, get(row, 1)?),
        voucher: VoucherId::new(activity, get(row, 2)?),
        user: user(&text(row, 3)?)?,
        order: order_no(&text(row, 4)?)?,
        total: fen(get(row, 5)?)?,
        deduction: fen(get(row, 6)?)?,
        redeemed_at: instant(get(row, 7)?)?,
        refunded: fen(get(row, 8)?)?,
        returned_at: optional_instant(row, 9)?,
    })
}

pub(super) fn order_return(row: &Row<'_>) -> Result<Return> {
    let activity = activity_id(get(row, 0)?)?;
    Ok(Return {
        id: ReturnId::new(activity, get(row, 1)?),
        redemption: RedemptionId::new(activity, get(row, 2)?),
        amount: fen(get(row, 3)?)?,
        to_buyer: fen(get(row, 4)?)?,
        voucher_back: get(row, 5)?,
        returned_at: instant(get(row, 6)?)?,
    })
}

pub(super) fn recharge(row: &Row<'_>) -> Result<Recharge> {
    let settled_at = optional_instant(row, 7)?;
    let state = match (get::<i64>(row, 6)?, settled_at) {
        (0, _) => RechargeState::Open,
        (1, Some(at)) => RechargeState::Paid { at },
        (2, Some(at)) => RechargeState::Lapsed { at },
        (code, _) => {
            return Err(StoreError::inconsistent(
                "recharge",
                format!("state {code}"),
            ));
        }
    };
    Ok(Recharge {
        id: RechargeId::new(activity_id(get(row, 0)?)?, get(row, 1)?),
        sponsor: merchant_id(get(row, 2)?)?,
        amount: fen(get(row, 3)?)?,
        opened_at: instant(get(row, 4)?)?,
        lapses_at: instant(get(row, 5)?)?,
        state,
    })
}

pub(super) fn recharge_state(state: RechargeState) -> (i64, Option<i64>) {
    match state {
        RechargeState::Open => (0, None),
        RechargeState::Paid { at } => (1, Some(at.as_millisecond())),
        RechargeState::Lapsed { at } => (2, Some(at.as_millisecond())),
    }
}

pub(super) fn account(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        merchant: merchant_id(get(row, 0)?)?,
        paid_in: fen(get(row, 1)?)?,
        provisioned: fen(get(row, 2)?)?,
        balance: fen(get(row, 3)?)?,
        letters: get(row, 4)?,
    })
}
