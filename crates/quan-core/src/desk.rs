//! The desk: the rows that a batch works on, and what became of them.

mod apply;

pub(crate) use apply::tally_key;

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::sync::Arc;

use crate::account::Letter;
use crate::keys::{Buyer, Counts, TallyKey};
use crate::notice::Notice;
use crate::request::{Action, Answered, Receipt, Request};
use crate::sale::SaleOrder;
use crate::subsidy::{Subsidy, SubsidyReturn};
use crate::terms::{ScopeChange, ScopeKind, Terms};
use crate::voucher::{CodeRow, CodeState, Deposit};
use crate::{
    Account, Activity, ActivityId, Code, Denial, HomeId, Member, MerchantId, Recharge, RechargeId,
    Redemption, RedemptionId, RequestNo, Return, SaleId, SubsidyId, SubsidyReturnId, Timestamp,
    UserId, Voucher, VoucherId, VoucherName,
};

/// Terms that were written down under a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Of which activity.
    pub activity: ActivityId,
    /// Under which version.
    pub version: u32,
    /// The terms.
    pub terms: Arc<Terms>,
    /// What the dialect shows.
    pub document: Arc<str>,
    /// How the members of their scope change, where that is a new generation.
    pub members: Arc<ScopeChange>,
}

/// A row, and whether it must be saved.
#[derive(Debug)]
struct Slot<T> {
    row: T,
    state: SlotState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SlotState {
    Loaded,
    Changed,
    New,
}

/// Rows of one kind.
#[derive(Debug)]
pub struct Rows<K, T>(HashMap<K, Slot<T>>);

impl<K, T> Default for Rows<K, T> {
    fn default() -> Self {
        Rows(HashMap::new())
    }
}

impl<K: Eq + Hash, T> Rows<K, T> {
    /// Puts a row on the desk as the store has it.
    pub fn put(&mut self, key: K, row: T) {
        self.0.entry(key).or_insert(Slot {
            row,
            state: SlotState::Loaded,
        });
    }

    /// The row of this key.
    pub fn get(&self, key: &K) -> Option<&T> {
        self.0.get(key).map(|slot| &slot.row)
    }

