//! Everything that only reads.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use quan_core::operation::{Issue, Label, Recipient, Redeem};
use quan_core::voucher::{CodeRow, CodeState};
use quan_core::{
    Account, Action, ActivityId, Code, Denial, Fen, HomeId, Member, MerchantId, NoticeId,
    Operation, Order, Receipt, Recharge, RechargeId, Redemption, RedemptionId, Request, Return,
    ReturnId, SaleId, SaleOrder, ScopeKind, UserId, Voucher, VoucherId,
};

use crate::error::{Error, StoreError};
use crate::store::Reader;
use crate::view::{
    ActivityFilter, ActivityView, DueNotice, Listed, NoticeFilter, NoticeOutcome, NoticeView, Page,
    Pass, PassOutcome, VoucherFilter,
};
use crate::{Engine, Numbered};

impl Engine {
    /// Reads on a thread that may block.
    pub(crate) async fn read<T, F>(&self, query: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&dyn Reader) -> Result<T, StoreError> + Send + 'static,
    {
        let reader = Arc::clone(&self.inner.reader);
        let answer = tokio::task::spawn_blocking(move || query(reader.as_ref()));
        Ok(answer.await.map_err(|_| Error::Closed)??)
    }

    /// The receipt that a request was given before, if it was; denied as
    /// [`Denial::RequestReused`] when its contents were others.
    pub async fn replayed(
        &self,
        home: HomeId,
        action: Action,
        call: &Numbered,
    ) -> Result<Option<Receipt>, Error> {
        let Numbered {
            number,
            fingerprint,
        } = call.clone();
        self.replay(&Request {
            home,
            action,
            number,
            fingerprint,
        })
        .await
    }

    pub(crate) async fn replay(&self, request: &Request) -> Result<Option<Receipt>, Error> {
        let Request {
            home,
            action,
            number,
            fingerprint,
        } = request.clone();
        match self
            .read(move |reader| reader.answer(home, action, &number))
            .await?
        {
            None => Ok(None),
            Some(answered) if answered.fingerprint == fingerprint => Ok(Some(answered.receipt)),
            Some(_) => Err(Denial::RequestReused.into()),
        }
    }

    /// An activity, with the document of the terms in force.
    pub async fn activity(&self, id: ActivityId) -> Result<Option<ActivityView>, Error> {
        self.read(move |reader| reader.activity(id)).await
    }

    /// The document of a version of an activity's terms, in force or not.
    pub async fn document(&self, id: ActivityId, version: u32) -> Result<Option<Arc<str>>, Error> {
        self.read(move |reader| reader.document(id, version)).await
    }

    /// Activities, newest first.
    pub async fn activities(
        &self,
        filter: ActivityFilter,
        page: Page,
    ) -> Result<Listed<ActivityView>, Error> {
        let now = self.now();
        self.read(move |reader| reader.activities(filter, page, now))
            .await
    }

    /// A voucher.
    pub async fn voucher(&self, id: VoucherId) -> Result<Option<Voucher>, Error> {
        self.read(move |reader| reader.voucher(id)).await
    }

    /// A user's vouchers, newest first.
    pub async fn vouchers_of(
        &self,
        user: UserId,
        filter: VoucherFilter,
        page: Page,
    ) -> Result<Listed<(Voucher, ActivityView)>, Error> {
        let now = self.now();
        self.read(move |reader| reader.vouchers_of(&user, filter, page, now))
            .await
    }

    /// Members of a scope, in order.
    pub async fn members(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        page: Page,
    ) -> Result<Listed<Member>, Error> {
        self.read(move |reader| reader.members(activity, generation, kind, page))
            .await
    }

    /// A redemption.
    pub async fn redemption(&self, id: RedemptionId) -> Result<Option<Redemption>, Error> {
        self.read(move |reader| reader.redemption(id)).await
    }

    /// A refund of an order.
    pub async fn order_return(&self, id: ReturnId) -> Result<Option<Return>, Error> {
        self.read(move |reader| reader.order_return(id)).await
    }

    /// An order for a voucher.
    pub async fn sale(&self, id: SaleId) -> Result<Option<SaleOrder>, Error> {
        self.read(move |reader| reader.sale(id)).await
    }

    /// Codes of an activity, as far as it has them.
    pub async fn codes(
        &self,
        activity: ActivityId,
        codes: Vec<Code>,
    ) -> Result<HashMap<Code, CodeRow>, Error> {
        self.read(move |reader| reader.codes(activity, &codes))
            .await
    }

