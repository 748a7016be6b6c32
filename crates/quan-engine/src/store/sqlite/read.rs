//! The side that only reads.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use quan_core::request::Answered;
use quan_core::voucher::{CodeRow, Deposit};
use quan_core::{
    Account, Action, ActivityId, AppId, Code, Desk, HomeId, Keys, Letter, LetterId, Member,
    MerchantId, Period, Recharge, RechargeId, Redemption, RedemptionId, RequestNo, Return,
    ReturnId, SaleId, SaleOrder, ScopeKind, Subsidy, SubsidyId, SubsidyReturn, SubsidyReturnId,
    Terms, Timestamp, UserId, Voucher, VoucherId,
};
use rusqlite::{Connection, Params, Row};

use super::{During, Result, body, list, load, news, open_reader, row, subsidy, sums};
use crate::codes::CodeView;
use crate::error::StoreError;
use crate::store::{Reader, SubsidyBook, Sums};
use crate::view::{
    ActivityFilter, ActivityView, CodeFilter, DueNotice, Listed, NoticeFilter, NoticeView, Page,
    Pass, VoucherFilter,
};

/// So many connections read at a time; whoever comes then waits. Opening one reads the
/// whole schema, which costs more than most questions.
const MOST_READERS: usize = 16;

/// Readers of one file. A connection is used by one thread at a time and put
/// back afterwards.
pub(super) struct Readers {
    path: PathBuf,
    pool: Mutex<Pool>,
    put_back: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    /// Those that are open, idle or not.
    open: usize,
}

/// A connection that goes back when it is dropped.
struct Lent<'a> {
    readers: &'a Readers,
    /// Always there until then.
    connection: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut pool = self.readers.pool();
        match self.connection.take() {
            Some(connection) => pool.idle.push(connection),
            None => pool.open = pool.open.saturating_sub(1),
        }
        drop(pool);
        self.readers.put_back.notify_one();
    }
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Readers {
        Readers {
            path,
            pool: Mutex::default(),
            put_back: Condvar::new(),
        }
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection, as soon as there is one.
    fn lend(&self) -> Result<Lent<'_>> {
        let mut pool = self
            .put_back
            .wait_while(self.pool(), |pool| {
                pool.idle.is_empty() && pool.open >= MOST_READERS
            })
            .unwrap_or_else(PoisonError::into_inner);
        let idle = pool.idle.pop();
        if idle.is_none() {
            pool.open += 1;
        }
        drop(pool);
        let mut lent = Lent {
            readers: self,
            connection: idle,
        };
        if lent.connection.is_none() {
            lent.connection = Some(open_reader(&self.path)?);
        }
        Ok(lent)
    }

    fn with<T>(&self, query: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let lent = self.lend()?;
        match &lent.connection {
            Some(connection) => query(connection),
            None => Err(StoreError::inconsistent(
                "any",
                "a reader has no connection",
            )),
        }
    }

    /// Reads one snapshot with several statements.
    fn within<T>(&self, query: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.with(|connection| {
            let snapshot = connection.unchecked_transaction().during("begin to read")?;
            let answer = query(&snapshot)?;
            snapshot.commit().during("end reading")?;
            Ok(answer)
        })
    }

    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.with(|connection| all(connection, sql, params, read))
    }

    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(sql, params, read)?.into_iter().next())
    }
}

/// Every row that a statement finds.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql).during("read")?;
    let mut rows = statement.query(params).during("read")?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during("read")? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Letters that were written and not yet forgotten.
pub(super) fn letters(
    connection: &Connection,
    after: Option<LetterId>,
    limit: u32,
) -> Result<Vec<Letter>> {
    let sql = "select home, sequence, to_home, body from letter
               where (home, sequence) > (?1, ?2) order by home, sequence limit ?3";
    let (home, sequence) = after.map_or((i64::MIN, 0), |id| (id.from.number(), id.sequence));
    all(connection, sql, (home, sequence, limit), |found| {
        let home = |at: usize| -> Result<HomeId> {
            let number: i64 = found.get(at).during("read letters")?;
            HomeId::from_number(number)
                .ok_or_else(|| StoreError::inconsistent("letter", format!("home {number}")))
        };
        let text: String = found.get(3).during("read letters")?;
        let sequence = found.get(1).during("read letters")?;
        Ok(Letter {
            id: LetterId {
                from: home(0)?,
                sequence,
            },
            to: home(2)?,
            body: body::letter(&text)?,
        })
    })
}

