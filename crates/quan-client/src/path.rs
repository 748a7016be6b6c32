//! Addresses: the endpoint, and paths with names in them.

use url::Url;

/// Reads an endpoint. People who come from other SDKs write the gateway's path
/// behind it, which is taken off.
pub(crate) fn endpoint(text: &str) -> Result<Url, String> {
    let trimmed = text.trim().trim_end_matches('/');
    let trimmed = trimmed.strip_suffix("/gateway.do").unwrap_or(trimmed);
    let url = Url::parse(trimmed).map_err(|error| format!("{text:?} is no address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(format!("{text:?} is neither an http nor an https address"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("{text:?} has more than a host and a path"));
    }
    Ok(url)
}

/// An address below the endpoint. `{…}` segments of the template are filled
/// with names, in order.
pub(crate) fn below(endpoint: &Url, template: &str, names: &[&str]) -> Result<Url, String> {
    let mut url = endpoint.clone();
    let mut names = names.iter().copied();
    {
        let mut segments = url
            .path_segments_mut()
            .map_err(|()| "the endpoint has no path".to_owned())?;
        segments.pop_if_empty();
        for segment in template.split('/').filter(|segment| !segment.is_empty()) {
            if !segment.starts_with('{') {
                segments.push(segment);
                continue;
            }
            let name = names.next().unwrap_or_default();
            // Dots would climb the path, and nothing would name its parent.
            if matches!(name, "" | "." | "..") {
                return Err(format!("{segment} cannot be {name:?}"));
            }
            segments.push(name);
        }
    }
    Ok(url)
}

/// The path and query as they stand on the request line, which is what is signed.
pub(crate) fn target(url: &Url) -> &str {
    &url[url::Position::BeforePath..url::Position::AfterQuery]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_host_with_or_without_the_gateways_path() {
        for text in [
            "http://127.0.0.1:80",
            "http://127.0.0.1:80/",
            "http://127.0.0.1/gateway.do",
        ] {
            assert_eq!(
                endpoint(text).unwrap().as_str(),
                "http://127.0.0.1/",
                "{text}"
            );
        }
        for text in [
            "",
            "127.0.0.1:80",
            "ftp://127.0.0.1",
            "http://127.0.0.1/?a=b",
            "data:x",
        ] {
            assert!(endpoint(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_cannot_leave_their_segment() {
        let base = endpoint("http://127.0.0.1/base").unwrap();
        let url = below(&base, "/api/vouchers/{voucher_id}/x", &["a/b c?d"]).unwrap();
        assert_eq!(
            url.as_str(),
            "http://127.0.0.1/base/api/vouchers/a%2Fb%20c%3Fd/x"
        );
        for name in ["", ".", ".."] {
            assert!(below(&base, "/api/vouchers/{voucher_id}", &[name]).is_err());
        }
    }
}
