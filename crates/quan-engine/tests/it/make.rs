//! Makes what a story needs with everything that it is not about left plain.

use quan_core::operation::Recipient;
use quan_core::order::{Goods, OrderShop, Seller};
use quan_core::terms::{
    Calendar, Codes, GoodsScope, IssueTerms, Judge, MoneyBack, Places, RedeemTerms, Sale,
};
use quan_core::{
    AppId, Benefit, Cap, Code, Fen, Funding, Member, MerchantId, Order, OrderNo, Period, PersonId,
    Phone, Product, RequestNo, Rounding, Scope, ScopeChange, ScopeKind, Terms, Timestamp, UserId,
    Validity, Window,
};
use quan_engine::{NewActivity, NewTerms, Numbered};

pub(crate) const OWNER: &str = "2088001";
pub(crate) const OPERATOR: &str = "2088002";
pub(crate) const SPONSOR: &str = "2088003";
pub(crate) const STRANGER: &str = "2088009";

pub(crate) fn merchant(text: &str) -> MerchantId {
    MerchantId::parse(text).expect("a merchant number")
}

pub(crate) fn owner() -> MerchantId {
    merchant(OWNER)
}

pub(crate) fn sponsor() -> MerchantId {
    merchant(SPONSOR)
}

/// An instant by the clocks of Shanghai.
pub(crate) fn at(text: &str) -> Timestamp {
    format!("{text}+08:00").parse().expect("an instant")
}

pub(crate) fn window(opens: &str, closes: &str) -> Window {
    Window {
        opens_at: at(opens),
        closes_at: at(closes),
    }
}

pub(crate) fn fen(fen: u64) -> Fen {
    Fen::new(fen)
}

pub(crate) fn cap(limit: u32, period: Period) -> Cap {
    Cap { period, limit }
}

pub(crate) fn member(text: &str) -> Member {
    Member::parse(text).expect("a member")
}

pub(crate) fn app(text: &str) -> AppId {
    AppId::parse(text).expect("an application")
}

pub(crate) fn user(text: &str) -> UserId {
    UserId::parse(text).expect("a user")
}

pub(crate) fn number(text: &str) -> RequestNo {
    RequestNo::parse(text).expect("a request number")
}

/// A user of whom nothing else is known.
pub(crate) fn recipient(text: &str) -> Recipient {
    Recipient {
        user: user(text),
        person: None,
        phone: None,
        real_name: false,
    }
}

pub(crate) fn known(text: &str, person: Option<&str>, phone: Option<&str>) -> Recipient {
    Recipient {
        person: person.map(|text| PersonId::parse(text).expect("a person")),
        phone: phone.map(|text| Phone::parse(text).expect("a telephone number")),
        ..recipient(text)
    }
}

/// A request under a number; `contents` stands for everything that it says.
pub(crate) fn call(text: &str, contents: &str) -> Numbered {
    let mut fingerprint = [0; 16];
    for (place, byte) in fingerprint.iter_mut().zip(contents.bytes()) {
        *place = byte;
    }
    Numbered {
        number: number(text),
        fingerprint,
    }
}

/// Ten yuan off at the owner's, given out in November, usable until the end of
/// the year, once; without any caps; the merchant forgoes the money.
pub(crate) fn terms() -> Terms {
    Terms {
        benefit: Benefit::Fixed { amount: fen(1000) },
        floor: None,
        issue: IssueTerms {
            window: window("2026-11-01T00:00:00", "2026-11-30T23:59:59"),
            per_user: Vec::new(),
            by_person: false,
            by_phone: false,
            real_name: false,
            by_day: None,
        },
        validity: Validity::Absolute(window("2026-11-01T00:00:00", "2026-12-31T23:59:59")),
        calendar: Calendar::default(),
        redeem: RedeemTerms {
            per_user: None,
            max_uses: 1,
            judge: Judge::Platform,
        },
        scope: Scope {
            generation: 1,
            apps: false,
            places: Places::Everywhere,
            goods: GoodsScope::Any,
        },
        funding: Funding::Forgone,
        codes: Codes::None,
        sale: None,
    }
}

