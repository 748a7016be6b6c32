//! Which addresses messages may be posted to.
//!
//! An address that a merchant can set must not lead into the network that this
//! server stands in. So names are resolved by [`PublicOnly`], which hands out
//! public addresses alone: what was checked is what is connected to, and a
//! name that resolves anew in between changes nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::settings::Settings;

/// Why an address is not posted to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is no address.
    #[error("the address is not an http or https URL")]
    NotAnAddress,
    /// Without TLS.
    #[error("the address is not https")]
    Plain,
    /// In a private network.
    #[error("the address leads to a private network")]
    Private,
}

/// The address, if it may be posted to as far as its text says. What the operator
/// wrote is `trusted`; what somebody set through an API must be a public address
/// over TLS, where the settings do not allow more.
pub fn address(text: &str, trusted: bool, settings: &Settings) -> Result<Url, Refused> {
    let url = Url::parse(text).map_err(|_| Refused::NotAnAddress)?;
    match url.scheme() {
        "https" => {}
        "http" if trusted || settings.allow_http => {}
        "http" => return Err(Refused::Plain),
        _ => return Err(Refused::NotAnAddress),
    }
    let literal = match url.host() {
        None => return Err(Refused::NotAnAddress),
        Some(Host::Domain(_)) => None,
        Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
    };
    let private = literal.is_some_and(|address| !is_public(address));
    if private && !trusted && !settings.allow_private {
        return Err(Refused::Private);
    }
    Ok(url)
}

/// Resolves names to public addresses, and refuses names with any other.
#[derive(Clone, Copy, Debug)]
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.iter().all(|address| is_public(address.ip())) {
                let addresses: Addrs = Box::new(found.into_iter());
                Ok(addresses)
            } else {
                Err(Refused::Private.into())
            }
        })
    }
}

/// Whether an address is one of the public Internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let reserved = match (first, second) {
        (192, 0) => third == 0,
        // Carriers' own networks, and benchmarks.
        (100, 64..=127) | (198, 18 | 19) | (0 | 240..=255, _) => true,
        _ => false,
    };
    !(reserved
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    if let Some(within) = address.to_ipv4_mapped() {
        return is_public_v4(within);
    }
    let [.., a, b, c, d] = address.octets();
    match (first, second) {
        // Translated addresses reach the v4 address at their end.
        (0x0064, 0xff9b) => is_public_v4(Ipv4Addr::new(a, b, c, d)),
        // 6to4 carries its v4 address behind the prefix.
        (0x2002, _) => {
            let [high, low] = second.to_be_bytes();
            let [third, fourth] = third.to_be_bytes();
            is_public_v4(Ipv4Addr::new(high, low, third, fourth))
        }
        (0x2001, 0x0db8) => false,
        // Everything that is handed out to the public begins with 2 or 3.
        _ => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        let public = |text: &str| is_public(text.parse().unwrap());
        for text in [
            "110.75.1.1",
            "8.8.8.8",
            "2400:3200::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(public(text), "{text}");
        }
        for text in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!public(text), "{text}");
        }
    }

    #[test]
    fn d27_an_address_needs_tls_and_a_public_place() {
        let strict = Settings::default();
        let admitted = address("https://merchant.example/notify", false, &strict);
        assert!(admitted.is_ok());
        for (text, why) in [
            ("http://merchant.example/", Refused::Plain),
            ("https://127.0.0.1/", Refused::Private),
            ("https://[::1]:8443/", Refused::Private),
            ("https://2130706433/", Refused::Private),
            ("https://0x7f.1/", Refused::Private),
            ("file:///etc/passwd", Refused::NotAnAddress),
            ("merchant.example", Refused::NotAnAddress),
        ] {
            assert_eq!(address(text, false, &strict), Err(why), "{text}");
        }
    }

    #[test]
    fn d27_allowed_private_and_plain_addresses_pass() {
        let allowing = |allow_http, allow_private| Settings {
            allow_private,
            allow_http,
            ..Settings::default()
        };
        let plain = "http://127.0.0.1:9999/";
        assert!(address(plain, false, &allowing(true, true)).is_ok());
        let refused = address(plain, false, &allowing(true, false));
        assert_eq!(refused, Err(Refused::Private));
        let refused = address(plain, false, &allowing(false, true));
        assert_eq!(refused, Err(Refused::Plain));
        let private = "https://127.0.0.1:9999/";
        assert!(address(private, false, &allowing(false, true)).is_ok());
    }

    #[test]
    fn d27_what_the_operator_wrote_passes() {
        let strict = Settings::default();
        assert!(address("http://127.0.0.1:9999/", true, &strict).is_ok());
        let refused = address("file:///etc/passwd", true, &strict);
        assert_eq!(refused, Err(Refused::NotAnAddress));
    }

    #[tokio::test]
    async fn d27_a_name_that_resolves_to_a_private_address_is_refused() {
        let outcome = PublicOnly.resolve("localhost".parse().unwrap()).await;
        assert!(outcome.is_err_and(|error| error.is::<Refused>()));
    }
}
