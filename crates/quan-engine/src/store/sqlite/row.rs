//! Rows as they lie in tables, and the domain values that they stand for.

use std::sync::Arc;

use quan_core::activity::{Counters, DayCount};
use quan_core::operation::Recipient;
use quan_core::sale::{Refund, RefundCause};
use quan_core::voucher::{CodeRow, CodeState, Deposit, Linked};
use quan_core::{
    Account, Activity, ActivityId, ActivityState, AppId, Change, Code, Due, Fen, HomeId,
    MerchantId, OrderNo, Pending, PersonId, Phone, Product, Recharge, RechargeId, RechargeState,
    Redemption, RedemptionId, RequestNo, Return, ReturnId, SaleId, SaleOrder, SaleState, ScopeKind,
    Terms, Timestamp, UserId, Voucher, VoucherId, VoucherState, Window,
};
use rusqlite::Row;

use super::{During, Result};
use crate::error::StoreError;

/// Every column of an activity, in the order that [`activity`] reads and
/// [`super::save`] writes them.
pub(super) const ACTIVITY: &str = "id, product, owner, operator, receiver, created_at, version, state, stopped_at, \
     change, change_value, change_request, accepted_at, due, due_at, due_recharge, quantity, issued, redeemed, expired, \
     revoked, reserved, codes, uses, swept, next_expiry_at, today, today_issued, held, spent, released, redemptions, returns, recharges, letters, \
     notices, versions, deposits, sales";

pub(super) const VOUCHER: &str = "activity, sequence, user, issued_at, opens_at, closes_at, uses, deducted, redeemed_at, revoked_at, code, trade, \
     linked_at, hidden, note, issuer, last_use";

pub(super) const REDEMPTION: &str = "activity, sequence, voucher, user, order_no, total, deduction, redeemed_at, \
     refunded, returned_at, times, undone, left_over, request, last_return, note";

pub(super) const RECHARGE: &str =
    "activity, sequence, sponsor, amount, opened_at, lapses_at, state, settled_at";

pub(super) const ACCOUNT: &str =
    "merchant, paid_in, provisioned, balance, received, given, letters, subsidies, subsidy_returns";

pub(super) const RETURN: &str = "activity, sequence, redemption, amount, to_buyer, voucher_back, returned_at, left_over, request";

pub(super) const DEPOSIT: &str = "activity, sequence, at, known, surplus";

pub(super) const SALE: &str = "activity, sequence, number, buyer, person, phone, real_name, price, ordered_at, state, \
     paid_at, voucher, cause, refund_request, refund_asked_at, refunded_at, settled_at";

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
name!(code, Code, "code");
name!(person, PersonId, "sale");
name!(phone, Phone, "sale");

pub(super) fn product_code(product: Product) -> i64 {
    match product {
        Product::AlipayPayment => 0,
        Product::AlipayOrder => 1,
        Product::WechatCoupon => 2,
    }
}

pub(super) fn product(code: i64) -> Result<Product> {
    match code {
        0 => Ok(Product::AlipayPayment),
        1 => Ok(Product::AlipayOrder),
        2 => Ok(Product::WechatCoupon),
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
        revoked: get(row, 20)?,
        reserved: get(row, 21)?,
        codes: get(row, 22)?,
        uses: get(row, 23)?,
        swept: get(row, 24)?,
        next_expiry_at: optional_instant(row, 25)?,
        today: DayCount {
            day: text(row, 26)?.parse().map_err(|_| {
                StoreError::inconsistent("activity", format!("a day of activity {id}"))
            })?,
            issued: get(row, 27)?,
        },
        held: fen(get(row, 28)?)?,
        spent: fen(get(row, 29)?)?,
        released: get(row, 30)?,
        counters: Counters {
            redemptions: get(row, 31)?,
            returns: get(row, 32)?,
            recharges: get(row, 33)?,
            letters: get(row, 34)?,
            notices: get(row, 35)?,
            versions: get(row, 36)?,
            deposits: get(row, 37)?,
            sales: get(row, 38)?,
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
        state: match (
            optional_instant(row, at + 8)?,
            optional_instant(row, at + 9)?,
        ) {
            (_, Some(at)) => VoucherState::Revoked { at },
            (Some(at), None) => VoucherState::Redeemed { at },
            (None, None) => VoucherState::Issued,
        },
        code: get::<Option<String>>(row, at + 10)?
            .map(|text| code(&text))
            .transpose()?,
        trade: linked(row, at + 11)?,
        hidden: get(row, at + 13)?,
        note: get::<Option<String>>(row, at + 14)?.map(Into::into),
        issuer: get::<Option<i64>>(row, at + 15)?
            .map(merchant_id)
            .transpose()?,
        last_use: get(row, at + 16)?,
    })
}

fn linked(row: &Row<'_>, at: usize) -> Result<Option<Linked>> {
    let trade: Option<String> = get(row, at)?;
    let since = optional_instant(row, at + 1)?;
    trade
        .zip(since)
        .map(|(trade, at)| {
            Ok(Linked {
                trade: order_no(&trade)?,
                at,
            })
        })
        .transpose()
}

/// The columns of a voucher that say what became of it: when it was used up,
/// or taken back.
pub(super) fn voucher_state(state: VoucherState) -> (Option<i64>, Option<i64>) {
    match state {
        VoucherState::Issued => (None, None),
        VoucherState::Redeemed { at } => (Some(at.as_millisecond()), None),
        VoucherState::Revoked { at } => (None, Some(at.as_millisecond())),
    }
}

