mod notices;
mod origins;
mod references;
mod shops;
mod wechat;

use std::sync::Arc;

use super::*;

fn merchant(id: &str) -> Merchant {
    Merchant {
        id: MerchantId::parse(id).unwrap(),
        name: "演示咖啡".into(),
        alias: None,
        logo: None,
        logon_id: Some("owner@example.com".into()),
        recharge: RechargeMode::Manual,
    }
}

fn app(app_id: &str) -> AlipayApp {
    AlipayApp {
        app_id: AppId::parse(app_id).unwrap(),
        merchant: merchant("2088102111111111").id,
        key: AppKey::Certificate("-----BEGIN CERTIFICATE-----".into()),
        encrypt_key: Some("aYA0GP8JEW+D7/UFaskCWA==".into()),
        gateway_url: None,
        spi_url: Some("http://127.0.0.1:9999/spi".into()),
        trusted: true,
        kind: AppKind::Web,
    }
}

fn user(id: &str) -> User {
    let mut user = User::of_id(UserId::parse(id).unwrap());
    user.open_ids
        .insert("2021000000000001".into(), format!("open-{id}"));
    user.logon_id = Some(format!("{id}@example.com"));
    user.person = Some(quan_core::PersonId::parse("P-1").unwrap());
    user.phone = Some(quan_core::Phone::parse("13800000000").unwrap());
    user.real_name = true;
    user.suspicious = true;
    user
}

fn shop(id: &str, merchant: MerchantId) -> Shop {
    Shop {
        latitude: Some("30.25".into()),
        ..Shop::new(id, merchant, ShopKind::Real, "西湖店", "330100")
    }
}

fn image() -> Entry {
    let image = Image {
        id: "A*cover".into(),
        merchant: merchant("2088102111111111").id,
        file_key: "PROMO_VOUCHER_IMAGE".into(),
        media_type: "image/png".into(),
        width: 670,
        height: 335,
        byte_count: 3,
        enhanced: true,
    };
    Entry::Image(image, vec![1, 2, 3])
}

fn everything() -> Vec<Entry> {
    let owner = merchant("2088102111111111");
    let leave = Authorization {
        app_id: AppId::parse("2021000000000001").unwrap(),
        merchant: owner.id,
        app_auth_token: "202611BBtoken".into(),
    };
    let token = ApiToken {
        sha256: [7; 32],
        role: Role::Operator,
        merchant: Some(owner.id),
    };
    vec![
        Entry::Merchant(owner.clone()),
        Entry::App(app("2021000000000001")),
        Entry::Authorization(leave),
        Entry::User(user("2088202967380463")),
        Entry::Shop(shop("S2", owner.id)),
        Entry::Shop(shop("S1", owner.id)),
        image(),
        Entry::Smid(Smid {
            id: "2088102111111112".into(),
            merchant: owner.id,
        }),
        Entry::Token(token),
        Entry::UsersOpen(false),
    ]
}

/// Runs a story on both backends.
fn on_each(story: impl Fn(Registry)) {
    story(Registry::in_memory());
    let directory = tempfile::tempdir().unwrap();
    story(Registry::on_sqlite(&migrated(directory.path())).unwrap());
}

fn migrated(directory: &Path) -> std::path::PathBuf {
    let path = directory.join("quan.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    for tables in [
        include_str!("../../migrations/sqlite/V2__registry.sql"),
        include_str!("../../migrations/sqlite/V3__references.sql"),
        include_str!("../../migrations/sqlite/V4__origins.sql"),
        include_str!("../../migrations/sqlite/V5__wechat.sql"),
    ] {
        connection.execute_batch(tables).unwrap();
    }
    path
}

