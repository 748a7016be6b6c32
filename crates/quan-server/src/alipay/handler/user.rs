//! `….activity.user.{batchqueryvoucher,queryvoucher}`: the vouchers that a user
//! holds.

use jiff::ToSpan;
use quan_core::{ActivityId, Code, Denial, Timestamp, Voucher, VoucherId, VoucherStatus, time};
use quan_engine::{Page, VoucherFilter};
use quan_wire::alipay::message::user::list::{self, Merchant};
use quan_wire::alipay::message::user::one::{self, Named};
use quan_wire::alipay::message::word::VoucherStatus as StatusWord;
use quan_wire::alipay::message::{ids, project};

use super::Handlers;
use super::view::{Shown, activity_id};
use crate::alipay::Caller;
use crate::alipay::denial::Fault;

/// Months for which an expired voucher can still be seen.
const MONTHS_SEEN: i32 = 6;

pub(super) async fn list(
    handlers: &Handlers,
    caller: &Caller,
    request: list::Request,
) -> Result<list::Answer, Fault> {
    let asked = request.check()?;
    let mut filter = VoucherFilter {
        status: asked.status.map(|status| match status {
            StatusWord::Sended => VoucherStatus::Usable,
            StatusWord::Used => VoucherStatus::Redeemed,
            StatusWord::Expired => VoucherStatus::Expired,
        }),
        expired_since: seen_since(handlers.engine.now()),
        ..VoucherFilter::default()
    };
    match &asked.merchant {
        Merchant::Owner(id) => filter.owner = Some(handlers.acting(caller, Some(id))?),
        Merchant::Sender(id) => filter.operator = Some(handlers.acting(caller, Some(id))?),
    }
    if let Some(id) = &asked.activity_id {
        filter.activity = Some(handlers.activity_number(id).await?);
    }
    let user = handlers.user(&caller.app_id, &asked.holder)?;
    let page = Page {
        number: asked.page.num,
        size: asked.page.size,
    };
    let listed = handlers.engine.vouchers_of(user.id, filter, page).await?;
    let shown = listed.items.iter().map(|(voucher, view)| {
        let shown = Shown::of(handlers, view)?;
        shown.with_voucher(handlers, voucher, project::user_voucher_info)
    });
    Ok(list::Answer {
        page_num: i32::try_from(asked.page.num).ok(),
        page_size: i32::try_from(asked.page.size).ok(),
        total_size: Some(i32::try_from(listed.total).unwrap_or(i32::MAX)),
        user_voucher_infos: shown.collect::<Result<_, Fault>>()?,
    })
}

pub(super) async fn one(
    handlers: &Handlers,
    caller: &Caller,
    request: one::Request,
) -> Result<one::Answer, Fault> {
    let asked = request.check()?;
    let merchant = handlers.acting(caller, asked.merchant_id.as_deref())?;
    let user = handlers.user(&caller.app_id, &asked.holder)?;
    let voucher = handlers
        .named(&asked.voucher, asked.activity_id.as_deref())
        .await?;
    let voucher = voucher
        .filter(|voucher| voucher.user == user.id)
        .ok_or(Denial::NoSuchVoucher)?;
    let view = handlers
        .engine
        .activity(voucher.id.activity)
        .await?
        .ok_or(Denial::NoSuchVoucher)?;
    let now = handlers.engine.now();
    let terms = &view.activity.terms;
    let forgotten = voucher.status(terms, now) == VoucherStatus::Expired
        && seen_since(now).is_some_and(|since| voucher.window(terms).closes_at < since);
    let strange = asked
        .activity_id
        .is_some_and(|id| Ok(id) != activity_id(&view).map_err(drop));
    if forgotten || strange {
        return Err(Denial::NoSuchVoucher.into());
    }
    view.activity.admits(merchant)?;
    Shown::of(handlers, &view)?.with_voucher(handlers, &voucher, project::user_query_voucher)
}

impl Handlers {
    /// The voucher of an id, or of a code in an activity.
    async fn named(
        &self,
        name: &Named,
        activity_id: Option<&str>,
    ) -> Result<Option<Voucher>, Fault> {
        match name {
            Named::Id(id) => {
                let named = ids::parse_voucher_id(id);
                let (day, activity, sequence) = named.ok_or(Denial::NoSuchVoucher)?;
                let activity = ActivityId::new(activity).ok_or(Denial::NoSuchVoucher)?;
                let voucher = self.engine.voucher(VoucherId::new(activity, sequence));
                let of_day = |voucher: &Voucher| time::day_of(voucher.issued_at) == day;
                Ok(voucher.await?.filter(of_day))
            }
            Named::Code(code) => {
                let id = activity_id.ok_or(Denial::NoSuchVoucher)?;
                let activity = self.activity_number(id).await?;
                let code = Code::parse(code).map_err(|_| Denial::NoSuchVoucher)?;
                Ok(self.engine.voucher_by_code(activity, code).await?)
            }
        }
    }
}

/// Vouchers that expired before this instant are not shown any more.
fn seen_since(now: Timestamp) -> Option<Timestamp> {
    time::instant(time::civil(now).checked_sub(MONTHS_SEEN.months()).ok()?)
}
