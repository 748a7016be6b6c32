//! An engine on one of the stores, with a clock that stories move.

use std::fmt::Debug;
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use quan_core::operation::Label;
use quan_core::{
    Activity, ActivityId, Clock, Denial, MerchantId, Order, Redemption, Timestamp, Voucher,
    VoucherId, VoucherName,
};
use quan_engine::{CodeOutcome, Deposited, Engine, Error, NewActivity, Numbered, Options, Report};
use tempfile::TempDir;

use crate::make::{self, at};

/// A clock that stands still until it is moved.
pub(crate) struct TestClock {
    now_ms: AtomicI64,
    /// Where it goes once a lane has read it.
    then: Mutex<Option<Timestamp>>,
}

impl TestClock {
    pub(crate) fn at(now: Timestamp) -> Arc<TestClock> {
        Arc::new(TestClock {
            now_ms: AtomicI64::new(now.as_millisecond()),
            then: Mutex::new(None),
        })
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.now_ms.store(now.as_millisecond(), Ordering::SeqCst);
    }

    /// Moves the clock between this batch of a lane and the next.
    pub(crate) fn set_after_next_batch(&self, then: Timestamp) {
        *self.then.lock().unwrap_or_else(PoisonError::into_inner) = Some(then);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::from_millisecond(self.now_ms.load(Ordering::SeqCst))
            .expect("the clock was set to an instant");
        if std::thread::current().name() == Some("lane") {
            let mut then = self.then.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(then) = then.take() {
                self.set(then);
            }
        }
        now
    }
}

/// Where the rows live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Store {
    Sqlite,
    Memory,
}

/// An engine and what a story does to it. Derefs to the engine.
pub(crate) struct World {
    engine: Option<Engine>,
    pub(crate) clock: Arc<TestClock>,
    options: Options,
    dir: Option<TempDir>,
    numbers: AtomicU32,
}

impl Deref for World {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        self.engine.as_ref().expect("the engine is open")
    }
}

impl World {
    /// A world on the morning of Monday, the 2nd of November 2026.
    pub(crate) fn on(store: Store) -> World {
        World::with_clock(store, TestClock::at(at("2026-11-02T10:00:00")))
    }

    pub(crate) fn with_clock(store: Store, clock: Arc<TestClock>) -> World {
        let dir = match store {
            Store::Sqlite => Some(TempDir::new().expect("a directory")),
            Store::Memory => None,
        };
        let mut world = World {
            engine: None,
            clock,
            options: Options::default(),
            dir,
            numbers: AtomicU32::new(0),
        };
        world.open();
        world
    }

    fn open(&mut self) {
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as Arc<dyn Clock>;
        self.engine = Some(match &self.dir {
            Some(dir) => Engine::open(dir.path(), clock, self.options).expect("the store opens"),
            None => Engine::in_memory(clock, self.options),
        });
    }

    /// Where the store keeps its file, if it does.
    pub(crate) fn place(&self) -> Option<&Path> {
        self.dir.as_ref().map(TempDir::path)
    }