    /// The voucher that has a code in an activity.
    pub async fn voucher_by_code(
        &self,
        activity: ActivityId,
        code: Code,
    ) -> Result<Option<Voucher>, Error> {
        let codes = [code];
        self.read(move |reader| {
            let found = reader.codes(activity, &codes)?;
            match found.into_values().next().map(|row| row.state) {
                Some(CodeState::Issued { sequence }) => {
                    reader.voucher(VoucherId::new(activity, sequence))
                }
                Some(CodeState::Free { .. }) | None => Ok(None),
            }
        })
        .await
    }

    /// Those of the members that a scope has.
    pub async fn are_members(
        &self,
        activity: ActivityId,
        generation: u32,
        kind: ScopeKind,
        members: Vec<Member>,
    ) -> Result<HashSet<Member>, Error> {
        self.read(move |reader| reader.are_members(activity, generation, kind, &members))
            .await
    }

    /// The most uses that one voucher of an activity has had, without those
    /// taken back.
    pub async fn most_uses(&self, activity: ActivityId) -> Result<u32, Error> {
        self.read(move |reader| reader.most_uses(activity)).await
    }

    /// A recharge.
    pub async fn recharge(&self, id: RechargeId) -> Result<Option<Recharge>, Error> {
        self.read(move |reader| reader.recharge(id)).await
    }

    /// A merchant's account; empty where it never had money.
    pub async fn account(&self, merchant: MerchantId) -> Result<Account, Error> {
        self.read(move |reader| reader.account(merchant)).await
    }

    /// Whether a voucher would be issued now; nothing is.
    pub async fn may_receive(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        recipient: Recipient,
    ) -> Result<Result<(), Denial>, Error> {
        let now = self.now();
        let issue = Issue {
            activity,
            caller,
            recipient,
            label: Label::default(),
        };
        self.read(move |reader| {
            let desk = reader.look(issue.home(), now, &|desk, keys| {
                issue.reads(desk, now, keys);
            })?;
            Ok(desk.activity(activity).and_then(|row| {
                row.admits(caller)?;
                issue.recipient.may_receive(row, &desk, now)
            }))
        })
        .await
    }

    /// What a voucher would take off an order now; nothing is used.
    pub async fn deduction(
        &self,
        voucher: VoucherId,
        user: UserId,
        order: Order,
    ) -> Result<Result<Fen, Denial>, Error> {
        let now = self.now();
        let redeem = Redeem::by_user(voucher, user, order);
        self.read(move |reader| {
            let desk = reader.look(redeem.home(), now, &|desk, keys| {
                redeem.reads(desk, now, keys);
            })?;
            Ok(redeem.deduction(&desk, now))
        })
        .await
    }

    /// Notices that are to be told now, the oldest first.
    pub async fn due_notices(&self, limit: u32) -> Result<Vec<DueNotice>, Error> {
        let now = self.now();
        self.read(move |reader| reader.due_notices(now, limit))
            .await
    }

    /// Vouchers whose receipt or end is to be told, up to `limit` an activity, of
    /// activities whose receiver has an address. Where nobody is told later what
    /// happened while there was none, a pass without vouchers says how far that goes.
    pub async fn told_by_vouchers(&self, limit: u32) -> Result<Vec<Pass>, Error> {
        let subscribed = self.subscribed();
        self.read(move |reader| reader.passes(&subscribed, limit))
            .await
    }

    /// Writes down how passes went.
    pub async fn record_passes(&self, outcomes: Vec<PassOutcome>) -> Result<(), Error> {
        self.inner
            .lane
            .write(move |writer| writer.record_passes(&outcomes))
            .await
    }

    /// Writes down how tries at notices went.
    pub async fn record_attempts(&self, outcomes: Vec<NoticeOutcome>) -> Result<(), Error> {
        self.inner
            .lane
            .write(move |writer| writer.record_attempts(&outcomes))
            .await
    }

    /// Notices, newest first.
    pub async fn notices(
        &self,
        filter: NoticeFilter,
        page: Page,
    ) -> Result<Listed<NoticeView>, Error> {
        self.read(move |reader| reader.notices(filter, page)).await
    }

    /// Makes a notice due again, whatever became of it; `false` where there is
    /// none.
    pub async fn replay_notice(&self, id: NoticeId) -> Result<bool, Error> {
        let now = self.now();
        let found = self
            .inner
            .lane
            .write(move |writer| writer.replay_notice(id, now))
            .await?;
        self.clock_moved();
        Ok(found)
    }
}
