//! Where tokens and addresses came from.

use super::*;

const OWNER: &str = "2088102111111111";
const APP: &str = "2021000000000001";

fn token(of: u8, role: Role) -> Entry {
    Entry::Token(ApiToken {
        sha256: [of; 32],
        role,
        merchant: None,
    })
}

fn roles(registry: &Registry) -> [Option<Role>; 4] {
    [1, 2, 3, 4].map(|of| registry.find_token(&[of; 32]).map(|token| token.role))
}

#[test]
fn a_token_that_is_provisioned_no_longer_is_revoked() {
    on_each(|registry| {
        let (viewer, admin) = (Some(Role::Viewer), Some(Role::Admin));
        registry.put(&[token(1, Role::Admin)]).unwrap();
        let file = [token(2, Role::Admin), token(3, Role::Admin)];
        registry.provision(&file).unwrap();
        assert_eq!(roles(&registry), [admin, admin, admin, None]);
        let file = [token(3, Role::Viewer), token(4, Role::Viewer)];
        registry.provision(&file).unwrap();
        assert_eq!(roles(&registry), [admin, None, viewer, viewer]);
        registry.provision(&file).unwrap();
        assert_eq!(roles(&registry), [admin, None, viewer, viewer]);
        registry.provision(&[]).unwrap();
        assert_eq!(roles(&registry), [admin, None, None, None]);
    });
}

#[test]
fn a_revoked_token_stays_revoked_when_the_database_is_opened_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = migrated(directory.path());
    let registry = Registry::on_sqlite(&path).unwrap();
    registry.provision(&[token(1, Role::Admin)]).unwrap();
    registry.provision(&[token(2, Role::Admin)]).unwrap();
    drop(registry);
    let registry = Registry::on_sqlite(&path).unwrap();
    assert_eq!(roles(&registry), [None, Some(Role::Admin), None, None]);
}

#[test]
fn an_address_that_is_set_otherwise_is_not_trusted_until_it_is_provisioned_again() {
    on_each(|registry| {
        let address = |text: &str| Some(text.to_owned());
        let set = registry.set_addresses(APP, address("https://a.example/"), None);
        assert_eq!(set.unwrap(), None);
        let entries = [Entry::Merchant(merchant(OWNER)), Entry::App(app(APP))];
        registry.put(&entries).unwrap();
        let mut news = registry.news();
        news.mark_unchanged();
        let set = registry.set_addresses(APP, address("https://a.example/"), None);
        let set = set.unwrap().unwrap();
        assert!(news.has_changed().unwrap(), "who waits for news is told");
        let known = registry.find_app(APP).unwrap();
        assert_eq!(set, known);
        assert_eq!(known.gateway_url, address("https://a.example/"));
        assert_eq!((&known.spi_url, known.trusted), (&None, false));
        assert_eq!(known.key, app(APP).key);
        registry.put(&entries).unwrap();
        assert!(registry.find_app(APP).unwrap().trusted);
    });
}
