//! The rows that an operation must see.

use crate::request::{Action, Request};
use crate::terms::{ScopeKind, Terms};
use crate::time::{Period, Timestamp};
use crate::{
    ActivityId, Code, HomeId, Member, MerchantId, PersonId, Phone, RechargeId, RedemptionId,
    RequestNo, SaleId, SubsidyId, SubsidyReturnId, UserId, VoucherId, VoucherName,
};

/// The rows that a batch of operations must see, beyond its homes.
///
/// A store answers all of them with one statement a kind; the same row asked
/// for twice is loaded once or twice, as the store likes.
#[derive(Debug, Default)]
pub struct Keys {
    /// Answers given before.
    pub requests: Vec<(HomeId, Action, RequestNo)>,
    /// Terms that are not in force.
    pub drafts: Vec<(ActivityId, u32)>,
    /// Single vouchers.
    pub vouchers: Vec<VoucherId>,
    /// Codes, and the vouchers that have them.
    pub codes: Vec<(ActivityId, Code)>,
    /// So many free codes of an activity, those of the lowest ranks: one for
    /// every time that it is named.
    pub free_codes: Vec<ActivityId>,
    /// Vouchers whose uses that were not taken back are wanted too.
    pub uses_of_vouchers: Vec<VoucherName>,
    /// Vouchers of an activity from one sequence to another, both included.
    pub voucher_runs: Vec<(ActivityId, u32, u32)>,
    /// Redemptions.
    pub redemptions: Vec<RedemptionId>,
    /// Recharges.
    pub recharges: Vec<RechargeId>,
    /// Orders for vouchers, their vouchers, and what [`SaleOrder::tallies`]
    /// names.
    ///
    /// [`SaleOrder::tallies`]: crate::SaleOrder::tallies
    pub sales: Vec<SaleId>,
    /// Subsidies.
    pub subsidies: Vec<SubsidyId>,
    /// Every subsidy that a merchant paid for a voucher.
    pub subsidies_of_vouchers: Vec<(MerchantId, VoucherId)>,
    /// Subsidies that go back, and what they were.
    pub subsidy_returns: Vec<SubsidyReturnId>,
    /// How many vouchers of an activity are set aside for orders of somebody.
    pub reservations: Vec<(ActivityId, Buyer)>,
    /// How many vouchers of an activity a user received, by period.
    pub receipts: Vec<(ActivityId, UserId, Periods)>,
    /// How many a person or a telephone number received.
    pub tallies: Vec<TallyKey>,
    /// How many uses a user made that were not returned, by period.
    pub uses: Vec<(ActivityId, UserId, Periods)>,
    /// The same of the user who holds a voucher.
    pub uses_of_holders: Vec<(VoucherName, Periods)>,
    /// Whether something is a member of a scope.
    pub members: Vec<(ActivityId, u32, ScopeKind, Member)>,
}

/// Some periods, in which something is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Periods([bool; 4]);

impl Periods {
    /// Whether the period is one of them.
    pub fn has(self, period: Period) -> bool {
        self.0[slot(period)]
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == [false; 4]
    }
}

impl FromIterator<Period> for Periods {
    fn from_iter<I: IntoIterator<Item = Period>>(periods: I) -> Periods {
        let mut some = Periods::default();
        for period in periods {
            some.0[slot(period)] = true;
        }
        some
    }
}

/// A count in each period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u32; 4]);

impl Counts {
    /// The count in the present period of this kind.
    pub fn in_period(&self, period: Period) -> u32 {
        self.0[slot(period)]
    }

    /// Sets the count of a period.
    pub fn set(&mut self, period: Period, count: u32) {
        self.0[slot(period)] = count;
    }

    /// Takes back so many that were counted at `at`, from the present periods
    /// that it lies in.
    pub(crate) fn uncount(&mut self, many: u32, at: Timestamp, now: Timestamp) {
        for period in [Period::Day, Period::Week, Period::Month, Period::Lifetime] {
            if period.start(now).is_none_or(|start| start <= at) {
                let count = &mut self.0[slot(period)];
                *count = count.saturating_sub(many);
            }
        }
    }

    /// Counts so many more, in every period.
    pub(crate) fn count_up(&mut self, many: u32) {
        for count in &mut self.0 {
            *count = count.saturating_add(many);
        }
    }
}

const fn slot(period: Period) -> usize {
    match period {
        Period::Day => 0,
        Period::Week => 1,
        Period::Month => 2,
        Period::Lifetime => 3,
    }
}

/// Whose receipts a tally counts, where that is not an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A human being.
    Person(PersonId),
    /// A telephone number.
    Phone(Phone),
}

/// Whose orders are counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Buyer {
    /// An account.
    User(UserId),
    /// Whoever holds some accounts.
    Subject(Subject),
}

/// A tally: receipts of an activity by a subject in a period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TallyKey {
    /// The activity.
    pub activity: ActivityId,
    /// Who received.
    pub subject: Subject,
    /// The kind of period.
    pub period: Period,
    /// The first millisecond of the period; 0 for the whole life.
    pub start_ms: i64,
}

impl Keys {
    /// The answer to a request, if it was given before.
    pub fn request(&mut self, request: &Request) {
        self.requests
            .push((request.home, request.action, request.number.clone()));
    }

    /// A voucher by either of its names.
    pub fn voucher(&mut self, name: &VoucherName) {
        match name {
            VoucherName::Id(id) => self.vouchers.push(*id),
            VoucherName::Code(activity, code) => self.codes.push((*activity, code.clone())),
        }
    }

    /// A member of a scope.
    pub fn member(
        &mut self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        member: &Member,
    ) {
        self.members
            .push((activity, generation, kind, member.clone()));
    }

    /// What a user received, where the terms cap that.
    pub fn receipts_of(&mut self, activity: ActivityId, user: &UserId, terms: &Terms) {
        let periods: Periods = terms.issue_periods().collect();
        if !periods.is_empty() {
            self.receipts.push((activity, user.clone(), periods));
        }
    }

    /// What a user used, where the terms cap that.
    pub fn uses_of(&mut self, activity: ActivityId, user: &UserId, terms: &Terms) {
        let periods = terms.use_periods();
        if !periods.is_empty() {
            self.uses.push((activity, user.clone(), periods));
        }
    }
}
