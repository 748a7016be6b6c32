//! Where rows live. The only SQL of the engine is below this module.
//!
//! A store loads the rows that a batch reads and saves those that it changed,
//! set by set, inside one transaction. It knows nothing of decisions.

pub(crate) mod memory;
pub(crate) mod sqlite;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use quan_core::request::Answered;
use quan_core::voucher::{CodeRow, Deposit};
use quan_core::{
    Account, Action, ActivityId, AppId, Code, Desk, Fen, HomeId, Keys, Letter, LetterId, Member,
    MerchantId, NoticeId, Period, Recharge, RechargeId, Redemption, RedemptionId, RequestNo,
    Return, ReturnId, SaleId, SaleOrder, ScopeKind, Subsidy, SubsidyId, SubsidyReturn,
    SubsidyReturnId, Terms, Timestamp, UserId, Voucher, VoucherId,
};

use crate::codes::CodeView;
use crate::error::StoreError;
use crate::view::{
    ActivityFilter, ActivityView, CodeFilter, DueNotice, Listed, NoticeFilter, NoticeOutcome,
    NoticeView, Page, Pass, PassOutcome, VoucherFilter,
};

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// The side of a store that writes. A lane owns it.
pub(crate) trait Writer: Send {
    /// Begins a transaction.
    fn begin(&mut self) -> Result<()>;
    /// Puts the homes on the desk: activities with their terms, and accounts.
    fn load_homes(&mut self, homes: &[HomeId], desk: &mut Desk) -> Result<()>;
    /// Puts on the desk what was asked for.
    fn load(&mut self, keys: &Keys, now: Timestamp, desk: &mut Desk) -> Result<()>;
    /// Saves what became of the desk.
    fn save(&mut self, desk: &Desk) -> Result<()>;
    /// Makes everything since [`Writer::begin`] durable.
    fn commit(&mut self) -> Result<()>;
    /// Forgets everything since [`Writer::begin`].
    fn rollback(&mut self);

    /// Sets the next activity number aside.
    fn next_activity(&mut self) -> Result<ActivityId>;
    /// Deletes a letter that was carried out.
    fn forget_letter(&mut self, id: LetterId) -> Result<()>;
    /// Writes down how tries at notices went.
    fn record_attempts(&mut self, outcomes: &[NoticeOutcome]) -> Result<()>;
    /// Moves the cursors, and makes notices of what failed.
    fn record_passes(&mut self, outcomes: &[PassOutcome]) -> Result<()>;
    /// Makes a notice due again; `false` where there is none.
    fn replay_notice(&mut self, id: NoticeId, now: Timestamp) -> Result<bool>;
}

/// The side of a store that only reads, at any time, from any thread.
pub(crate) trait Reader: Send + Sync {
    /// A desk with these homes and what the keys then ask for.
    fn look(&self, home: HomeId, now: Timestamp, keys: &dyn Fn(&Desk, &mut Keys)) -> Result<Desk>;
    fn answer(&self, home: HomeId, action: Action, number: &RequestNo) -> Result<Option<Answered>>;
    fn activity(&self, id: ActivityId) -> Result<Option<ActivityView>>;
    fn activities(
        &self,
        filter: ActivityFilter,
        page: Page,
        now: Timestamp,
    ) -> Result<Listed<ActivityView>>;
    fn voucher(&self, id: VoucherId) -> Result<Option<Voucher>>;
    fn vouchers_of(
        &self,
        user: &UserId,
        filter: VoucherFilter,
        page: Page,
        now: Timestamp,
    ) -> Result<Listed<(Voucher, ActivityView)>>;
    fn members(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        page: Page,
    ) -> Result<Listed<Member>>;
    fn redemption(&self, id: RedemptionId) -> Result<Option<Redemption>>;
    fn order_return(&self, id: ReturnId) -> Result<Option<Return>>;
    fn recharge(&self, id: RechargeId) -> Result<Option<Recharge>>;
    fn sale(&self, id: SaleId) -> Result<Option<SaleOrder>>;
    /// Codes of an activity, as far as it has them.
    fn codes(&self, activity: ActivityId, codes: &[Code]) -> Result<HashMap<Code, CodeRow>>;
    /// A deposit of codes.
    fn deposit(&self, activity: ActivityId, sequence: u32) -> Result<Option<Deposit>>;
    /// Codes that were brought, in the order of their deposits.
    fn deposited_codes(
        &self,
        activity: ActivityId,
        filter: CodeFilter,
        offset: u64,
        limit: u32,
    ) -> Result<Listed<CodeView>>;
    /// Those of the members that a scope has.
    fn are_members(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        members: &[Member],
    ) -> Result<HashSet<Member>>;
    /// The most uses that one voucher has had, without those taken back.
    fn most_uses(&self, activity: ActivityId) -> Result<u32>;
    fn account(&self, merchant: MerchantId) -> Result<Account>;

