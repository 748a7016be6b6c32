//! The messages that merchants receive: `alipay.marketing.activity.message.*`, and
//! those about orders, plans and shops.
//!
//! The server writes them into `biz_content`, the client reads them from it.
//! Delivery is at least once: a receiver tells repetitions by `id`.

use quan_core::Timestamp;

use super::field::{Text, blocks, parse};
use super::violation::Violation;
use super::word::words;

words! {
    /// What a message is about; the spelling begins the message's id.
    Event {
        Created = "CREATED",
        Modified = "MODIFIED",
        Appended = "APPENDED",
        Stopped = "STOPPED",
        Received = "ORDERSEND",
        Used = "USED",
        Expired = "EXPIRED",
        OrderReceived = "ORDERRECEIVED",
        OrderRefunded = "ORDERREFUND",
        Delivery = "DELIVERY",
        ShopPassed = "SHOPPASSED",
        ShopRejected = "SHOPREJECTED",
    }
}

blocks! {
    /// An operation on an activity took effect.
    Done { id: Text, activity_id: Text, event_time: Text, out_biz_no: Text }

    /// A user received a voucher.
    Received {
        id: Text,
        activity_id: Text,
        event_time: Text,
        voucher_id: Text,
        receive_user_id: Text,
        receive_open_id: Text,
        voucher_code: Text,
    }

    /// A voucher was used or went unused. Only order vouchers have a code, and a
    /// number and a time under which the merchant told the use.
    Ended {
        id: Text,
        activity_id: Text,
        event_time: Text,
        voucher_id: Text,
        voucher_code: Text,
        user_id: Text,
        open_id: Text,
        out_biz_no: Text,
        trade_no: Text,
        use_time: Text,
    }

    /// A paid order got its vouchers.
    OrderReceived {
        id: Text,
        order_no: Text,
        out_order_no: Text,
        event_time: Text,
        send_status: Text,
    }

    /// The money of an order went back. The number is that of the call that asked
    /// for it, where one did.
    OrderRefunded {
        id: Text,
        order_no: Text,
        out_order_no: Text,
        event_time: Text,
        refund_type: Text,
        refund_status: Text,
        out_biz_no: Text,
    }

    /// A plan is further, or no further.
    Delivery {
        id: Text,
        event_time: Text,
        delivery_id: Text,
        out_biz_no: Text,
        delivery_status: Text,
        delivery_error_msg: Text,
    }

    /// An application for a shop was approved, and there is the shop; or it was
    /// not, and there is a reason.
    ShopSaved {
        id: Text,
        event_time: Text,
        order_id: Text,
        shop_id: Text,
        store_id: Text,
        shop_name: Text,
        ip_role_id: Text,
        reason: Text,
    }
}

/// What messages say of what succeeded.
pub const SUCCESS: &str = "SUCCESS";

/// A message, by what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// An activity became active.
    Created(Done),
    /// A modification took effect.
    Modified(Done),
    /// The total grew.
    Appended(Done),
    /// An activity was stopped.
    Stopped(Done),
    /// A user received a voucher.
    Received(Received),
    /// A voucher paid for a trade.
    Used(Ended),
    /// A voucher passed its end unused.
    Expired(Ended),
    /// A paid order got its vouchers.
    OrderReceived(OrderReceived),
    /// The money of an order went back.
    OrderRefunded(OrderRefunded),
    /// A plan is further, or no further.
    Delivery(Delivery),
    /// A shop was approved.
    ShopPassed(ShopSaved),
    /// A shop was not.
    ShopRejected(ShopSaved),
}

impl Event {
    /// The message's `msg_method`.
    pub const fn msg_method(self) -> &'static str {
        match self {
            Event::Created => "alipay.marketing.activity.message.created",
            Event::Modified => "alipay.marketing.activity.message.modified",
            Event::Appended => "alipay.marketing.activity.message.appended",
            Event::Stopped => "alipay.marketing.activity.message.stopped",
            Event::Received => "alipay.marketing.activity.message.received",
            Event::Used => "alipay.marketing.activity.message.used",
            Event::Expired => "alipay.marketing.activity.message.expired",
            Event::OrderReceived => "alipay.marketing.activity.ordermessage.received",
            Event::OrderRefunded => "alipay.marketing.activity.ordermessage.refunded",
            Event::Delivery => "alipay.marketing.activity.delivery.message",
            Event::ShopPassed => "ant.merchant.expand.shop.save.passed",
            Event::ShopRejected => "ant.merchant.expand.shop.save.rejected",
        }
    }

    /// The event of a `msg_method`.
    pub fn of_method(method: &str) -> Option<Event> {
        Event::ALL
            .iter()
            .copied()
            .find(|event| event.msg_method() == method)
    }

    /// The id of a message: the event and a number of at least one digit.
    pub fn id(self, number: u128) -> String {
        format!("{self}_{number}")
    }

    /// The event and the number in a message's id.
    pub fn parse_id(id: &str) -> Option<(Event, u128)> {
        let (word, digits) = id.split_once('_')?;
        let event = Event::from_word(word)?;
        let number = digits.parse().ok()?;
        (event.id(number) == id).then_some((event, number))
    }
}

