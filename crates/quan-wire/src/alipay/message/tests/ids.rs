//! Ids, instants and messages.

use crate::alipay::message::push::{Event, event_time, read_event_time};
use crate::alipay::message::{Message, ids, times};
use jiff::civil::date;
use proptest::prelude::*;

#[test]
fn v0_activity_ids_have_28_digits() {
    let id = ids::activity_id(date(2026, 11, 1), 101).unwrap();
    assert_eq!(id, "2026110100826004000000000101");
    assert_eq!(ids::parse_activity_id(&id), Some((date(2026, 11, 1), 101)));
    assert_eq!(ids::activity_id(date(2026, 11, 1), 1_000_000_000_000), None);
    assert_eq!(
        ids::parse_activity_id("2016042700826004508401111111")
            .unwrap()
            .1,
        508_401_111_111
    );
}

#[test]
fn v0_voucher_ids_have_12_characters_of_base_36() {
    let id = ids::voucher_id(date(2026, 11, 5), 101, 7).unwrap();
    assert_eq!(id.len(), 28);
    assert!(id.starts_with("2026110500073002"));
    assert_eq!(
        ids::parse_voucher_id(&id),
        Some((date(2026, 11, 5), 101, 7))
    );
    assert!(ids::parse_voucher_id("2021072600073002785300065Q39").is_some());
    assert_eq!(ids::voucher_id(date(2026, 11, 5), 101, 100_000_000), None);
    assert_eq!(ids::voucher_id(date(2026, 11, 5), 50_000_000_000, 0), None);
}

#[test]
fn v0_template_ids_name_the_activity() {
    let id = ids::template_id(date(2026, 11, 1), 101).unwrap();
    assert!(id.starts_with("2026110100073001"));
    assert_eq!(ids::parse_template_id(&id), Some((date(2026, 11, 1), 101)));
}

#[test]
fn v0_user_ids_are_2088_and_twelve_digits() {
    assert!(ids::is_user_id("2088202967380463"));
    for other in [
        "",
        "2088",
        "2087202967380463",
        "208820296738046x",
        "20882029673804631",
    ] {
        assert!(!ids::is_user_id(other), "{other}");
    }
}

#[test]
fn ids_that_would_be_written_otherwise_are_refused() {
    for id in [
        "2026133100826004000000000101",
        "2026110100826004000000000 01",
        "2026110100826003000000000101",
        "202611010082600400000000010",
        "20261101008260040000000001011",
        "+202611100826004000000000101",
        "券26110100826004000000000101",
    ] {
        assert_eq!(ids::parse_activity_id(id), None, "{id}");
    }
    for id in [
        "20261105000730020000000a1b2c",
        "2026110500073002ZZZZZZZZZZZZZ",
        "20261105000730020000000A1B-C",
    ] {
        assert_eq!(ids::parse_voucher_id(id), None, "{id}");
    }
}

#[test]
fn v1_2_times_are_seconds_in_shanghai() {
    let at = times::parse("2026-11-01 08:00:00").unwrap();
    assert_eq!(at.to_string(), "2026-11-01T00:00:00Z");
    assert_eq!(times::format(at), "2026-11-01 08:00:00");
    for text in [
        "2026-02-29 00:00:00",
        "2026-11-01 24:00:00",
        "2026-11-01 23:60:00",
        "2026-11-01 23:59:60",
        "2026-11-1 00:00:00",
        "2026-11-01T00:00:00",
        "2026-11-01 00:00:00.0",
        " 2026-11-01 00:00:00",
        "2026-11-01  00:00:00",
        "２026-11-01 00:00:00",
        "2026/11/01 00:00:00",
        "",
    ] {
        assert_eq!(times::parse(text), None, "{text}");
    }
}

#[test]
fn v10_message_ids_are_the_event_and_a_number() {
    assert_eq!(Event::Received.id(20_210_424), "ORDERSEND_20210424");
    let id = "EXPIRED_2021042400826001508407723739";
    let (event, number) = Event::parse_id(id).unwrap();
    assert_eq!((event, event.id(number).as_str()), (Event::Expired, id));
    for id in ["EXPIRED_01", "EXPIRED_", "EXPIRED_+1", "LOST_1", "EXPIRED"] {
        assert_eq!(Event::parse_id(id), None, "{id}");
    }
}

#[test]
fn v10_event_time_is_milliseconds_as_text() {
    let at = times::parse("2026-11-01 08:00:05").unwrap();
    assert_eq!(event_time(at).len(), 13);
    assert_eq!(read_event_time(&event_time(at)), Some(at));
    assert_eq!(
        read_event_time("1619338271").unwrap().to_string(),
        "2021-04-25T08:11:11Z"
    );
}

#[test]
fn v10_messages_are_read_by_their_method() {
    // The first seven are about activities.
    for event in &Event::ALL[..7] {
        assert_eq!(Event::of_method(event.msg_method()), Some(*event));
        let text = r#"{"id":"X_1","activity_id":"A","event_time":"1793462405123"}"#;
        let message = Message::parse(event.msg_method(), text).unwrap().unwrap();
        assert_eq!((message.event(), message.id()), (*event, Some("X_1")));
        assert_eq!(message.at().unwrap().as_millisecond(), 1_793_462_405_123);
        assert_eq!(message.biz_content(), text);
    }
    assert!(Message::parse("alipay.trade.notify", "{}").is_none());
    assert!(
        Message::parse(Event::Used.msg_method(), "[]")
            .unwrap()
            .is_err()
    );
}

proptest! {
    #[test]
    fn voucher_ids_are_read_back(number in 0_u64..47_000_000_000, sequence in 0_u32..100_000_000) {
        let id = ids::voucher_id(date(2026, 1, 1), number, sequence).unwrap();
        prop_assert_eq!(ids::parse_voucher_id(&id), Some((date(2026, 1, 1), number, sequence)));
    }

    #[test]
    fn no_text_breaks_the_readers(text in "\\PC{0,32}") {
        let _ = (ids::parse_activity_id(&text), ids::parse_voucher_id(&text));
        let _ = (times::parse(&text), Event::parse_id(&text));
    }
}
