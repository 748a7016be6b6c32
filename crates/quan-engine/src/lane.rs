//! A lane: takes everything that is waiting, serves it in one transaction, and
//! answers once that is durable.
//!
//! Nobody waits for a timer: while one batch commits, the next gathers. No
//! counter is kept in memory: a batch works on what is committed.

use std::collections::HashSet;
use std::sync::{Arc, RwLock};
use std::thread::JoinHandle;

use quan_core::{AppId, Clock, Desk, HomeId, Keys, Letter, Operation, Receipt, Request, Timestamp};
use tokio::sync::{Notify, mpsc, oneshot, watch};

use crate::error::{Error, StoreError};
use crate::store::Writer;

/// Rows that one batch takes at the most.
const BATCH_WEIGHT: usize = 4096;
/// Requests that wait for a lane before callers are held back.
const QUEUE: usize = 16_384;

/// What an operation was answered with.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) receipt: Receipt,
    /// Letters that it wrote, which are to be carried out now.
    pub(crate) letters: Vec<Letter>,
}

type Chore = Box<dyn FnOnce(&mut dyn Writer) -> Result<(), StoreError> + Send>;

enum Job {
    Ask {
        operation: Box<dyn Operation>,
        request: Option<Request>,
        reply: oneshot::Sender<Result<Answer, Error>>,
    },
    Chore {
        chore: Chore,
        reply: oneshot::Sender<Result<(), Error>>,
    },
}

impl Job {
    fn weight(&self) -> usize {
        match self {
            Job::Ask { operation, .. } => operation.weight(),
            Job::Chore { .. } => 1,
        }
    }

    fn ends_batch(&self) -> bool {
        match self {
            Job::Ask { operation, .. } => operation.ends_batch(),
            Job::Chore { .. } => false,
        }
    }
}

/// The way into a lane.
#[derive(Clone)]
pub(crate) struct Lane {
    jobs: mpsc::Sender<Job>,
}

/// What a lane shares with the rest of the engine.
pub(crate) struct Shared {
    pub(crate) clock: Arc<dyn Clock>,
    /// Applications that have an address: facts become notices for these only.
    pub(crate) subscribed: RwLock<Arc<HashSet<AppId>>>,
    /// Wakes the scheduler.
    pub(crate) due: Notify,
    /// Counts commits that may have made something to deliver.
    pub(crate) news: watch::Sender<u64>,
}

impl Lane {
    /// Starts a lane on a thread of its own.
    pub(crate) fn start(
        writer: Box<dyn Writer>,
        shared: Arc<Shared>,
    ) -> std::io::Result<(Lane, JoinHandle<()>)> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let mut server = Server { writer, shared };
        let thread = std::thread::Builder::new()
            .name("lane".into())
            .spawn(move || server.run(queue))?;
        Ok((Lane { jobs }, thread))
    }

    /// Has an operation decided and saved.
    pub(crate) async fn ask(
        &self,
        operation: Box<dyn Operation>,
        request: Option<Request>,
    ) -> Result<Answer, Error> {
        let (reply, answer) = oneshot::channel();
        self.jobs
            .send(Job::Ask {
                operation,
                request,
                reply,
            })
            .await
            .map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Has something written that no operation decides on.
    pub(crate) async fn write<T, F>(&self, chore: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Writer) -> Result<T, StoreError> + Send + 'static,
    {
        let (send, made) = oneshot::channel();
        let chore: Chore = Box::new(move |writer| {
            let value = chore(writer)?;
            // The caller may have gone; the work is done all the same.
            let _ = send.send(value);
            Ok(())
        });
        let (reply, answer) = oneshot::channel();
        self.jobs
            .send(Job::Chore { chore, reply })
            .await
            .map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)??;
        made.await.map_err(|_| Error::Closed)
    }
}

struct Server {
    writer: Box<dyn Writer>,
    shared: Arc<Shared>,
}

/// An operation of a batch, and where its answer goes.
struct Asked {
    operation: Box<dyn Operation>,
    request: Option<Request>,
    reply: oneshot::Sender<Result<Answer, Error>>,
}

impl Server {
    fn run(&mut self, mut queue: mpsc::Receiver<Job>) {
        while let Some(first) = queue.blocking_recv() {
            let mut weight = first.weight();
            let mut batch = vec![first];
            let mut idle = 0;
            while weight < BATCH_WEIGHT && idle < 2 {
                if batch.last().is_some_and(Job::ends_batch) {
                    break;
                }
                if let Ok(job) = queue.try_recv() {
                    weight = weight.saturating_add(job.weight());
                    batch.push(job);
                    idle = 0;
                } else {
                    // Callers that were just answered are about to ask
                    // again: let them, rather than commit for one of them.
                    idle += 1;
                    std::thread::yield_now();
                }
            }
            self.serve(batch);
        }
    }