/// A hundred vouchers of [`terms`].
pub(crate) fn activity() -> NewActivity {
    NewActivity {
        product: Product::AlipayPayment,
        owner: owner(),
        operator: merchant(OPERATOR),
        receiver: app("app"),
        quantity: 100,
        terms: terms(),
        document: "the document".into(),
        members: vec![(ScopeKind::Merchant, member(OWNER))],
        publishes: false,
    }
}

/// An activity whose vouchers somebody else pays in advance.
pub(crate) fn prepaid(quantity: u32) -> NewActivity {
    let mut new = activity();
    new.quantity = quantity;
    new.terms.funding = Funding::Prepaid { sponsor: sponsor() };
    new
}

pub(crate) fn relative(wait_days: u32, days: u32, rounding: Rounding) -> Validity {
    Validity::Relative {
        wait_days,
        days,
        rounding,
    }
}

pub(crate) fn code(text: &str) -> Code {
    Code::parse(text).expect("a code")
}

/// Merchant vouchers whose codes the merchant brings; it judges their use.
pub(crate) fn deposited() -> NewActivity {
    let mut new = named();
    new.quantity = 0;
    new.terms.codes = Codes::Deposited;
    new
}

/// A hundred merchant vouchers whose codes the merchant names.
pub(crate) fn named() -> NewActivity {
    let mut new = activity();
    new.product = Product::AlipayOrder;
    new.publishes = true;
    new.terms.codes = Codes::Named;
    new.terms.redeem.judge = Judge::Merchant;
    new.terms.redeem.max_uses = 3;
    new
}

/// A hundred coupons that their owner made, valid in November and December for
/// three days each, once; the platform writes their codes.
pub(crate) fn coupon() -> NewActivity {
    let span = window("2026-11-01T00:00:00", "2026-12-31T23:59:59");
    let mut new = activity();
    new.product = Product::WechatCoupon;
    new.operator = owner();
    new.publishes = true;
    new.terms.issue.window = span;
    new.terms.redeem.judge = Judge::Merchant;
    new.terms.validity = Validity::Within {
        span,
        wait_days: 0,
        days: Some(3),
    };
    new
}

/// So many coupons whose codes the merchant brings.
pub(crate) fn coded_coupon(quantity: u32) -> NewActivity {
    let mut new = coupon();
    new.quantity = quantity;
    new.terms.codes = Codes::Deposited;
    new
}

/// Merchant vouchers that are sold for five yuan.
pub(crate) fn sold(mut new: NewActivity) -> NewActivity {
    new.terms.benefit = Benefit::Exchange { worth: fen(1000) };
    new.terms.sale = Some(Sale {
        price: fen(500),
        payee: owner(),
        refund: MoneyBack::AtOnce,
        overdue: MoneyBack::Never,
    });
    new
}

/// New terms that were made from the first version.
pub(crate) fn change(terms: Terms) -> NewTerms {
    NewTerms {
        based_on: 1,
        terms,
        document: "the new document".into(),
        members: ScopeChange::default(),
    }
}

/// An order at the owner's.
pub(crate) fn order(total: u64) -> Order {
    Order {
        number: OrderNo::parse("order").expect("an order number"),
        total: fen(total),
        discountable: None,
        undiscountable: Fen::ZERO,
        seller: Seller {
            merchant: Some(member(OWNER)),
            submerchant: None,
        },
        app: None,
        shops: Vec::new(),
        goods: Vec::new(),
        placed_at: None,
    }
}

pub(crate) fn shop(id: &str, merchant: Option<MerchantId>, city: Option<&str>) -> OrderShop {
    OrderShop {
        id: member(id),
        merchant,
        city: city.map(member),
        real: false,
    }
}

pub(crate) fn goods(id: &str, price: u64, quantity: u32) -> Goods {
    Goods {
        id: member(id),
        price: fen(price),
        quantity,
    }
}
