//! Merchants at `WeChat` Pay, users' names there, cards and pictures.

use quan_core::ActivityId;

use super::*;

const APPID: &str = "wx0000000000000001";
const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

fn id(text: &str) -> MerchantId {
    MerchantId::parse(text).unwrap()
}

fn wechat_merchant(mchid: &str) -> WechatMerchant {
    let mut merchant = WechatMerchant::named(id(mchid), "演示便利店");
    for (serial, state) in [
        (SERIAL, CertificateState::Valid),
        ("ABC", CertificateState::Replaced),
    ] {
        let certificate = WechatCertificate {
            public_key: "-----BEGIN PUBLIC KEY-----".into(),
            expires_at: Some("2030-01-01T00:00:00Z".parse().unwrap()),
            state,
        };
        let serial = WechatCertificate::spell(serial).unwrap();
        merchant.certificates.insert(serial, certificate);
    }
    merchant.apiv3_key = Some("0123456789abcdef0123456789abcdef".into());
    merchant.response_key = ResponseKey::PublicKey;
    merchant.appids.insert(APPID.into());
    merchant.notify = Some(NotifyAddress {
        url: "http://127.0.0.1:9999/wechat".into(),
        trusted: true,
    });
    merchant
}

fn partner() -> WechatPartner {
    WechatPartner {
        mchid: id("1900000002"),
        sub_merchants: [id("1900000003"), id("1900000004")].into(),
    }
}

fn named(user: &str, openid: &str) -> User {
    let mut user = User::of_id(UserId::parse(user).unwrap());
    user.openids.insert(APPID.into(), openid.into());
    user.unionid = Some("oUnion".into());
    user
}

fn by_openid(registry: &Registry, openid: &str) -> Option<String> {
    let name = UserName::Openid {
        appid: APPID,
        openid,
    };
    let user = registry.resolve_user(&name).unwrap();
    user.map(|user| user.id.to_string())
}

#[test]
fn a_merchant_is_found_as_it_was_put_and_again_after_opening() {
    let directory = tempfile::tempdir().unwrap();
    let path = migrated(directory.path());
    let known = wechat_merchant("1900000001");
    let check = |registry: &Registry| {
        let snapshot = registry.snapshot();
        let found = registry.wechat_merchant(known.mchid);
        assert_eq!(found.as_deref(), Some(&known));
        assert_eq!(snapshot.wechat_merchants().len(), 1);
        assert!(snapshot.is_appid_of(known.mchid, APPID));
        assert!(!snapshot.is_appid_of(known.mchid, "wx0000000000000002"));
        assert!(!snapshot.is_appid_of(id("1900000002"), APPID));
        let subs: Vec<_> = snapshot.sub_merchants(id("1900000002")).collect();
        assert_eq!(subs, [id("1900000003"), id("1900000004")]);
        assert!(snapshot.is_partner_of(id("1900000002"), id("1900000004")));
        assert!(!snapshot.is_partner_of(id("1900000002"), known.mchid));
        assert!(snapshot.knows(known.mchid));
        assert!(!snapshot.knows(id("1900000002")));
    };
    let entries = [
        Entry::WechatMerchant(known.clone()),
        Entry::WechatPartner(partner()),
    ];
    on_each(|registry| {
        registry.put(&entries).unwrap();
        let before = registry.wechat_merchant(known.mchid).unwrap();
        registry.put(&entries).unwrap();
        let after = registry.wechat_merchant(known.mchid).unwrap();
        assert!(Arc::ptr_eq(&before, &after), "parsed keys can be kept");
        check(&registry);
    });
    let registry = Registry::on_sqlite(&path).unwrap();
    registry.put(&entries).unwrap();
    drop(registry);
    check(&Registry::on_sqlite(&path).unwrap());
}

