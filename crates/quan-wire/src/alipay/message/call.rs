//! The operations: where each lives on the gateway and in REST v3.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::code::Code;
use super::field::Word;

/// One operation: what goes in, what comes out, and where it lives. The server
/// mounts it, the client sends it; neither repeats the path.
pub trait Call: Word + Serialize + DeserializeOwned + Default + Clone + PartialEq {
    /// What is answered when it succeeds.
    type Answer: Serialize + DeserializeOwned;
    /// Which operation it is.
    const OPERATION: Operation;
    /// The gateway's `method`.
    const METHOD: &'static str = Self::OPERATION.method();
    /// Verb and path in REST v3; `None` for what only the gateway offers.
    const ROUTE: Option<Route> = Self::OPERATION.route();
}

/// An HTTP verb of REST v3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Parameters travel in the query string.
    Get,
    /// Parameters travel in a JSON body.
    Post,
    /// Parameters travel in the parts of a multipart body.
    PostMultipart,
}

impl Verb {
    /// The verb as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post | Verb::PostMultipart => "POST",
        }
    }
}

/// A place in REST v3. The path may hold the variable `{activity_id}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Route {
    /// How it is asked.
    pub verb: Verb,
    /// Where.
    pub path: &'static str,
}

macro_rules! operations {
    ($( $name:ident: $method:literal, $route:expr, $codes:expr; )*) => {
        /// Every operation around payment vouchers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation {
            $( #[doc = concat!("`", $method, "`")] $name, )*
        }

        impl Operation {
            /// All of them.
            pub const ALL: &'static [Operation] = &[$( Operation::$name ),*];

            /// The gateway's `method`.
            pub const fn method(self) -> &'static str {
                match self { $( Operation::$name => $method, )* }
            }

            /// Verb and path in REST v3; `None` for what only the gateway offers.
            pub const fn route(self) -> Option<Route> {
                match self { $( Operation::$name => $route, )* }
            }

            /// The business codes that the operation may answer: a closed list,
            /// because some SDKs refuse to read any other.
            pub const fn codes(self) -> &'static [Code] {
                use Code::*;
                match self { $( Operation::$name => $codes, )* }
            }

            /// The operation of a gateway `method`.
            pub fn of_method(method: &str) -> Option<Operation> {
                match method { $( $method => Some(Operation::$name), )* _ => None }
            }
        }
    };
}

const fn get(path: &'static str) -> Route {
    Route {
        verb: Verb::Get,
        path,
    }
}

const fn post(path: &'static str) -> Route {
    Route {
        verb: Verb::Post,
        path,
    }
}

const fn multipart(path: &'static str) -> Route {
    Route {
        verb: Verb::PostMultipart,
        path,
    }
}

operations! {
    VoucherCreate: "alipay.marketing.activity.voucher.create",
        Some(post("/v3/alipay/marketing/activity/voucher/create")),
        &[SystemError, InvalidParameter, BizError, MaterialAuditWaiting];
    VoucherPublish: "alipay.marketing.activity.voucher.publish",
        Some(post("/v3/alipay/marketing/activity/voucher/publish")),
        &[SystemError, InvalidParameter, BizError, BusinessHasRisk];
    VoucherAppend: "alipay.marketing.activity.voucher.append",
        Some(post("/v3/alipay/marketing/activity/voucher/append")),
        &[SystemError, InvalidParameter];
    VoucherModify: "alipay.marketing.activity.voucher.modify",
        Some(post("/v3/alipay/marketing/activity/voucher/modify")),
        &[SystemError, InvalidParameter];
    VoucherQuery: "alipay.marketing.activity.voucher.query",
        Some(get("/v3/alipay/marketing/activity/voucher/query")),
        &[SystemError, InvalidParameter];
    VoucherSend: "alipay.marketing.activity.voucher.send",
        Some(post("/v3/alipay/marketing/activity/voucher/send")),
        &[
            SystemError, InvalidParameter, ActivityNotActive, ActivityNotStart, ActivityIsEnd,
            ActivityIsStoped, BudgetNotEnough, CountOverLimit,
        ];
    VoucherStop: "alipay.marketing.activity.voucher.stop",
        Some(post("/v3/alipay/marketing/activity/voucher/stop")),
        &[SystemError, InvalidParameter];
    ImageUpload: "alipay.marketing.material.image.upload",
        Some(multipart("/v3/alipay/marketing/material/image")),
        &[
            SystemError, FileSizeOutOfRange, PicSuffixIllegal, FileTypeError, MaterialError,
            InvalidParameter,
        ];
    ActivityQuery: "alipay.marketing.activity.query",
        Some(get("/v3/alipay/marketing/activity/{activity_id}")),
        &[SystemError, InvalidParameter, ActivityNotActive, ActivityNotPermission];
    ActivityBatchquery: "alipay.marketing.activity.batchquery",
        Some(post("/v3/alipay/marketing/activity/batchquery")),
        &[SystemError, InvalidParameter];
    ActivityConsult: "alipay.marketing.activity.consult",
        Some(post("/v3/alipay/marketing/activity/consult")),
        &[SystemError, InvalidParameter, BizError];
    AppBatchquery: "alipay.marketing.activity.app.batchquery",
        Some(get("/v3/alipay/marketing/activity/{activity_id}/app/batchquery")),
        &[SystemError, InvalidParameter];
    GoodsBatchquery: "alipay.marketing.activity.goods.batchquery",
        Some(get("/v3/alipay/marketing/activity/{activity_id}/goods/batchquery")),
        &[SystemError, InvalidParameter];
    ShopBatchquery: "alipay.marketing.activity.shop.batchquery",
        Some(get("/v3/alipay/marketing/activity/{activity_id}/shop/batchquery")),
        &[SystemError, InvalidParameter];
    MerchantBatchquery: "alipay.marketing.activity.merchant.batchquery",
        Some(get("/v3/alipay/marketing/activity/{activity_id}/merchant/batchquery")),
        &[SystemError, InvalidParameter];
    UserBatchqueryvoucher: "alipay.marketing.activity.user.batchqueryvoucher",
        Some(get("/v3/alipay/marketing/activity/ordervoucher/user/batchqueryvoucher")),
        &[SystemError, InvalidParameter];
    UserQueryvoucher: "alipay.marketing.activity.user.queryvoucher",
        Some(get("/v3/alipay/marketing/activity/ordervoucher/user/voucher")),
        &[
            SystemError, InvalidParameter, VoucherNotExist, ActivityNotPermission,
            MerchantRelationNotExist,
        ];
    OrderVoucherConsult: "alipay.marketing.campaign.order.voucher.consult",
        Some(post("/v3/alipay/marketing/campaign/order/voucher/consult")),
        &[IllegalArgumentException, ConsultException];
    MessageBind: "alipay.marketing.activity.message.bind", None,
        &[SystemError, InvalidParameter];
    MessageQuery: "alipay.marketing.activity.message.query", None,
        &[SystemError, InvalidParameter];
}
