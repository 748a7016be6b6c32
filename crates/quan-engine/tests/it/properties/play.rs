//! A play: steps done on one store, beside a little record of what they made.

mod coupons;

use std::collections::BTreeMap;

use jiff::civil::Date;
use quan_core::operation::{BudgetTarget, Label, Recipient};
use quan_core::sale::{Delivery, RefundCause};
use quan_core::terms::{Codes, IssueTerms};
use quan_core::{
    ActivityId, ActivityState, Code, Denial, Fen, OrderNo, Period, RechargeId, RedemptionId,
    Rounding, SaleId, Timestamp, UserId, Validity, VoucherId,
};
use quan_engine::{CodeOutcome, Deposited, NewActivity, NewTerms, Numbered, RefundCall, Report};

use super::model::Model;
use super::step::{Kind, Shape, Step};
use crate::make::{self, at, call, cap, fen, known, order, owner, relative, sponsor, user, window};
use crate::world::{Outcome, Store, World};

/// A write, with everything that it says.
#[derive(Clone, Debug)]
enum Ask {
    Create(Shape),
    Publish(ActivityId),
    Append(ActivityId, u32),
    Modify(ActivityId, Box<NewTerms>),
    Stop(ActivityId),
    Issue(ActivityId, usize, Option<Code>),
    Bring(ActivityId, Vec<u8>),
    Report(VoucherId, u32),
    Undo(VoucherId, Option<u32>),
    Revoke(VoucherId),
    SetBudget(ActivityId, BudgetTarget),
    DeleteCode(ActivityId, u8),
    Order(ActivityId, usize),
    RefundOrder(SaleId),
    Redeem(VoucherId, UserId, u64),
    Return(RedemptionId, Option<u64>),
    Deposit(u64),
}

/// What a write made.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Made {
    Nothing,
    Activity(ActivityId),
    Recharge(RechargeId),
    Voucher(VoucherId),
    Redemption(RedemptionId, Fen),
    Return(String),
    Codes(Deposited),
    Sale(SaleId, usize),
    Budget(u32, Option<u32>),
    Done(Timestamp),
}

/// Who received how many of an activity.
#[derive(Default)]
pub(super) struct Shares {
    pub(super) by_user: BTreeMap<usize, u32>,
    pub(super) by_user_and_day: BTreeMap<(usize, Date), u32>,
    pub(super) by_person: BTreeMap<usize, u32>,
    pub(super) by_person_and_day: BTreeMap<(usize, Date), u32>,
    pub(super) by_day: BTreeMap<Date, u32>,
    pub(super) all: u32,
}

pub(super) struct Play {
    world: World,
    activities: Vec<ActivityId>,
    shares: BTreeMap<ActivityId, Shares>,
    vouchers: Vec<(VoucherId, usize)>,
    redemptions: Vec<RedemptionId>,
    recharges: Vec<RechargeId>,
    sales: Vec<(SaleId, usize)>,
    /// The limits that an order was made under, and how often they had been changed.
    ordered_under: BTreeMap<SaleId, (u32, IssueTerms)>,
    /// How often the limits of an activity were changed.
    changes: BTreeMap<ActivityId, u32>,
    shapes: BTreeMap<ActivityId, Shape>,
    model: Model,
    /// Every write that was granted, and what it made.
    granted: Vec<(Numbered, Ask, Made)>,
    deposited: u64,
    hours: u32,
}

fn name_of(user: usize) -> String {
    format!("u{user}")
}

fn code_of(code: u8) -> Code {
    make::code(&format!("code-{code}"))
}

/// The same place on both stores, in no order that can be guessed.
pub(super) fn rank_of(code: u8) -> u64 {
    u64::from(code) * 7919 % 31
}

/// Two users each are one person.
pub(super) fn person_of(user: usize) -> usize {
    user / 2
}

fn recipient(user: usize) -> Recipient {
    let person = format!("p{}", person_of(user));
    known(&name_of(user), Some(&person), None)
}