    /// Closes the engine.
    pub(crate) async fn close(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.close().await;
        }
    }

    /// Closes the store and opens it again, where that leaves its rows.
    pub(crate) async fn reopen(&mut self) {
        if self.dir.is_some() {
            self.close().await;
            self.open();
        }
    }

    /// Has the engine behave in another way; before anything is written.
    pub(crate) async fn behaves(&mut self, options: Options) {
        self.options = options;
        self.close().await;
        self.open();
    }

    /// Moves the clock, and has everything done that is due then.
    pub(crate) async fn moves_to(&self, text: &str) {
        self.clock.set(at(text));
        self.settles().await;
    }

    /// Has everything done that is due.
    pub(crate) async fn settles(&self) {
        self.step().await.granted();
    }

    /// A request that was never made before.
    pub(crate) fn call(&self) -> Numbered {
        let number = self.numbers.fetch_add(1, Ordering::SeqCst);
        make::call(&format!("request {number}"), "")
    }

    /// An activity that is not yet published.
    pub(crate) async fn made(&self, new: NewActivity) -> ActivityId {
        let maker = new.operator;
        self.create(maker, self.call(), new)
            .await
            .granted()
            .activity
    }

    /// An activity that issues; a prepaid one is paid.
    pub(crate) async fn opened(&self, new: NewActivity) -> ActivityId {
        let owner = new.owner;
        let activity = self.made(new).await;
        let accepted = self.publish(activity, owner, self.call()).await.granted();
        if let Some(id) = accepted.recharge {
            let recharge = self.recharge(id).await.granted().expect("a recharge");
            self.deposit(recharge.sponsor, self.call(), recharge.amount)
                .await
                .granted();
            self.pay_recharge(id).await.granted();
        }
        self.settles().await;
        activity
    }

    /// An activity that its merchant's one request also publishes.
    pub(crate) async fn begun(&self, new: NewActivity) -> ActivityId {
        let activity = self.made(new).await;
        self.settles().await;
        activity
    }

    /// An activity with so many deposited codes, all of them in its budget.
    pub(crate) async fn stocked(&self, new: NewActivity, codes: &[&str]) -> ActivityId {
        let activity = self.begun(new).await;
        self.deposits(activity, codes).await;
        let quantity = u32::try_from(codes.len()).expect("a quantity");
        self.append(activity, make::owner(), self.call(), quantity)
            .await
            .granted();
        self.settles().await;
        activity
    }

    /// A merchant brings codes; for each, whether it came in.
    pub(crate) async fn deposits(&self, activity: ActivityId, codes: &[&str]) -> Vec<bool> {
        // Later codes come out first.
        let ranked = codes
            .iter()
            .zip((0_u64..1000).rev())
            .map(|(text, rank)| (make::code(text), rank))
            .collect();
        let deposited = self
            .deposit_codes(activity, make::owner(), self.call(), ranked)
            .await
            .granted();
        taken(&deposited)
    }

    /// A user receives a voucher under a code.
    pub(crate) async fn give_code(
        &self,
        activity: ActivityId,
        user: &str,
        code: &str,
    ) -> Result<VoucherId, Denial> {
        let label = Label {
            code: Some(make::code(code)),
            ..Label::default()
        };
        let recipient = make::recipient(user);
        self.issue_labelled(activity, make::owner(), self.call(), recipient, label)
            .await
            .map(|issued| issued.voucher)
            .answered()
    }

    /// The merchant reports so many uses of a code.
    pub(crate) async fn uses_code(
        &self,
        activity: ActivityId,
        code: &str,
        times: u32,
    ) -> Result<Redemption, Denial> {
        let report = Report {
            order: make::order(5000),
            times,
            deduction: None,
        };
        let name = VoucherName::Code(activity, make::code(code));
        self.report_use(name, make::owner(), self.call(), report)
            .await
            .answered()
    }

    /// A user asks for a voucher.
    pub(crate) async fn claim(
        &self,
        activity: ActivityId,
        user: &str,
    ) -> Result<VoucherId, Denial> {
        self.issue(activity, make::owner(), self.call(), make::recipient(user))
            .await
            .map(|issued| issued.voucher)
            .answered()
    }

    /// A user asks for a voucher and receives it.
    pub(crate) async fn give(&self, activity: ActivityId, user: &str) -> VoucherId {
        self.claim(activity, user)
            .await
            .expect("a voucher is issued")
    }

    /// A user pays an order with a voucher.
    pub(crate) async fn spend(
        &self,
        voucher: VoucherId,
        user: &str,
        order: Order,
    ) -> Result<Redemption, Denial> {
        self.redeem(voucher, self.call(), make::user(user), order)
            .await
            .answered()
    }

    /// The activity as it stands.
    pub(crate) async fn row(&self, activity: ActivityId) -> Activity {
        self.activity(activity)
            .await
            .granted()
            .expect("an activity")
            .activity
    }

    /// The voucher as it stands.
    pub(crate) async fn slip(&self, voucher: VoucherId) -> Voucher {
        self.voucher(voucher).await.granted().expect("a voucher")
    }

    /// What a merchant can spend, in fen.
    pub(crate) async fn balance(&self, merchant: MerchantId) -> u64 {
        self.account(merchant).await.granted().balance.get()
    }

    /// Whether the audit finds nothing.
    pub(crate) async fn is_sound(&self) {
        let audit = self.verify().await.granted();
        assert_eq!(audit.findings, [], "the audit finds nothing");
    }
}

/// What became of a call.
pub(crate) trait Outcome<T> {
    /// The answer, which may be a denial but no failure.
    fn answered(self) -> Result<T, Denial>;
    /// The answer, which is no denial.
    fn granted(self) -> T;
    /// The denial.
    fn denied(self) -> Denial;
}

impl<T: Debug> Outcome<T> for Result<T, Error> {
    fn answered(self) -> Result<T, Denial> {
        match self {
            Ok(answer) => Ok(answer),
            Err(Error::Denied(denial)) => Err(denial),
            Err(error @ (Error::Store(_) | Error::Closed)) => {
                panic!("the engine failed: {error:?}")
            }
        }
    }

    fn granted(self) -> T {
        match self.answered() {
            Ok(answer) => answer,
            Err(denial) => panic!("denied: {denial}"),
        }
    }

    fn denied(self) -> Denial {
        match self.answered() {
            Ok(answer) => panic!("granted: {answer:?}"),
            Err(denial) => denial,
        }
    }
}

/// Which of the codes that were brought came in.
pub(crate) fn taken(deposited: &Deposited) -> Vec<bool> {
    let came = |outcome: &CodeOutcome| *outcome == CodeOutcome::Taken;
    deposited.outcomes.iter().map(came).collect()
}