    fn subsidy(&self, id: SubsidyId) -> Result<Option<Subsidy>>;
    /// What was paid for a voucher, in the order of payers and numbers.
    fn subsidies_of(
        &self,
        voucher: VoucherId,
        payer: Option<MerchantId>,
        request: Option<&RequestNo>,
    ) -> Result<Vec<Subsidy>>;
    fn subsidy_return(&self, id: SubsidyReturnId) -> Result<Option<SubsidyReturn>>;
    /// What is written down about money between merchants, at one instant.
    fn subsidy_book(&self) -> Result<SubsidyBook>;

    /// Letters that were written and not yet forgotten.
    fn letters(&self, after: Option<LetterId>, limit: u32) -> Result<Vec<Letter>>;
    /// Activities that the scheduler must look at.
    fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<ActivityId>>;
    /// When the scheduler must look next.
    fn next_wake(&self) -> Result<Option<Timestamp>>;

    fn due_notices(&self, now: Timestamp, limit: u32) -> Result<Vec<DueNotice>>;
    fn passes(&self, subscribed: &HashSet<AppId>, limit: u32) -> Result<Vec<Pass>>;
    fn notices(&self, filter: NoticeFilter, page: Page) -> Result<Listed<NoticeView>>;

    /// The numbers of activities after this one, in order.
    fn activities_after(&self, after: u64, limit: u32) -> Result<Vec<ActivityId>>;
    /// What the rows of an activity add up to.
    fn sums(&self, activity: ActivityId) -> Result<Sums>;
    /// The document of a version of an activity's terms.
    fn document(&self, activity: ActivityId, version: u32) -> Result<Option<Arc<str>>>;
    /// A version of an activity's terms.
    fn terms(&self, activity: ActivityId, version: u32) -> Result<Arc<Terms>>;
    /// The most that one user received of an activity in one period.
    fn most_received(&self, activity: ActivityId, period: Period) -> Result<u32>;
    /// The most that was issued on one day.
    fn most_issued_on_a_day(&self, activity: ActivityId) -> Result<u32>;
    /// Every account.
    fn accounts(&self) -> Result<Vec<Account>>;
}

/// What the rows of an activity add up to, for the audit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// Voucher rows.
    pub vouchers: u64,
    /// The largest sequence among them.
    pub last_sequence: u64,
    /// Those that are used up.
    pub redeemed: u64,
    /// Those that are not, up to the sweep.
    pub swept_unused: u64,
    /// Their uses.
    pub uses: u64,
    /// What they took off.
    pub deducted: u64,
    /// Those that were taken back unused.
    pub revoked: u64,
    /// Those that have a code.
    pub coded_vouchers: u64,
    /// Codes that were deposited.
    pub deposited_codes: u64,
    /// Codes that a voucher has.
    pub given_codes: u64,
    /// Codes whose voucher has them.
    pub codes_on_their_vouchers: u64,
    /// Codes that came with a deposit of which nothing is known.
    pub stray_codes: u64,
    /// Vouchers that redemptions speak of.
    pub used_vouchers: u64,
    /// Vouchers that name a last use.
    pub last_uses: u64,
    /// Vouchers that name the latest of their redemptions.
    pub latest_uses: u64,
    /// Redemptions that returns speak of.
    pub returned_uses: u64,
    /// Redemptions that name a last return.
    pub last_returns: u64,
    /// Redemptions that name the latest of their returns.
    pub latest_returns: u64,
    /// Orders that a voucher is set aside for.
    pub reserved: u64,
    /// Uses that redemptions made and that were not taken back.
    pub redemptions: u64,
    /// What these took off.
    pub redeemed_amount: u64,
    /// Requests answered with a voucher.
    pub issue_requests: u64,
    /// Different vouchers among those answers.
    pub issue_answers: u64,
}

/// What is written down about money between merchants, for the audit.
#[derive(Clone, Debug, Default)]
pub(crate) struct SubsidyBook {
    /// Every account.
    pub accounts: Vec<Account>,
    /// What merchants gave and do not have again, by their subsidies.
    pub given: BTreeMap<MerchantId, Fen>,
    /// Subsidies that count other sums than their returns add up to.
    pub miscounted: Vec<SubsidyId>,
    /// Money in letters that were not carried out.
    pub in_letters: Fen,
}

/// Both sides of an opened store.
pub(crate) struct Opened {
    pub(crate) writer: Box<dyn Writer>,
    pub(crate) reader: Arc<dyn Reader>,
}
