//! The audit finds damage in memory too, where nobody else can do any.

use std::sync::Arc;

use quan_core::operation::{Issue, Label, Operation, Recipient, Redeem, Redeemer, Undo};
use quan_core::order::Seller;
use quan_core::terms::{
    Calendar, Codes, GoodsScope, IssueTerms, Judge, Places, RedeemTerms, ScopeChange,
};
use quan_core::voucher::{CodeRow, CodeState, Deposit};
use quan_core::{
    AppId, Benefit, Code, Completion, Desk, Fact, Fen, Funding, MerchantId, Opening, Order,
    OrderNo, Product, RedemptionId, RequestNo, Scope, Terms, Timestamp, UserId, Validity,
    VoucherId, Window,
};

use super::*;
use crate::audit;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn activity() -> ActivityId {
    ActivityId::new(7).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn number(text: &str) -> RequestNo {
    RequestNo::parse(text).unwrap()
}

fn owner() -> MerchantId {
    MerchantId::parse("190001").unwrap()
}

fn terms() -> Terms {
    let always = Window {
        opens_at: NOW,
        closes_at: "2026-12-31T23:59:59Z".parse().unwrap(),
    };
    Terms {
        benefit: Benefit::Fixed {
            amount: Fen::new(100),
        },
        floor: None,
        issue: IssueTerms {
            window: always,
            per_user: Vec::new(),
            by_person: false,
            by_phone: false,
            real_name: false,
            by_day: None,
        },
        validity: Validity::Within {
            span: always,
            wait_days: 0,
            days: None,
        },
        calendar: Calendar::default(),
        redeem: RedeemTerms {
            per_user: None,
            max_uses: 1,
            judge: Judge::Merchant,
        },
        scope: Scope {
            generation: 1,
            apps: false,
            places: Places::Everywhere,
            goods: GoodsScope::Any,
        },
        funding: Funding::Forgone,
        codes: Codes::Deposited,
        sale: None,
    }
}

fn opened() -> Fact {
    let opening = Opening {
        activity: activity(),
        product: Product::WechatCoupon,
        owner: owner(),
        operator: owner(),
        receiver: AppId::parse("app").unwrap(),
        quantity: 5,
        terms: Arc::new(terms()),
        document: "the document".into(),
        members: Arc::new(ScopeChange::default()),
        publish: Some((number("p"), Completion::AtOnce)),
    };
    Fact::ActivityOpened {
        opening: Box::new(opening),
        at: NOW,
    }
}

fn deposited() -> Fact {
    let deposit = Deposit {
        activity: activity(),
        sequence: 1,
        at: NOW,
        known: Vec::new(),
        surplus: Vec::new(),
    };
    Fact::CodesDeposited {
        deposit,
        codes: vec![(code("a"), 1), (code("b"), 2), (code("c"), 3)],
    }
}

fn redeem(request: &str) -> Redeem {
    let seller = Seller {
        merchant: None,
        submerchant: None,
    };
    Redeem {
        voucher: VoucherId::new(activity(), 1).into(),
        by: Redeemer::Merchant {
            caller: owner(),
            request: number(request),
        },
        order: Order {
            number: OrderNo::parse("o").unwrap(),
            total: Fen::ZERO,
            discountable: None,
            undiscountable: Fen::ZERO,
            seller,
            app: None,
            shops: Vec::new(),
            goods: Vec::new(),
            placed_at: None,
        },
        times: 1,
        reported: None,
        note: None,
    }
}

/// Does one operation in a batch of its own.
fn does(rows: &Rows, operation: &dyn Operation) {
    let mut desk = Desk::default();
    let mut keys = Keys::default();
    load::homes(&rows.read(), &[operation.home()], &mut desk);
    operation.reads(&desk, NOW, &mut keys);
    load::rows(&rows.read(), &keys, NOW, &mut desk).unwrap();
    let (facts, _) = operation.decide(&desk, NOW).unwrap();
    happens(rows, desk, facts);
}

fn happens(rows: &Rows, mut desk: Desk, facts: Vec<Fact>) {
    for fact in facts {
        desk.apply(fact);
    }
    save::apply(&mut rows.0.write().unwrap(), Change::desk(&desk));
}

/// A coupon that was used, returned and used again, one that was not, and a
/// code that is free.
fn coded() -> Rows {
    let rows = Rows::default();
    happens(&rows, Desk::default(), vec![opened(), deposited()]);
    for user in ["u", "v"] {
        let recipient = Recipient {
            user: UserId::parse(user).unwrap(),
            person: None,
            phone: None,
            real_name: false,
        };
        let issue = Issue {
            activity: activity(),
            caller: owner(),
            recipient,
            label: Label::default(),
        };
        does(&rows, &issue);
    }
    does(&rows, &redeem("first"));
    let undo = Undo {
        voucher: VoucherId::new(activity(), 1).into(),
        caller: owner(),
        times: None,
        amount: Fen::ZERO,
        request: number("back"),
    };
    does(&rows, &undo);
    does(&rows, &redeem("second"));
    rows
}

fn findings(rows: &Rows) -> Vec<&'static str> {
    let audit = audit::run(rows).unwrap();
    let findings = audit.findings.iter();
    findings.map(|finding| finding.invariant).collect()
}

