//! The operations of merchant coupons: where each lives, and which one a request
//! asks for.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::asked::Asked;
use super::refusal::Refusal;
use crate::wechatpay::path;

macro_rules! operations {
    ($( $name:ident: $method:literal $path:literal; )*) => {
        /// Every operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation {
            $( #[doc = concat!("`", $method, " ", $path, "`")] $name, )*
        }

        impl Operation {
            /// All of them.
            pub const ALL: &'static [Operation] = &[$( Operation::$name ),*];

            /// The method of HTTP.
            pub const fn method(self) -> &'static str {
                match self { $( Operation::$name => $method, )* }
            }

            /// The path, with variables in braces.
            pub const fn path(self) -> &'static str {
                match self { $( Operation::$name => $path, )* }
            }
        }
    };
}

operations! {
    StockCreate: "POST" "/v3/marketing/busifavor/stocks";
    StockQuery: "GET" "/v3/marketing/busifavor/stocks/{stock_id}";
    StockModify: "PATCH" "/v3/marketing/busifavor/stocks/{stock_id}";
    StockBudget: "PATCH" "/v3/marketing/busifavor/stocks/{stock_id}/budget";
    CodeUpload: "POST" "/v3/marketing/busifavor/stocks/{stock_id}/couponcodes";
    CodeList: "GET" "/v3/marketing/busifavor/stocks/{stock_id}/couponcodes";
    CodeQuery: "GET" "/v3/marketing/busifavor/stocks/{stock_id}/couponcodes/{coupon_code}";
    CodeDelete: "DELETE" "/v3/marketing/busifavor/stocks/{stock_id}/couponcodes/{coupon_code}";
    CouponList: "GET" "/v3/marketing/busifavor/users/{openid}/coupons";
    CouponQuery: "GET" "/v3/marketing/busifavor/users/{openid}/coupons/{coupon_code}/appids/{appid}";
    CouponUse: "POST" "/v3/marketing/busifavor/coupons/use";
    CouponReturn: "POST" "/v3/marketing/busifavor/coupons/return";
    CouponDeactivate: "POST" "/v3/marketing/busifavor/coupons/deactivate";
    CouponAssociate: "POST" "/v3/marketing/busifavor/coupons/associate";
    CouponDisassociate: "POST" "/v3/marketing/busifavor/coupons/disassociate";
    CallbackSet: "POST" "/v3/marketing/busifavor/callbacks";
    CallbackQuery: "GET" "/v3/marketing/busifavor/callbacks";
    CouponSend: "POST" "/v3/marketing/busifavor/coupons/send";
    CardSend: "POST" "/v3/marketing/busifavor/coupons/{card_id}/send";
    SubsidyPay: "POST" "/v3/marketing/busifavor/subsidy/pay-receipts";
    SubsidyPayList: "GET" "/v3/marketing/busifavor/subsidy/pay-receipts";
    SubsidyPayQuery: "GET" "/v3/marketing/busifavor/subsidy/pay-receipts/{subsidy_receipt_id}";
    SubsidyReturn: "POST" "/v3/marketing/busifavor/subsidy/return-receipts";
    SubsidyReturnQuery: "GET" "/v3/marketing/busifavor/subsidy/return-receipts/{subsidy_return_receipt_id}";
    Certificates: "GET" "/v3/certificates";
    ImageUpload: "POST" "/v3/marketing/favor/media/image-upload";
}

impl Operation {
    /// The status of an answer that does what was asked.
    pub const fn success(self) -> u16 {
        if matches!(self, Operation::StockModify) {
            204
        } else {
            200
        }
    }

    /// Whether the request has a JSON body.
    pub fn has_body(self) -> bool {
        matches!(self.method(), "POST" | "PATCH")
    }
}

/// The variables of a path, decoded.
pub type Parameters = Vec<(&'static str, String)>;

/// What a method and a path ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Routing {
    /// An operation.
    Found {
        /// Which.
        operation: Operation,
        /// The variables of its path.
        parameters: Parameters,
    },
    /// Something lives there, but is not asked so.
    WrongMethod,
    /// Nothing lives there.
    Unknown,
}

/// Which operation a method and a path ask for: the path as it stands in the
/// request, without the query.
pub fn route(method: &str, path: &str) -> Routing {
    let mut answer = Routing::Unknown;
    for operation in Operation::ALL {
        let Some(parameters) = parameters(*operation, path) else {
            continue;
        };
        if operation.method() == method {
            return Routing::Found {
                operation: *operation,
                parameters,
            };
        }
        answer = Routing::WrongMethod;
    }
    answer
}

/// The variables of an operation's path, if the path is the operation's.
fn parameters(operation: Operation, path: &str) -> Option<Parameters> {
    let mut given = path.split('/');
    let mut parameters = Parameters::new();
    for wanted in operation.path().split('/') {
        let segment = given.next()?;
        match variable(wanted) {
            Some(name) => parameters.push((name, decoded(name, segment)?)),
            None if wanted == segment => {}
            None => return None,
        }
    }
    // `coupons/send` is a call of its own and no card.
    let is_card = |(name, value): &(&str, String)| *name != "card_id" || value != "send";
    (given.next().is_none() && parameters.iter().all(is_card)).then_some(parameters)
}

/// The name of a template's variable.
fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// The text of a segment; `None` if it is empty or no UTF-8.
fn decoded(name: &str, segment: &str) -> Option<String> {
    let text = match name {
        "coupon_code" => path::decode_coupon_code(segment),
        _ => path::decode(segment),
    };
    text.filter(|text| !text.is_empty()).map(Cow::into_owned)
}

/// A request and its answer. The server reads the one and writes the other, the
/// client the other way about; neither repeats the path.
pub trait Call: Serialize + Sized {
    /// What comes back; [`Nothing`] for an empty answer.
    type Answer: Serialize + DeserializeOwned;
    /// Which operation this is.
    const OPERATION: Operation;

    /// Reads a request and checks its form: the request, or the first rule that it
    /// breaks.
    fn read(asked: &Asked) -> Result<Self, Refusal>;
}

/// The answer of an operation that says nothing but that it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Nothing;

/// A request as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The method.
    pub method: &'static str,
    /// Path and query.
    pub target: String,
    /// The JSON text; empty where there is none.
    pub body: String,
}

/// What stays as it is in a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Writes a request: the variables of the path into the path, the rest into the body
/// or, where there is none, into the query.
pub fn write<C: Call>(call: &C) -> Result<Written, serde_json::Error> {
    let operation = C::OPERATION;
    let mut call = serde_json::to_value(call)?;
    let mut members = call.as_object_mut().map(std::mem::take).unwrap_or_default();
    let mut target = String::new();
    for segment in operation.path().split('/').skip(1) {
        target.push('/');
        match variable(segment) {
            Some(name) => {
                let value = members.remove(name).unwrap_or_default();
                target.extend(utf8_percent_encode(&plain(&value), PLAIN));
            }
            None => target.push_str(segment),
        }
    }
    let mut body = String::new();
    if operation.has_body() {
        body = Value::Object(members).to_string();
    } else if !members.is_empty() {
        let pairs = members.iter().map(|(name, value)| (name, plain(value)));
        let mut query = form_urlencoded::Serializer::new(String::new());
        target.push('?');
        target.push_str(&query.extend_pairs(pairs).finish());
    }
    Ok(Written {
        method: operation.method(),
        target,
        body,
    })
}

/// A value as a path or a query writes it.
fn plain(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}