    fn serve(&mut self, batch: Vec<Job>) {
        let now = quan_core::time::whole_millis(self.shared.clock.now());
        let mut asked = Vec::with_capacity(batch.len());
        let mut chores = Vec::new();
        for job in batch {
            match job {
                Job::Ask {
                    operation,
                    request,
                    reply,
                } => asked.push(Asked {
                    operation,
                    request,
                    reply,
                }),
                Job::Chore { chore, reply } => chores.push((chore, reply)),
            }
        }
        match self.transact(&asked, now) {
            Ok(answers) => {
                for (asked, answer) in asked.into_iter().zip(answers) {
                    // A caller that has gone may ask again under the same number.
                    let _ = asked.reply.send(answer);
                }
            }
            // One of many may have been what the store refused: each for itself.
            Err(error) if asked.len() > 1 => {
                tracing::warn!(error = %error, operations = asked.len(), "a batch failed and is served one by one");
                for one in asked {
                    self.serve_one(one, now);
                }
            }
            Err(error) => {
                for one in asked {
                    let _ = one.reply.send(Err(Error::Store(error.clone())));
                }
            }
        }
        for (chore, reply) in chores {
            let _ = reply.send(self.chore(chore));
        }
    }

    fn serve_one(&mut self, asked: Asked, now: Timestamp) {
        let answer = match self.transact(std::slice::from_ref(&asked), now) {
            Ok(mut answers) => answers.pop().unwrap_or(Err(Error::Closed)),
            Err(error) => Err(Error::Store(error)),
        };
        let _ = asked.reply.send(answer);
    }

    fn chore(&mut self, chore: Chore) -> Result<(), Error> {
        self.writer.begin()?;
        let done = chore(self.writer.as_mut()).and_then(|()| self.writer.commit());
        if done.is_err() {
            self.writer.rollback();
        }
        Ok(done?)
    }

    fn transact(
        &mut self,
        asked: &[Asked],
        now: Timestamp,
    ) -> Result<Vec<Result<Answer, Error>>, StoreError> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        self.writer.begin()?;
        let decided = self.decide(asked, now);
        let (desk, answers) = match decided {
            Ok(decided) => decided,
            Err(error) => {
                self.writer.rollback();
                return Err(error);
            }
        };
        if desk.is_clean() {
            self.writer.rollback();
            return Ok(answers);
        }
        if let Err(error) = self.writer.save(&desk).and_then(|()| self.writer.commit()) {
            self.writer.rollback();
            return Err(error);
        }
        self.tell(&desk);
        Ok(answers)
    }

    fn decide(
        &mut self,
        asked: &[Asked],
        now: Timestamp,
    ) -> Result<(Desk, Vec<Result<Answer, Error>>), StoreError> {
        let mut desk = Desk::default();
        let mut homes: Vec<HomeId> = asked.iter().map(|asked| asked.operation.home()).collect();
        homes.sort_unstable();
        homes.dedup();
        self.writer.load_homes(&homes, &mut desk)?;
        let mut keys = Keys::default();
        for Asked {
            operation, request, ..
        } in asked
        {
            if let Some(request) = request {
                keys.request(request);
            }
            operation.reads(&desk, now, &mut keys);
        }
        self.writer.load(&keys, now, &mut desk)?;
        let answers = asked
            .iter()
            .map(
                |Asked {
                     operation, request, ..
                 }| {
                    answer(operation.as_ref(), request.as_ref(), &mut desk, now)
                        .map_err(Error::Denied)
                },
            )
            .collect();
        let subscribed = match self.shared.subscribed.read() {
            Ok(apps) => Arc::clone(&apps),
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        };
        desk.added
            .notices
            .retain(|notice| notice.event.is_question() || subscribed.contains(&notice.receiver));
        Ok((desk, answers))
    }

    /// Wakes those who wait for what a batch did.
    fn tell(&self, desk: &Desk) {
        if desk
            .activities
            .unsaved()
            .any(|(_, activity)| activity.wake_at().is_some())
            || !desk.added.letters.is_empty()
        {
            self.shared.due.notify_one();
        }
        if !desk.added.vouchers.is_empty()
            || !desk.added.notices.is_empty()
            || desk.activities.unsaved().next().is_some()
        {
            self.shared
                .news
                .send_modify(|count| *count = count.wrapping_add(1));
        }
    }
}

/// The first answer again, or a decision and its facts.
fn answer(
    operation: &dyn Operation,
    request: Option<&Request>,
    desk: &mut Desk,
    now: Timestamp,
) -> Result<Answer, quan_core::Denial> {
    if let Some(request) = request
        && let Some(receipt) = desk.answer(request)?
    {
        return Ok(Answer {
            receipt,
            letters: Vec::new(),
        });
    }
    let (facts, receipt) = operation.decide(desk, now)?;
    let written = desk.added.letters.len();
    for fact in facts {
        desk.apply(fact);
    }
    if let Some(request) = request {
        desk.record(request, receipt);
    }
    Ok(Answer {
        receipt,
        letters: desk.added.letters[written..].to_vec(),
    })
}
