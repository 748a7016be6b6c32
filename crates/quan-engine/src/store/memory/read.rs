//! The side that only reads.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use quan_core::request::Answered;
use quan_core::voucher::{CodeRow, Deposit};
use quan_core::{
    Account, Action, ActivityId, AppId, Code, Desk, HomeId, Keys, Letter, LetterId, Member,
    MerchantId, Period, Recharge, RechargeId, Redemption, RedemptionId, RequestNo, Return,
    ReturnId, SaleId, SaleOrder, ScopeKind, Subsidy, SubsidyId, SubsidyReturn, SubsidyReturnId,
    Terms, Timestamp, UserId, Voucher, VoucherId,
};

use super::{Result, Rows, list, load, news, subsidy, sums};
use crate::codes::CodeView;
use crate::store::{Reader, SubsidyBook, Sums};
use crate::view::{
    ActivityFilter, ActivityView, CodeFilter, DueNotice, Listed, NoticeFilter, NoticeView, Page,
    Pass, VoucherFilter,
};

fn first<T>(found: impl Iterator<Item = T>, limit: u32) -> Vec<T> {
    found
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .collect()
}

impl Reader for Rows {
    fn look(&self, home: HomeId, now: Timestamp, keys: &dyn Fn(&Desk, &mut Keys)) -> Result<Desk> {
        let state = self.read();
        let mut desk = Desk::default();
        load::homes(&state, &[home], &mut desk);
        let mut wanted = Keys::default();
        keys(&desk, &mut wanted);
        load::rows(&state, &wanted, now, &mut desk)?;
        Ok(desk)
    }

    fn answer(&self, home: HomeId, action: Action, number: &RequestNo) -> Result<Option<Answered>> {
        let key = (home, action, number.clone());
        Ok(self.read().answers.get(&key).copied())
    }

    fn activity(&self, id: ActivityId) -> Result<Option<ActivityView>> {
        let state = self.read();
        let found = state.activities.get(&id);
        found
            .map(|activity| list::view(&state, activity))
            .transpose()
    }

    fn activities(
        &self,
        filter: ActivityFilter,
        page: Page,
        now: Timestamp,
    ) -> Result<Listed<ActivityView>> {
        list::activities(&self.read(), filter, page, now)
    }

    fn voucher(&self, id: VoucherId) -> Result<Option<Voucher>> {
        Ok(self.read().vouchers.get(&id).cloned())
    }

    fn vouchers_of(
        &self,
        user: &UserId,
        filter: VoucherFilter,
        page: Page,
        now: Timestamp,
    ) -> Result<Listed<(Voucher, ActivityView)>> {
        list::vouchers_of(&self.read(), user, filter, page, now)
    }

    fn members(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        page: Page,
    ) -> Result<Listed<Member>> {
        let state = self.read();
        let found: Vec<&Member> = state
            .members
            .get(&(activity, kind))
            .into_iter()
            .flatten()
            .filter(|(_, spans)| spans.iter().any(|span| span.has(generation)))
            .map(|(member, _)| member)
            .collect();
        Ok(list::page_of(found, page, Member::clone))
    }

    fn redemption(&self, id: RedemptionId) -> Result<Option<Redemption>> {
        Ok(self.read().redemptions.get(&id).cloned())
    }

    fn order_return(&self, id: ReturnId) -> Result<Option<Return>> {
        Ok(self.read().returns.get(&id).cloned())
    }

    fn recharge(&self, id: RechargeId) -> Result<Option<Recharge>> {
        Ok(self.read().recharges.get(&id).cloned())
    }

    fn sale(&self, id: SaleId) -> Result<Option<SaleOrder>> {
        Ok(self.read().sales.get(&id).cloned())
    }

    fn codes(&self, activity: ActivityId, codes: &[Code]) -> Result<HashMap<Code, CodeRow>> {
        let state = self.read();
        Ok(codes
            .iter()
            .filter_map(|code| {
                let row = state.codes.get(&(activity, code.clone()))?;
                Some((code.clone(), row.clone()))
            })
            .collect())
    }

    fn deposit(&self, activity: ActivityId, sequence: u32) -> Result<Option<Deposit>> {
        Ok(self.read().deposits.get(&(activity, sequence)).cloned())
    }

    fn deposited_codes(
        &self,
        activity: ActivityId,
        filter: CodeFilter,
        offset: u64,
        limit: u32,
    ) -> Result<Listed<CodeView>> {
        Ok(super::list::deposited_codes(
            &self.read(),
            activity,
            filter,
            offset,
            limit,
        ))
    }