#[test]
fn what_was_put_is_found_and_putting_it_again_changes_nothing() {
    on_each(|registry| {
        for _ in 0..2 {
            registry.put(&everything()).unwrap();
            let owner = merchant("2088102111111111");
            assert_eq!(registry.find_merchant(owner.id).as_deref(), Some(&owner));
            let found = registry.find_app("2021000000000001");
            assert_eq!(found.as_deref(), Some(&app("2021000000000001")));
            assert!(registry.find_authorization("202611BBtoken").is_some());
            assert!(registry.is_authorized("2021000000000001", owner.id));
            assert!(!registry.is_authorized("2021000000000002", owner.id));
            assert_eq!(
                registry.find_token(&[7; 32]).map(|t| t.role),
                Some(Role::Operator)
            );
            let known = Some(user("2088202967380463"));
            assert_eq!(registry.find_user("2088202967380463").unwrap(), known);
            let by_open_id =
                registry.find_user_by_open_id("2021000000000001", "open-2088202967380463");
            assert_eq!(by_open_id.unwrap(), known);
            let by_logon_id = registry.find_user_by_logon_id("2088202967380463@example.com");
            assert_eq!(by_logon_id.unwrap(), known);
            assert_eq!(
                registry.find_shop("S1").unwrap(),
                Some(shop("S1", owner.id))
            );
            let found = registry
                .find_image("A*cover")
                .unwrap()
                .map(|image| image.width);
            assert_eq!(found, Some(670));
            assert_eq!(
                registry.image_content("A*cover").unwrap(),
                Some(vec![1, 2, 3])
            );
            let smid = registry.find_smid("2088102111111112").unwrap();
            assert_eq!(smid.map(|smid| smid.merchant), Some(owner.id));
            assert!(!registry.users_open());
        }
    });
}

#[test]
fn a_registry_that_is_opened_again_knows_what_it_knew() {
    let directory = tempfile::tempdir().unwrap();
    let path = migrated(directory.path());
    Registry::on_sqlite(&path)
        .unwrap()
        .put(&everything())
        .unwrap();
    let again = Registry::on_sqlite(&path).unwrap();
    let found = again.find_app("2021000000000001");
    assert_eq!(found.as_deref(), Some(&app("2021000000000001")));
    assert!(again.find_authorization("202611BBtoken").is_some());
    assert!(!again.users_open());
    assert_eq!(again.snapshot().merchants().len(), 1);
}

#[test]
fn what_a_write_does_not_touch_keeps_its_address() {
    on_each(|registry| {
        registry
            .put(&[Entry::App(app("1")), Entry::App(app("2"))])
            .unwrap();
        let (one, two) = (
            registry.find_app("1").unwrap(),
            registry.find_app("2").unwrap(),
        );
        let moved = AlipayApp {
            gateway_url: Some("http://localhost/".into()),
            ..app("2")
        };
        registry
            .put(&[Entry::App(app("1")), Entry::App(moved)])
            .unwrap();
        assert!(Arc::ptr_eq(&one, &registry.find_app("1").unwrap()));
        assert!(!Arc::ptr_eq(&two, &registry.find_app("2").unwrap()));
        assert_eq!(registry.apps_with_address(), [AppId::parse("2").unwrap()]);
    });
}

#[test]
fn one_token_stands_for_one_authorization_and_a_refused_write_leaves_nothing() {
    on_each(|registry| {
        registry.put(&everything()).unwrap();
        let thief = Authorization {
            app_id: AppId::parse("2021000000000002").unwrap(),
            merchant: merchant("2088102111111111").id,
            app_auth_token: "202611BBtoken".into(),
        };
        let entries = [Entry::App(app("9")), Entry::Authorization(thief)];
        let refused = registry.put(&entries);
        assert!(
            matches!(refused, Err(RegistryError::TokenTaken { .. })),
            "{refused:?}"
        );
        assert!(registry.find_app("9").is_none());
    });
}

#[test]
fn a_later_token_replaces_the_earlier_one_of_the_same_pair() {
    on_each(|registry| {
        registry.put(&everything()).unwrap();
        let later = Authorization {
            app_id: AppId::parse("2021000000000001").unwrap(),
            merchant: merchant("2088102111111111").id,
            app_auth_token: "202611BBlater".into(),
        };
        registry.put(&[Entry::Authorization(later)]).unwrap();
        assert!(registry.find_authorization("202611BBtoken").is_none());
        assert!(registry.find_authorization("202611BBlater").is_some());
    });
}

