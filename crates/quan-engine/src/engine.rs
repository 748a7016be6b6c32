//! The engine's face: what can be asked of it.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use quan_core::operation::{
    Append, BindReceiver, BudgetTarget, Complete, Create, Deposit, Modify, Pause, PayRecharge,
    Provision, Publish, Resume, SetBudget, Stop,
};
use quan_core::{
    Action, ActivityId, AppId, Clock, Completion, Denial, Fen, Fingerprint, HomeId, Member,
    MerchantId, Opening, Operation, Product, Receipt, RechargeId, RechargeState, Request,
    RequestNo, ScopeChange, ScopeKind, Terms, Timestamp,
};
use tokio::sync::{Notify, watch};

use crate::error::{Error, StoreError};
use crate::lane::{Answer, Lane, Shared};
use crate::store::{Opened, Reader, memory, sqlite};

/// How an engine behaves, where that is a choice.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// When accepted changes are done.
    pub completion: Completion,
    /// Whether a whole refund gives the voucher back.
    pub vouchers_return: bool,
    /// Whether the store is a sandbox's; one that is not refuses to open as
    /// one, and the other way round.
    pub sandbox: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            completion: Completion::AfterMs(0),
            vouchers_return: true,
            sandbox: false,
        }
    }
}

/// The caller's number for a write, and a digest of everything it says.
#[derive(Clone, Debug)]
pub struct Numbered {
    /// The number; it belongs to the action and its home.
    pub number: RequestNo,
    /// The digest.
    pub fingerprint: Fingerprint,
}

impl Numbered {
    pub(crate) fn request(self, home: HomeId, action: Action) -> Request {
        Request {
            home,
            action,
            number: self.number,
            fingerprint: self.fingerprint,
        }
    }
}

/// Everything that a new activity begins with, but its number.
#[derive(Clone, Debug)]
pub struct NewActivity {
    /// Which platform's product it is.
    pub product: Product,
    /// Whose vouchers these will be.
    pub owner: MerchantId,
    /// Who makes it.
    pub operator: MerchantId,
    /// Whom messages go to.
    pub receiver: AppId,
    /// How many vouchers there can be.
    pub quantity: u32,
    /// What is agreed; the first generation of its scope is 1.
    pub terms: Terms,
    /// What the dialect shows.
    pub document: String,
    /// The members of its scope.
    pub members: Vec<(ScopeKind, Member)>,
    /// Whether the same request also asks for its publication, where the product
    /// has no call for that.
    pub publishes: bool,
}

/// New terms for an activity.
#[derive(Clone, Debug)]
pub struct NewTerms {
    /// The version that they were made from.
    pub based_on: u32,
    /// The terms.
    pub terms: Terms,
    /// What the dialect will show.
    pub document: String,
    /// How the members of the scope change; not at all where the generation
    /// stays.
    pub members: ScopeChange,
}

/// An activity that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its number.
    pub activity: ActivityId,
    /// When.
    pub created_at: Timestamp,
}

/// A change that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The payment that it waits for.
    pub recharge: Option<RechargeId>,
}

