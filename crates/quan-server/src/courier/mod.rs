//! Delivers messages to merchants' applications.
//!
//! [`Courier::step`] does what is due now; [`Courier::run`] only sleeps around
//! it. A message is worded when it is sent, signed with its own time, and is
//! the same message on every try: receivers tell repeats by `notify_id`, and
//! by the `id` in its contents. It is delivered once the answer is exactly
//! `success`; otherwise it is tried again after the gaps of a [`Schedule`], on
//! the business clock, and then given up. Delivery is at least once: a crash
//! between an answer and its record repeats the message.

mod address;
mod coupon;
mod errand;
mod news;
mod post;
mod registered;
mod settings;
mod word;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::StreamExt as _;
use futures_util::stream;
use quan_core::{ActivityId, AppId, Clock, MerchantId, Notice, Timestamp, VoucherId};
use quan_engine::registry::{Registry, Snapshot};
use quan_engine::{
    ActivityView, Attempt, DueNotice, Engine, Error, FailedNotice, NoticeOutcome, Pass, PassOutcome,
};
use quan_wire::wechatpay;

use self::coupon::Issued;
use self::news::{News, Subject};
use self::post::Post;
use crate::platform::Platform;

pub use self::address::{Refused, address, is_public};
pub use self::coupon::Coupons;
pub use self::post::CannotPost;
pub use self::settings::{Schedule, Settings};

/// Delivers messages. Clones are the same courier.
#[derive(Clone)]
pub struct Courier {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    registry: Registry,
    wall: Arc<dyn Clock>,
    post: Post,
    settings: Settings,
    /// How merchants at WeChat Pay are told; they are not, without.
    coupons: Option<Coupons>,
    /// The registry as of the last subscription.
    subscribed: Mutex<Option<Arc<Snapshot>>>,
}

/// How one try went.
struct Tried {
    attempt: Attempt,
    next_at: Option<Timestamp>,
}

impl Courier {
    /// A courier for the messages of `engine`. Subscribes the applications of
    /// the registry that have an address: from here on facts become messages.
    pub fn new(
        engine: Engine,
        registry: Registry,
        platform: &Platform,
        wall: Arc<dyn Clock>,
        settings: Settings,
        coupons: Option<Coupons>,
    ) -> Result<Courier, CannotPost> {
        let post = Post::new(platform.private_key().clone(), &settings)?;
        let subscribed = Mutex::new(None);
        let inner = Inner {
            engine,
            registry,
            wall,
            post,
            settings,
            coupons,
            subscribed,
        };
        let courier = Courier {
            inner: Arc::new(inner),
        };
        courier.subscribe();
        Ok(courier)
    }

    /// Steps until `shutdown` is ready. A step that is cut short is repeated
    /// by the next run.
    pub async fn run(&self, shutdown: impl Future<Output = ()>) {
        let mut news = self.inner.engine.news();
        let mut registered = self.inner.registry.news();
        tokio::pin!(shutdown);
        loop {
            news.borrow_and_update();
            registered.borrow_and_update();
            let told = tokio::select! {
                told = self.step() => told,
                () = &mut shutdown => return,
            };
            if told > 0 {
                continue;
            }
            tokio::select! {
                changed = news.changed() => if changed.is_err() { return },
                changed = registered.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(self.inner.settings.nap) => {}
                () = &mut shutdown => return,
            }
        }
    }

    /// Tries everything that is due now, up to a bound, and answers how much
    /// that was.
    pub async fn step(&self) -> usize {
        self.subscribe();
        let mut told = 0;
        for outcome in [self.tell_notices().await, self.tell_passes().await] {
            told += counted(outcome);
        }
        told + counted(self.tell_registered().await)
    }

    /// Tells the engine who has an address, where that changed.
    fn subscribe(&self) {
        let snapshot = self.inner.registry.snapshot();
        let mut last = self
            .inner
            .subscribed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if !last
            .as_ref()
            .is_some_and(|last| Arc::ptr_eq(last, &snapshot))
        {
            let apps = snapshot.apps_with_address().into_iter();
            let merchants = coupon::receivers(&snapshot)
                .filter_map(|merchant| AppId::parse(&merchant.to_string()).ok());
            self.inner.engine.subscribe(apps.chain(merchants).collect());
            *last = Some(snapshot);
        }
    }