#[test]
fn an_open_id_belongs_to_the_latest_user_who_has_it() {
    on_each(|registry| {
        let name = user("2088202967380463").open_ids;
        let heir = User {
            open_ids: name,
            ..user("2088202967380464")
        };
        registry
            .put(&[Entry::User(user("2088202967380463")), Entry::User(heir)])
            .unwrap();
        let found = registry.find_user_by_open_id("2021000000000001", "open-2088202967380463");
        assert_eq!(
            found.unwrap().map(|user| user.id.to_string()),
            Some("2088202967380464".into())
        );
        let first = registry.find_user("2088202967380463").unwrap().unwrap();
        assert!(first.open_ids.is_empty());
    });
}

#[test]
fn d26_open_users_are_known_when_well_formed_and_known_ones_only_when_registered() {
    on_each(|registry| {
        registry
            .put(&[Entry::User(user("2088202967380463"))])
            .unwrap();
        let is_known = |name: UserName<'_>| registry.resolve_user(&name).unwrap().is_some();
        let open_id = |open_id| UserName::OpenId {
            app_id: "2021000000000001",
            open_id,
        };
        assert!(is_known(UserName::Id("2088202967380463")));
        assert!(is_known(UserName::Id("2088000000000001")));
        assert!(is_known(open_id(
            "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5"
        )));
        for id in [
            "",
            "20882029673804631",
            "1088202967380463",
            "208820296738046x",
        ] {
            assert!(!is_known(UserName::Id(id)), "{id}");
        }
        for name in ["", "with space", "2088000000000001"] {
            assert!(!is_known(open_id(name)), "{name}");
        }
        registry.put(&[Entry::UsersOpen(false)]).unwrap();
        assert!(is_known(UserName::Id("2088202967380463")));
        assert!(!is_known(UserName::Id("2088000000000001")));
        assert!(!is_known(open_id(
            "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5"
        )));
    });
}

#[test]
fn a_sponsor_is_found_by_the_name_of_its_account() {
    on_each(|registry| {
        let mut owner = user("2088102111111111");
        owner.logon_id = Some("boss@example.com".into());
        registry
            .put(&[
                Entry::Merchant(merchant("2088102111111111")),
                Entry::User(owner),
            ])
            .unwrap();
        for (logon_id, found) in [
            ("owner@example.com", true),
            ("boss@example.com", true),
            ("x@example.com", false),
        ] {
            let merchant = registry.find_merchant_by_logon_id(logon_id).unwrap();
            assert_eq!(merchant.is_some(), found, "{logon_id}");
        }
    });
}

#[test]
fn shops_and_users_come_in_pages() {
    on_each(|registry| {
        let (owner, other) = (merchant("1").id, merchant("2").id);
        let mut entries = vec![Entry::Shop(shop("X", other))];
        for id in ["A", "B", "C"] {
            entries.push(Entry::Shop(shop(id, owner)));
        }
        entries.extend(["1", "2", "3"].map(|id| Entry::User(user(id))));
        registry.put(&entries).unwrap();
        let page = |after| {
            let shops = registry.shops_of(owner, after, 2).unwrap();
            shops.into_iter().map(|shop| shop.id).collect::<Vec<_>>()
        };
        assert_eq!(page(None), ["A", "B"]);
        assert_eq!(page(Some("B")), ["C"]);
        assert_eq!(registry.list_users(Some("1"), 5).unwrap().len(), 2);
    });
}

#[test]
fn no_secret_is_printed_with_an_entry() {
    let printed = format!("{:?}", everything());
    assert!(!printed.contains("aYA0GP8JEW"), "{printed}");
    assert!(!printed.contains("202611BBtoken"), "{printed}");
}