fn new(shape: &Shape) -> NewActivity {
    let mut new = match shape.kind {
        Kind::Payment if shape.prepaid => make::prepaid(shape.quantity),
        Kind::Payment => make::activity(),
        Kind::Deposited => make::deposited(),
        Kind::Named => make::named(),
        Kind::SoldDeposited => make::sold(make::deposited()),
        Kind::SoldNamed => make::sold(make::named()),
        Kind::Coupon | Kind::CouponNamed => make::coupon(),
        Kind::CouponDeposited => make::coded_coupon(shape.quantity),
    };
    if new.terms.codes != Codes::Deposited {
        new.quantity = shape.quantity;
    }
    if shape.kind == Kind::CouponNamed {
        new.terms.codes = Codes::Named;
    }
    new.terms.issue.per_user = caps(shape.most, shape.most_a_day);
    // Persons are counted from when a cap of the period came into force.
    new.terms.issue.by_person =
        shape.by_person && shape.most.is_some() && shape.most_a_day.is_some();
    new.terms.issue.by_day = shape.by_day;
    if shape.kind.is_coupon() {
        // Some of them wait for a day, and their time is over before the play.
        let span = window("2026-11-02T00:00:00", "2026-11-20T23:59:59");
        new.terms.issue.window = span;
        new.terms.validity = Validity::Within {
            span,
            wait_days: shape.uses - 1,
            days: shape.days,
        };
        return new;
    }
    new.terms.redeem.max_uses = shape.uses;
    if let Some(days) = shape.days {
        new.terms.validity = relative(0, days, Rounding::Backward);
    }
    new
}

fn caps(most: Option<u32>, most_a_day: Option<u32>) -> Vec<quan_core::Cap> {
    let lifetime = most.map(|limit| cap(limit, Period::Lifetime));
    let day = most_a_day.map(|limit| cap(limit, Period::Day));
    lifetime.into_iter().chain(day).collect()
}

fn round<T: Clone>(things: &[T], place: usize) -> Option<T> {
    let place = place.checked_rem(things.len())?;
    things.get(place).cloned()
}

impl Play {
    pub(super) async fn begins(store: Store) -> Play {
        let play = Play {
            world: World::on(store),
            activities: Vec::new(),
            shares: BTreeMap::new(),
            vouchers: Vec::new(),
            redemptions: Vec::new(),
            recharges: Vec::new(),
            sales: Vec::new(),
            ordered_under: BTreeMap::new(),
            changes: BTreeMap::new(),
            shapes: BTreeMap::new(),
            model: Model::default(),
            granted: Vec::new(),
            deposited: 0,
            hours: 0,
        };
        play.world.settles().await;
        play
    }

    /// Does a step, and answers what came of it.
    pub(super) async fn does(&mut self, step: &Step) -> String {
        let came_of_it = match step {
            Step::Again { call } => self.asks_again(*call).await,
            Step::Reuse { call } => self.reuses(*call).await,
            Step::Wait { hours } => {
                self.hours += hours;
                let start = at("2026-11-02T10:00:00");
                let span = jiff::SignedDuration::from_hours(i64::from(self.hours));
                self.world
                    .clock
                    .set(start.checked_add(span).expect("a time"));
                "waited".to_owned()
            }
            Step::Restart => {
                self.world.reopen().await;
                "restarted".to_owned()
            }
            Step::Pause { activity } => match round(&self.activities, *activity) {
                Some(activity) => format!("{:?}", self.world.pause(activity).await.answered()),
                None => String::new(),
            },
            Step::Resume { activity } => match round(&self.activities, *activity) {
                Some(activity) => format!("{:?}", self.world.resume(activity).await.answered()),
                None => String::new(),
            },
            Step::PayOrder { sale } => match round(&self.sales, *sale) {
                Some((sale, user)) => {
                    let before = self.issued_of(sale).await;
                    let answer = self.world.pay_order(sale).await.answered();
                    self.counts_delivery(sale, user, before).await;
                    format!("{answer:?}")
                }
                None => String::new(),
            },
            Step::Deliver { sale, code } => match round(&self.sales, *sale) {
                Some((sale, user)) => {
                    let delivery = Delivery {
                        code: code_of(*code),
                        base: None,
                        note: None,
                    };
                    let before = self.issued_of(sale).await;
                    let answer = self.world.deliver(sale, delivery).await.answered();
                    self.counts_delivery(sale, user, before).await;
                    format!("{answer:?}")
                }
                None => String::new(),
            },
            Step::CloseOrder { sale } => match round(&self.sales, *sale) {
                Some((sale, _)) => {
                    format!("{:?}", self.world.close_order(sale).await.answered())
                }
                None => String::new(),
            },
            Step::Hide { voucher } => match round(&self.vouchers, *voucher) {
                Some((voucher, _)) => {
                    self.model.hidden.insert(voucher);
                    format!("{:?}", self.world.hide(voucher).await.answered())
                }
                None => String::new(),
            },
            Step::Look { user } => self.looks(*user).await,
            Step::Pay { recharge } => match round(&self.recharges, *recharge) {
                Some(recharge) => {
                    format!("{:?}", self.world.pay_recharge(recharge).await.answered())
                }
                None => String::new(),
            },
            Step::Create(_)
            | Step::Publish { .. }
            | Step::Append { .. }
            | Step::Modify { .. }
            | Step::Stop { .. }
            | Step::Issue { .. }
            | Step::Bring { .. }
            | Step::Report { .. }
            | Step::Undo { .. }
            | Step::Revoke { .. }
            | Step::SetQuantity { .. }
            | Step::SetByDay { .. }
            | Step::DeleteCode { .. }
            | Step::Order { .. }
            | Step::RefundOrder { .. }
            | Step::Redeem { .. }
            | Step::Return { .. }
            | Step::Deposit { .. } => match self.ask_of(step).await {
                Some(ask) => self.asks(ask).await,
                None => String::new(),
            },
        };
        self.world.settles().await;
        came_of_it
    }

