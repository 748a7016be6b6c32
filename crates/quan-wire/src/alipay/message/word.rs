//! The platform's closed vocabularies, and the values that most calls share.

/// Declares a closed vocabulary: its members and the platform's spelling.
macro_rules! words {
    ($(
        $(#[$about:meta])*
        $name:ident { $( $member:ident = $word:literal ),* $(,)? }
    )*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $( #[doc = concat!("`", $word, "`")] $member, )*
        }

        impl $name {
            /// Every member, in the published order.
            pub const ALL: &'static [$name] = &[$( $name::$member ),*];

            /// The platform's spelling.
            pub const fn as_str(self) -> &'static str {
                match self { $( $name::$member => $word, )* }
            }

            /// The member that is spelt so.
            pub fn from_word(word: &str) -> Option<$name> {
                match word { $( $word => Some($name::$member), )* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}
pub(crate) use words;

words! {
    /// Who integrates: the merchant, or a service provider on its behalf.
    AccessMode { SelfMode = "SELF_MODE", AgencyMode = "AGENCY_MODE" }

    /// How a merchant is named: by its own account, or as a secondary merchant.
    MerchantKind { Pid = "PID", Smid = "SMID" }

    /// Kinds of vouchers that a payment voucher can be.
    VoucherType {
        Fix = "FIX_VOUCHER",
        Discount = "DISCOUNT_VOUCHER",
        Special = "SPECIAL_VOUCHER",
    }

    /// How validity is told.
    PeriodType { Absolute = "ABSOLUTE", Relative = "RELATIVE" }

    /// The span over which a limit counts.
    LimitPeriod { Day = "DAY", Week = "WEEK", Month = "MONTH", LifeCycle = "LIFE_CYCLE" }

    /// Who pays for the vouchers: the merchant at redemption, or a sponsor in advance.
    BudgetType { NoCash = "NO_CASH", Recharge = "RECHARGE" }

    /// On which day a relative validity ends.
    Rounding { Forward = "ROUND_FORWARD", Backward = "ROUND_BACKWARD" }

    /// States of an activity as queries show them.
    ActivityStatus { Init = "INIT", Active = "ACTIVE", Pause = "PAUSE", Finished = "FINISHED" }

    /// What is being done to an activity. The last one's spelling is the platform's.
    OperationStatus {
        Creating = "CREATING",
        Modifying = "MODIFYING",
        Appending = "APPENDING",
        Finishing = "FINISHEING",
    }

    /// States of a user's voucher.
    VoucherStatus { Sended = "SENDED", Used = "USED", Expired = "EXPIRED" }

    /// What a consultation says about one activity.
    ConsultResult {
        Success = "SUCCESS",
        CountOverLimit = "COUNT_OVER_LIMIT",
        BudgetNotEnough = "BUDGET_NOT_ENOUGH",
        ActivityNotStart = "ACTIVITY_NOT_START",
        ActivityNotPermission = "ACTIVITY_NOT_PERMISSION",
        Other = "OTHER",
    }

    /// Goods that a voucher is for, or is not for.
    GoodsUse { Available = "AVAILABLE", Unavailable = "UNAVAILABLE" }

    /// Shops of the two directories.
    ShopType { PaymentShop = "PAYMENT_SHOP", RealShop = "REAL_SHOP" }

    /// What an uploaded image is for.
    FileKey {
        BrandLogo = "PROMO_BRAND_LOGO",
        VoucherImage = "PROMO_VOUCHER_IMAGE",
        VoucherDetailImage = "PROMO_VOUCHER_DETAIL_IMAGE",
        PublicUnionChannel = "PUBLIC_UNION_CHANNEL_PIC",
        DeliveryChannel = "DELIVERY_CHANNEL_PIC",
    }

    /// Ways to use a voucher.
    UseGuideMode {
        CanUse = "CAN_USE",
        ScanCode = "SCAN_CODE",
        MiniApp = "MINI_APP",
        OfflineCode = "OFFLINE_CODE",
    }
}

/// A merchant as a message names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerchantRef {
    /// The id, of the kind that `kind` says.
    pub id: String,
    /// Which directory the id is of.
    pub kind: MerchantKind,
}

/// Who a voucher is for, as a message names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// By account.
    User(String),
    /// By the id that the caller's app knows them under.
    Open(String),
    /// Both ways, which must be the same person.
    Both {
        /// The account.
        user_id: String,
        /// The id in the caller's app.
        open_id: String,
    },
}

/// A page of a list, both counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Which page.
    pub num: u32,
    /// How many entries a page has.
    pub size: u32,
}

impl Page {
    /// How many entries come before this page.
    pub fn skip(self) -> u64 {
        u64::from(self.num.saturating_sub(1)) * u64::from(self.size)
    }
}

/// What every change to an activity says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The activity that is meant.
    pub activity_id: String,
    /// The caller's number for this request.
    pub out_biz_no: String,
    /// Who integrates.
    pub access_mode: AccessMode,
}