#[test]
fn w_auth_parse_2_a_certificate_is_found_in_either_case_and_without_leading_zeros() {
    let merchant = wechat_merchant("1900000001");
    let state = |serial: &str| merchant.certificate(serial).map(|found| found.state);
    assert_eq!(state(SERIAL), Some(CertificateState::Valid));
    let small = SERIAL.to_ascii_lowercase();
    assert_eq!(state(&small), Some(CertificateState::Valid));
    assert_eq!(state("abc"), Some(CertificateState::Replaced));
    assert_eq!(state("0ABC"), Some(CertificateState::Replaced));
    assert_eq!(state("ABCD"), None);
    for text in ["", "000", "XYZ", "12 34", &"1".repeat(41)] {
        assert_eq!(WechatCertificate::spell(text), None, "{text:?}");
    }
}

#[test]
fn w_auth_5a_a_certificate_is_over_by_its_state_or_by_its_last_instant() {
    let merchant = wechat_merchant("1900000001");
    let [replaced, valid] = [0, 1].map(|nth| merchant.certificates.values().nth(nth).unwrap());
    let at = |text: &str| text.parse().unwrap();
    assert_eq!(
        valid.state_at(at("2030-01-01T00:00:00Z")),
        CertificateState::Valid
    );
    let later = at("2030-01-01T00:00:00.001Z");
    assert_eq!(valid.state_at(later), CertificateState::Expired);
    assert_eq!(replaced.state_at(later), CertificateState::Replaced);
}

#[test]
fn an_address_is_set_and_cleared_and_stays_where_a_file_says_none() {
    on_each(|registry| {
        let mchid = id("1900000001");
        let url = || Some("https://a.example/".to_owned());
        assert_eq!(registry.set_notify_url(mchid, url()).unwrap(), None);
        let provisioned = wechat_merchant("1900000001");
        let silent = WechatMerchant {
            notify: None,
            ..provisioned.clone()
        };
        let notify = || registry.wechat_merchant(mchid).unwrap().notify.clone();
        let put = |merchant: &WechatMerchant| {
            let entries = [Entry::WechatMerchant(merchant.clone())];
            registry.put(&entries).unwrap();
        };
        put(&silent);
        assert_eq!(notify(), None);
        registry.set_notify_url(mchid, url()).unwrap();
        let set = NotifyAddress {
            url: url().unwrap(),
            trusted: false,
        };
        assert_eq!(notify(), Some(set.clone()));
        put(&silent);
        assert_eq!(notify(), Some(set));
        put(&provisioned);
        assert_eq!(notify(), provisioned.notify);
        registry.set_notify_url(mchid, None).unwrap();
        assert_eq!(notify(), None);
    });
}

#[test]
fn what_was_set_of_a_merchant_is_there_after_opening() {
    let directory = tempfile::tempdir().unwrap();
    let path = migrated(directory.path());
    let mchid = id("1900000001");
    let registry = Registry::on_sqlite(&path).unwrap();
    let silent = WechatMerchant {
        notify: None,
        ..wechat_merchant("1900000001")
    };
    let entries = [Entry::WechatMerchant(silent)];
    registry.put(&entries).unwrap();
    let url = Some("https://a.example/".to_owned());
    registry.set_notify_url(mchid, url).unwrap();
    registry.put(&entries).unwrap();
    let revoked = CertificateState::Revoked;
    let set = registry.set_certificate_state(mchid, "0abc", revoked);
    assert!(set.unwrap().is_some());
    let unknown = registry.set_certificate_state(mchid, "DEF", revoked);
    assert_eq!(unknown.unwrap(), None);
    let before = registry.wechat_merchant(mchid).unwrap();
    assert_eq!(before.certificate("ABC").unwrap().state, revoked);
    drop(registry);
    let registry = Registry::on_sqlite(&path).unwrap();
    assert_eq!(registry.wechat_merchant(mchid).unwrap(), before);
}