    /// Whether the row is on the desk.
    pub fn has(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    /// Rows that the store does not have.
    pub fn added(&self) -> impl Iterator<Item = &T> {
        self.in_state(SlotState::New).map(|(_, row)| row)
    }

    /// Rows that the store has otherwise.
    pub fn changed(&self) -> impl Iterator<Item = &T> {
        self.in_state(SlotState::Changed).map(|(_, row)| row)
    }

    /// Keys and rows that the store does not have.
    pub fn new_entries(&self) -> impl Iterator<Item = (&K, &T)> {
        self.in_state(SlotState::New)
    }

    /// Keys and rows that the store has otherwise.
    pub fn changed_entries(&self) -> impl Iterator<Item = (&K, &T)> {
        self.in_state(SlotState::Changed)
    }

    /// Keys and rows that the store does not have, or has otherwise.
    pub fn unsaved(&self) -> impl Iterator<Item = (&K, &T)> {
        self.in_state(SlotState::New)
            .chain(self.in_state(SlotState::Changed))
    }

    fn in_state(&self, state: SlotState) -> impl Iterator<Item = (&K, &T)> {
        self.0
            .iter()
            .filter(move |(_, slot)| slot.state == state)
            .map(|(key, slot)| (key, &slot.row))
    }

    fn remove(&mut self, key: &K) {
        self.0.remove(key);
    }

    fn add(&mut self, key: K, row: T) {
        self.0.insert(
            key,
            Slot {
                row,
                state: SlotState::New,
            },
        );
    }

    /// A row that is about to change. That it is on the desk was seen to by the
    /// operation that decided.
    fn change(&mut self, key: &K) -> Option<&mut T> {
        let slot = self.0.get_mut(key);
        debug_assert!(
            slot.is_some(),
            "a fact speaks of a row that was not asked for"
        );
        slot.map(|slot| {
            if slot.state == SlotState::Loaded {
                slot.state = SlotState::Changed;
            }
            &mut slot.row
        })
    }
}

/// The rows that a batch works on. Operations look; only [`Desk::apply`]
/// changes anything.
#[derive(Debug, Default)]
pub struct Desk {
    /// Activities, with the terms in force.
    pub activities: Rows<ActivityId, Activity>,
    /// Funds.
    pub accounts: Rows<MerchantId, Account>,
    /// Vouchers that were asked for.
    pub vouchers: Rows<VoucherId, Voucher>,
    /// Codes that were asked for, brought or given.
    pub codes: Rows<(ActivityId, Code), CodeRow>,
    /// Free codes, in the order in which they are given.
    pub free_codes: HashMap<ActivityId, VecDeque<Code>>,
    /// Uses of vouchers that were not taken back, where they were asked for.
    pub uses_of_vouchers: HashMap<VoucherId, Vec<RedemptionId>>,
    /// Redemptions that were asked for or made.
    pub redemptions: Rows<RedemptionId, Redemption>,
    /// Recharges that were asked for or opened.
    pub recharges: Rows<RechargeId, Recharge>,
    /// Orders for vouchers that were asked for or placed.
    pub sales: Rows<SaleId, SaleOrder>,
    /// Subsidies that were asked for or paid.
    pub subsidies: Rows<SubsidyId, Subsidy>,
    /// Those that a merchant paid for a voucher, where they were asked for.
    pub subsidies_of_vouchers: HashMap<(MerchantId, VoucherId), Vec<SubsidyId>>,
    /// Subsidies that go back.
    pub subsidy_returns: Rows<SubsidyReturnId, SubsidyReturn>,
    /// Vouchers that are set aside for somebody's orders.
    pub reservations: HashMap<(ActivityId, Buyer), u32>,
    /// Tallies by person and telephone number.
    pub tallies: Rows<TallyKey, u32>,
    /// Terms that are not in force.
    pub drafts: HashMap<(ActivityId, u32), Arc<Terms>>,
    /// What users received.
    pub receipts: HashMap<(ActivityId, UserId), Counts>,
    /// What users used.
    pub uses: HashMap<(ActivityId, UserId), Counts>,
    /// Members of scopes that were asked for and are there.
    pub members: HashSet<(ActivityId, u32, ScopeKind, Member)>,
    /// Answers given before.
    pub answers: HashMap<(HomeId, Action, RequestNo), Answered>,
    /// What the batch adds, in order.
    pub added: Added,
}

/// Rows that only ever are added.
#[derive(Debug, Default)]
pub struct Added {
    /// Vouchers, in the order of issue.
    pub vouchers: Vec<Voucher>,
    /// Terms.
    pub drafts: Vec<Draft>,
    /// Refunds.
    pub returns: Vec<Return>,
    /// Answers to requests.
    pub answers: Vec<(Request, Receipt)>,
    /// Deposits of codes.
    pub deposits: Vec<Deposit>,
    /// Codes that were taken out again; they go before others come.
    pub deleted_codes: Vec<(ActivityId, Code)>,
    /// Letters.
    pub letters: Vec<Letter>,
    /// Notices.
    pub notices: Vec<Notice>,
}

impl Desk {
    /// The activity of this number.
    pub fn activity(&self, id: ActivityId) -> Result<&Activity, Denial> {
        self.activities.get(&id).ok_or(Denial::NoSuchActivity)
    }

    /// The voucher of this number.
    pub fn voucher(&self, id: VoucherId) -> Result<&Voucher, Denial> {
        self.vouchers.get(&id).ok_or(Denial::NoSuchVoucher)
    }

    /// The number of the voucher that a call names.
    pub fn voucher_id(&self, name: &VoucherName) -> Result<VoucherId, Denial> {
        match name {
            VoucherName::Id(id) => Ok(*id),
            VoucherName::Code(activity, code) => {
                match self
                    .codes
                    .get(&(*activity, code.clone()))
                    .map(|row| row.state)
                {
                    Some(CodeState::Issued { sequence }) => Ok(VoucherId::new(*activity, sequence)),
                    Some(CodeState::Free { .. }) | None => Err(Denial::NoSuchVoucher),
                }
            }
        }
    }

    /// The voucher that a call names.
    pub fn named_voucher(&self, name: &VoucherName) -> Result<&Voucher, Denial> {
        self.voucher(self.voucher_id(name)?)
    }

    /// The order of this number.
    pub fn sale(&self, id: SaleId) -> Result<&SaleOrder, Denial> {
        self.sales.get(&id).ok_or(Denial::NoSuchOrder)
    }

