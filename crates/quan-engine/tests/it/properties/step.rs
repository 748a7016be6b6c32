//! What can be asked in a play.

use proptest::prelude::*;

/// Something that somebody asks for. Activities, users and earlier answers are
/// meant by their places, counted round.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Create(Shape),
    Publish {
        activity: usize,
    },
    Append {
        activity: usize,
        by: u32,
    },
    /// New caps: one a day, and so many altogether.
    Modify {
        activity: usize,
        most: u32,
    },
    Stop {
        activity: usize,
    },
    Pause {
        activity: usize,
    },
    Resume {
        activity: usize,
    },
    Issue {
        activity: usize,
        user: usize,
        code: u8,
    },
    Redeem {
        voucher: usize,
        total: u64,
    },
    Return {
        redemption: usize,
        amount: Option<u64>,
    },
    Deposit {
        fen: u64,
    },
    Pay {
        recharge: usize,
    },
    /// The same call again, under its number.
    Again {
        call: usize,
    },
    /// Another call under a number that is taken.
    Reuse {
        call: usize,
    },
    /// A merchant brings these codes.
    Bring {
        activity: usize,
        codes: Vec<u8>,
    },
    /// The merchant reports so many uses.
    Report {
        voucher: usize,
        times: u32,
    },
    Undo {
        voucher: usize,
        times: Option<u32>,
    },
    Revoke {
        voucher: usize,
    },
    /// Another quantity, so many more than were issued, by somebody who mostly
    /// knows what it is.
    SetQuantity {
        activity: usize,
        above: i8,
        knows: bool,
    },
    /// Another cap for each day.
    SetByDay {
        activity: usize,
        most: u32,
        knows: bool,
    },
    /// The merchant takes a code out again.
    DeleteCode {
        activity: usize,
        code: u8,
    },
    /// A user throws a voucher away.
    Hide {
        voucher: usize,
    },
    /// A user looks at all vouchers.
    Look {
        user: usize,
    },
    Order {
        activity: usize,
        user: usize,
    },
    PayOrder {
        sale: usize,
    },
    /// The merchant names this code for an order.
    Deliver {
        sale: usize,
        code: u8,
    },
    CloseOrder {
        sale: usize,
    },
    RefundOrder {
        sale: usize,
    },
    Wait {
        hours: u32,
    },
    /// The process ends and starts anew.
    Restart,
}

/// What an activity is like.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) quantity: u32,
    pub(super) prepaid: bool,
    pub(super) most: Option<u32>,
    pub(super) most_a_day: Option<u32>,
    pub(super) by_person: bool,
    pub(super) by_day: Option<u32>,
    /// Days that vouchers are valid for from their receipt.
    pub(super) days: Option<u32>,
    pub(super) uses: u32,
    pub(super) kind: Kind,
}

/// Whose vouchers these are, and where their codes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Payment,
    Deposited,
    Named,
    SoldDeposited,
    SoldNamed,
    Coupon,
    CouponDeposited,
    CouponNamed,
}

impl Kind {
    /// Whether it is WeChat Pay's.
    pub(super) fn is_coupon(self) -> bool {
        match self {
            Kind::Coupon | Kind::CouponDeposited | Kind::CouponNamed => true,
            Kind::Payment
            | Kind::Deposited
            | Kind::Named
            | Kind::SoldDeposited
            | Kind::SoldNamed => false,
        }
    }

    /// Whether its merchant names codes.
    pub(super) fn is_named(self) -> bool {
        matches!(self, Kind::Named | Kind::SoldNamed | Kind::CouponNamed)
    }
}

