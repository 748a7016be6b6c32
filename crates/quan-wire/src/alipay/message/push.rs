//! The messages that merchants receive: `alipay.marketing.activity.message.*`.
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

    /// A voucher was used up or went unused.
    Ended {
        id: Text,
        activity_id: Text,
        event_time: Text,
        voucher_id: Text,
        user_id: Text,
        open_id: Text,
        trade_no: Text,
    }
}

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
