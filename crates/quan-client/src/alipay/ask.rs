//! From a typed request to what is sent: a path and a query, a JSON body, or
//! the gateway's parameters.

use quan_wire::alipay::message::{Call, Operation, Verb};
use serde::Serialize;
use serde_json::{Map, Value};
use url::Url;

use super::client::{Image, Protocol};
use super::error::Error;
use crate::path;

/// One call, worked out: attempts differ in nonce and time only.
pub(super) struct Ask<'a> {
    /// What logs call it.
    pub(super) name: &'a str,
    /// Whether the platform does it once however often it arrives.
    pub(super) repeatable: bool,
    pub(super) sent: Sent<'a>,
}

/// Where a call goes and what it carries.
pub(super) enum Sent<'a> {
    /// Parameters in the path and the query.
    RestGet { url: Url },
    /// A JSON body.
    RestBody { verb: Verb, url: Url, json: String },
    /// A JSON part and a file.
    RestUpload {
        url: Url,
        json: String,
        image: Image<'a>,
    },
    /// The gateway's `biz_content`, and the token of the user it is about.
    Gateway {
        content: String,
        auth_token: Option<&'a str>,
    },
    /// The gateway's text parameters and a file.
    GatewayUpload {
        texts: Vec<(String, String)>,
        image: Image<'a>,
    },
}

impl<'a> Ask<'a> {
    /// Works a call out. `image` is for the one operation that takes a file.
    pub(super) fn of<C: Call>(
        request: &C,
        protocol: Protocol,
        endpoint: &Url,
        image: Option<Image<'a>>,
        auth_token: Option<&'a str>,
    ) -> Result<Ask<'a>, Error> {
        let takes_image = C::OPERATION == Operation::ImageUpload;
        if takes_image != image.is_some() {
            return Err(Error::Request(format!(
                "{} goes with an image, others do not",
                C::METHOD
            )));
        }
        let sent = match (protocol, C::ROUTE) {
            (Protocol::Rest, Some(route)) => {
                let mut members = object(request)?;
                if let Some(token) = auth_token {
                    members.insert("auth_token".to_owned(), token.into());
                }
                let names = variables(route.path, &mut members)?;
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let url = path::below(endpoint, route.path, &names).map_err(Error::Request)?;
                match (route.verb, image) {
                    (Verb::Get, _) => Sent::RestGet {
                        url: with_query(url, members),
                    },
                    (verb @ (Verb::Post | Verb::PostMultipart | Verb::Patch), None) => {
                        Sent::RestBody {
                            verb,
                            url,
                            json: Value::Object(members).to_string(),
                        }
                    }
                    (Verb::Post | Verb::PostMultipart | Verb::Patch, Some(image)) => {
                        Sent::RestUpload {
                            url,
                            json: Value::Object(members).to_string(),
                            image,
                        }
                    }
                }
            }
            // What only the gateway offers goes there, whatever else does not.
            (Protocol::Gateway, _) | (Protocol::Rest, None) => match image {
                None => Sent::Gateway {
                    content: content(request, auth_token)?,
                    auth_token,
                },
                Some(image) => Sent::GatewayUpload {
                    texts: texts(object(request)?),
                    image,
                },
            },
        };
        // These have no number by which the platform could tell a repetition.
        let repeatable = !matches!(
            C::OPERATION,
            Operation::ImageUpload | Operation::RelationShopCreate | Operation::FunctionCreate
        );
        Ok(Ask {
            name: C::METHOD,
            repeatable,
            sent,
        })
    }
}

/// The request as JSON; for a user's token there is a member beside its own,
/// as REST v3 has it.
fn content(request: &impl Serialize, auth_token: Option<&str>) -> Result<String, Error> {
    match auth_token {
        None => serde_json::to_string(request).map_err(unwritable),
        Some(token) => {
            let mut members = object(request)?;
            members.insert("auth_token".to_owned(), token.into());
            Ok(Value::Object(members).to_string())
        }
    }
}

fn object(request: &impl Serialize) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(request).map_err(unwritable)? {
        Value::Object(members) => Ok(members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(Error::Request("the request is no JSON object".to_owned()))
        }
    }
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::Request(format!("the request cannot be written as JSON: {error}"))
}

/// Takes the values of the path's variables out of the members.
fn variables(path: &str, members: &mut Map<String, Value>) -> Result<Vec<String>, Error> {
    path.split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| match members.remove(name) {
            Some(value) => Ok(text(value)),
            None => Err(Error::Request(format!("{name} is missing"))),
        })
        .collect()
}

fn with_query(mut url: Url, members: Map<String, Value>) -> Url {
    if !members.is_empty() {
        let mut pairs = url.query_pairs_mut();
        for (name, value) in members {
            pairs.append_pair(&name, &text(value));
        }
    }
    url
}

fn texts(members: Map<String, Value>) -> Vec<(String, String)> {
    members
        .into_iter()
        .map(|(name, value)| (name, text(value)))
        .collect()
}

/// A member where only text can go: blocks and lists as their JSON.
fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            other.to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use quan_wire::alipay::message::{activity_query, batchquery, bind, usable};

    use super::*;

    fn ask<C: Call>(request: &C) -> Result<Sent<'static>, Error> {
        let endpoint = path::endpoint("https://openapi.alipay.com").unwrap();
        Ask::of(request, Protocol::Rest, &endpoint, None, None).map(|ask| ask.sent)
    }

    #[test]
    fn path_variables_leave_the_query() {
        let request = activity_query::Request {
            activity_id: Some("2016042700826004508401111111".into()),
            merchant_id: Some("20 88&1".into()),
            ..activity_query::Request::default()
        };
        let Ok(Sent::RestGet { url }) = ask(&request) else {
            panic!("a question is a GET")
        };
        assert_eq!(
            path::target(&url),
            "/v3/alipay/marketing/activity/2016042700826004508401111111?merchant_id=20+88%261"
        );
    }

    #[test]
    fn numbers_are_texts_in_a_query_and_numbers_in_a_body() {
        let request = usable::shop::Request {
            activity_id: Some("A".into()),
            page_num: Some(2),
            ..usable::shop::Request::default()
        };
        let Ok(Sent::RestGet { url }) = ask(&request) else {
            panic!("a question is a GET")
        };
        assert_eq!(url.query(), Some("page_num=2"));
        let request = batchquery::Request {
            page_num: Some(2),
            ..batchquery::Request::default()
        };
        let Ok(Sent::RestBody { json, .. }) = ask(&request) else {
            panic!("a list is a POST")
        };
        assert_eq!(json, r#"{"page_num":2}"#);
    }

    #[test]
    fn a_path_without_its_name_is_refused_before_anything_is_sent() {
        assert!(matches!(
            ask(&activity_query::Request::default()),
            Err(Error::Request(_))
        ));
    }

    #[test]
    fn what_only_the_gateway_offers_goes_there() {
        assert!(matches!(
            ask(&bind::Query::default()),
            Ok(Sent::Gateway { .. })
        ));
    }
}