fn shape() -> impl Strategy<Value = Shape> {
    (
        1_u32..8,
        any::<bool>(),
        proptest::option::of(1_u32..4),
        proptest::option::of(1_u32..3),
        any::<bool>(),
        proptest::option::of(1_u32..5),
        proptest::option::of(1_u32..6),
        1_u32..3,
        prop_oneof![
            3 => Just(Kind::Payment),
            1 => Just(Kind::Deposited),
            1 => Just(Kind::Named),
            1 => Just(Kind::SoldDeposited),
            1 => Just(Kind::SoldNamed),
            1 => Just(Kind::Coupon),
            2 => Just(Kind::CouponDeposited),
            1 => Just(Kind::CouponNamed),
        ],
    )
        .prop_map(
            |(quantity, prepaid, most, most_a_day, by_person, by_day, days, uses, kind)| Shape {
                quantity,
                prepaid,
                most,
                most_a_day,
                by_person,
                by_day,
                days,
                uses,
                kind,
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    let place = 0_usize..64;
    prop_oneof![
        2 => shape().prop_map(Step::Create),
        3 => place.clone().prop_map(|activity| Step::Publish { activity }),
        2 => (place.clone(), 0_u32..5).prop_map(|(activity, by)| Step::Append { activity, by }),
        2 => (place.clone(), 1_u32..4)
            .prop_map(|(activity, most)| Step::Modify { activity, most }),
        1 => place.clone().prop_map(|activity| Step::Stop { activity }),
        1 => place.clone().prop_map(|activity| Step::Pause { activity }),
        2 => place.clone().prop_map(|activity| Step::Resume { activity }),
        16 => (place.clone(), 0_usize..6, 0_u8..12)
            .prop_map(|(activity, user, code)| Step::Issue { activity, user, code }),
        3 => (place.clone(), proptest::collection::vec(0_u8..12, 1..5))
            .prop_map(|(activity, codes)| Step::Bring { activity, codes }),
        5 => (place.clone(), 0_u32..3)
            .prop_map(|(voucher, times)| Step::Report { voucher, times }),
        3 => (place.clone(), proptest::option::of(0_u32..3))
            .prop_map(|(voucher, times)| Step::Undo { voucher, times }),
        2 => place.clone().prop_map(|voucher| Step::Revoke { voucher }),
        3 => (place.clone(), -2_i8..5, proptest::bool::weighted(0.8))
            .prop_map(|(activity, above, knows)| Step::SetQuantity { activity, above, knows }),
        1 => (place.clone(), 1_u32..4, proptest::bool::weighted(0.8))
            .prop_map(|(activity, most, knows)| Step::SetByDay { activity, most, knows }),
        3 => (place.clone(), 0_u8..12)
            .prop_map(|(activity, code)| Step::DeleteCode { activity, code }),
        1 => place.clone().prop_map(|voucher| Step::Hide { voucher }),
        2 => (0_usize..6).prop_map(|user| Step::Look { user }),
        4 => (place.clone(), 0_usize..6)
            .prop_map(|(activity, user)| Step::Order { activity, user }),
        4 => place.clone().prop_map(|sale| Step::PayOrder { sale }),
        2 => (place.clone(), 0_u8..12).prop_map(|(sale, code)| Step::Deliver { sale, code }),
        1 => place.clone().prop_map(|sale| Step::CloseOrder { sale }),
        2 => place.clone().prop_map(|sale| Step::RefundOrder { sale }),
        8 => (place.clone(), 0_u64..4000)
            .prop_map(|(voucher, total)| Step::Redeem { voucher, total }),
        4 => (place.clone(), proptest::option::of(1_u64..2000))
            .prop_map(|(redemption, amount)| Step::Return { redemption, amount }),
        2 => (1_u64..20_000).prop_map(|fen| Step::Deposit { fen }),
        3 => place.clone().prop_map(|recharge| Step::Pay { recharge }),
        5 => place.clone().prop_map(|call| Step::Again { call }),
        2 => place.prop_map(|call| Step::Reuse { call }),
        4 => (1_u32..200).prop_map(|hours| Step::Wait { hours }),
        1 => Just(Step::Restart),
    ]
}

/// Coupons, most of them with codes that were brought; few have any caps.
fn coupons() -> impl Strategy<Value = Shape> {
    let kind = prop_oneof![
        1 => Just(Kind::Coupon),
        3 => Just(Kind::CouponDeposited),
        1 => Just(Kind::CouponNamed),
    ];
    let cap = |most: u32| proptest::option::weighted(0.2, 1..most);
    (1_u32..8, cap(4), cap(3), cap(5), 1_u32..3, kind).prop_map(
        |(quantity, most, most_a_day, by_day, uses, kind)| Shape {
            quantity,
            prepaid: false,
            most,
            most_a_day,
            by_person: true,
            by_day,
            days: Some(quantity),
            uses,
            kind,
        },
    )
}

fn coupon_step() -> impl Strategy<Value = Step> {
    let place = 0_usize..16;
    let code = 0_u8..8;
    prop_oneof![
        1 => coupons().prop_map(Step::Create),
        8 => (place.clone(), proptest::collection::vec(code.clone(), 1..5))
            .prop_map(|(activity, codes)| Step::Bring { activity, codes }),
        12 => (place.clone(), 0_usize..6, code.clone())
            .prop_map(|(activity, user, code)| Step::Issue { activity, user, code }),
        6 => (place.clone(), code)
            .prop_map(|(activity, code)| Step::DeleteCode { activity, code }),
        5 => (place.clone(), -2_i8..5, proptest::bool::weighted(0.9))
            .prop_map(|(activity, above, knows)| Step::SetQuantity { activity, above, knows }),
        2 => (place.clone(), 1_u32..4, proptest::bool::weighted(0.9))
            .prop_map(|(activity, most, knows)| Step::SetByDay { activity, most, knows }),
        1 => (place.clone(), 1_u32..4).prop_map(|(activity, most)| Step::Modify { activity, most }),
        6 => place.clone().prop_map(|voucher| Step::Report { voucher, times: 1 }),
        4 => place.clone().prop_map(|voucher| Step::Undo { voucher, times: None }),
        3 => place.clone().prop_map(|voucher| Step::Revoke { voucher }),
        1 => place.clone().prop_map(|voucher| Step::Hide { voucher }),
        2 => (0_usize..6).prop_map(|user| Step::Look { user }),
        1 => place.clone().prop_map(|activity| Step::Pause { activity }),
        2 => place.clone().prop_map(|activity| Step::Resume { activity }),
        4 => place.clone().prop_map(|call| Step::Again { call }),
        1 => place.prop_map(|call| Step::Reuse { call }),
        4 => (1_u32..40).prop_map(|hours| Step::Wait { hours }),
        1 => Just(Step::Restart),
    ]
}

/// A sequence about coupons.
pub(super) fn coupon_steps() -> impl Strategy<Value = Vec<Step>> {
    (coupons(), proptest::collection::vec(coupon_step(), 1..60)).prop_map(|(first, rest)| {
        let mut steps = vec![Step::Create(first)];
        steps.extend(rest);
        steps
    })
}

/// A sequence that begins with an activity that issues.
pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    (shape(), proptest::collection::vec(step(), 1..80)).prop_map(|(first, rest)| {
        let mut steps = vec![Step::Create(first), Step::Publish { activity: 0 }];
        steps.extend(rest);
        steps
    })
}