    async fn ask_of(&self, step: &Step) -> Option<Ask> {
        let activity = |place: usize| round(&self.activities, place);
        Some(match *step {
            Step::Create(ref shape) => Ask::Create(shape.clone()),
            Step::Publish { activity: place } => Ask::Publish(activity(place)?),
            Step::Append {
                activity: place,
                by,
            } => {
                let activity = activity(place)?;
                let row = self.world.row(activity).await;
                // Most of the time as many as there are codes.
                let deposited = row.terms.codes == Codes::Deposited && by < 4;
                Ask::Append(
                    activity,
                    if deposited {
                        row.codes
                    } else {
                        row.quantity + by
                    },
                )
            }
            Step::Modify {
                activity: place,
                most,
            } => {
                let activity = activity(place)?;
                let row = self.world.row(activity).await;
                let mut terms = (*row.terms).clone();
                terms.issue.per_user = caps(Some(most), Some(1));
                let change = NewTerms {
                    based_on: row.version,
                    ..make::change(terms)
                };
                Ask::Modify(activity, Box::new(change))
            }
            Step::Stop { activity: place } => Ask::Stop(activity(place)?),
            Step::Issue {
                activity: place,
                user,
                code,
            } => {
                let activity = activity(place)?;
                let named = self.kind_of(activity).is_named();
                Ask::Issue(activity, user, named.then(|| code_of(code)))
            }
            Step::Bring {
                activity: place,
                ref codes,
            } => Ask::Bring(activity(place)?, codes.clone()),
            Step::Report { voucher, times } => {
                Ask::Report(round(&self.vouchers, voucher)?.0, times)
            }
            Step::Undo { voucher, times } => Ask::Undo(round(&self.vouchers, voucher)?.0, times),
            Step::Revoke { voucher } => Ask::Revoke(round(&self.vouchers, voucher)?.0),
            Step::SetQuantity { .. } | Step::SetByDay { .. } | Step::DeleteCode { .. } => {
                self.ask_of_coupons(step).await?
            }
            Step::Order {
                activity: place,
                user,
            } => Ask::Order(activity(place)?, user),
            Step::RefundOrder { sale } => Ask::RefundOrder(round(&self.sales, sale)?.0),
            Step::Redeem { voucher, total } => {
                let (voucher, holder) = round(&self.vouchers, voucher)?;
                Ask::Redeem(voucher, user(&name_of(holder)), total)
            }
            Step::Return { redemption, amount } => {
                Ask::Return(round(&self.redemptions, redemption)?, amount)
            }
            Step::Deposit { fen } => Ask::Deposit(fen),
            Step::Pause { .. }
            | Step::Resume { .. }
            | Step::Pay { .. }
            | Step::PayOrder { .. }
            | Step::Deliver { .. }
            | Step::CloseOrder { .. }
            | Step::Hide { .. }
            | Step::Look { .. }
            | Step::Again { .. }
            | Step::Reuse { .. }
            | Step::Wait { .. }
            | Step::Restart => return None,
        })
    }