#[test]
fn w_openid_1_a_user_is_found_by_the_name_in_an_app_and_named_by_it() {
    on_each(|registry| {
        let user = named("U-1", "oABC");
        registry.put(&[Entry::User(user.clone())]).unwrap();
        assert_eq!(registry.find_user("U-1").unwrap(), Some(user.clone()));
        assert_eq!(by_openid(&registry, "oABC").as_deref(), Some("U-1"));
        let name = registry.openid_of(APPID, &user.id).unwrap();
        assert_eq!(name.as_deref(), Some("oABC"));
        assert_eq!(registry.openid_of("wx2", &user.id).unwrap(), None);
        // The name moves to whoever has it last.
        registry.put(&[Entry::User(named("U-2", "oABC"))]).unwrap();
        assert_eq!(by_openid(&registry, "oABC").as_deref(), Some("U-2"));
        assert_eq!(registry.openid_of(APPID, &user.id).unwrap(), None);
    });
}

#[test]
fn w_openid_1_a_name_that_nobody_registered_is_somebody_where_users_are_open() {
    on_each(|registry| {
        registry.put(&[Entry::User(named("U-1", "oABC"))]).unwrap();
        assert_eq!(by_openid(&registry, "oNew").as_deref(), Some("oNew"));
        let new = UserId::parse("oNew").unwrap();
        let name = registry.openid_of(APPID, &new).unwrap();
        assert_eq!(name.as_deref(), Some("oNew"));
        // Nobody is taken for somebody else.
        assert_eq!(by_openid(&registry, "U-1"), None);
        assert_eq!(by_openid(&registry, "2088202967380463"), None);
        for broken in ["", "o ABC", "券", &"o".repeat(129)] {
            assert_eq!(by_openid(&registry, broken), None, "{broken:?}");
        }
        registry.put(&[Entry::UsersOpen(false)]).unwrap();
        assert_eq!(by_openid(&registry, "oNew"), None);
        assert_eq!(registry.openid_of(APPID, &new).unwrap(), None);
        assert_eq!(by_openid(&registry, "oABC").as_deref(), Some("U-1"));
    });
}

#[test]
fn cards_are_found_and_listed_by_merchant() {
    on_each(|registry| {
        let card = |card: &str, merchant: &str| WechatCard {
            id: card.into(),
            merchant: id(merchant),
            activity: ActivityId::new(7).unwrap(),
        };
        let [one, two] = [card("C-1", "1900000001"), card("C-2", "1900000002")];
        let entries = [one.clone(), two.clone()].map(Entry::WechatCard);
        registry.put(&entries).unwrap();
        registry.put(&entries).unwrap();
        assert_eq!(registry.find_card("C-1").unwrap(), Some(one.clone()));
        assert_eq!(registry.find_card("C-3").unwrap(), None);
        let list = |merchant, after, limit| registry.list_cards(merchant, after, limit).unwrap();
        assert_eq!(list(None, None, 9), [one.clone(), two.clone()]);
        assert_eq!(list(None, Some("C-1"), 9), std::slice::from_ref(&two));
        assert_eq!(list(Some(two.merchant), None, 9), [two]);
        assert_eq!(list(None, None, 1), [one]);
    });
}

#[test]
fn the_same_picture_of_a_merchant_is_kept_once() {
    on_each(|registry| {
        let add = |merchant: &str, digest: u8| {
            let make = |number: u64| Image {
                id: format!("P{number}"),
                merchant: id(merchant),
                file_key: "WECHAT_MEDIA".into(),
                media_type: "image/png".into(),
                width: 1,
                height: 1,
                byte_count: 3,
                enhanced: false,
            };
            let image = registry.add_media(id(merchant), &[digest; 32], &[1, 2, 3], make);
            image.unwrap().id
        };
        let first = add("1900000001", 1);
        assert_eq!(add("1900000001", 1), first);
        assert_ne!(add("1900000001", 2), first);
        assert_ne!(add("1900000002", 1), first);
        let found = registry.find_media(id("1900000001"), &[1; 32]).unwrap();
        assert_eq!(found.map(|image| image.id), Some(first.clone()));
        let none = registry.find_media(id("1900000003"), &[1; 32]).unwrap();
        assert_eq!(none, None);
        let content = registry.image_content(&first).unwrap();
        assert_eq!(content.as_deref(), Some([1, 2, 3].as_slice()));
    });
}
