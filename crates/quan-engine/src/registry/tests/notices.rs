use quan_core::Timestamp;

use super::references::{PLANNER, at, call, plan, request};
use super::*;

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
            let recorded = registry.record_attempt(number, "500", next_at);
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