    async fn asks(&mut self, ask: Ask) -> String {
        let call = self.world.call();
        let expected = self.expects(&ask).await;
        let answer = self.send(&ask, call.clone()).await;
        match expected {
            Some(Ok(Some(made))) => assert_eq!(answer, Ok(made), "{ask:?}"),
            Some(Ok(None)) => assert!(answer.is_ok(), "{ask:?}: {answer:?}"),
            Some(Err(denial)) => assert_eq!(answer, Err(denial), "{ask:?}"),
            None => {}
        }
        if let Ok(made) = &answer {
            self.notes(&ask, made).await;
            self.granted.push((call, ask, made.clone()));
        }
        format!("{answer:?}")
    }

    /// Writes down what was granted, and checks that it could be.
    async fn notes(&mut self, ask: &Ask, made: &Made) {
        match (ask, made) {
            (Ask::Create(shape), Made::Activity(activity)) => {
                self.activities.push(*activity);
                self.shapes.insert(*activity, shape.clone());
                let row = self.world.row(*activity).await;
                if shape.kind.is_coupon() {
                    assert_eq!(row.state, ActivityState::Active, "at once");
                    let budget = (row.quantity, row.terms.issue.by_day);
                    self.model.budgets.insert(*activity, budget);
                }
                if row.terms.codes == Codes::Deposited {
                    self.model.codes.insert(*activity, BTreeMap::new());
                }
            }
            (Ask::SetBudget(activity, _), Made::Budget(quantity, by_day)) => {
                *self.changes.entry(*activity).or_default() += 1;
                self.model.budgets.insert(*activity, (*quantity, *by_day));
            }
            (Ask::Append(activity, quantity), _) => {
                if let Some(budget) = self.model.budgets.get_mut(activity) {
                    budget.0 = *quantity;
                }
            }
            (Ask::Bring(activity, codes), Made::Codes(came)) => {
                let there = self.model.codes.entry(*activity).or_default();
                for (code, outcome) in codes.iter().zip(&came.outcomes) {
                    if *outcome == CodeOutcome::Taken {
                        there.insert(*code, false);
                    }
                }
            }
            (Ask::DeleteCode(activity, code), _) => {
                let there = self.model.codes.entry(*activity).or_default();
                there.remove(code);
                self.lists_its_codes(*activity).await;
            }
            (Ask::Revoke(voucher), _) => {
                self.model.revoked.insert(*voucher);
            }
            (Ask::Modify(activity, _), _) => {
                *self.changes.entry(*activity).or_default() += 1;
            }
            (_, Made::Sale(sale, user)) => {
                let under = self.limits(sale.activity).await;
                self.ordered_under.insert(*sale, under);
                self.sales.push((*sale, *user));
            }
            (_, Made::Recharge(recharge)) => self.recharges.push(*recharge),
            (Ask::Issue(activity, user, _), Made::Voucher(voucher)) => {
                self.gives_code(*voucher).await;
                self.vouchers.push((*voucher, *user));
                self.counts(*activity, *user, true).await;
            }
            (_, Made::Redemption(redemption, _)) => self.redemptions.push(*redemption),
            (Ask::Deposit(fen), _) => self.deposited += fen,
            _ => {}
        }
    }

    async fn issued_of(&self, sale: SaleId) -> u32 {
        self.world.row(sale.activity).await.issued
    }

    /// Counts the voucher of an order, if it was delivered.
    async fn counts_delivery(&mut self, sale: SaleId, user: usize, before: u32) {
        let issued = self.issued_of(sale).await;
        if issued > before {
            let voucher = VoucherId::new(sale.activity, issued);
            self.gives_code(voucher).await;
            self.vouchers.push((voucher, user));
            // An order took its share when it was made: limits that were lowered
            // since then bind what comes after it.
            let under = self.limits(sale.activity).await;
            let unchanged = self.ordered_under.get(&sale) == Some(&under);
            self.counts(sale.activity, user, unchanged).await;
        }
    }

