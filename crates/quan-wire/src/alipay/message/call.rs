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
    /// Parameters travel in a JSON body: a change to what the path names.
    Patch,
}

impl Verb {
    /// The verb as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post | Verb::PostMultipart => "POST",
            Verb::Patch => "PATCH",
        }
    }
}

/// A place in REST v3. The path may hold variables: `{activity_id}`,
/// `{voucher_code}`, `{delivery_id}`. They are members of the request that leave
/// the query or the body for the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Route {
    /// How it is asked.
    pub verb: Verb,
    /// Where.
    pub path: &'static str,
}

macro_rules! operations {
    ($( $name:ident: $method:literal, $route:expr, $codes:expr; )*) => {
        /// Every operation around payment vouchers and order vouchers.
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

            /// Whether it belongs to order vouchers or their sale, which are
            /// worded in their own way.
            pub fn is_of_order_vouchers(self) -> bool {
                let method = self.method();
                [
                    "alipay.marketing.activity.ordervoucher.",
                    "alipay.marketing.activity.order.",
                    "alipay.marketing.activity.settle.",
                    "alipay.marketing.activity.payeeinfo.",
                    "alipay.marketing.activity.delivery.",
                    "alipay.marketing.activity.voucherpackage.",
                    "alipay.business.relation.",
                    "alipay.open.app.appcontent.",
                ]
                .iter()
                .any(|family| method.starts_with(family))
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

const fn patch(path: &'static str) -> Route {
    Route {
        verb: Verb::Patch,
        path,
    }
}

const fn multipart(path: &'static str) -> Route {
    Route {
        verb: Verb::PostMultipart,
        path,
    }
}

/// What operations answer whose own lists were never published.
const UNPUBLISHED: &[Code] = &[
    Code::SystemError,
    Code::InvalidParameter,
    Code::BizError,
    Code::ActivityNotPermission,
];

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
    OrderVoucherCreate: "alipay.marketing.activity.ordervoucher.create",
        Some(post("/v3/alipay/marketing/ordervoucher/activity")),
        &[
            SystemError, InvalidParameter, BizError, DiscountAmountInsufficient, BusinessHasRisk,
        ];
    OrderVoucherModify: "alipay.marketing.activity.ordervoucher.modify",
        Some(patch("/v3/alipay/marketing/ordervoucher/activity/{activity_id}")),
        &[SystemError, InvalidParameter, BizError];
    OrderVoucherQuery: "alipay.marketing.activity.ordervoucher.query",
        Some(get("/v3/alipay/marketing/activity/ordervoucher/query")),
        &[SystemError, InvalidParameter];
    OrderVoucherAppend: "alipay.marketing.activity.ordervoucher.append",
        Some(patch("/v3/alipay/marketing/ordervoucher/activity/{activity_id}/append")),
        &[SystemError, InvalidParameter, BizError];
    OrderVoucherStop: "alipay.marketing.activity.ordervoucher.stop",
        Some(patch("/v3/alipay/marketing/ordervoucher/activity/{activity_id}/stop")),
        &[SystemError, InvalidParameter, BizError];
    OrderVoucherCodedeposit: "alipay.marketing.activity.ordervoucher.codedeposit",
        Some(post(
            "/v3/alipay/marketing/ordervoucher/activity/{activity_id}/voucher/codedeposit",
        )),
        &[SystemError, InvalidParameter];
    OrderVoucherCodecount: "alipay.marketing.activity.ordervoucher.codecount",
        Some(get(
            "/v3/alipay/marketing/ordervoucher/activity/{activity_id}/voucher/codecount",
        )),
        &[SystemError, InvalidParameter];
    OrderVoucherSend: "alipay.marketing.activity.ordervoucher.send",
        Some(post("/v3/alipay/marketing/activity/ordervoucher/send")),
        UNPUBLISHED;
    OrderVoucherBatchsend: "alipay.marketing.activity.ordervoucher.batchsend",
        Some(post("/v3/alipay/marketing/activity/ordervoucher/batchsend")),
        UNPUBLISHED;
    OrderVoucherReceive: "alipay.marketing.activity.ordervoucher.receive",
        Some(post("/v3/alipay/marketing/activity/ordervoucher/receive")),
        UNPUBLISHED;
    OrderVoucherUse: "alipay.marketing.activity.ordervoucher.use",
        Some(post(
            "/v3/alipay/marketing/ordervoucher/activity/{activity_id}/voucher/{voucher_code}/use",
        )),
        &[SystemError, InvalidParameter, BizError, ActivityNotPermission];
    OrderVoucherRefund: "alipay.marketing.activity.ordervoucher.refund",
        Some(post(
            "/v3/alipay/marketing/ordervoucher/activity/{activity_id}/voucher/{voucher_code}/refund",
        )),
        &[SystemError, InvalidParameter, BizError];
    OrderVoucherAssociate: "alipay.marketing.activity.ordervoucher.associate",
        Some(post("/v3/alipay/marketing/activity/ordervoucher/associate")),
        &[
            SystemError, InvalidParameter, ActivityNotExist, VoucherNotExist, ActivityNotPermission,
            VoucherAssociateOtherTradeNo,
        ];
    OrderVoucherDisassociate: "alipay.marketing.activity.ordervoucher.disassociate",
        Some(post("/v3/alipay/marketing/activity/ordervoucher/disassociate")),
        &[
            SystemError, InvalidParameter, ActivityNotExist, VoucherNotExist, ActivityNotPermission,
            VoucherAssociateTradeNoError,
        ];
    OrderVoucherInvalid: "alipay.marketing.activity.ordervoucher.invalid",
        Some(post("/v3/alipay/marketing/activity/ordervoucher/invalid")),
        UNPUBLISHED;
    OrderVoucherSettle: "alipay.marketing.activity.ordervoucher.settle",
        Some(post("/v3/alipay/marketing/activity/ordervoucher/settle")),
        UNPUBLISHED;
    SettleQuery: "alipay.marketing.activity.settle.query", None, UNPUBLISHED;
    OrderCreate: "alipay.marketing.activity.order.create", None, UNPUBLISHED;
    OrderRefund: "alipay.marketing.activity.order.refund", None, UNPUBLISHED;
    OrderRefundconfirmcommit: "alipay.marketing.activity.order.refundconfirmcommit", None,
        UNPUBLISHED;
    PayeeinfoCreate: "alipay.marketing.activity.payeeinfo.create", None, UNPUBLISHED;
    VoucherpackageQuery: "alipay.marketing.activity.voucherpackage.query",
        Some(get("/v3/alipay/marketing/activity/voucherpackage/query")),
        &[InvalidParameter, SystemError, VoucherPackageNotExist];
    VoucherpackageBatchquery: "alipay.marketing.activity.voucherpackage.batchquery",
        Some(post("/v3/alipay/marketing/activity/voucherpackage/batchquery")),
        &[InvalidParameter, SystemError];
    VoucherpackageConsult: "alipay.marketing.activity.voucherpackage.consult",
        Some(post("/v3/alipay/marketing/activity/voucherpackage/consult")),
        &[InvalidParameter, SystemError];
    ShopCreate: "ant.merchant.expand.shop.create",
        Some(post("/v3/ant/merchant/shop")),
        &[
            ShopShopnoIsEmpty, ShopShopnameIsEmpty, ShopCategoryIsEmpty, BusinessAddressIsEmpty,
            AddressProvinceCodeIllegal, AddressCityCodeIllegal, AddressDistrictCodeIllegal,
            ContactWayValueNull, MerchantNotExist, NotAllowedSettle, ShopAlreadyExist,
            BusinessTimeIllegal, MerArgumentNull, MerArgumentIllegal, SystemError,
        ];
    ShopQuery: "ant.merchant.expand.shop.query",
        Some(get("/v3/ant/merchant/shop")),
        &[
            MerArgumentNull, ShopNotExist, RelationNotExist, NotAllowedSettle, MerchantNotExist,
            AddressVersionCodeIllegal, SystemError, ThirdSystemError,
        ];
    RelationShopCreate: "alipay.business.relation.shop.create", None, UNPUBLISHED;
    FunctionCreate: "alipay.open.app.appcontent.function.create", None, UNPUBLISHED;
    DeliveryCreate: "alipay.marketing.activity.delivery.create",
        Some(post("/v3/alipay/marketing/delivery")),
        &[InvalidParameter, SystemError, BizError];
    DeliveryQuery: "alipay.marketing.activity.delivery.query",
        Some(post("/v3/alipay/marketing/delivery/{delivery_id}/query")),
        &[InvalidParameter, SystemError, BizError];
    DeliveryStop: "alipay.marketing.activity.delivery.stop",
        Some(patch("/v3/alipay/marketing/delivery/{delivery_id}/stop")),
        &[InvalidParameter, SystemError, BizError];
}
