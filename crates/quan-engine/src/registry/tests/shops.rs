use super::*;

const OWNER: &str = "2088102111111111";
const SMID: &str = "2088102111111112";

fn owner() -> MerchantId {
    merchant(OWNER).id
}

/// A payment shop that is made from a number.
fn numbered(number: u64) -> Shop {
    let id = format!("2026112500502000{number:012}");
    Shop::new(&id, owner(), ShopKind::Payment, "西湖店", "330100")
}

fn add(
    registry: &Registry,
    details: &str,
    make: impl Fn(u64) -> Shop,
) -> Result<AddedShop, RegistryError> {
    let with = Registration {
        details,
        receiver: None,
        now: references::at("2026-11-25T10:00:00+08:00"),
    };
    registry.add_shop(&with, make)
}

fn added(outcome: AddedShop) -> Shop {
    match outcome {
        AddedShop::New(shop) => shop,
        AddedShop::SameNumber(shop) | AddedShop::SamePlace(shop) => panic!("{shop:?}"),
    }
}

#[test]
fn every_reason_against_a_shop_is_told_in_order() {
    on_each(|registry| {
        let other = merchant("2088202111111111").id;
        let make = |id: &str, change: fn(&mut Shop)| {
            let mut shop = Shop::new(id, owner(), ShopKind::Payment, "店", "330100");
            change(&mut shop);
            Entry::Shop(shop)
        };
        let mut strange = Shop::new("strange", other, ShopKind::Payment, "店", "330100");
        strange.certification = Certification::InAudit;
        let mut entries = vec![
            make("fine", |_| {}),
            make("bare", |shop| {
                shop.certification = Certification::Incomplete;
            }),
            make("closed", |shop| {
                shop.open = false;
                shop.certification = Certification::Unknown;
            }),
            make("real", |shop| shop.kind = ShopKind::Real),
            make("indirect", |shop| shop.submerchant = Some(SMID.into())),
            Entry::Shop(strange),
            Entry::Smid(Smid {
                id: SMID.into(),
                merchant: owner(),
            }),
        ];
        registry.put(&entries).unwrap();
        let ids = [
            "fine", "bare", "nowhere", "closed", "real", "indirect", "strange", "fine",
        ];
        let faults = registry
            .check_shops(owner(), ShopKind::Payment, &ids)
            .unwrap();
        let unknown = vec![ShopFault::Unknown];
        assert_eq!(
            faults,
            [
                vec![],
                vec![ShopFault::Uncertified],
                unknown.clone(),
                unknown.clone(),
                unknown,
                vec![],
                vec![ShopFault::Uncertified, ShopFault::Foreign],
                vec![],
            ]
        );
        // An indirect merchant's shops follow it to whom it is bound.
        entries.clear();
        entries.push(Entry::Smid(Smid {
            id: SMID.into(),
            merchant: other,
        }));
        registry.put(&entries).unwrap();
        let faults = registry.check_shops(owner(), ShopKind::Payment, &["indirect"]);
        assert_eq!(faults.unwrap(), [vec![ShopFault::Foreign]]);
        let faults = registry.check_shops(owner(), ShopKind::Real, &["real"]);
        assert_eq!(faults.unwrap(), [vec![]]);
    });
}

#[test]
fn many_shops_are_found_and_checked_in_the_order_asked() {
    on_each(|registry| {
        let shops: Vec<_> = (0..60_000)
            .map(|number| Entry::Shop(numbered(number)))
            .collect();
        registry.put(&shops).unwrap();
        let ids: Vec<_> = (0..120_000).rev().map(|n| numbered(n).id).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = registry.find_shops(&ids).unwrap();
        assert_eq!(found.len(), ids.len());
        assert!(found[..60_000].iter().all(Option::is_none));
        let right =
            |(id, shop): (&&str, &Option<Shop>)| shop.as_ref().is_some_and(|shop| shop.id == **id);
        assert!(ids[60_000..].iter().zip(&found[60_000..]).all(right));
        let faults = registry
            .check_shops(owner(), ShopKind::Payment, &ids)
            .unwrap();
        let unknown = [ShopFault::Unknown];
        assert!(faults[..60_000].iter().all(|faults| *faults == unknown));
        assert!(faults[60_000..].iter().all(Vec::is_empty));
        assert!(registry.find_shops(&[]).unwrap().is_empty());
    });
}