impl Reader for Readers {
    fn look(&self, home: HomeId, now: Timestamp, keys: &dyn Fn(&Desk, &mut Keys)) -> Result<Desk> {
        self.within(|connection| {
            let mut desk = Desk::default();
            load::homes(connection, None, &[home], &mut desk)?;
            let mut wanted = Keys::default();
            keys(&desk, &mut wanted);
            load::rows(connection, &wanted, now, &mut desk)?;
            Ok(desk)
        })
    }

    fn answer(&self, home: HomeId, action: Action, number: &RequestNo) -> Result<Option<Answered>> {
        self.with(|connection| load::answer(connection, home, action, number))
    }

    fn activity(&self, id: ActivityId) -> Result<Option<ActivityView>> {
        self.within(|connection| list::activity(connection, id))
    }

    fn activities(
        &self,
        filter: ActivityFilter,
        page: Page,
        now: Timestamp,
    ) -> Result<Listed<ActivityView>> {
        self.within(|connection| list::activities(connection, filter, page, now))
    }

    fn voucher(&self, id: VoucherId) -> Result<Option<Voucher>> {
        let sql = format!(
            "select {} from voucher where activity = ?1 and sequence = ?2",
            row::VOUCHER
        );
        self.one(&sql, (row::number(id.activity), id.sequence), |found| {
            row::voucher(found, 0)
        })
    }

    fn vouchers_of(
        &self,
        user: &UserId,
        filter: VoucherFilter,
        page: Page,
        now: Timestamp,
    ) -> Result<Listed<(Voucher, ActivityView)>> {
        self.within(|connection| list::vouchers_of(connection, user, filter, page, now))
    }

    fn members(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        page: Page,
    ) -> Result<Listed<Member>> {
        self.within(|connection| list::members(connection, activity, generation, kind, page))
    }

    fn redemption(&self, id: RedemptionId) -> Result<Option<Redemption>> {
        let sql = format!(
            "select {} from redemption where activity = ?1 and sequence = ?2",
            row::REDEMPTION
        );
        self.one(
            &sql,
            (row::number(id.activity), id.sequence),
            row::redemption,
        )
    }

    fn order_return(&self, id: ReturnId) -> Result<Option<Return>> {
        let sql = format!(
            "select {} from order_return where activity = ?1 and sequence = ?2",
            row::RETURN
        );
        self.one(
            &sql,
            (row::number(id.activity), id.sequence),
            row::order_return,
        )
    }

    fn recharge(&self, id: RechargeId) -> Result<Option<Recharge>> {
        let sql = format!(
            "select {} from recharge where activity = ?1 and sequence = ?2",
            row::RECHARGE
        );
        self.one(&sql, (row::number(id.activity), id.sequence), row::recharge)
    }

    fn sale(&self, id: SaleId) -> Result<Option<SaleOrder>> {
        let sql = format!(
            "select {} from sale where activity = ?1 and sequence = ?2",
            row::SALE
        );
        self.one(&sql, (row::number(id.activity), id.sequence), row::sale)
    }

    fn codes(&self, activity: ActivityId, codes: &[Code]) -> Result<HashMap<Code, CodeRow>> {
        self.within(|connection| list::codes(connection, activity, codes))
    }

    fn deposit(&self, activity: ActivityId, sequence: u32) -> Result<Option<Deposit>> {
        let sql = format!(
            "select {} from deposit where activity = ?1 and sequence = ?2",
            row::DEPOSIT
        );
        self.one(&sql, (row::number(activity), sequence), row::deposit)
    }

    fn deposited_codes(
        &self,
        activity: ActivityId,
        filter: CodeFilter,
        offset: u64,
        limit: u32,
    ) -> Result<Listed<CodeView>> {
        self.within(|connection| list::deposited_codes(connection, activity, filter, offset, limit))
    }

