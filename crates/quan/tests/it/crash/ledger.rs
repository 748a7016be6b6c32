//! The client's own ledger: what was asked under which number, and what was
//! answered.
//!
//! Requests are chosen so that no answer, refusals included, can change later:
//! users come to the scarce activity once, the ample one never runs out, and a
//! voucher that two orders race for is left alone afterwards. So every request
//! that is made again must be answered to the letter as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::Value;

/// How many vouchers the activity has that never runs out.
pub(super) const AMPLE: u32 = 20_000;
/// How many the other has: they are gone about half-way.
pub(super) const SCARCE: u32 = 200;
/// The users who share the ample activity, each of whom may have
/// [`PER_USER`] vouchers.
const USERS: u32 = 500;
const PER_USER: usize = 2;

/// What the server said: the answer, or code and words of its refusal.
pub(super) type Answer = Result<Value, String>;

#[derive(Clone, Debug)]
pub(super) struct Activities {
    pub(super) ample: String,
    pub(super) scarce: String,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(super) enum Wish {
    Issue {
        activity: String,
        user: String,
    },
    Append {
        activity: String,
        quantity: u32,
    },
    /// `rival`: another order wants the same voucher at the same time.
    Redeem {
        voucher: String,
        user: String,
        rival: bool,
    },
    Return {
        redemption: String,
        voucher: String,
        user: String,
    },
}

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) number: String,
    pub(super) wish: Wish,
    answer: Option<Answer>,
}

/// The ledger, shared between workers.
pub(super) type Shared = Arc<Desk>;

pub(super) struct Desk(std::sync::Mutex<Ledger>);

impl Desk {
    pub(super) fn lock(&self) -> std::sync::MutexGuard<'_, Ledger> {
        self.0
            .lock()
            .expect("nobody panics with the ledger in hand")
    }
}

pub(super) fn shared(activities: Activities) -> Shared {
    Arc::new(Desk(std::sync::Mutex::new(Ledger {
        activities,
        entries: Vec::new(),
        open: Vec::new(),
        vouchers: Vec::new(),
        redemptions: Vec::new(),
        quantity: AMPLE,
        more: None,
        latecomers: 0,
    })))
}

pub(super) struct Ledger {
    pub(super) activities: Activities,
    entries: Vec<Entry>,
    /// Requests that found no answer and are to be made again.
    open: Vec<usize>,
    /// Vouchers that can be used, and who holds them.
    vouchers: Vec<(String, String)>,
    /// Uses that can be given back, with voucher and holder.
    redemptions: Vec<(String, String, String)>,
    /// What the ample activity was last raised to.
    quantity: u32,
    /// What it is to be raised to next.
    more: Option<u32>,
    /// Users who came to the scarce activity.
    latecomers: u32,
}

impl Ledger {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn wish(&self, nth: usize) -> Entry {
        self.entries[nth].clone()
    }

    /// Lets one of the next requests raise the ample activity, once the last
    /// raise was answered.
    pub(super) fn want_more(&mut self) {
        let asked = self
            .entries
            .iter()
            .filter(|entry| matches!(entry.wish, Wish::Append { .. }) && entry.answer.is_none());
        if asked.count() == 0 {
            self.more = Some(self.quantity + 500);
        }
    }

    /// What a worker does next: one request, or two at once, which may be one
    /// and the same.
    pub(super) fn draw(&mut self, rng: &mut StdRng) -> (usize, Option<usize>) {
        if !self.open.is_empty() && rng.random_bool(0.25) {
            let nth = self.open.swap_remove(rng.random_range(0..self.open.len()));
            return (nth, None);
        }
        if let Some(quantity) = self.more.take() {
            let activity = self.activities.ample.clone();
            return (self.enter(Wish::Append { activity, quantity }), None);
        }
        let choice = rng.random_range(0..100);
        let nth = match choice {
            45..60 => self.one_more_scarce(),
            60..82 if !self.vouchers.is_empty() => {
                let nth = rng.random_range(0..self.vouchers.len());
                let (voucher, user) = self.vouchers.swap_remove(nth);
                let rival = rng.random_bool(0.15);
                let wish = Wish::Redeem {
                    voucher,
                    user,
                    rival,
                };
                if rival {
                    return (self.enter(wish.clone()), Some(self.enter(wish)));
                }
                self.enter(wish)
            }
            82.. if !self.redemptions.is_empty() => {
                let nth = rng.random_range(0..self.redemptions.len());
                let (redemption, voucher, user) = self.redemptions.swap_remove(nth);
                self.enter(Wish::Return {
                    redemption,
                    voucher,
                    user,
                })
            }
            _ => self.some_ample(rng),
        };
        (nth, rng.random_bool(0.1).then_some(nth))
    }

    fn some_ample(&mut self, rng: &mut StdRng) -> usize {
        let user = format!("20880{:011}", rng.random_range(0..USERS));
        let activity = self.activities.ample.clone();
        self.enter(Wish::Issue { activity, user })
    }

    /// A user who was never here asks for a voucher of the scarce activity.
    pub(super) fn one_more_scarce(&mut self) -> usize {
        self.latecomers += 1;
        let user = format!("20889{:011}", self.latecomers);
        let activity = self.activities.scarce.clone();
        self.enter(Wish::Issue { activity, user })
    }

    fn enter(&mut self, wish: Wish) -> usize {
        let nth = self.entries.len();
        self.entries.push(Entry {
            number: format!("request-{nth}"),
            wish,
            answer: None,
        });
        nth
    }