    /// Messages that are rows: in order within an activity or a voucher, all
    /// others side by side.
    async fn tell_notices(&self) -> Result<usize, Error> {
        let engine = &self.inner.engine;
        let due = engine.due_notices(self.inner.settings.batch).await?;
        let count = due.len();
        let mut views = HashMap::new();
        let mut queues: Vec<Vec<(DueNotice, Option<News>)>> = Vec::new();
        let mut places = HashMap::new();
        for due in due {
            let place = *places.entry(news::queue(&due.notice)).or_insert_with(|| {
                queues.push(Vec::new());
                queues.len() - 1
            });
            let view = self.view(&mut views, due.notice.id.activity).await?;
            let subject = self.subject(&due.notice).await?;
            let news = view.and_then(|view| News::of_notice(&due.notice, &view, subject));
            if let Some(queue) = queues.get_mut(place) {
                queue.push((due, news));
            }
        }
        let tries = stream::iter(queues).map(|queue| {
            let courier = self.clone();
            async move {
                let mut outcomes = Vec::with_capacity(queue.len());
                for (due, news) in queue {
                    let tried = courier.attempt(news.as_ref(), due.attempts).await;
                    let Tried { attempt, next_at } = tried;
                    outcomes.push(NoticeOutcome {
                        id: due.notice.id,
                        attempt,
                        next_at,
                    });
                }
                outcomes
            }
        });
        let outcomes = tries
            .buffer_unordered(self.inner.settings.in_flight)
            .concat()
            .await;
        if !outcomes.is_empty() {
            engine.record_attempts(outcomes).await?;
        }
        Ok(count)
    }

    /// What a notice is about.
    async fn subject(&self, notice: &Notice) -> Result<Subject, Error> {
        let engine = &self.inner.engine;
        let sale = match news::sale_of(notice) {
            Some(sale) => engine.sale(sale).await?,
            None => None,
        };
        let bought = sale
            .as_ref()
            .and_then(|sale| Some(VoucherId::new(sale.id.activity, sale.voucher?)));
        let voucher = match news::voucher_of(&notice.event).or(bought) {
            Some(voucher) => engine.voucher(voucher).await?,
            None => None,
        };
        let redemption = match news::redemption_of(notice) {
            Some(redemption) => engine.redemption(redemption).await?,
            None => None,
        };
        Ok(Subject {
            voucher,
            redemption,
            sale,
        })
    }

    /// Messages that every voucher causes: rows only where a try fails.
    async fn tell_passes(&self) -> Result<usize, Error> {
        let engine = &self.inner.engine;
        let passes = engine.told_by_vouchers(self.inner.settings.batch).await?;
        let mut views = HashMap::new();
        let mut outcomes = Vec::with_capacity(passes.len());
        let mut letters = Vec::new();
        for (place, pass) in passes.into_iter().enumerate() {
            let view = self.view(&mut views, pass.activity).await?;
            let view = view
                .filter(|view| view.activity.product.tells_all() || Issued::is_told_of(pass.kind));
            if let Some(view) = view {
                letters.extend(pass.vouchers.iter().map(|voucher| {
                    (
                        place,
                        News::of_voucher(pass.kind, &pass.receiver, voucher, &view),
                    )
                }));
            }
            let Pass {
                activity,
                kind,
                through,
                ..
            } = pass;
            outcomes.push(PassOutcome {
                activity,
                kind,
                through,
                failed: Vec::new(),
            });
        }
        let count = letters.len().max(outcomes.len());
        let mut tries = stream::iter(letters)
            .map(|(place, news)| {
                let courier = self.clone();
                async move { (place, courier.attempt(Some(&news), 0).await, news) }
            })
            .buffer_unordered(self.inner.settings.in_flight);
        while let Some((place, tried, news)) = tries.next().await {
            let Tried { attempt, next_at } = tried;
            if attempt.delivered {
                continue;
            }
            let News {
                event,
                happened_at,
                receiver,
                ..
            } = news;
            if let Some(outcome) = outcomes.get_mut(place) {
                outcome.failed.push(FailedNotice {
                    event,
                    happened_at,
                    receiver,
                    attempt,
                    next_at,
                });
            }
        }
        if !outcomes.is_empty() {
            engine.record_passes(outcomes).await?;
        }
        Ok(count)
    }

