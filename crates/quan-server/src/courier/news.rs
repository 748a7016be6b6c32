//! One thing that a merchant is told, with everything that its words need.

use quan_core::{
    ActivityId, AppId, Event, Notice, Product, Redemption, RedemptionId, SaleId, SaleOrder,
    Timestamp, UserId, Voucher, VoucherId,
};
use quan_engine::{ActivityView, PassKind};

use super::coupon::Issued;
use crate::api::names;

/// One thing that a merchant is told.
#[derive(Clone, Debug)]
pub(super) struct News {
    pub(super) activity: ActivityId,
    /// As merchants know it.
    pub(super) activity_id: String,
    pub(super) receiver: AppId,
    pub(super) event: Event,
    pub(super) happened_at: Timestamp,
    /// Tells it from the activity's other news of its kind.
    pub(super) sequence: u32,
    /// The voucher that it is about, as merchants know it.
    pub(super) voucher_id: Option<String>,
    /// The code that its merchant tells it by.
    pub(super) code: Option<String>,
    /// Whose that is.
    pub(super) user: Option<UserId>,
    /// The use that it is about.
    pub(super) redemption: Option<Redemption>,
    /// The order that it is about.
    pub(super) sale: Option<SaleOrder>,
    /// What is told of it at WeChat Pay; `None` where the activity is Alipay's.
    pub(super) coupon: Option<Box<Issued>>,
}

/// What a notice is about, as far as that is there.
#[derive(Clone, Debug, Default)]
pub(super) struct Subject {
    pub(super) voucher: Option<Voucher>,
    pub(super) redemption: Option<Redemption>,
    pub(super) sale: Option<SaleOrder>,
}

impl News {
    /// What a notice says; `None` where what it is about is not there.
    pub(super) fn of_notice(
        notice: &Notice,
        view: &ActivityView,
        subject: Subject,
    ) -> Option<News> {
        let sequence = match &notice.event {
            Event::Published(_) | Event::Modified(_) | Event::Appended(_) | Event::Stopped(_) => {
                notice.id.sequence
            }
            Event::Received { voucher, .. } | Event::Expired { voucher, .. } => voucher.sequence,
            Event::Redeemed { redemption, .. } => *redemption,
            Event::CodeWanted { sale }
            | Event::RefundWanted { sale }
            | Event::SaleDelivered { sale }
            | Event::SaleRefunded { sale } => *sale,
        };
        let Subject {
            voucher,
            redemption,
            sale,
        } = subject;
        let lacks = (voucher_of(&notice.event).is_some() && voucher.is_none())
            || (sale_of(notice).is_some() && sale.is_none());
        if lacks {
            return None;
        }
        let buyer = sale.as_ref().map(|sale| &sale.buyer.user);
        let user = user_of(&notice.event).or(buyer).cloned();
        Some(News {
            activity: notice.id.activity,
            activity_id: names::activity_id(&view.activity),
            receiver: notice.receiver.clone(),
            event: notice.event.clone(),
            happened_at: notice.happened_at,
            sequence,
            voucher_id: voucher.as_ref().and_then(|of| voucher_id(of, view)),
            code: voucher.as_ref().and_then(code_of),
            user,
            redemption,
            sale,
            coupon: coupon(&notice.event, voucher.as_ref(), view),
        })
    }

    /// What a voucher says of itself.
    pub(super) fn of_voucher(
        kind: PassKind,
        receiver: &AppId,
        voucher: &Voucher,
        view: &ActivityView,
    ) -> News {
        let (id, user) = (voucher.id, voucher.user.clone());
        let (event, happened_at) = match kind {
            PassKind::Received => (Event::Received { voucher: id, user }, voucher.issued_at),
            PassKind::Expired => {
                let window = voucher.window(&view.activity.terms);
                (Event::Expired { voucher: id, user }, window.closes_at)
            }
        };
        News {
            activity: id.activity,
            activity_id: names::activity_id(&view.activity),
            receiver: receiver.clone(),
            coupon: coupon(&event, Some(voucher), view),
            event,
            happened_at,
            sequence: id.sequence,
            voucher_id: voucher_id(voucher, view),
            code: code_of(voucher),
            user: Some(voucher.user.clone()),
            redemption: None,
            sale: None,
        }
    }
}

/// The id of a voucher of Alipay's; coupons go by their codes.
fn voucher_id(voucher: &Voucher, view: &ActivityView) -> Option<String> {
    let coupon = view.activity.product == Product::WechatCoupon;
    (!coupon).then(|| names::voucher_id(voucher))
}

fn coupon(event: &Event, voucher: Option<&Voucher>, view: &ActivityView) -> Option<Box<Issued>> {
    if view.activity.product != Product::WechatCoupon {
        return None;
    }
    Issued::of(event, voucher, view).map(Box::new)
}

/// The voucher that an event is about.
pub(super) fn voucher_of(event: &Event) -> Option<VoucherId> {
    match event {
        Event::Published(_)
        | Event::Modified(_)
        | Event::Appended(_)
        | Event::Stopped(_)
        | Event::CodeWanted { .. }
        | Event::RefundWanted { .. }
        | Event::SaleDelivered { .. }
        | Event::SaleRefunded { .. } => None,
        Event::Received { voucher, .. }
        | Event::Redeemed { voucher, .. }
        | Event::Expired { voucher, .. } => Some(*voucher),
    }
}

/// The use that an event is about.
pub(super) fn redemption_of(notice: &Notice) -> Option<RedemptionId> {
    match notice.event {
        Event::Redeemed { redemption, .. } => {
            Some(RedemptionId::new(notice.id.activity, redemption))
        }
        Event::Published(_)
        | Event::Modified(_)
        | Event::Appended(_)
        | Event::Stopped(_)
        | Event::Received { .. }
        | Event::Expired { .. }
        | Event::CodeWanted { .. }
        | Event::RefundWanted { .. }
        | Event::SaleDelivered { .. }
        | Event::SaleRefunded { .. } => None,
    }
}

/// The order that a notice is about.
pub(super) fn sale_of(notice: &Notice) -> Option<SaleId> {
    match notice.event {
        Event::CodeWanted { sale }
        | Event::RefundWanted { sale }
        | Event::SaleDelivered { sale }
        | Event::SaleRefunded { sale } => Some(SaleId::new(notice.id.activity, sale)),
        Event::Published(_)
        | Event::Modified(_)
        | Event::Appended(_)
        | Event::Stopped(_)
        | Event::Received { .. }
        | Event::Redeemed { .. }
        | Event::Expired { .. } => None,
    }
}

fn code_of(voucher: &Voucher) -> Option<String> {
    voucher.code.as_ref().map(ToString::to_string)
}

fn user_of(event: &Event) -> Option<&UserId> {
    match event {
        Event::Published(_)
        | Event::Modified(_)
        | Event::Appended(_)
        | Event::Stopped(_)
        | Event::CodeWanted { .. }
        | Event::RefundWanted { .. }
        | Event::SaleDelivered { .. }
        | Event::SaleRefunded { .. } => None,
        Event::Received { user, .. }
        | Event::Redeemed { user, .. }
        | Event::Expired { user, .. } => Some(user),
    }
}

/// What notices are told in order within: an activity, a voucher, or an order.
pub(super) fn queue(notice: &Notice) -> (ActivityId, Option<VoucherId>, Option<SaleId>) {
    (
        notice.id.activity,
        voucher_of(&notice.event),
        sale_of(notice),
    )
}
