use quan_core::terms::Cap;
use quan_core::time::Period;
use quan_core::{ActivityId, Fen, RequestNo, Timestamp, Window};

use super::*;
use crate::{Numbered, Page};

const OWNER: &str = "2088102111111111";

fn owner() -> MerchantId {
    merchant(OWNER).id
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn package(id: &str) -> Package {
    Package {
        id: id.into(),
        merchant: owner(),
        name: "咖啡券包".into(),
        status: PackageStatus::Enabled,
        sale: Window {
            opens_at: at("2026-11-01T00:00:00+08:00"),
            closes_at: at("2026-11-30T23:59:59+08:00"),
        },
        price: Fen::new(990),
        budget: 2,
        limit: Some(Cap {
            period: Period::Day,
            limit: 1,
        }),
        pay_channel: Some("pcredit".into()),
        purchase_url: None,
        use_rule: Some("周末不可用".into()),
    }
}

pub(super) fn request(number: &str) -> RequestNo {
    RequestNo::parse(number).unwrap()
}

#[test]
fn a_package_is_sold_once_for_a_number_and_within_its_limits() {
    on_each(|registry| {
        registry.put(&[Entry::Package(package("IP1"))]).unwrap();
        let now = at("2026-11-25T10:00:00+08:00");
        let (alice, bob) = (user("2088202967380463").id, user("2088202967380464").id);
        let sell = |number: &str, user: &UserId, now| {
            let sold = registry.sell_package("IP1", &request(number), user, now);
            sold.unwrap().unwrap()
        };
        assert_eq!(sell("1", &alice, now), Purchased::New);
        assert_eq!(sell("1", &alice, now), Purchased::Same { at: now });
        assert_eq!(sell("1", &bob, now), Purchased::Reused);
        let refused = Purchased::Refused(SaleRefusal::UserLimit);
        assert_eq!(sell("2", &alice, now), refused);
        let view = registry.find_package("IP1").unwrap().unwrap();
        assert_eq!((view.package.clone(), view.sold), (package("IP1"), 1));
        let why = |user, now| registry.refuses_sale(&view, user, now).unwrap();
        assert_eq!(why(Some(&alice), now), Some(SaleRefusal::UserLimit));
        assert_eq!(why(Some(&bob), now), None);
        assert_eq!(why(None, now), None);
        let tomorrow = at("2026-11-26T00:00:00+08:00");
        assert_eq!(why(Some(&alice), tomorrow), None);
        assert_eq!(sell("2", &alice, tomorrow), Purchased::New);
        let refused = Purchased::Refused(SaleRefusal::SoldOut);
        assert_eq!(sell("3", &bob, tomorrow), refused);
        let none = registry.sell_package("IP2", &request("1"), &alice, now);
        assert_eq!(none.unwrap(), None);
    });
}

#[test]
fn a_package_keeps_its_sales_and_its_members_when_it_is_put_again() {
    on_each(|registry| {
        registry.put(&[Entry::Package(package("IP1"))]).unwrap();
        let members = [7, 3].map(|number| ActivityId::new(number).unwrap());
        for activity in [members[0], members[1], members[0]] {
            registry.join_package("IP1", activity).unwrap();
        }
        registry.join_package("IP2", members[0]).unwrap();
        let now = at("2026-11-25T10:00:00+08:00");
        let buyer = user("2088202967380463").id;
        registry
            .sell_package("IP1", &request("1"), &buyer, now)
            .unwrap();
        let renamed = Package {
            name: "茶券包".into(),
            ..package("IP1")
        };
        registry.put(&[Entry::Package(renamed.clone())]).unwrap();
        let view = registry.find_package("IP1").unwrap().unwrap();
        assert_eq!(view.package, renamed);
        assert_eq!(
            (view.sold, view.activities),
            (1, members.map(|id| id).into_iter().rev().collect())
        );
        let paused = registry.set_package_status("IP1", PackageStatus::Paused);
        assert_eq!(
            paused.unwrap().unwrap().package.status,
            PackageStatus::Paused
        );
        assert_eq!(registry.find_package("IP2").unwrap(), None);
    });
}

#[test]
fn packages_come_in_pages() {
    on_each(|registry| {
        for number in 1..=4 {
            let unnamed = Package {
                merchant: if number == 3 {
                    merchant("2088202111111111").id
                } else {
                    owner()
                },
                ..package("")
            };
            let made = registry.make_package(&unnamed, &[], |number| format!("IP{number}"));
            assert_eq!(made.unwrap().unwrap().package.id, format!("IP{number}"));
        }
        registry
            .set_package_status("IP2", PackageStatus::Disabled)
            .unwrap();
        let listed = |filter: PackageFilter, number| {
            let page = Page { number, size: 2 };
            let listed = registry.list_packages(&filter, page).unwrap();
            let ids = listed.items.into_iter().map(|view| view.package.id);
            (ids.collect::<Vec<_>>().join(" "), listed.total)
        };
        let all = PackageFilter::default();
        assert_eq!(listed(all, 1), ("IP1 IP2".into(), 4));
        assert_eq!(listed(all, 2), ("IP3 IP4".into(), 4));
        assert_eq!(listed(all, 3), (String::new(), 4));
        let own = PackageFilter {
            merchant: Some(owner()),
            ..all
        };
        assert_eq!(listed(own, 2), ("IP4".into(), 3));
        let enabled = PackageFilter {
            status: Some(PackageStatus::Enabled),
            ..own
        };
        assert_eq!(listed(enabled, 1), ("IP1 IP4".into(), 2));
        let later = PackageFilter {
            opens_since: Some(at("2026-11-02T00:00:00+08:00")),
            ..all
        };
        assert_eq!(listed(later, 1), (String::new(), 0));
    });
}

pub(super) const PLANNER: &str = "2021000000000001";

pub(super) fn plan(id: &str) -> Delivery {
    Delivery {
        id: id.into(),
        merchant: owner(),
        operator: owner(),
        receiver: AppId::parse(PLANNER).unwrap(),
        request: request("N-1"),
        status: DeliveryStatus::Active,
        fault: None,
        document: "{}".into(),
        created_at: at("2026-11-25T10:00:00+08:00"),
    }
}

pub(super) fn call(number: &str, digest: u8) -> Numbered {
    Numbered {
        number: request(number),
        fingerprint: [digest; 16],
    }
}

#[test]
fn dl1_plans_are_made_and_stopped_once_for_a_number() {
    on_each(|registry| {
        let now = at("2026-11-25T10:00:00+08:00");
        let done = |text: &str| Recorded::Done(text.into());
        let add = |home: &str, call: &Numbered| {
            let made = registry.add_deliveries(home, call, now, |number| {
                let id = format!("D{number}");
                (vec![plan(&id)], id)
            });
            made.unwrap()
        };
        let first = call("N-1", 1);
        assert_eq!(registry.delivery_answer(OWNER, &first).unwrap(), None);
        assert_eq!(add(OWNER, &first), done("D1"));
        assert_eq!(add(OWNER, &first), done("D1"));
        let known = registry.delivery_answer(OWNER, &first).unwrap();
        assert_eq!(known, Some(done("D1")));
        assert_eq!(add(OWNER, &call("N-1", 2)), Recorded::Reused);
        assert_eq!(add("2088202111111111", &call("N-1", 2)), done("D2"));

        let stop = |call: &Numbered, answer: &str| {
            let ids = ["D1", "D9"];
            let stopped = registry.stop_deliveries("D1", call, now, &ids, answer);
            stopped.unwrap()
        };
        assert_eq!(stop(&call("N-1", 3), "a"), done("a"));
        let status = DeliveryStatus::Active;
        registry
            .set_delivery_status("D1", status, None, now)
            .unwrap();
        assert_eq!(stop(&call("N-1", 3), "b"), done("a"));
        assert_eq!(stop(&call("N-1", 4), "b"), Recorded::Reused);
        assert_eq!(registry.find_delivery("D1").unwrap(), Some(plan("D1")));
        assert_eq!(registry.find_delivery("D9").unwrap(), None);
        let ids = |merchant, after| {
            let plans = registry.list_deliveries(merchant, after, 5).unwrap();
            plans.into_iter().map(|plan| plan.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(None, None), ["D1", "D2"]);
        assert_eq!(ids(Some(owner()), Some("D1")), ["D2"]);
        let other = merchant("2088202111111111").id;
        assert!(ids(Some(other), None).is_empty());
    });
}

#[test]
fn py3_a_payee_is_registered_once_and_keeps_its_status() {
    on_each(|registry| {
        let register = |mode| registry.register_payee(owner(), mode, true).unwrap();
        assert_eq!(registry.find_payee(owner()).unwrap(), None);
        let payee = register(SettleMode::OnRequest);
        assert_eq!(payee.status, PayeeStatus::Registered);
        let pending = Payee {
            status: PayeeStatus::Applied,
            ..payee
        };
        registry.put(&[Entry::Payee(pending)]).unwrap();
        let again = register(SettleMode::Periodic);
        assert_eq!(
            (again.status, again.settle_mode),
            (PayeeStatus::Applied, SettleMode::Periodic)
        );
        assert_eq!(registry.find_payee(owner()).unwrap(), Some(again));
        assert_eq!(registry.list_payees(None, 5).unwrap(), [again]);
        assert!(registry.list_payees(Some(owner()), 5).unwrap().is_empty());
    });
}

#[test]
fn i6_the_same_image_is_added_under_another_name() {
    on_each(|registry| {
        let make = |number: u64| Image {
            id: format!("A*{number}"),
            merchant: owner(),
            file_key: "PROMO_BRAND_LOGO".into(),
            media_type: "image/png".into(),
            width: 600,
            height: 600,
            byte_count: 3,
            enhanced: false,
        };
        registry.put(&[Entry::Image(make(2), vec![9])]).unwrap();
        for number in [1, 3] {
            let image = registry.add_image(&[1, 2, 3], make).unwrap();
            assert_eq!(image, make(number));
            let content = registry.image_content(&image.id).unwrap();
            assert_eq!(content, Some(vec![1, 2, 3]));
        }
        assert_eq!(registry.image_content("A*2").unwrap(), Some(vec![9]));
    });
}

#[test]
fn services_are_found_by_code_and_listed_by_application() {
    on_each(|registry| {
        let make = |number: u64| ServiceCode {
            code: format!("2026112521{number:012}"),
            app: AppId::parse("2021000000000001").unwrap(),
            name: "点单".into(),
            details: "{}".into(),
        };
        let first = registry.add_service_code(make).unwrap();
        let second = registry.add_service_code(make).unwrap();
        assert_eq!((first.clone(), second.clone()), (make(1), make(2)));
        let found = registry.find_service_code(&first.code).unwrap();
        assert_eq!(found, Some(first.clone()));
        assert_eq!(registry.find_service_code("1").unwrap(), None);
        let listed = |app, after| registry.list_service_codes(app, after, 5).unwrap();
        assert_eq!(listed(Some("2021000000000001"), None).len(), 2);
        assert_eq!(listed(None, Some(first.code.as_str())), [second]);
        assert!(listed(Some("2021000000000002"), None).is_empty());
    });
}

#[test]
fn venues_and_switches_are_set_and_read() {
    on_each(|registry| {
        let activity = ActivityId::new(7).unwrap();
        for (enrolled, twice) in [(true, true), (true, false), (false, true), (false, false)] {
            registry.set_in_venue(activity, enrolled).unwrap();
            assert_eq!(registry.is_in_venue(activity).unwrap(), enrolled, "{twice}");
        }
        assert_eq!(registry.switches(owner()), Switches::default());
        let switches = Switches {
            risk: true,
            uncertified_shops: true,
            ..Switches::default()
        };
        registry.put(&[Entry::Switches(owner(), switches)]).unwrap();
        assert_eq!(registry.switches(owner()), switches);
    });
}

#[test]
fn what_is_in_the_snapshot_outlives_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let path = migrated(directory.path());
    let switches = Switches {
        expired_is_error: true,
        small_discount: true,
        ..Switches::default()
    };
    let registry = Registry::on_sqlite(&path).unwrap();
    registry.put(&everything()).unwrap();
    registry.put(&[Entry::Switches(owner(), switches)]).unwrap();
    drop(registry);
    let registry = Registry::on_sqlite(&path).unwrap();
    assert_eq!(registry.switches(owner()), switches);
    let app = registry.find_app("2021000000000001").unwrap();
    assert_eq!(app.spi_url.as_deref(), Some("http://127.0.0.1:9999/spi"));
}

#[test]
fn py3_only_its_owner_changes_when_a_payee_is_settled() {
    on_each(|registry| {
        let register = |mode, by_owner| {
            let payee = registry.register_payee(owner(), mode, by_owner);
            payee.unwrap().settle_mode
        };
        let (periodic, on_request) = (SettleMode::Periodic, SettleMode::OnRequest);
        assert_eq!(register(periodic, false), periodic);
        assert_eq!(register(on_request, false), periodic);
        assert_eq!(register(on_request, true), on_request);
    });
}

#[test]
fn a_package_is_made_with_its_members_or_not_at_all() {
    on_each(|registry| {
        let members = [3, 7].map(|number| ActivityId::new(number).unwrap());
        let unnamed = |_| panic!("it has an id");
        let made = registry.make_package(&package("IP1"), &members, unnamed);
        let made = made.unwrap().unwrap();
        assert_eq!(made.activities, members);
        assert_eq!(registry.find_package("IP1").unwrap(), Some(made.clone()));
        let other = Package {
            name: "茶券包".into(),
            ..package("IP1")
        };
        let again = registry.make_package(&other, &[], unnamed);
        assert_eq!(again.unwrap(), None);
        assert_eq!(registry.find_package("IP1").unwrap(), Some(made));
        // A name that somebody chose is passed over.
        let made = registry.make_package(&package(""), &[], |number| format!("IP{number}"));
        assert_eq!(made.unwrap().unwrap().package.id, "IP2");
    });
}

#[test]
fn a_plan_that_is_placed_again_stays_as_the_staff_left_it() {
    on_each(|registry| {
        let place = |number: &str| {
            let make = |_| (vec![plan("D1")], String::new());
            let at = at("2026-11-25T10:00:00+08:00");
            registry
                .add_deliveries("home", &call(number, 1), at, make)
                .unwrap();
            registry.find_delivery("D1").unwrap().unwrap().status
        };
        assert_eq!(place("N-1"), DeliveryStatus::Active);
        for (nth, (left, then)) in [
            (DeliveryStatus::Rejected, DeliveryStatus::Rejected),
            (DeliveryStatus::Auditing, DeliveryStatus::Auditing),
            (DeliveryStatus::Inactive, DeliveryStatus::Active),
        ]
        .into_iter()
        .enumerate()
        {
            let at = at("2026-11-25T10:00:00+08:00");
            registry.set_delivery_status("D1", left, None, at).unwrap();
            assert_eq!(place(&format!("M-{nth}")), then);
        }
    });
}