    fn are_members(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        members: &[Member],
    ) -> Result<HashSet<Member>> {
        self.within(|connection| list::are_members(connection, activity, generation, kind, members))
    }

    fn most_uses(&self, activity: ActivityId) -> Result<u32> {
        let sql = "select coalesce(max(uses), 0) from voucher where activity = ?1";
        let found = self.one(sql, [row::number(activity)], |found| {
            found.get(0).during("read uses")
        })?;
        Ok(found.unwrap_or(0))
    }

    fn account(&self, merchant: MerchantId) -> Result<Account> {
        let sql = format!("select {} from account where merchant = ?1", row::ACCOUNT);
        let found = self.one(&sql, [row::merchant(merchant)], row::account)?;
        Ok(found.unwrap_or_else(|| Account::empty(merchant)))
    }

    fn subsidy(&self, id: SubsidyId) -> Result<Option<Subsidy>> {
        self.with(|connection| subsidy::one(connection, id))
    }

    fn subsidies_of(
        &self,
        voucher: VoucherId,
        payer: Option<MerchantId>,
        request: Option<&RequestNo>,
    ) -> Result<Vec<Subsidy>> {
        self.with(|connection| subsidy::of_voucher(connection, voucher, payer, request))
    }

    fn subsidy_return(&self, id: SubsidyReturnId) -> Result<Option<SubsidyReturn>> {
        self.with(|connection| subsidy::one_return(connection, id))
    }

    fn subsidy_book(&self) -> Result<SubsidyBook> {
        self.within(subsidy::book)
    }

    fn letters(&self, after: Option<LetterId>, limit: u32) -> Result<Vec<Letter>> {
        self.with(|connection| letters(connection, after, limit))
    }

    fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<ActivityId>> {
        let sql = "select id from activity where wake_at <= ?1 order by wake_at limit ?2";
        self.all(sql, (now.as_millisecond(), limit), |found| {
            row::activity_id(found.get(0).during("read what is due")?)
        })
    }

    fn next_wake(&self) -> Result<Option<Timestamp>> {
        let sql = "select min(wake_at) from activity where wake_at is not null";
        let found = self.one(sql, [], |found| {
            found.get::<_, Option<i64>>(0).during("read what is due")
        })?;
        found.flatten().map(row::instant).transpose()
    }

    fn due_notices(&self, now: Timestamp, limit: u32) -> Result<Vec<DueNotice>> {
        self.with(|connection| news::due(connection, now, limit))
    }

    fn passes(&self, subscribed: &HashSet<AppId>, limit: u32) -> Result<Vec<Pass>> {
        self.within(|connection| news::passes(connection, subscribed, limit))
    }

    fn notices(&self, filter: NoticeFilter, page: Page) -> Result<Listed<NoticeView>> {
        self.within(|connection| news::list(connection, filter, page))
    }

    fn activities_after(&self, after: u64, limit: u32) -> Result<Vec<ActivityId>> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.all(
            "select id from activity where id > ?1 order by id limit ?2",
            (after, limit),
            |found| row::activity_id(found.get(0).during("read activities")?),
        )
    }

    fn sums(&self, activity: ActivityId) -> Result<Sums> {
        self.within(|connection| sums::of(connection, activity))
    }

    fn most_received(&self, activity: ActivityId, period: Period) -> Result<u32> {
        self.with(|connection| sums::most_received(connection, activity, period))
    }

    fn document(&self, activity: ActivityId, version: u32) -> Result<Option<Arc<str>>> {
        let sql = "select document from terms where activity = ?1 and version = ?2";
        self.one(sql, (row::number(activity), version), |found| {
            let text: String = found.get(0).during("read documents")?;
            Ok(text.into())
        })
    }

    fn terms(&self, activity: ActivityId, version: u32) -> Result<Arc<Terms>> {
        self.with(|connection| load::terms(connection, activity, version))
    }

    fn most_issued_on_a_day(&self, activity: ActivityId) -> Result<u32> {
        self.with(|connection| sums::most_issued_on_a_day(connection, activity))
    }

    fn accounts(&self) -> Result<Vec<Account>> {
        self.all(
            &format!("select {} from account order by merchant", row::ACCOUNT),
            [],
            row::account,
        )
    }
}
