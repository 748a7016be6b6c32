//! A new activity as a request describes it, after every check: typed values
//! in the platform's words.

use jiff::civil::{Date, Time};
use quan_core::{Fen, Timestamp};

use super::document::Document;
use super::word::{
    AccessMode, BudgetType, FileKey, LimitPeriod, MerchantRef, Rounding, VoucherType,
};

/// Which shape a request had. They differ in whom a secondary merchant makes the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nested containers: a secondary merchant stands for its own account.
    Nested,
    /// The older flat shape: the activity stays the caller's.
    Flat,
}

/// What `voucher.create` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewActivity {
    /// The caller's number for this request.
    pub out_biz_no: String,
    /// Who integrates.
    pub access_mode: AccessMode,
    /// The shape of the request.
    pub shape: Shape,
    /// The name in the back office.
    pub name: String,
    /// The caller's own number for the activity.
    pub out_activity_id: Option<String>,
    /// Whose it is; `None` is the caller's.
    pub owner: Option<MerchantRef>,
    /// Window, quantity and limits of giving.
    pub sending: Sending,
    /// What a voucher takes off.
    pub benefit: Benefit,
    /// With whom, where and for what it counts.
    pub scope: Scope,
    /// When and how often it can be used.
    pub usage: Usage,
    /// What users see, as far as a server must know it.
    pub display: Display,
    /// Who pays.
    pub budget: Budget,
    /// The normalised containers, for queries to give back.
    pub document: Document,
}

/// Window, quantity and limits of giving vouchers away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// The first instant at which one can be had.
    pub opens: Timestamp,
    /// The last instant.
    pub closes: Timestamp,
    /// How many there are.
    pub quantity: u32,
    /// How many a calendar day gives.
    pub max_by_day: Option<u32>,
    /// How many a user gets, and over which span.
    pub per_user: Option<Cap>,
    /// How many a user gets a day, beside `per_user`.
    pub per_user_day: Option<u32>,
    /// How many a user gets a week.
    pub per_user_week: Option<u32>,
    /// How many a user gets a month.
    pub per_user_month: Option<u32>,
    /// Whether `per_user` also counts all accounts of a person together.
    pub natural_person: bool,
    /// Whether `per_user` also counts all accounts of a phone number together.
    pub phone_number: bool,
    /// Whether only verified users get one.
    pub real_name: bool,
}

/// So many within a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// How many, at least one.
    pub limit: u32,
    /// The span.
    pub period: LimitPeriod,
}

/// What a voucher takes off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Benefit {
    /// An amount.
    Fix {
        /// How much.
        amount: Fen,
        /// The least spend.
        floor: Option<Fen>,
    },
    /// A part of the price.
    Discount {
        /// What is still paid, of a hundred: 65 where the text was `6.5`.
        pays: u8,
        /// The most that is taken off.
        ceiling: Fen,
        /// The least spend.
        floor: Option<Fen>,
    },
    /// A special price for one of the goods.
    Special {
        /// The price with the voucher.
        price: Fen,
        /// The price without it.
        origin: Fen,
        /// The least spend.
        floor: Option<Fen>,
    },
}

impl Benefit {
    /// The platform's word for the kind.
    pub fn kind(&self) -> VoucherType {
        match self {
            Benefit::Fix { .. } => VoucherType::Fix,
            Benefit::Discount { .. } => VoucherType::Discount,
            Benefit::Special { .. } => VoucherType::Special,
        }
    }

    /// The most that one voucher can take off: what is paid in advance for it.
    pub fn face(&self) -> Fen {
        match *self {
            Benefit::Fix { amount, .. } => amount,
            Benefit::Discount { ceiling, .. } => ceiling,
            Benefit::Special { price, origin, .. } => origin.saturating_sub(price),
        }
    }
}

/// With whom, where and for what a voucher counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Merchants, by account.
    pub pids: Vec<String>,
    /// Secondary merchants.
    pub smids: Vec<String>,
    /// Mini-programs; empty for all.
    pub app_ids: Vec<String>,
    /// Places.
    pub places: Places,
    /// Goods.
    pub goods: Goods,
    /// The name of the goods.
    pub goods_name: Option<String>,
}

/// Where a voucher counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// Everywhere.
    Anywhere,
    /// In shops of the payment directory.
    Shops(Vec<String>),
    /// In shops of the directory of real shops.
    RealShops(Vec<String>),
    /// In all shops of a merchant or brand, but for some.
    AllShops {
        /// The merchant.
        merchant_id: Option<String>,
        /// The brand.
        brand_id: Option<String>,
        /// Shops that are left out.
        exclude: Vec<String>,
    },
    /// In every city.
    AllCities,
    /// In these cities.
    Cities(Vec<String>),
}

/// For which goods a voucher counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goods {
    /// For all.
    Any,
    /// For these.
    Only(Vec<String>),
    /// For all but these.
    Except(Vec<String>),
}

/// When and how often a voucher can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// From when to when.
    pub validity: Validity,
    /// The only times; empty for all.
    pub usable: Vec<TimeRule>,
    /// Times at which it cannot.
    pub disabled: Vec<TimeRule>,
    /// How many a user redeems, and over which span.
    pub per_user: Option<Cap>,
    /// How often one voucher can be used.
    pub max_uses: u32,
}

/// From when to when a voucher is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// Between two instants, both included.
    Absolute {
        /// The first.
        begin: Timestamp,
        /// The last.
        end: Timestamp,
    },
    /// Counted from receipt.
    Relative {
        /// Days that it is valid.
        days: u32,
        /// Days before that.
        wait: u32,
        /// Which day the last one is.
        rounding: Rounding,
    },
}

/// A rule about the times of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeRule {
    /// Which days.
    pub days: Days,
    /// Which hours of them; `None` for all.
    pub hours: Option<Hours>,
}

/// Days that a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// From one date to another, both included.
    Dates {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// Weekdays, 1 for Monday to 7 for Sunday, in order.
    Week(Vec<u8>),
    /// Public holidays.
    Holidays,
}

/// Hours of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The first second.
    pub begin: Time,
    /// The last second.
    pub end: Time,
    /// Whether `end` is on the day after.
    pub next_day: bool,
}

/// What users see, as far as a server must know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// The brand.
    pub brand_name: Option<String>,
    /// The voucher's name, sent or made.
    pub voucher_name: String,
    /// Uploaded images that are named, with what each must have been uploaded for.
    pub images: Vec<(FileKey, String)>,
}

/// Who pays for the vouchers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Budget {
    /// The merchant, at redemption.
    NoCash,
    /// A sponsor, in advance.
    Recharge {
        /// How much in all.
        amount: Fen,
        /// Whose balance.
        sponsor: Sponsor,
    },
}

impl Budget {
    /// The platform's word.
    pub fn kind(&self) -> BudgetType {
        match self {
            Budget::NoCash => BudgetType::NoCash,
            Budget::Recharge { .. } => BudgetType::Recharge,
        }
    }
}

/// Whose balance pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sponsor {
    /// An account.
    Account(String),
    /// A login name.
    Login(String),
}
