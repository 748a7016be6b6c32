//! Showing a stock and a coupon.

use quan_core::{ActivityState, Timestamp, Voucher, VoucherStatus};
use quan_engine::ActivityView;
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::coupon::{Coupon, Issue};
use quan_wire::wechatpay::message::stock::Stock;
use quan_wire::wechatpay::message::word::{CouponState, StockState};

use super::{Handlers, Note};
use crate::wechatpay::denial::Fault;

/// The stock as its merchant laid it down, with the budget now in force.
pub(super) fn stock_of(view: &ActivityView) -> Result<Stock, Fault> {
    let mut stock: Stock = serde_json::from_str(&view.document)
        .map_err(|error| Fault::broken(format!("the document of a stock: {error}")))?;
    let activity = &view.activity;
    stock.stock_send_rule.max_coupons = activity.quantity;
    stock.stock_send_rule.max_coupons_by_day = activity.terms.issue.by_day;
    Ok(stock)
}

/// The state that a stock is in at `now`.
pub(super) fn state_of(view: &ActivityView, now: Timestamp) -> StockState {
    let activity = &view.activity;
    match activity.state {
        ActivityState::Stopped { .. } => StockState::Stoped,
        _ if activity.terms.issue.window.is_over(now) => StockState::Stoped,
        ActivityState::Created => StockState::Unaudit,
        ActivityState::Active => StockState::Running,
        ActivityState::Paused => StockState::Paused,
    }
}

impl Handlers {
    /// A coupon of a stock as it stands.
    pub(super) async fn shown(
        &self,
        voucher: &Voucher,
        view: &ActivityView,
    ) -> Result<Coupon, Fault> {
        let terms = &view.activity.terms;
        let window = voucher.window(terms);
        let note = Note::of(voucher).ok_or(Fault::broken("a coupon without a note"))?;
        let state = match voucher.status(terms, self.engine.now()) {
            _ if voucher.hidden => CouponState::Deleted,
            VoucherStatus::Usable => CouponState::Sended,
            VoucherStatus::Redeemed => CouponState::Used,
            VoucherStatus::Expired => CouponState::Expired,
            VoucherStatus::Revoked => CouponState::Deactivated,
        };
        let issue = Issue {
            coupon_code: self.code_of(voucher),
            stock_id: id::stock(voucher.id.activity),
            state,
            available_start_time: window.opens_at.into(),
            expire_time: window.closes_at.into(),
            receive_time: note.received_at(voucher).into(),
            send_request_no: note.number.clone(),
        };
        let mut coupon = Coupon::of(stock_of(view)?, issue);
        coupon.associate_out_trade_no = voucher.trade.as_ref().map(|to| to.trade.to_string());
        if let Some((used, returned)) = self.engine.last_use(voucher).await? {
            coupon.use_request_no = used.request.as_ref().map(ToString::to_string);
            coupon.use_time = Some(used.redeemed_at.into());
            if let Some(returned) = returned {
                coupon.return_request_no = returned.request.as_ref().map(ToString::to_string);
                coupon.return_time = Some(returned.returned_at.into());
            }
        }
        if let quan_core::VoucherState::Revoked { at } = voucher.state {
            coupon.deactivate_time = Some(at.into());
            if let Some(deactivation) = note.deactivation {
                coupon.deactivate_request_no = Some(deactivation.number);
                coupon.deactivate_reason = deactivation.reason;
            }
        }
        Ok(coupon)
    }
}