impl Message {
    /// Reads the `biz_content` of a message; `None` for a method that is not ours.
    pub fn parse(msg_method: &str, biz_content: &str) -> Option<Result<Message, Violation>> {
        let event = Event::of_method(msg_method)?;
        Some(match event {
            Event::Created => parse(biz_content).map(Message::Created),
            Event::Modified => parse(biz_content).map(Message::Modified),
            Event::Appended => parse(biz_content).map(Message::Appended),
            Event::Stopped => parse(biz_content).map(Message::Stopped),
            Event::Received => parse(biz_content).map(Message::Received),
            Event::Used => parse(biz_content).map(Message::Used),
            Event::Expired => parse(biz_content).map(Message::Expired),
            Event::OrderReceived => parse(biz_content).map(Message::OrderReceived),
            Event::OrderRefunded => parse(biz_content).map(Message::OrderRefunded),
            Event::Delivery => parse(biz_content).map(Message::Delivery),
            Event::ShopPassed => parse(biz_content).map(Message::ShopPassed),
            Event::ShopRejected => parse(biz_content).map(Message::ShopRejected),
        })
    }

    /// What it is about.
    pub const fn event(&self) -> Event {
        match self {
            Message::Created(_) => Event::Created,
            Message::Modified(_) => Event::Modified,
            Message::Appended(_) => Event::Appended,
            Message::Stopped(_) => Event::Stopped,
            Message::Received(_) => Event::Received,
            Message::Used(_) => Event::Used,
            Message::Expired(_) => Event::Expired,
            Message::OrderReceived(_) => Event::OrderReceived,
            Message::OrderRefunded(_) => Event::OrderRefunded,
            Message::Delivery(_) => Event::Delivery,
            Message::ShopPassed(_) => Event::ShopPassed,
            Message::ShopRejected(_) => Event::ShopRejected,
        }
    }

    /// The JSON text of `biz_content`.
    pub fn biz_content(&self) -> String {
        match self {
            Message::Created(done)
            | Message::Modified(done)
            | Message::Appended(done)
            | Message::Stopped(done) => text(done),
            Message::Received(received) => text(received),
            Message::Used(ended) | Message::Expired(ended) => text(ended),
            Message::OrderReceived(received) => text(received),
            Message::OrderRefunded(refunded) => text(refunded),
            Message::Delivery(delivery) => text(delivery),
            Message::ShopPassed(shop) | Message::ShopRejected(shop) => text(shop),
        }
    }

    /// The message's id, by which repetitions are told.
    pub fn id(&self) -> Option<&str> {
        self.head().0.as_deref()
    }

    /// When it happened.
    pub fn at(&self) -> Option<Timestamp> {
        read_event_time(self.head().1.as_deref()?)
    }

    const fn head(&self) -> (&Text, &Text) {
        match self {
            Message::Created(done)
            | Message::Modified(done)
            | Message::Appended(done)
            | Message::Stopped(done) => (&done.id, &done.event_time),
            Message::Received(received) => (&received.id, &received.event_time),
            Message::Used(ended) | Message::Expired(ended) => (&ended.id, &ended.event_time),
            Message::OrderReceived(received) => (&received.id, &received.event_time),
            Message::OrderRefunded(refunded) => (&refunded.id, &refunded.event_time),
            Message::Delivery(delivery) => (&delivery.id, &delivery.event_time),
            Message::ShopPassed(shop) | Message::ShopRejected(shop) => (&shop.id, &shop.event_time),
        }
    }
}

// Field by field in the declared order: signatures and samples show it so.
fn text<T: serde::Serialize>(message: &T) -> String {
    serde_json::to_string(message).unwrap_or_default()
}

/// An instant as messages write it: thirteen digits of milliseconds.
pub fn event_time(at: Timestamp) -> String {
    at.as_millisecond().to_string()
}

/// Reads an instant of a message. Ten digits are seconds: published samples have them.
pub fn read_event_time(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok()?;
    if text.len() <= 10 {
        return Timestamp::from_second(number).ok();
    }
    Timestamp::from_millisecond(number).ok()
}
