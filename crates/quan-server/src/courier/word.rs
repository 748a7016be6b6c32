//! Words news in Alipay's messages, and names them.

use quan_core::Event;
use quan_core::sale::{Refund, RefundCause};
use quan_core::time::day_of;
use quan_engine::registry::User;
use quan_wire::alipay::message::order::RefundType;
use quan_wire::alipay::message::push::{
    self, Done, Ended, Message, OrderReceived, OrderRefunded, Received,
};
use quan_wire::alipay::message::{ids, times};

use super::news::News;

/// The message that tells `news` to an application which knows the user, if
/// any, as `open_id`.
pub(super) fn message(news: &News, open_id: Option<String>) -> Message {
    let kind = kind(&news.event);
    let id = Some(kind.id(number(news)));
    let activity_id = Some(news.activity_id.clone());
    let event_time = Some(push::event_time(news.happened_at));
    let voucher_id = news.voucher_id.clone();
    let (user_id, own_open_id) = user(news);
    let open_id = open_id.or(own_open_id);
    let done = |request: &quan_core::RequestNo| Done {
        id: id.clone(),
        activity_id: activity_id.clone(),
        event_time: event_time.clone(),
        out_biz_no: Some(request.to_string()),
    };
    match &news.event {
        Event::Published(request) => Message::Created(done(request)),
        Event::Modified(request) => Message::Modified(done(request)),
        Event::Appended(request) => Message::Appended(done(request)),
        Event::Stopped(request) => Message::Stopped(done(request)),
        Event::Received { .. } => Message::Received(Received {
            id,
            activity_id,
            event_time,
            voucher_id,
            receive_user_id: user_id,
            receive_open_id: open_id,
            voucher_code: news.code.clone(),
        }),
        Event::SaleDelivered { .. } => Message::OrderReceived(OrderReceived {
            id,
            order_no: order_no(news),
            out_order_no: out_order_no(news),
            event_time,
            send_status: Some(push::SUCCESS.to_owned()),
        }),
        Event::CodeWanted { .. } | Event::RefundWanted { .. } | Event::SaleRefunded { .. } => {
            Message::OrderRefunded(OrderRefunded {
                id,
                order_no: order_no(news),
                out_order_no: out_order_no(news),
                event_time,
                refund_type: refund(news).map(|refund| refund_type(refund).to_string()),
                refund_status: Some(push::SUCCESS.to_owned()),
                out_biz_no: refund(news)
                    .filter(|refund| refund.cause == RefundCause::Buyer)
                    .and_then(|refund| refund.request.as_ref())
                    .map(ToString::to_string),
            })
        }
        Event::Redeemed { .. } | Event::Expired { .. } => {
            // Here the two exclude each other, and the number goes first.
            let open_id = open_id.filter(|_| user_id.is_none());
            let ended = Ended {
                id,
                activity_id,
                event_time,
                voucher_id,
                voucher_code: news.code.clone(),
                user_id,
                open_id,
                ..used(news)
            };
            if kind == push::Event::Used {
                Message::Used(ended)
            } else {
                Message::Expired(ended)
            }
        }
    }
}

/// What a merchant told of a use of a voucher that has a code.
fn used(news: &News) -> Ended {
    let Some(redemption) = news.redemption.as_ref().filter(|_| news.code.is_some()) else {
        return Ended::default();
    };
    let request = redemption.request.as_ref();
    // A use without a trade goes by the number of its report.
    let order = redemption.order.as_str();
    let trade_no = Some(order).filter(|order| request.is_none_or(|said| said.as_str() != *order));
    Ended {
        out_biz_no: request.map(ToString::to_string),
        trade_no: trade_no.map(str::to_owned),
        use_time: Some(times::format(redemption.redeemed_at)),
        ..Ended::default()
    }
}

/// The number under which the platform knows the order.
pub(super) fn order_no(news: &News) -> Option<String> {
    let sale = news.sale.as_ref()?;
    let id = sale.id;
    ids::sale_no(day_of(sale.ordered_at), id.activity.number(), id.sequence)
}

fn out_order_no(news: &News) -> Option<String> {
    Some(news.sale.as_ref()?.number.to_string())
}

fn refund(news: &News) -> Option<&Refund> {
    news.sale.as_ref()?.refund.as_ref()
}

/// Why money goes back, in the platform's word.
pub(super) fn refund_type(refund: &Refund) -> RefundType {
    match refund.cause {
        RefundCause::Buyer => RefundType::User,
        RefundCause::Expired => RefundType::Expired,
        RefundCause::NotDelivered => RefundType::SendError,
    }
}

/// The user's number, or else the name that stands for it: somebody whom only
/// an application's name names has that for a number.
pub(super) fn user(news: &News) -> (Option<String>, Option<String>) {
    match &news.user {
        Some(user) if User::is_account_number(user.as_str()) => (Some(user.to_string()), None),
        Some(user) => (None, Some(user.to_string())),
        None => (None, None),
    }
}

/// The same for every try at the same news, and for no other news: the day,
/// the kind, the activity, and the number within it.
pub(super) fn notify_id(news: &News) -> String {
    let kind = match kind(&news.event) {
        push::Event::Created => 1,
        push::Event::Modified => 2,
        push::Event::Appended => 3,
        push::Event::Stopped => 4,
        push::Event::Received => 5,
        push::Event::Used => 6,
        push::Event::Expired => 7,
        push::Event::OrderReceived => 8,
        push::Event::OrderRefunded => 9,
        push::Event::Delivery => 10,
        push::Event::ShopPassed => 11,
        push::Event::ShopRejected => 12,
    };
    let (day, activity) = (day(news), news.activity.number());
    format!(
        "{day:08}00222{kind:02}{activity:011}{sequence:010}",
        sequence = news.sequence
    )
}

/// The number in a message's id: the day, the activity, the number within it.
fn number(news: &News) -> u128 {
    let activity = u128::from(news.activity.number());
    let place = activity * 10_000_000_000 + u128::from(news.sequence);
    u128::from(day(news)) * 1_000_000_000_000_000_000_000 + place
}

fn day(news: &News) -> u64 {
    let day = day_of(news.happened_at);
    let (year, month, day) = (day.year(), day.month(), day.day());
    let number = i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day);
    number.unsigned_abs()
}

fn kind(event: &Event) -> push::Event {
    match event {
        Event::Published(_) => push::Event::Created,
        Event::Modified(_) => push::Event::Modified,
        Event::Appended(_) => push::Event::Appended,
        Event::Stopped(_) => push::Event::Stopped,
        Event::Received { .. } => push::Event::Received,
        Event::Redeemed { .. } => push::Event::Used,
        Event::Expired { .. } => push::Event::Expired,
        Event::SaleDelivered { .. } => push::Event::OrderReceived,
        // The first two are asked, not told; they never come here.
        Event::CodeWanted { .. } | Event::RefundWanted { .. } | Event::SaleRefunded { .. } => {
            push::Event::OrderRefunded
        }
    }
}