    async fn limits(&self, activity: ActivityId) -> (u32, IssueTerms) {
        let changes = self.changes.get(&activity).copied().unwrap_or_default();
        (changes, self.world.row(activity).await.terms.issue.clone())
    }

    async fn counts(&mut self, activity: ActivityId, user: usize, within_limits: bool) {
        let row = self.world.row(activity).await;
        let today = quan_core::time::day_of(self.world.now());
        let shares = self.shares.entry(activity).or_default();
        let add = |count: &mut u32| {
            *count += 1;
            *count
        };
        let all = add(&mut shares.all);
        let on_day = add(shares.by_day.entry(today).or_default());
        let of_user = add(shares.by_user.entry(user).or_default());
        let of_user_today = add(shares.by_user_and_day.entry((user, today)).or_default());
        let person = person_of(user);
        let of_person = add(shares.by_person.entry(person).or_default());
        let of_person_today = add(shares.by_person_and_day.entry((person, today)).or_default());
        assert!(all <= row.quantity, "no more are issued than there are");
        if !within_limits {
            return;
        }
        for cap in &row.terms.issue.per_user {
            let (of_user, of_person) = match cap.period {
                Period::Lifetime => (of_user, of_person),
                Period::Day => (of_user_today, of_person_today),
                Period::Week | Period::Month => continue,
            };
            assert!(of_user <= cap.limit, "a user has no more than allowed");
            if row.terms.issue.by_person {
                assert!(of_person <= cap.limit, "a person has no more than allowed");
            }
        }
        if let Some(most) = row.terms.issue.by_day {
            assert!(on_day <= most, "a day has no more than allowed");
        }
    }

    async fn send(&self, ask: &Ask, call: Numbered) -> Result<Made, Denial> {
        let world = &self.world;
        let accepted = |accepted: quan_engine::Accepted| match accepted.recharge {
            Some(recharge) => Made::Recharge(recharge),
            None => Made::Nothing,
        };
        let done = |()| Made::Nothing;
        match ask.clone() {
            Ask::Create(shape) => world
                .create(owner(), call, new(&shape))
                .await
                .answered()
                .map(|created| Made::Activity(created.activity)),
            Ask::Publish(activity) => {
                let answer = world.publish(activity, owner(), call).await;
                answer.answered().map(accepted)
            }
            Ask::Append(activity, quantity) => {
                let answer = world.append(activity, owner(), call, quantity).await;
                answer.answered().map(accepted)
            }
            Ask::Modify(activity, change) => {
                let answer = if self.kind_of(activity).is_coupon() {
                    let modified = world.modify_at_once(activity, owner(), call, *change);
                    modified.await
                } else {
                    world.modify(activity, owner(), call, *change).await
                };
                answer.answered().map(|_| Made::Nothing)
            }
            Ask::Stop(activity) => {
                let answer = world.stop(activity, owner(), call).await;
                answer.answered().map(done)
            }
            Ask::Issue(activity, user, code) => {
                let label = Label {
                    code,
                    ..Label::default()
                };
                let answer = world
                    .issue_labelled(activity, owner(), call, recipient(user), label)
                    .await;
                answer
                    .answered()
                    .map(|issued| Made::Voucher(issued.voucher))
            }
            Ask::Redeem(voucher, user, total) => {
                let answer = world.redeem(voucher, call, user, order(total)).await;
                answer
                    .answered()
                    .map(|used| Made::Redemption(used.id, used.deduction))
            }
            Ask::Return(redemption, amount) => {
                let answer = world.return_order(redemption, call, amount.map(fen)).await;
                answer
                    .answered()
                    .map(|returned| Made::Return(format!("{:?}", returned.returned)))
            }
            ask @ (Ask::Bring(..)
            | Ask::Report(..)
            | Ask::Undo(..)
            | Ask::Revoke(_)
            | Ask::SetBudget(..)
            | Ask::DeleteCode(..)
            | Ask::Order(..)
            | Ask::RefundOrder(_)) => self.send_merchants(ask, call).await,
            Ask::Deposit(amount) => {
                let answer = world.deposit(sponsor(), call, fen(amount)).await;
                answer.answered().map(done)
            }
        }
    }

