//! What the platform says when it does not do what a call asks: code and text of each,
//! in one table.

use std::fmt;

use crate::wechatpay::error::Code;

macro_rules! problems {
    ($( $(#[$about:meta])* $name:ident: $rule:literal, $code:ident $text:literal; )*) => {
        /// Why a call is not done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Problem {
            $( $(#[$about])* $name, )*
        }

        impl Problem {
            /// All of them.
            pub const ALL: &'static [Problem] = &[$( Problem::$name ),*];

            /// The rule by which it is said.
            pub const fn rule(self) -> &'static str {
                match self { $( Problem::$name => $rule, )* }
            }

            /// The code of the answer.
            pub const fn code(self) -> Code {
                match self { $( Problem::$name => Code::$code, )* }
            }

            /// What the caller reads.
            pub const fn message(self) -> &'static str {
                match self { $( Problem::$name => $text, )* }
            }
        }
    };
}

problems! {
    /// A parameter, which the refusal's detail names.
    Parameter: "W-VAL", ParamError "参数错误";
    /// The body is not what it has to be.
    Body: "W-VAL-7", ParamError "请求参数错误";
    /// The call breaks a rule that has no sentence of its own.
    Request: "W-GEN", InvalidRequest "HTTP 请求不符合微信支付 APIv3 接口规则";
    /// The application belongs neither to the caller nor to the stock's owner.
    AppNotBound: "W-APPID-1", AppidMchidNotMatch "AppID与请求方商户无关联关系";
    /// No user is known so in that application, or another than the holder is named.
    NoSuchUser: "W-OPENID-1", UserNotExists "OpenID不正确";
    /// The caller did not create the coupon's stock.
    NotTheCreator: "W-ROLE-1", NoAuth "商户无权限操作该券";
    /// The stock, the configuration or the filter is another merchant's.
    NotPermitted: "W-ROLE-2", NoAuth "无权限";
    /// The caller may not use the interface at all.
    NoProduct: "W-AUTH-8", NoAuth "无权限使用此API";
    /// What is asked for does not exist.
    NotFound: "W-NOTFOUND-1", ResourceNotExists "查询的资源不存在";
    /// The stock does not exist.
    NoSuchStock: "W-NOTFOUND-1", ResourceNotExists "批次不存在";
    /// The same number was used for other contents.
    RequestReused: "W-IDEM-2", InvalidRequest "请求重入时，参数与首次请求时不一致";
    /// Too many calls.
    TooOften: "W-ERR-429", FrequencyLimited "频率限制";
    /// The platform failed.
    Failure: "W-ERR-500", SystemError "系统异常，请稍后重试";

    /// No merchant has this number.
    NoSuchMerchant: "W-CREATE-3", MchNotExists "商户号不存在";
    /// The stock's number was used for another one.
    StockExists: "W-CREATE-20", ResourceAlreadyExists "批次已存在";
    /// The span of a stock's validity.
    Validity: "W-CREATE-5", ParamError "批次有效期设置有误";
    /// Coupons that users redeem by themselves are not offered.
    SelfConsume: "W-CREATE-11", InvalidRequest "核销方式暂不支持";
    /// The stock's codes are supplied in another way.
    CodeMode: "W-UPLOAD-2", InvalidRequest "发券模式不合法";
    /// The stock's time is over.
    StockOver: "W-PATCH-1", InvalidRequest "批次已过期";
    /// A field that cannot be modified.
    Unmodifiable: "W-PATCH-3", InvalidRequest "参数不允许修改";
    /// A subsidy cannot be taken back.
    SubsidyStays: "W-PATCH-4", InvalidRequest "营销补贴开启后不允许关闭";
    /// The budget is another one than the caller read.
    BudgetChanged: "W-BUDGET-4", InvalidRequest "批次库存的当前值错误，请获取批次详情查看最新值";
    /// The budget is less than what was issued.
    BelowIssued: "W-BUDGET-5", InvalidRequest "目标值不能小于已发放数量";
    /// No code fits any more.
    CodesFull: "W-UPLOAD-6", InvalidRequest "上传的自定义code已达上限";
    /// The stock is not ready to take codes.
    StockCreating: "W-UPLOAD-8", StatementCreating "批次创建处理中，请稍晚进行上传code操作";
    /// The code was given out.
    CodeDispatched: "W-DELCODE-1", InvalidRequest "券code已发放";

    /// Not issuing, or the time is over.
    NotRunning: "W-LIMIT-2", InvalidRequest "批次状态非运营中";
    /// Every coupon or every code is issued.
    BudgetSpent: "W-LIMIT-3", RuleLimit "批次预算不足";
    /// Today's coupons are issued.
    DaySpent: "W-LIMIT-4", RuleLimit "已达到单天发放上限";
    /// The user has had enough.
    UserLimit: "W-LIMIT-5", RuleLimit "用户已达领取上限";
    /// The human being has had enough.
    PersonLimit: "W-LIMIT-6", RuleLimit "自然人领取达上限";
    /// The account is suspicious.
    Suspicious: "W-LIMIT-7", RuleLimit "用户存在风险，已拦截";
    /// The stock has a coupon of this code.
    CodeTaken: "W-LIMIT-8", ResourceAlreadyExists "券code已存在";

    /// The user has no such coupon.
    NotTheirs: "W-COUPON-2", ResourceNotExists "查询不到该券，请确认批次号与coupon_code是否匹配";
    /// No coupon has this code, as return and deactivate say it.
    NoSuchCoupon: "W-DEACT-2", ResourceNotExists "券不存在";
    /// No coupon has this code, as associate and disassociate say it.
    NoCouponToLink: "W-ASSOC-1", InvalidRequest "券不存在";
    /// The user deleted the coupon.
    CouponDeleted: "W-RETURN-1", ResourceNotExists "券已被删除";
    /// The coupon is not in a state for this.
    NotUsable: "W-USE-8", InvalidRequest "券状态非可用态";
    /// Not the time to use it.
    OutsideValidity: "W-USE-5", RuleLimit "券不在有效期";
    /// The coupon was redeemed under another number.
    UsedBefore: "W-USE-6", ResourceAlreadyExists "券已被其他订单核销";
    /// The coupon is not redeemed.
    NotUsed: "W-RETURN-1", InvalidRequest "券未被核销，不能退券";
    /// The coupon is linked to another order.
    LinkedElsewhere: "W-ASSOC-3", InvalidRequest "券已关联其他订单";
    /// The coupon is not linked to this order.
    NotLinked: "W-DISASSOC-2", ResourceNotExists "查询记录为空";

    /// The stock takes no subsidies.
    NoSubsidy: "W-SUBPAY-1", InvalidRequest "批次未开启营销补贴";
    /// The coupon of a subsidy is not redeemed.
    SubsidyBeforeUse: "W-SUBPAY-1", InvalidRequest "券未被核销，不能补差";
    /// The payment is unknown or not the payee's.
    NoSuchPayment: "W-SUBPAY-1", InvalidRequest "支付单不存在或不属于收款商户";
    /// Payer or payee is none of the stock's merchants.
    SubsidyMerchant: "W-SUBPAY-1", InvalidRequest "出资商户或收款商户不合法";
    /// Coupons for a purchase are not subsidised.
    SubsidyOfExchange: "W-SUBPAY-2", InvalidRequest "换购券不支持营销补贴";
    /// More than the coupon takes off.
    SubsidyTooLarge: "W-SUBPAY-3", InvalidRequest "补差金额超过券优惠金额";
    /// More than is left of the subsidy.
    ReturnTooLarge: "W-SUBRET-1", InvalidRequest "回退金额超过补差金额";
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Problem {}
