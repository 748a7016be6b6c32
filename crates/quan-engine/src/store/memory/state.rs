//! Every row there is, and the few indexes that lists and counts need.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use quan_core::keys::TallyKey;
use quan_core::request::Answered;
use quan_core::voucher::{CodeRow, CodeState, Deposit};
use quan_core::{
    Account, Action, Activity, ActivityId, Code, HomeId, Letter, LetterId, Member, MerchantId,
    Notice, NoticeId, Recharge, RechargeId, Redemption, RedemptionId, RequestNo, Return, ReturnId,
    SaleId, SaleOrder, ScopeKind, Subsidy, SubsidyId, SubsidyReturn, SubsidyReturnId, Terms,
    Timestamp, UserId, Voucher, VoucherId,
};

use crate::view::{Attempt, NoticeState, PassKind};

/// Committed rows.
#[derive(Default)]
pub(super) struct State {
    /// The last number that was set aside.
    pub(super) last_activity: u64,
    pub(super) activities: BTreeMap<ActivityId, Activity>,
    /// Terms and documents, by version.
    pub(super) terms: BTreeMap<(ActivityId, u32), (Arc<Terms>, Arc<str>)>,
    /// From which generation to which each member belongs, the last span last.
    pub(super) members: BTreeMap<(ActivityId, ScopeKind), BTreeMap<Member, Vec<Span>>>,
    pub(super) vouchers: BTreeMap<VoucherId, Voucher>,
    pub(super) vouchers_of: BTreeMap<UserId, BTreeSet<VoucherId>>,
    pub(super) codes: BTreeMap<(ActivityId, Code), CodeRow>,
    /// Free codes by rank.
    pub(super) free_codes: BTreeMap<ActivityId, BTreeMap<u64, Vec<Code>>>,
    pub(super) deposits: BTreeMap<(ActivityId, u32), Deposit>,
    pub(super) sales: BTreeMap<SaleId, SaleOrder>,
    pub(super) tallies: BTreeMap<TallyKey, u32>,
    pub(super) redemptions: BTreeMap<RedemptionId, Redemption>,
    pub(super) redemptions_of: BTreeMap<(ActivityId, UserId), BTreeSet<RedemptionId>>,
    pub(super) returns: BTreeMap<ReturnId, Return>,
    pub(super) recharges: BTreeMap<RechargeId, Recharge>,
    pub(super) subsidies: BTreeMap<SubsidyId, Subsidy>,
    pub(super) subsidies_of: BTreeMap<VoucherId, BTreeSet<SubsidyId>>,
    pub(super) subsidy_returns: BTreeMap<SubsidyReturnId, SubsidyReturn>,
    pub(super) accounts: BTreeMap<MerchantId, Account>,
    pub(super) answers: BTreeMap<(HomeId, Action, RequestNo), Answered>,
    pub(super) letters: BTreeMap<(i64, u32), Letter>,
    pub(super) notices: BTreeMap<NoticeId, NoticeRow>,
    /// Notices that wait, by when they are due.
    pub(super) waiting: BTreeSet<(Timestamp, NoticeId)>,
    /// Up to where vouchers were told of.
    pub(super) passes: BTreeMap<(ActivityId, PassKind), u32>,
}

/// The generations that a member belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// The first.
    pub(super) since: u32,
    /// The first that it no longer belongs to.
    pub(super) until: Option<u32>,
}

impl Span {
    pub(super) fn has(self, generation: u32) -> bool {
        self.since <= generation && self.until.is_none_or(|until| until > generation)
    }
}

/// A notice and its tries.
pub(super) struct NoticeRow {
    pub(super) notice: Notice,
    pub(super) state: NoticeState,
    pub(super) due_at: Timestamp,
    pub(super) attempts: Vec<Attempt>,
}

/// A letter's place, in the order in which letters are read.
pub(super) fn place(id: LetterId) -> (i64, u32) {
    (id.from.number(), id.sequence)
}

impl State {
    /// The vouchers of an activity from one sequence to another, both included.
    pub(super) fn vouchers_in(
        &self,
        activity: ActivityId,
        first: u32,
        last: u32,
    ) -> impl Iterator<Item = &Voucher> {
        // A range that ends before it begins has nothing in it.
        let last = VoucherId::new(activity, last.max(first));
        self.vouchers
            .range(VoucherId::new(activity, first)..=last)
            .map(|(_, voucher)| voucher)
    }

    /// Whether a scope has a member.
    pub(super) fn has_member(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        member: &Member,
    ) -> bool {
        self.members
            .get(&(activity, kind))
            .and_then(|members| members.get(member))
            .is_some_and(|spans| spans.iter().any(|span| span.has(generation)))
    }

    /// Writes a code down, and where it stands among the free ones.
    pub(super) fn put_code(&mut self, activity: ActivityId, code: Code, row: CodeRow) {
        let key = (activity, code);
        self.delete_code(key.clone());
        if let CodeState::Free { rank } = row.state {
            let free = self.free_codes.entry(activity).or_default();
            free.entry(rank).or_default().push(key.1.clone());
        }
        self.codes.insert(key, row);
    }

    /// Takes a code out, also from among the free ones.
    pub(super) fn delete_code(&mut self, key: (ActivityId, Code)) {
        let before = self.codes.remove(&key);
        let Some(CodeState::Free { rank }) = before.map(|row| row.state) else {
            return;
        };
        let free = self.free_codes.entry(key.0).or_default();
        if let Some(codes) = free.get_mut(&rank) {
            codes.retain(|code| *code != key.1);
            if codes.is_empty() {
                free.remove(&rank);
            }
        }
    }

    /// The redemptions of an activity.
    pub(super) fn redemptions_in(&self, activity: ActivityId) -> impl Iterator<Item = &Redemption> {
        let (first, last) = (
            RedemptionId::new(activity, 0),
            RedemptionId::new(activity, u32::MAX),
        );
        self.redemptions
            .range(first..=last)
            .map(|(_, redemption)| redemption)
    }
}
