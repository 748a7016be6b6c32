//! A new order voucher's activity after every check: typed values.

use quan_core::Fen;
use serde_json::json;

use crate::alipay::message::activity::{
    Benefit as Deduction, Display, Places, Scope, Sending, Usage,
};
use crate::alipay::message::document::{Document, canonical, value};
use crate::alipay::message::order_voucher::form::Forms;
use crate::alipay::message::order_voucher::word::{
    Business, CodeMode, ExchangeKind, Kind, SettleMode,
};
use crate::alipay::message::word::{AccessMode, MerchantRef, VoucherType};

/// What `ordervoucher.create` asks for: the same value whichever form said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrderActivity {
    /// The caller's number for this request.
    pub out_biz_no: String,
    /// Who integrates.
    pub access_mode: AccessMode,
    /// The forms of the request, which the answer uses, too.
    pub forms: Forms,
    /// The name in the back office.
    pub name: String,
    /// The caller's own number for the activity.
    pub out_activity_id: Option<String>,
    /// Whose it is; `None` is the caller's.
    pub owner: Option<MerchantRef>,
    /// Whose business it is.
    pub business: Business,
    /// Who makes the codes.
    pub codes: CodeMode,
    /// How vouchers reach users.
    pub offer: Offer,
    /// Window, quantity and limits of giving. Uploaded codes begin with none.
    pub sending: Sending,
    /// What a voucher is worth.
    pub benefit: Benefit,
    /// With whom, where and for what it counts. Shops are listed here and not
    /// in the document.
    pub scope: Scope,
    /// When and how often it can be used.
    pub usage: Usage,
    /// Mini-programs and services that users are led to.
    pub guide: Guide,
    /// What users see, as far as a server must know it.
    pub display: Display,
    /// The normalised containers without the ids of shops, for queries to give back.
    pub document: Document,
}

impl NewOrderActivity {
    /// A text that is equal for requests which mean the same, in whichever form:
    /// the containers, and the shops that these no longer hold.
    pub fn canonical(&self) -> String {
        let none: &[String] = &[];
        let (shops, real_shops, excluded) = match &self.scope.places {
            Places::Shops(ids) => (ids.as_slice(), none, none),
            Places::RealShops(ids) => (none, ids.as_slice(), none),
            Places::AllShops { exclude, .. } => (none, none, exclude.as_slice()),
            Places::Anywhere | Places::AllCities | Places::Cities(_) => (none, none, none),
        };
        let document = canonical(value(&self.document)).to_string();
        let lists = json!({ "shops": shops, "real_shops": real_shops, "excluded": excluded });
        format!("{document}\n{lists}")
    }
}

/// How vouchers reach users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// They are given away.
    Direct,
    /// They are sold.
    Sale(Sale),
    /// They are part of a package.
    Package {
        /// Which one.
        id: String,
    },
}

/// The terms on which vouchers are sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// The price.
    pub amount: Fen,
    /// Who receives the money of each redemption; `None` for the owner.
    pub payee_pid: Option<String>,
    /// Whether a buyer may give an unused one back.
    pub refund: Refund,
    /// Whether it is paid back when it expires unused.
    pub overdue_refund: Refund,
    /// When and for whom the money is settled, if that was said.
    pub settlement: Option<Settlement>,
}

/// Whether the price is paid back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refund {
    /// Whether it is at all.
    pub allowed: bool,
    /// Whether the merchant is asked before.
    pub needs_confirm: bool,
}

/// When and for whom the money of a redemption is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// By itself, or when asked for.
    pub mode: SettleMode,
    /// For whom.
    pub target: Option<String>,
}

/// What a voucher is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Benefit {
    /// It takes something off.
    Deduction(Deduction),
    /// Goods are handed over for it.
    Exchange {
        /// What they are worth.
        worth: Fen,
        /// The least spend; shown, and judged by the merchant.
        floor: Option<Fen>,
        /// Which sort, if that was said.
        kind: Option<ExchangeKind>,
    },
}

impl Benefit {
    /// The platform's word for the kind.
    pub fn kind(&self) -> Kind {
        match self {
            Benefit::Deduction(deduction) => match deduction.kind() {
                VoucherType::Fix => Kind::Fix,
                VoucherType::Discount => Kind::Discount,
                VoucherType::Special => Kind::Special,
            },
            Benefit::Exchange { .. } => Kind::Exchange,
        }
    }
}

/// Mini-programs and services that users are led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guide {
    /// Mini-programs, which must be of the merchant's company or authorised.
    pub app_ids: Vec<String>,
    /// Services, which must have been registered.
    pub service_codes: Vec<String>,
}