    /// Enters an answer. One that was given before must be the same.
    pub(super) fn note(&mut self, nth: usize, answer: Option<Answer>) -> anyhow::Result<()> {
        let entry = &mut self.entries[nth];
        let Some(answer) = answer else {
            if entry.answer.is_none() && !self.open.contains(&nth) {
                self.open.push(nth);
            }
            return Ok(());
        };
        if let Some(first) = &entry.answer {
            ensure!(
                *first == answer,
                "{} was answered {first:?} and then {answer:?}: {:?}",
                entry.number,
                entry.wish
            );
            return Ok(());
        }
        entry.answer = Some(answer.clone());
        self.open.retain(|open| *open != nth);
        let wish = entry.wish.clone();
        self.hand_on(wish, answer)
            .with_context(|| format!("the answer of request-{nth}"))
    }

    /// What an answer makes possible next, where it is one that may come.
    fn hand_on(&mut self, wish: Wish, answer: Answer) -> anyhow::Result<()> {
        match (wish, answer) {
            (Wish::Issue { user, .. }, Ok(answer)) => {
                self.vouchers.push((text(&answer, "voucher_id")?, user));
            }
            (Wish::Append { quantity, .. }, Ok(_)) => self.quantity = quantity,
            (
                Wish::Redeem {
                    voucher,
                    user,
                    rival,
                },
                Ok(answer),
            ) => {
                if !rival {
                    let redemption = text(&answer, "redemption_id")?;
                    self.redemptions.push((redemption, voucher, user));
                }
            }
            (Wish::Return { voucher, user, .. }, Ok(answer)) => {
                ensure!(answer["voucher_returned"] == true, "{answer}");
                self.vouchers.push((voucher, user));
            }
            (Wish::Issue { activity, .. }, Err(code)) => {
                let expected = if activity == self.activities.ample {
                    "CountOverLimit"
                } else {
                    "BudgetNotEnough"
                };
                ensure!(code.starts_with(expected), "refused with {code}");
            }
            (Wish::Redeem { rival: true, .. }, Err(code)) => {
                ensure!(code.starts_with("already-redeemed"), "refused with {code}");
            }
            (wish, Err(code)) => bail!("{wish:?} was refused with {code}"),
        }
        Ok(())
    }

    pub(super) fn unanswered(&self) -> Vec<usize> {
        (0..self.entries.len())
            .filter(|nth| self.entries[*nth].answer.is_none())
            .collect()
    }
}

fn text(answer: &Value, field: &str) -> anyhow::Result<String> {
    let text = answer[field].as_str();
    Ok(text
        .with_context(|| format!("no {field} in {answer}"))?
        .to_owned())
}

/// What became of an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Book {
    pub(super) quantity: u32,
    pub(super) issued: u32,
    pub(super) redeemed: u32,
}

#[derive(Debug)]
pub(super) struct Books {
    pub(super) ample: Book,
    pub(super) scarce: Book,
}

impl Ledger {
    /// Adds everything up, and checks what the answers promise: no voucher was
    /// given twice, nobody has more than they may, no activity gave more than it
    /// had, and no voucher is used twice.
    pub(super) fn balance(&self) -> anyhow::Result<Books> {
        let mut vouchers = BTreeMap::new();
        let mut held: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut uses: BTreeMap<&str, i32> = BTreeMap::new();
        let mut rivals: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
        let mut redemptions = BTreeSet::new();
        for entry in &self.entries {
            let answer = entry.answer.as_ref().context("a request has no answer")?;
            if let Wish::Redeem {
                voucher,
                rival: true,
                ..
            } = &entry.wish
            {
                rivals.entry(voucher).or_default().push(answer.is_ok());
            }
            let Ok(answer) = answer else { continue };
            match &entry.wish {
                Wish::Issue { activity, user } => {
                    let twice = vouchers.insert(text(answer, "voucher_id")?, activity);
                    ensure!(twice.is_none(), "{answer} was given twice");
                    *held.entry((activity, user)).or_default() += 1;
                }
                Wish::Redeem { voucher, .. } => {
                    let new = redemptions.insert(text(answer, "redemption_id")?);
                    ensure!(new, "two orders share {answer}");
                    *uses.entry(voucher).or_default() += 1;
                }
                Wish::Return { voucher, .. } => *uses.entry(voucher).or_default() -= 1,
                Wish::Append { .. } => {}
            }
        }
        for (voucher, outcomes) in rivals {
            let won = outcomes.iter().filter(|won| **won).count();
            ensure!(won == 1, "{won} of {} orders got {voucher}", outcomes.len());
        }
        for ((activity, user), count) in held {
            let limit = if activity == self.activities.ample {
                PER_USER
            } else {
                1
            };
            ensure!(count <= limit, "{user} has {count} vouchers of {activity}");
        }
        let book = |activity: &str, quantity| {
            let mut book = Book {
                quantity,
                ..Book::default()
            };
            for (voucher, of) in &vouchers {
                if *of == activity {
                    book.issued += 1;
                    let uses = uses.get(voucher.as_str()).copied().unwrap_or_default();
                    ensure!((0..=1).contains(&uses), "{voucher} is used {uses} times");
                    book.redeemed += u32::try_from(uses)?;
                }
            }
            ensure!(book.issued <= quantity, "{book:?}");
            Ok(book)
        };
        Ok(Books {
            ample: book(&self.activities.ample, self.quantity)?,
            scarce: book(&self.activities.scarce, SCARCE)?,
        })
    }
}