    fn are_members(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        members: &[Member],
    ) -> Result<HashSet<Member>> {
        let state = self.read();
        let found = members
            .iter()
            .filter(|member| state.has_member(activity, generation, kind, member));
        Ok(found.cloned().collect())
    }

    fn most_uses(&self, activity: ActivityId) -> Result<u32> {
        let state = self.read();
        let vouchers = state.vouchers_in(activity, 0, u32::MAX);
        Ok(vouchers.map(|voucher| voucher.uses).max().unwrap_or(0))
    }

    fn account(&self, merchant: MerchantId) -> Result<Account> {
        let found = self.read().accounts.get(&merchant).cloned();
        Ok(found.unwrap_or_else(|| Account::empty(merchant)))
    }

    fn subsidy(&self, id: SubsidyId) -> Result<Option<Subsidy>> {
        Ok(self.read().subsidies.get(&id).cloned())
    }

    fn subsidies_of(
        &self,
        voucher: VoucherId,
        payer: Option<MerchantId>,
        request: Option<&RequestNo>,
    ) -> Result<Vec<Subsidy>> {
        let state = self.read();
        let found = subsidy::of_voucher(&state, voucher)
            .filter(|subsidy| payer.is_none_or(|payer| subsidy.id.payer == payer))
            .filter(|subsidy| request.is_none_or(|request| subsidy.request == *request));
        Ok(found.cloned().collect())
    }

    fn subsidy_return(&self, id: SubsidyReturnId) -> Result<Option<SubsidyReturn>> {
        Ok(self.read().subsidy_returns.get(&id).cloned())
    }

    fn subsidy_book(&self) -> Result<SubsidyBook> {
        subsidy::book(&self.read())
    }

    fn letters(&self, after: Option<LetterId>, limit: u32) -> Result<Vec<Letter>> {
        let state = self.read();
        let after = after.map(super::state::place);
        let later = state
            .letters
            .iter()
            .filter(|(at, _)| after.is_none_or(|after| after < **at));
        Ok(first(later.map(|(_, letter)| letter.clone()), limit))
    }

    fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<ActivityId>> {
        let state = self.read();
        let mut due: Vec<(Timestamp, ActivityId)> = state
            .activities
            .values()
            .filter_map(|activity| Some((activity.wake_at()?, activity.id)))
            .filter(|(wake_at, _)| *wake_at <= now)
            .collect();
        due.sort_unstable();
        Ok(first(due.into_iter().map(|(_, id)| id), limit))
    }

    fn next_wake(&self) -> Result<Option<Timestamp>> {
        let state = self.read();
        Ok(state
            .activities
            .values()
            .filter_map(quan_core::Activity::wake_at)
            .min())
    }

    fn due_notices(&self, now: Timestamp, limit: u32) -> Result<Vec<DueNotice>> {
        Ok(news::due(&self.read(), now, limit))
    }

    fn passes(&self, subscribed: &HashSet<AppId>, limit: u32) -> Result<Vec<Pass>> {
        Ok(news::passes(&self.read(), subscribed, limit))
    }

    fn notices(&self, filter: NoticeFilter, page: Page) -> Result<Listed<NoticeView>> {
        Ok(news::list(&self.read(), filter, page))
    }

    fn activities_after(&self, after: u64, limit: u32) -> Result<Vec<ActivityId>> {
        let state = self.read();
        let later = state.activities.keys().filter(|id| id.number() > after);
        Ok(first(later.copied(), limit))
    }

    fn sums(&self, activity: ActivityId) -> Result<Sums> {
        Ok(sums::of(&self.read(), activity))
    }

    fn most_received(&self, activity: ActivityId, period: Period) -> Result<u32> {
        Ok(sums::most_received(&self.read(), activity, period))
    }

    fn document(&self, activity: ActivityId, version: u32) -> Result<Option<Arc<str>>> {
        let state = self.read();
        let found = state.terms.get(&(activity, version));
        Ok(found.map(|(_, document)| Arc::clone(document)))
    }

    fn terms(&self, activity: ActivityId, version: u32) -> Result<Arc<Terms>> {
        load::terms(&self.read(), activity, version)
    }

    fn most_issued_on_a_day(&self, activity: ActivityId) -> Result<u32> {
        Ok(sums::most_issued_on_a_day(&self.read(), activity))
    }

    fn accounts(&self) -> Result<Vec<Account>> {
        Ok(self.read().accounts.values().cloned().collect())
    }
}
