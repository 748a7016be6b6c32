use quan_core::Timestamp;

use super::references::{PLANNER, at, call, plan, request};
use super::*;
use crate::{Attempt, NoticeState};

const OWNER: &str = "2088102111111111";

/// A registry in which one application can be told something.
fn listening(registry: &Registry) {
    let mut listener = app(PLANNER);
    listener.gateway_url = Some("http://127.0.0.1:9999/".into());
    registry.put(&[Entry::App(listener)]).unwrap();
}

fn now() -> Timestamp {
    at("2026-11-25T10:00:00+08:00")
}

fn due(registry: &Registry, at: Timestamp) -> (Vec<String>, Vec<RegistryNotice>) {
    let due = registry.due_notices(at, 5).unwrap();
    let told = due.iter().map(|notice| {
        let event = match &notice.news.event {
            NoticeEvent::Delivery { status, .. } => format!("{status:?}"),
            NoticeEvent::ShopPassed => "passed".into(),
            NoticeEvent::ShopRejected => "rejected".into(),
        };
        format!("{} {event} {}", notice.news.subject, notice.attempts)
    });
    (told.collect(), due)
}

#[test]
fn what_becomes_of_a_plan_is_told_in_order_to_who_can_be_told() {
    on_each(|registry| {
        listening(&registry);
        let later = at("2026-11-25T10:04:00+08:00");
        let make = |_| {
            let deaf = Delivery {
                receiver: AppId::parse("2021000000000002").unwrap(),
                ..plan("D2")
            };
            (vec![plan("D1"), deaf, plan("D3")], String::new())
        };
        registry
            .add_deliveries(OWNER, &call("N-1", 1), now(), make)
            .unwrap();
        let set = |id: &str, status| {
            let set = registry.set_delivery_status(id, status, Some("图片不清晰"), now());
            set.unwrap().unwrap()
        };
        set("D1", DeliveryStatus::Rejected);
        set("D1", DeliveryStatus::Rejected);
        set("D2", DeliveryStatus::Rejected);
        let (told, notices) = due(&registry, now());
        assert_eq!(told, ["D1 Active 0", "D3 Active 0"]);
        let record = |number, next_at| {
            let attempt = Attempt {
                at: now(),
                delivered: false,
                detail: "500".to_owned(),
            };
            let recorded = registry.record_attempt(number, &attempt, next_at);
            recorded.unwrap();
        };
        record(notices[0].number, Some(later));
        assert_eq!(due(&registry, now()).0, ["D3 Active 0"]);
        record(notices[1].number, None);
        assert_eq!(due(&registry, now()).0, [""; 0]);
        assert_eq!(due(&registry, later).0, ["D1 Active 1"]);
        record(notices[0].number, None);
        let (told, notices) = due(&registry, later);
        assert_eq!(told, ["D1 Rejected 0"]);
        let event = NoticeEvent::Delivery {
            request: request("N-1"),
            status: DeliveryStatus::Rejected,
            fault: Some("图片不清晰".into()),
        };
        assert_eq!(notices[0].news.event, event);
        record(notices[0].number, None);
        assert_eq!(due(&registry, later).0, [""; 0]);
    });
}

#[test]
fn what_becomes_of_a_shop_is_told_once_it_was_looked_at() {
    on_each(|registry| {
        listening(&registry);
        let receiver = AppId::parse(PLANNER).unwrap();
        let owner = merchant(OWNER).id;
        for (id, certification, receiver) in [
            ("A", Certification::Certified, Some(&receiver)),
            ("B", Certification::InAudit, Some(&receiver)),
            ("C", Certification::Certified, None),
        ] {
            let with = Registration {
                details: "{}",
                receiver,
                now: now(),
            };
            let make = |_| Shop {
                certification,
                ..shop(id, owner)
            };
            registry.add_shop(&with, make).unwrap();
        }
        assert_eq!(due(&registry, now()).0, ["A passed 0"]);
        let set = |id, certification| {
            let set = registry.set_shop(id, certification, Some(true), now());
            set.unwrap().unwrap();
        };
        set("B", None);
        set("B", Some(Certification::InAudit));
        set("C", Some(Certification::Incomplete));
        assert_eq!(due(&registry, now()).0, ["A passed 0"]);
        set("B", Some(Certification::Incomplete));
        assert_eq!(due(&registry, now()).0, ["A passed 0", "B rejected 0"]);
    });
}

#[test]
fn what_was_told_is_listed_with_its_tries_and_told_again() {
    on_each(|registry| {
        listening(&registry);
        let make = |_| (vec![plan("D1"), plan("D2"), plan("D3")], String::new());
        registry
            .add_deliveries(OWNER, &call("N-1", 1), now(), make)
            .unwrap();
        let (_, notices) = due(&registry, now());
        let tried = |nth: usize, delivered, next_at| {
            let attempt = Attempt {
                at: now(),
                delivered,
                detail: "said".to_owned(),
            };
            let number = notices[nth].number;
            registry.record_attempt(number, &attempt, next_at).unwrap();
        };
        let later = at("2026-11-25T10:04:00+08:00");
        tried(0, false, Some(later));
        tried(0, true, None);
        tried(1, false, None);
        let list = |subject, state, skipped| {
            let filter = RegistryNoticeFilter { subject, state };
            let listed = registry.list_notices(filter, skipped, 2).unwrap();
            let worded = listed.items.iter().map(|view| {
                let (about, times) = (&view.notice.news.subject, view.attempts.len());
                format!("{about} {:?} {times}", view.state)
            });
            (worded.collect::<Vec<_>>().join(", "), listed.total)
        };
        let is = |text: &str, total| (text.to_owned(), total);
        assert_eq!(list(None, None, 0), is("D3 Waiting 0, D2 Dead 1", 3));
        assert_eq!(list(None, None, 2), is("D1 Delivered 2", 3));
        assert_eq!(list(Some("D2"), None, 0), is("D2 Dead 1", 1));
        for (state, text) in [
            (NoticeState::Waiting, "D3 Waiting 0"),
            (NoticeState::Delivered, "D1 Delivered 2"),
            (NoticeState::Dead, "D2 Dead 1"),
        ] {
            assert_eq!(list(None, Some(state), 0), is(text, 1));
        }
        let number = notices[1].number;
        assert!(registry.replay_notice(number, now()).unwrap());
        assert!(!registry.replay_notice(99, now()).unwrap());
        assert_eq!(due(&registry, now()).0, ["D2 Active 1", "D3 Active 0"]);
        let found = registry.find_notice(number).unwrap().unwrap();
        assert_eq!(found.news.subject, "D2");
        assert_eq!(registry.find_notice(99).unwrap(), None);
    });
}
