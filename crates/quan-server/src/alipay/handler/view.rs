//! An activity as answers show it.

use quan_core::{ActivityState, Change, Code, Denial, Timestamp, Voucher, VoucherStatus, time};
use quan_engine::ActivityView;
use quan_wire::alipay::message::project::{Snapshot, VoucherSnapshot};
use quan_wire::alipay::message::word::{
    ActivityStatus, MerchantKind, MerchantRef, OperationStatus, VoucherStatus as VoucherWord,
};
use quan_wire::alipay::message::{Document, ids};

use super::Handlers;
use crate::alipay::denial::Fault;

/// Everything that answers say about an activity.
pub(super) struct Shown<'a> {
    view: &'a ActivityView,
    id: String,
    document: Document,
    owner: MerchantRef,
    alias: Option<String>,
}

impl<'a> Shown<'a> {
    pub(super) fn of(handlers: &Handlers, view: &'a ActivityView) -> Result<Shown<'a>, Fault> {
        let activity = &view.activity;
        let mut document = Document::from_json(&view.document)
            .ok_or(Fault::broken("the document of an activity cannot be read"))?;
        name_all_cities(handlers, &mut document);
        let owner = handlers.registry.find_merchant(activity.owner);
        Ok(Shown {
            view,
            id: activity_id(view)?,
            document,
            owner: MerchantRef {
                id: activity.owner.to_string(),
                kind: MerchantKind::Pid,
            },
            alias: owner.and_then(|owner| owner.alias.clone()),
        })
    }

    pub(super) fn document(&self) -> &Document {
        &self.document
    }

    /// Shows it as it stands now.
    pub(super) fn with<T>(&self, handlers: &Handlers, show: impl FnOnce(&Snapshot<'_>) -> T) -> T {
        let activity = &self.view.activity;
        let image_url = |id: &str| Some(handlers.image_url(id));
        show(&Snapshot {
            activity_id: &self.id,
            document: &self.document,
            status: status(self.view, handlers.engine.now()),
            operation: operation(self.view),
            owner: &self.owner,
            owner_alias: self.alias.as_deref(),
            created_at: activity.created_at,
            quantity: activity.quantity,
            send_count: activity.issued,
            use_count: activity.uses,
            image_url: &image_url,
        })
    }

    /// Shows it together with a voucher of it.
    pub(super) fn with_voucher<T>(
        &self,
        handlers: &Handlers,
        voucher: &Voucher,
        show: impl FnOnce(&Snapshot<'_>, &VoucherSnapshot<'_>) -> T,
    ) -> Result<T, Fault> {
        let terms = &self.view.activity.terms;
        let id = voucher_id(voucher)?;
        let window = voucher.window(terms);
        let shown = VoucherSnapshot {
            voucher_id: &id,
            status: match voucher.status(terms, handlers.engine.now()) {
                VoucherStatus::Usable => VoucherWord::Sended,
                VoucherStatus::Redeemed => VoucherWord::Used,
                VoucherStatus::Expired => VoucherWord::Expired,
                // No list shows these, and nobody is told of one by its number.
                VoucherStatus::Revoked => return Err(Denial::NoSuchVoucher.into()),
            },
            created_at: voucher.issued_at,
            valid_begin: window.opens_at,
            valid_end: window.closes_at,
            max_uses: terms.redeem.max_uses,
            used: voucher.uses,
            voucher_code: voucher.code.as_ref().map(Code::as_str),
            trade_no: voucher.trade.as_ref().map(|linked| linked.trade.as_str()),
        };
        Ok(self.with(handlers, |activity| show(activity, &shown)))
    }
}

impl Handlers {
    /// Where an uploaded image can be seen.
    pub(super) fn image_url(&self, id: &str) -> String {
        let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
        format!("{}/images/{encoded}", self.base)
    }
}

/// The id under which merchants know an activity.
pub(super) fn activity_id(view: &ActivityView) -> Result<String, Fault> {
    let activity = &view.activity;
    let id = ids::activity_id(time::day_of(activity.created_at), activity.id.number());
    id.ok_or(Fault::broken("the number of an activity is too large"))
}

/// The id under which merchants know a voucher.
pub(super) fn voucher_id(voucher: &Voucher) -> Result<String, Fault> {
    let day = time::day_of(voucher.issued_at);
    let id = ids::voucher_id(day, voucher.id.activity.number(), voucher.id.sequence);
    Ok(id.ok_or(Denial::NoSuchVoucher)?)
}

/// The state that answers show: past its window, a published activity is
/// finished without anybody having done so.
pub(super) fn status(view: &ActivityView, now: Timestamp) -> ActivityStatus {
    let activity = &view.activity;
    match activity.state {
        ActivityState::Created => ActivityStatus::Init,
        ActivityState::Stopped { .. } => ActivityStatus::Finished,
        ActivityState::Active | ActivityState::Paused
            if activity.product.ends_with_window() && activity.is_finished(now) =>
        {
            ActivityStatus::Finished
        }
        ActivityState::Active => ActivityStatus::Active,
        ActivityState::Paused => ActivityStatus::Pause,
    }
}

pub(super) fn operation(view: &ActivityView) -> Option<OperationStatus> {
    let pending = view.activity.pending.as_ref()?;
    Some(match pending.change {
        Change::Publish => OperationStatus::Creating,
        Change::Modify { .. } => OperationStatus::Modifying,
        Change::Append { .. } => OperationStatus::Appending,
        Change::Stop => OperationStatus::Finishing,
    })
}

/// Where a voucher counts in every city, answers name them all.
pub(super) fn name_all_cities(handlers: &Handlers, document: &mut Document) {
    let cities = document
        .voucher_available_scope_info
        .as_mut()
        .and_then(|scope| scope.voucher_available_geography_scope_info.as_mut())
        .and_then(|places| places.available_geography_city_info.as_mut());
    if let Some(cities) = cities.filter(|cities| cities.all_city == Some(true)) {
        cities.available_city_codes = handlers.tables.cities.codes().map(str::to_owned).collect();
    }
}
