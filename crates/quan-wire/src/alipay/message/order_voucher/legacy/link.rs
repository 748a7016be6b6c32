//! Links into mini-programs: the flat form names a program and a page, the
//! nested one has the whole link.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const HEAD: &str = "alipays://platformapi/startapp?";

/// What stands as it is in the value of a link's parameter.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The link to a page of a mini-program, or to its first page.
pub(crate) fn write(app_id: &str, page: Option<&str>) -> String {
    let app_id = utf8_percent_encode(app_id, ESCAPED);
    match page {
        None => format!("{HEAD}appId={app_id}"),
        Some(page) => format!(
            "{HEAD}appId={app_id}&page={}",
            utf8_percent_encode(page, ESCAPED)
        ),
    }
}

/// The mini-program of a link and the page in it, as far as the link tells.
pub(crate) fn read(link: &str) -> (Option<String>, Option<String>) {
    let Some(query) = link.strip_prefix(HEAD) else {
        return (None, None);
    };
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, value)| *key == name && !value.is_empty())?;
        percent_decode_str(value)
            .decode_utf8()
            .ok()
            .map(Cow::into_owned)
    };
    (value("appId"), value("page"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_gives_back_program_and_page() {
        let page = "/index/path/path&query=xx%3dxx";
        let link = write("2021238412323412", Some(page));
        assert_eq!(
            link,
            "alipays://platformapi/startapp?appId=2021238412323412\
             &page=%2Findex%2Fpath%2Fpath%26query%3Dxx%253dxx"
        );
        assert_eq!(
            read(&link),
            (Some("2021238412323412".to_owned()), Some(page.to_owned()))
        );
        assert_eq!(read(&write("A", None)), (Some("A".to_owned()), None));
    }

    #[test]
    fn other_links_name_no_program() {
        for link in [
            "https://example.test/?appId=1",
            "alipays://platformapi/startapp?page=a",
        ] {
            assert_eq!(read(link).0, None, "{link}");
        }
    }
}