/// A code, from its columns `deposit, rank, sequence`.
pub(super) fn code_row(row: &Row<'_>, at: usize) -> Result<CodeRow> {
    let rank: Option<i64> = get(row, at + 1)?;
    let state = match get::<Option<u32>>(row, at + 2)? {
        Some(sequence) => CodeState::Issued { sequence },
        None => CodeState::Free {
            rank: rank.map_or(0, i64::unsigned_abs),
        },
    };
    Ok(CodeRow {
        deposit: get(row, at)?,
        state,
    })
}

/// The columns `rank, sequence` of a code.
pub(super) fn code_state(state: CodeState) -> (Option<i64>, Option<u32>) {
    match state {
        CodeState::Free { rank } => (Some(i64::try_from(rank).unwrap_or(i64::MAX)), None),
        CodeState::Issued { sequence } => (None, Some(sequence)),
    }
}

pub(super) fn deposit(row: &Row<'_>) -> Result<Deposit> {
    let codes = |at: usize| -> Result<Vec<Code>> {
        let text: String = get(row, at)?;
        let names: Vec<String> = serde_json::from_str(&text)
            .map_err(|error| StoreError::inconsistent("deposit", error.to_string()))?;
        names.iter().map(|name| code(name)).collect()
    };
    Ok(Deposit {
        activity: activity_id(get(row, 0)?)?,
        sequence: get(row, 1)?,
        at: instant(get(row, 2)?)?,
        known: codes(3)?,
        surplus: codes(4)?,
    })
}

pub(super) fn sale(row: &Row<'_>) -> Result<SaleOrder> {
    let id = SaleId::new(activity_id(get(row, 0)?)?, get(row, 1)?);
    let wrong = |what: String| StoreError::inconsistent("sale", what);
    let person: Option<String> = get(row, 4)?;
    let phone: Option<String> = get(row, 5)?;
    let buyer = Recipient {
        user: user(&text(row, 3)?)?,
        person: person.map(|text| self::person(&text)).transpose()?,
        phone: phone.map(|text| self::phone(&text)).transpose()?,
        real_name: get(row, 6)?,
    };
    let state = match get::<i64>(row, 9)? {
        0 => SaleState::Ordered,
        1 => SaleState::Paid,
        2 => SaleState::Delivered,
        3 => SaleState::Refunding,
        4 => SaleState::Refunded,
        5 => SaleState::Closed,
        code => return Err(wrong(format!("state {code}"))),
    };
    let cause = match get::<Option<i64>>(row, 12)? {
        None => None,
        Some(0) => Some(RefundCause::Buyer),
        Some(1) => Some(RefundCause::Expired),
        Some(2) => Some(RefundCause::NotDelivered),
        Some(code) => return Err(wrong(format!("cause {code}"))),
    };
    let request: Option<String> = get(row, 13)?;
    let asked_at = optional_instant(row, 14)?;
    let refund = match cause.zip(asked_at) {
        None => None,
        Some((cause, asked_at)) => Some(Refund {
            cause,
            request: request.map(|text| request_no(&text)).transpose()?,
            asked_at,
            done_at: optional_instant(row, 15)?,
        }),
    };
    Ok(SaleOrder {
        id,
        number: order_no(&text(row, 2)?)?,
        buyer,
        price: fen(get(row, 7)?)?,
        ordered_at: instant(get(row, 8)?)?,
        state,
        paid_at: optional_instant(row, 10)?,
        voucher: get(row, 11)?,
        refund,
        settled_at: optional_instant(row, 16)?,
    })
}

pub(super) fn sale_state(state: SaleState) -> i64 {
    match state {
        SaleState::Ordered => 0,
        SaleState::Paid => 1,
        SaleState::Delivered => 2,
        SaleState::Refunding => 3,
        SaleState::Refunded => 4,
        SaleState::Closed => 5,
    }
}

pub(super) fn cause(cause: RefundCause) -> i64 {
    match cause {
        RefundCause::Buyer => 0,
        RefundCause::Expired => 1,
        RefundCause::NotDelivered => 2,
    }
}

pub(super) fn redemption(row: &Row<'_>) -> Result<Redemption> {
    let activity = activity_id(get(row, 0)?)?;
    let request: Option<String> = get(row, 13)?;
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
        times: get(row, 10)?,
        undone: get(row, 11)?,
        left: get(row, 12)?,
        request: request.as_deref().map(request_no).transpose()?,
        last_return: get(row, 14)?,
        note: get::<Option<String>>(row, 15)?.map(Into::into),
    })
}

pub(super) fn order_return(row: &Row<'_>) -> Result<Return> {
    let activity = activity_id(get(row, 0)?)?;
    let request: Option<String> = get(row, 8)?;
    Ok(Return {
        id: ReturnId::new(activity, get(row, 1)?),
        redemption: RedemptionId::new(activity, get(row, 2)?),
        amount: fen(get(row, 3)?)?,
        to_buyer: fen(get(row, 4)?)?,
        voucher_back: get(row, 5)?,
        returned_at: instant(get(row, 6)?)?,
        left: get(row, 7)?,
        request: request.as_deref().map(request_no).transpose()?,
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
        received: fen(get(row, 4)?)?,
        given: fen(get(row, 5)?)?,
        letters: get(row, 6)?,
        subsidies: get(row, 7)?,
        subsidy_returns: get(row, 8)?,
    })
}