/// What the audit finds once somebody did this to a sound store.
fn check(invariant: &str, damage: impl Fn(&mut State)) {
    let rows = coded();
    assert_eq!(findings(&rows), [""; 0], "before it is damaged");
    damage(&mut rows.0.write().unwrap());
    let found = findings(&rows);
    assert!(found.contains(&invariant), "{invariant}, not {found:?}");
}

fn of_activity(state: &mut State) -> &mut quan_core::Activity {
    state.activities.get_mut(&activity()).unwrap()
}

fn voucher(state: &mut State, sequence: u32) -> &mut quan_core::Voucher {
    let id = VoucherId::new(activity(), sequence);
    state.vouchers.get_mut(&id).unwrap()
}

fn redemption(state: &mut State, sequence: u32) -> &mut quan_core::Redemption {
    let id = RedemptionId::new(activity(), sequence);
    state.redemptions.get_mut(&id).unwrap()
}

#[test]
fn codes_are_held_against_their_count_and_their_deposits() {
    check("codes-counted", |state| of_activity(state).codes += 1);
    check("codes-counted", |state| {
        state.delete_code((activity(), code("c")));
    });
    check("issued-within-codes", |state| of_activity(state).codes = 1);
    check("a-code-has-a-deposit", |state| state.deposits.clear());
    check("a-code-has-a-deposit", |state| {
        let row = CodeRow {
            deposit: 2,
            state: CodeState::Free { rank: 3 },
        };
        state.put_code(activity(), code("c"), row);
    });
}

#[test]
fn codes_are_held_against_their_vouchers() {
    check("a-code-has-one-voucher", |state| {
        let row = CodeRow {
            deposit: 1,
            state: CodeState::Issued { sequence: 2 },
        };
        state.put_code(activity(), code("c"), row);
    });
    check("a-code-has-one-voucher", |state| {
        voucher(state, 2).code = None;
    });
}

#[test]
fn last_uses_are_held_against_redemptions() {
    for last in [None, Some(1), Some(3)] {
        check("the-last-use-is-known", |state| {
            voucher(state, 1).last_use = last;
        });
    }
    check("the-last-use-is-known", |state| {
        voucher(state, 2).last_use = Some(2);
    });
}

#[test]
fn last_returns_are_held_against_returns() {
    for last in [None, Some(2)] {
        check("the-last-return-is-known", |state| {
            redemption(state, 1).last_return = last;
        });
    }
    check("the-last-return-is-known", |state| {
        redemption(state, 2).last_return = Some(1);
    });
    check("the-last-return-is-known", |state| state.returns.clear());
}