    /// The subsidy of this number.
    pub fn subsidy(&self, id: SubsidyId) -> Result<&Subsidy, Denial> {
        self.subsidies.get(&id).ok_or(Denial::NoSuchSubsidy)
    }

    /// How many vouchers are set aside for somebody's orders.
    pub fn reserved_for(&self, activity: ActivityId, buyer: Buyer) -> u32 {
        let key = (activity, buyer);
        self.reservations.get(&key).copied().unwrap_or(0)
    }

    /// The code that the next voucher gets.
    pub fn next_free_code(&self, activity: ActivityId) -> Option<&Code> {
        self.free_codes.get(&activity)?.front()
    }

    /// The account of a merchant, empty where it never had money.
    pub fn account(&self, merchant: MerchantId) -> Account {
        self.accounts
            .get(&merchant)
            .cloned()
            .unwrap_or_else(|| Account::empty(merchant))
    }

    /// What a user received of an activity.
    pub fn receipts_of(&self, activity: ActivityId, user: &UserId) -> Counts {
        self.receipts
            .get(&(activity, user.clone()))
            .copied()
            .unwrap_or_default()
    }

    /// What a user used of an activity.
    pub fn uses_of(&self, activity: ActivityId, user: &UserId) -> Counts {
        self.uses
            .get(&(activity, user.clone()))
            .copied()
            .unwrap_or_default()
    }

    /// What a person or a telephone number received.
    pub fn tally(&self, key: &TallyKey) -> u32 {
        self.tallies.get(key).copied().unwrap_or(0)
    }

    /// Whether a scope has this member.
    pub fn has_member(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        member: &Member,
    ) -> bool {
        self.members
            .contains(&(activity, generation, kind, member.clone()))
    }

    /// The answer that a request was given before: `None` the first time, a
    /// denial for the same number with other contents.
    pub fn answer(&self, request: &Request) -> Result<Option<Receipt>, Denial> {
        match self
            .answers
            .get(&(request.home, request.action, request.number.clone()))
        {
            None => Ok(None),
            Some(answered) if answered.fingerprint == request.fingerprint => {
                Ok(Some(answered.receipt))
            }
            Some(_) => Err(Denial::RequestReused),
        }
    }

    /// Remembers the answer to a request.
    pub fn record(&mut self, request: &Request, receipt: Receipt) {
        let answered = Answered {
            fingerprint: request.fingerprint,
            receipt,
        };
        self.answers.insert(
            (request.home, request.action, request.number.clone()),
            answered,
        );
        self.added.answers.push((request.clone(), receipt));
    }

    /// Whether nothing is to be saved.
    pub fn is_clean(&self) -> bool {
        let Added {
            vouchers,
            drafts,
            returns,
            answers,
            deposits,
            deleted_codes,
            letters,
            notices,
        } = &self.added;
        vouchers.is_empty()
            && drafts.is_empty()
            && returns.is_empty()
            && answers.is_empty()
            && deposits.is_empty()
            && deleted_codes.is_empty()
            && letters.is_empty()
            && notices.is_empty()
            && self.activities.unsaved().next().is_none()
            && self.accounts.unsaved().next().is_none()
            && self.vouchers.changed().next().is_none()
            && self.sales.unsaved().next().is_none()
            && self.subsidies.unsaved().next().is_none()
            && self.subsidy_returns.unsaved().next().is_none()
    }

    fn count_receipt(&mut self, voucher: &Voucher) {
        if let Some(counts) = self
            .receipts
            .get_mut(&(voucher.id.activity, voucher.user.clone()))
        {
            counts.count_up(1);
        }
    }

    fn count_use(&mut self, activity: ActivityId, user: &UserId, change: impl FnOnce(&mut Counts)) {
        if let Some(counts) = self.uses.get_mut(&(activity, user.clone())) {
            change(counts);
        }
    }

    fn tell(&mut self, activity: ActivityId, event: crate::notice::Event, happened_at: Timestamp) {
        let Some(row) = self.activities.change(&activity) else {
            return;
        };
        if !row.product.tells_all() {
            return;
        }
        row.counters.notices = row.counters.notices.saturating_add(1);
        let notice = Notice {
            id: crate::notice::NoticeId {
                activity,
                sequence: row.counters.notices,
            },
            receiver: row.receiver.clone(),
            event,
            happened_at,
        };
        self.added.notices.push(notice);
    }
}