#[test]
fn h6_a_shop_is_added_once_for_a_number_of_its_owner() {
    on_each(|registry| {
        let named = |name: &'static str| {
            move |number| Shop {
                store_id: Some("NO0001".into()),
                name: name.into(),
                ..numbered(number)
            }
        };
        let first = added(add(&registry, r#"{"a":1}"#, named("西湖店")).unwrap());
        let again = add(&registry, "{}", named("东湖店")).unwrap();
        assert_eq!(again, AddedShop::SameNumber(first.clone()));
        let details = registry.shop_details(&first.id).unwrap();
        assert_eq!(details.as_deref(), Some(r#"{"a":1}"#));
        let found = registry.find_shop_by_store_id(ShopKind::Payment, OWNER, "NO0001");
        assert_eq!(found.unwrap(), Some(first.clone()));
        for (kind, role, number) in [
            (ShopKind::Real, OWNER, "NO0001"),
            (ShopKind::Payment, SMID, "NO0001"),
            (ShopKind::Payment, OWNER, "NO0002"),
        ] {
            let found = registry.find_shop_by_store_id(kind, role, number);
            assert_eq!(found.unwrap(), None);
        }
        // Another owner has numbers of their own.
        let of_smid = |number| Shop {
            submerchant: Some(SMID.into()),
            ..named("西湖店")(number)
        };
        let second = added(add(&registry, "{}", of_smid).unwrap());
        assert_ne!(first.id, second.id);
        let found = registry.find_shop_by_store_id(ShopKind::Payment, SMID, "NO0001");
        assert_eq!(found.unwrap(), Some(second));
    });
}

#[test]
fn h3_a_name_at_an_address_is_one_shop() {
    on_each(|registry| {
        let roof = merchant("2088202111111111").id;
        let at = |address: Option<&'static str>, smid: Option<&'static str>, merchant| {
            move |number| Shop {
                address: address.map(str::to_owned),
                submerchant: smid.map(str::to_owned),
                merchant,
                ..numbered(number)
            }
        };
        let road = Some("330000 330100 330106 西溪路1号");
        let first = added(add(&registry, "{}", at(road, None, owner())).unwrap());
        let same = AddedShop::SamePlace(first);
        // Direct merchants share one map.
        assert_eq!(add(&registry, "{}", at(road, None, roof)).unwrap(), same);
        added(add(&registry, "{}", at(None, None, owner())).unwrap());
        added(add(&registry, "{}", at(None, None, owner())).unwrap());
        // Indirect ones share what is under one roof.
        added(add(&registry, "{}", at(road, Some("1"), owner())).unwrap());
        added(add(&registry, "{}", at(road, Some("2"), roof)).unwrap());
        let again = add(&registry, "{}", at(road, Some("3"), roof)).unwrap();
        assert!(matches!(again, AddedShop::SamePlace(_)));
    });
}

#[test]
fn a_number_whose_id_is_taken_is_passed_over() {
    on_each(|registry| {
        registry.put(&[Entry::Shop(numbered(1))]).unwrap();
        let shop = added(add(&registry, "{}", numbered).unwrap());
        assert_eq!(shop.id, numbered(2).id);
        let shop = added(add(&registry, "{}", numbered).unwrap());
        assert_eq!(shop.id, numbered(3).id);
    });
}

#[test]
fn no_two_shops_of_an_owner_are_put_under_one_number() {
    on_each(|registry| {
        let with = |id: &str, number: &str| {
            let mut shop = shop(id, owner());
            shop.store_id = Some(number.into());
            Entry::Shop(shop)
        };
        let taken = |entries: &[Entry]| {
            let outcome = registry.put(entries);
            matches!(outcome, Err(RegistryError::StoreIdTaken { .. }))
        };
        assert!(taken(&[with("A", "1"), with("B", "1")]));
        assert_eq!(registry.find_shop("A").unwrap(), None);
        registry.put(&[with("A", "1"), with("B", "2")]).unwrap();
        registry.put(&[with("A", "1")]).unwrap();
        assert!(taken(&[with("B", "1")]));
        registry.put(&[with("A", "3"), with("B", "1")]).unwrap();
    });
}

#[test]
fn a_shop_is_certified_and_closed() {
    on_each(|registry| {
        let now = references::at("2026-11-25T10:00:00+08:00");
        registry.put(&[Entry::Shop(shop("A", owner()))]).unwrap();
        let set = registry.set_shop("A", Some(Certification::InAudit), None, now);
        let set = set.unwrap().unwrap();
        assert_eq!(
            (set.certification, set.open),
            (Certification::InAudit, true)
        );
        let set = registry
            .set_shop("A", None, Some(false), now)
            .unwrap()
            .unwrap();
        assert_eq!(
            (set.certification, set.open),
            (Certification::InAudit, false)
        );
        assert_eq!(registry.find_shop("A").unwrap(), Some(set));
        assert_eq!(registry.set_shop("B", None, Some(true), now).unwrap(), None);
    });
}

#[test]
fn shops_are_listed_by_sort() {
    on_each(|registry| {
        let entries = [
            Entry::Shop(shop("A", owner())),
            Entry::Shop(Shop::new("B", owner(), ShopKind::Payment, "店", "330100")),
            Entry::Shop(shop("C", merchant("2088202111111111").id)),
        ];
        registry.put(&entries).unwrap();
        let listed = |merchant, kind| {
            let filter = ShopFilter { merchant, kind };
            let shops = registry.list_shops(&filter, None, 10).unwrap();
            shops.into_iter().map(|shop| shop.id).collect::<Vec<_>>()
        };
        assert_eq!(listed(None, None), ["A", "B", "C"]);
        assert_eq!(listed(None, Some(ShopKind::Real)), ["A", "C"]);
        assert_eq!(listed(Some(owner()), Some(ShopKind::Real)), ["A"]);
    });
}