    /// Sends what merchants ask for.
    async fn send_merchants(&self, ask: Ask, call: Numbered) -> Result<Made, Denial> {
        let world = &self.world;
        let done = |()| Made::Nothing;
        match ask {
            Ask::Bring(activity, codes) => {
                let ranked = codes.iter().map(|code| (code_of(*code), rank_of(*code)));
                let answer = world
                    .deposit_codes(activity, owner(), call, ranked.collect())
                    .await;
                answer.answered().map(Made::Codes)
            }
            Ask::Report(voucher, times) => {
                let report = Report {
                    order: order(5000),
                    times,
                    deduction: None,
                };
                let answer = world
                    .report_use(voucher.into(), owner(), call, report)
                    .await;
                answer
                    .answered()
                    .map(|used| Made::Return(format!("{} {}", used.id, used.left)))
            }
            Ask::Undo(voucher, times) => {
                let answer = world
                    .undo(voucher.into(), owner(), call, times, Fen::ZERO)
                    .await;
                answer
                    .answered()
                    .map(|returned| Made::Return(format!("{returned:?}")))
            }
            Ask::Revoke(voucher) => {
                let answer = world.revoke(voucher.into(), owner(), call, None).await;
                answer.answered().map(Made::Done)
            }
            Ask::SetBudget(activity, target) => {
                let answer = world.set_budget(activity, owner(), call, target).await;
                answer
                    .answered()
                    .map(|(quantity, by_day)| Made::Budget(quantity, by_day))
            }
            Ask::DeleteCode(activity, code) => {
                let code = code_of(code);
                let answer = world.delete_code(activity, owner(), call, code).await;
                answer.answered().map(Made::Done)
            }
            Ask::Order(activity, user) => {
                let number = OrderNo::parse("o").expect("an order number");
                let answer = world
                    .place_order(activity, owner(), call, number, recipient(user), fen(500))
                    .await;
                answer
                    .answered()
                    .map(|ordered| Made::Sale(ordered.sale, user))
            }
            Ask::RefundOrder(sale) => {
                let refund = RefundCall {
                    buyer: None,
                    cause: RefundCause::Buyer,
                    code: None,
                };
                let answer = world.refund_order(sale, owner(), call, refund).await;
                answer.answered().map(done)
            }
            Ask::Create(_)
            | Ask::Publish(_)
            | Ask::Append(..)
            | Ask::Modify(..)
            | Ask::Stop(_)
            | Ask::Issue(..)
            | Ask::Redeem(..)
            | Ask::Return(..)
            | Ask::Deposit(_) => unreachable!("it is not a merchant's"),
        }
    }

    /// What was granted once is answered again, whatever happened since.
    async fn asks_again(&self, place: usize) -> String {
        let Some((call, ask, made)) = round(&self.granted, place) else {
            return String::new();
        };
        let again = self.send(&ask, call).await;
        assert_eq!(again, Ok(made), "{ask:?} is answered again");
        format!("{again:?}")
    }

    async fn reuses(&self, place: usize) -> String {
        let Some((taken, ask, _)) = round(&self.granted, place) else {
            return String::new();
        };
        let other = call(taken.number.as_str(), "others");
        let refused = self.send(&ask, other).await;
        assert_eq!(refused, Err(Denial::RequestReused), "{ask:?} is another");
        format!("{refused:?}")
    }

    /// Checks what holds at every moment.
    pub(super) async fn keeps_its_promises(&self) {
        let mut of_sponsor = self.world.balance(sponsor()).await;
        for activity in &self.activities {
            let row = self.world.row(*activity).await;
            let all = self.shares.get(activity).map_or(0, |shares| shares.all);
            assert_eq!(row.issued, all, "what was answered was issued, and no more");
            of_sponsor += row.held.get() + row.spent.get();
            self.keeps_codes_and_budget(&row);
        }
        assert_eq!(of_sponsor, self.deposited, "no money appears or vanishes");
    }

    /// Asks everything again, and has the store audited.
    pub(super) async fn ends(&self) {
        for user in 0..6 {
            self.looks(user).await;
        }
        for activity in &self.activities {
            self.lists_its_codes(*activity).await;
        }
        for place in 0..self.granted.len() {
            self.asks_again(place).await;
        }
        self.keeps_its_promises().await;
        self.world.is_sound().await;
    }
}