    async fn view(
        &self,
        views: &mut HashMap<ActivityId, Option<ActivityView>>,
        activity: ActivityId,
    ) -> Result<Option<ActivityView>, Error> {
        if let Some(view) = views.get(&activity) {
            return Ok(view.clone());
        }
        let view = self.inner.engine.activity(activity).await?;
        views.insert(activity, view.clone());
        Ok(view)
    }

    /// Tries once, after `before` tries that failed.
    async fn attempt(&self, news: Option<&News>, before: u32) -> Tried {
        let question = news.is_some_and(|news| news.event.is_question());
        let answer = match news {
            Some(news) if question => self.ask(news).await,
            Some(news) => self.send(news).await,
            None => Err("what it is about is not there any more".to_owned()),
        };
        let settings = &self.inner.settings;
        let schedule = if question {
            &settings.questions
        } else if news.is_some_and(|news| news.coupon.is_some()) {
            &settings.coupons
        } else {
            &settings.schedule
        };
        let mut tried = self.tried(answer, before, schedule);
        if let (true, false, None, Some(news)) =
            (question, tried.attempt.delivered, tried.next_at, news)
            && !self.give_up(news).await
        {
            // Otherwise the order would wait for ever.
            tried.next_at = schedule.next_at(0, tried.attempt.at);
        }
        if let (false, Some(news)) = (tried.attempt.delivered, news) {
            tracing::info!(
                receiver = %news.receiver,
                activity = %news.activity,
                attempts = before.saturating_add(1),
                given_up = tried.next_at.is_none(),
                detail = %tried.attempt.detail,
                "a message was not taken"
            );
        }
        tried
    }

    /// What there is to record of a try that was answered so.
    fn tried(&self, answer: Result<String, String>, before: u32, schedule: &Schedule) -> Tried {
        let at = self.inner.engine.now();
        let (delivered, detail) = match answer {
            Ok(detail) => (true, detail),
            Err(detail) => (false, detail),
        };
        let next_at = if delivered {
            None
        } else {
            schedule.next_at(before, at)
        };
        Tried {
            attempt: Attempt {
                at,
                delivered,
                detail,
            },
            next_at,
        }
    }

    /// Words, signs and posts.
    async fn send(&self, news: &News) -> Result<String, String> {
        if let Some(coupon) = &news.coupon {
            return self.send_coupon(&news.receiver, coupon).await;
        }
        let app = self.inner.registry.find_app(news.receiver.as_str());
        let app = app.ok_or("the application is not known")?;
        let open_id = match &news.user {
            Some(user) => {
                let found = self.inner.registry.open_id_of(app.app_id.as_str(), user);
                found.map_err(|error| error.to_string())?
            }
            None => None,
        };
        let message = word::message(news, open_id);
        let letter = post::Letter {
            notify_id: &word::notify_id(news),
            at: self.inner.wall.now(),
            message: &message,
        };
        self.inner.post.send(&app, letter).await
    }
}

impl Courier {
    /// Tells a merchant at WeChat Pay of a coupon.
    async fn send_coupon(&self, receiver: &AppId, issued: &Issued) -> Result<String, String> {
        let merchant = MerchantId::parse(receiver.as_str()).ok();
        let merchant = merchant.and_then(|mchid| self.inner.registry.wechat_merchant(mchid));
        let merchant = merchant.ok_or("the merchant is not known")?;
        let address = merchant.notify.clone();
        let address = address.ok_or("the merchant has no address")?;
        let coupons = self.inner.coupons.as_ref();
        let coupons = coupons.ok_or("there are no keys to tell of coupons with")?;
        let (registry, now) = (&self.inner.registry, self.inner.wall.now());
        match coupons.word(issued, merchant, registry, now)? {
            None => Ok("issued in a way that nobody is told of".to_owned()),
            Some(push) => {
                if self.inner.settings.probes {
                    let probe = wechatpay::notify::probe(push.clone());
                    // Whoever takes this in verifies nothing.
                    if self.inner.post.coupon(&address, probe).await.is_ok() {
                        return Err("a wrong signature was taken in".to_owned());
                    }
                }
                self.inner.post.coupon(&address, push).await
            }
        }
    }
}

/// How much was told; why not more goes to the log.
fn counted<E: std::error::Error + 'static>(outcome: Result<usize, E>) -> usize {
    match outcome {
        Ok(count) => count,
        Err(error) => {
            let error: &dyn std::error::Error = &error;
            tracing::error!(error, "the courier could not go on");
            0
        }
    }
}