/// The voucher engine. Cheap to clone; all clones are one engine.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) lane: Lane,
    pub(crate) reader: Arc<dyn Reader>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) options: Options,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Engine {
    /// Opens the embedded store in a directory, which is made if it is missing.
    /// One process at a time holds it. Nothing that is due is done before
    /// [`Engine::start_scheduler`].
    pub fn open(dir: &Path, clock: Arc<dyn Clock>, options: Options) -> Result<Engine, StoreError> {
        Engine::start(sqlite::open(dir, options.sandbox)?, clock, options)
    }

    /// An engine whose rows vanish with it.
    pub fn in_memory(clock: Arc<dyn Clock>, options: Options) -> Engine {
        match Engine::start(memory::open(), clock, options) {
            Ok(engine) => engine,
            Err(error) => unreachable!("a store in memory has nothing to fail at: {error}"),
        }
    }

    fn start(
        opened: Opened,
        clock: Arc<dyn Clock>,
        options: Options,
    ) -> Result<Engine, StoreError> {
        let shared = Arc::new(Shared {
            clock,
            subscribed: RwLock::new(Arc::new(HashSet::new())),
            due: Notify::new(),
            news: watch::Sender::new(0),
        });
        let (lane, thread) =
            Lane::start(opened.writer, Arc::clone(&shared)).map_err(|error| StoreError::Open {
                place: "a lane".into(),
                why: error.to_string(),
            })?;
        let inner = Inner {
            lane,
            reader: opened.reader,
            shared,
            options,
            threads: Mutex::new(vec![thread]),
        };
        Ok(Engine {
            inner: Arc::new(inner),
        })
    }

    /// The present instant of the business clock.
    pub fn now(&self) -> Timestamp {
        quan_core::time::whole_millis(self.inner.shared.clock.now())
    }

    /// Waits until every batch is finished, once nobody else holds the engine.
    pub async fn close(self) {
        let threads = std::mem::take(
            &mut *self
                .inner
                .threads
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        drop(self);
        let joined = tokio::task::spawn_blocking(move || {
            for thread in threads {
                if thread.join().is_err() {
                    tracing::error!("a lane ended in a panic");
                }
            }
        });
        if joined.await.is_err() {
            tracing::error!("the lanes could not be waited for");
        }
    }

    /// Makes an activity. The caller's home remembers the number.
    pub async fn create(
        &self,
        maker: MerchantId,
        call: Numbered,
        new: NewActivity,
    ) -> Result<Created, Error> {
        let request = call.request(HomeId::Merchant(maker), Action::Create);
        let known = self.replay(&request).await?;
        let receipt = if let Some(receipt) = known {
            receipt
        } else {
            let activity = self
                .inner
                .lane
                .write(|writer| writer.next_activity())
                .await?;
            let completion = if new.product.is_synchronous() {
                Completion::AtOnce
            } else {
                self.inner.options.completion
            };
            let publish = new.publishes.then(|| (request.number.clone(), completion));
            let opening = opening(activity, new, publish);
            self.run(Create { maker, opening }, Some(request)).await?
        };
        let activity = ActivityId::new(receipt.number).ok_or_else(|| {
            StoreError::inconsistent("request", format!("activity {}", receipt.number))
        })?;
        // A crash, or a twin that is a moment ahead, may have left the letter.
        let view = if let Some(view) = self.activity(activity).await? {
            view
        } else {
            self.carry_out_letters().await?;
            self.activity(activity)
                .await?
                .ok_or(Denial::NoSuchActivity)?
        };
        Ok(Created {
            activity,
            created_at: view.activity.created_at,
        })
    }

    /// Accepts that an activity is to be opened.
    pub async fn publish(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
    ) -> Result<Accepted, Error> {
        let completion = self.inner.options.completion;
        let operation = Publish {
            activity,
            caller,
            request: call.number.clone(),
            completion,
        };
        let request = call.request(HomeId::Activity(activity), Action::Publish);
        Ok(accepted(
            activity,
            self.run(operation, Some(request)).await?,
        ))
    }

    /// Accepts that a budget is to grow to `quantity` vouchers.
    pub async fn append(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        quantity: u32,
    ) -> Result<Accepted, Error> {
        let completion = self.inner.options.completion;
        let operation = Append {
            activity,
            caller,
            request: call.number.clone(),
            quantity,
            completion,
        };
        let request = call.request(HomeId::Activity(activity), Action::Append);
        Ok(accepted(
            activity,
            self.run(operation, Some(request)).await?,
        ))
    }

    /// Accepts new terms, and answers their version. [`Denial::TermsChanged`] asks the caller to read the
    /// terms again.
    pub async fn modify(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        change: NewTerms,
    ) -> Result<u32, Error> {
        let completion = self.inner.options.completion;
        self.change(activity, caller, call, change, completion)
            .await
    }

    /// Puts new terms in force, for a product that is synchronous.
    pub async fn modify_at_once(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        change: NewTerms,
    ) -> Result<u32, Error> {
        self.change(activity, caller, call, change, Completion::AtOnce)
            .await
    }

    async fn change(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        change: NewTerms,
        completion: Completion,
    ) -> Result<u32, Error> {
        let operation = Modify {
            activity,
            caller,
            request: call.number.clone(),
            based_on: change.based_on,
            terms: Arc::new(change.terms),
            document: change.document.into(),
            members: Arc::new(change.members),
            completion,
        };
        let request = call.request(HomeId::Activity(activity), Action::Modify);
        let receipt = self.run(operation, Some(request)).await?;
        Ok(receipt.sequence())
    }

    /// Sets a part of a budget, and answers the quantity and the day's cap as
    /// they are then.
    pub async fn set_budget(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        target: BudgetTarget,
    ) -> Result<(u32, Option<u32>), Error> {
        let operation = SetBudget {
            activity,
            caller,
            request: call.number.clone(),
            target,
        };
        let request = call.request(HomeId::Activity(activity), Action::SetBudget);
        let receipt = self.run(operation, Some(request)).await?;
        Ok(SetBudget::of_receipt(receipt))
    }

    /// Accepts that an activity is to be closed for good.
    pub async fn stop(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
    ) -> Result<(), Error> {
        let completion = self.inner.options.completion;
        let operation = Stop {
            activity,
            caller,
            request: call.number.clone(),
            completion,
        };
        let request = call.request(HomeId::Activity(activity), Action::Stop);
        self.run(operation, Some(request)).await.map(drop)
    }

    /// Pays a recharge from its sponsor's balance, once.
    pub async fn pay_recharge(&self, id: RechargeId) -> Result<(), Error> {
        let recharge = self.recharge(id).await?.ok_or(Denial::NoSuchRecharge)?;
        match recharge.state {
            RechargeState::Paid { .. } => return Ok(()),
            RechargeState::Lapsed { .. } => return Err(Denial::RechargeClosed.into()),
            RechargeState::Open if recharge.lapses_at <= self.now() => {
                return Err(Denial::RechargeClosed.into());
            }
            RechargeState::Open => {}
        }
        let number =
            RequestNo::parse(&format!("recharge-{id}")).map_err(|_| Denial::NoSuchRecharge)?;
        let home = HomeId::Merchant(recharge.sponsor);
        let request = Request {
            home,
            action: Action::Pay,
            number,
            fingerprint: Fingerprint::default(),
        };
        let operation = PayRecharge {
            recharge: id,
            sponsor: recharge.sponsor,
            amount: recharge.amount,
        };
        self.run(operation, Some(request)).await?;
        self.carry_out_letters().await?;
        match self.recharge(id).await?.map(|recharge| recharge.state) {
            Some(RechargeState::Paid { .. }) => Ok(()),
            Some(RechargeState::Open | RechargeState::Lapsed { .. }) | None => {
                Err(Denial::RechargeClosed.into())
            }
        }
    }

    /// Pays money into a merchant's account.
    pub async fn deposit(
        &self,
        merchant: MerchantId,
        call: Numbered,
        amount: Fen,
    ) -> Result<(), Error> {
        let request = call.request(HomeId::Merchant(merchant), Action::Deposit);
        self.run(Deposit { merchant, amount }, Some(request))
            .await
            .map(drop)
    }

    /// Sees to it that a merchant was given so much by provisioning, however
    /// often it is asked.
    pub async fn provision(&self, merchant: MerchantId, total: Fen) -> Result<(), Error> {
        self.run(Provision { merchant, total }, None)
            .await
            .map(drop)
    }

    /// Issues nothing more until the activity is resumed.
    pub async fn pause(&self, activity: ActivityId) -> Result<(), Error> {
        self.run(Pause { activity }, None).await.map(drop)
    }

    /// Issues again.
    pub async fn resume(&self, activity: ActivityId) -> Result<(), Error> {
        self.run(Resume { activity }, None).await.map(drop)
    }

    /// Sends an activity's messages to another application.
    pub async fn bind_receiver(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        receiver: AppId,
    ) -> Result<(), Error> {
        self.run(
            BindReceiver {
                activity,
                caller,
                receiver,
            },
            None,
        )
        .await
        .map(drop)
    }

    /// Does what was accepted for an activity now, whatever it waits for but a
    /// payment. `false` where there is nothing to do.
    pub async fn complete(&self, activity: ActivityId) -> Result<bool, Error> {
        let receipt = self
            .run(
                Complete {
                    activity,
                    told: true,
                },
                None,
            )
            .await?;
        Ok(receipt.number > 0)
    }

    /// Which applications have an address: facts become notices for these only.
    pub fn subscribe(&self, apps: HashSet<AppId>) {
        *self
            .inner
            .shared
            .subscribed
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(apps);
    }

    /// Whether an application has an address.
    pub fn is_subscribed(&self, app: &AppId) -> bool {
        self.subscribed().contains(app)
    }

    pub(crate) fn subscribed(&self) -> Arc<HashSet<AppId>> {
        let subscribed = self.inner.shared.subscribed.read();
        Arc::clone(&subscribed.unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes after every commit that may have made something to deliver.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.inner.shared.news.subscribe()
    }

    /// Has the scheduler look at the clock again, after somebody moved it.
    pub fn clock_moved(&self) {
        self.inner.shared.due.notify_one();
        self.inner
            .shared
            .news
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Runs an operation, and carries out the letters that it wrote.
    pub(crate) async fn run(
        &self,
        operation: impl Operation + 'static,
        request: Option<Request>,
    ) -> Result<Receipt, Error> {
        let Answer { receipt, letters } = self.inner.lane.ask(Box::new(operation), request).await?;
        for letter in letters {
            self.carry_out(letter).await?;
        }
        Ok(receipt)
    }
}

fn opening(
    activity: ActivityId,
    new: NewActivity,
    publish: Option<(RequestNo, Completion)>,
) -> Opening {
    let NewActivity {
        product,
        owner,
        operator,
        receiver,
        quantity,
        terms,
        document,
        members,
        publishes: _,
    } = new;
    Opening {
        activity,
        product,
        owner,
        operator,
        receiver,
        quantity,
        terms: Arc::new(terms),
        document: document.into(),
        members: Arc::new(ScopeChange::of(members)),
        publish,
    }
}

fn accepted(activity: ActivityId, receipt: Receipt) -> Accepted {
    let recharge = (receipt.number > 0).then(|| RechargeId::new(activity, receipt.sequence()));
    Accepted { recharge }
}
