//! Money between merchants: whoever gives whom how much, none is lost or made,
//! limits hold, and both stores answer alike.

use std::collections::BTreeMap;

use proptest::prelude::*;
use quan_core::{
    ActivityId, Denial, Fen, MerchantId, SubsidyId, SubsidyState, Transfer, VoucherId,
};
use quan_engine::NewSubsidy;

use crate::make::{call, fen, merchant};
use crate::world::{Outcome, Store, World};

/// What a payer may give for a voucher.
const LIMIT: u64 = 1000;

/// Something that somebody asks for.
#[derive(Clone, Debug)]
enum Step {
    Deposit {
        whose: usize,
        amount: u64,
    },
    Pay {
        payer: usize,
        payee: usize,
        voucher: u32,
        amount: u64,
    },
    AskBack {
        subsidy: usize,
        amount: u64,
    },
    /// The same call again, under its number.
    Again {
        call: usize,
    },
    /// The process ends and starts anew.
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let place = 0_usize..64;
    prop_oneof![
        3 => (0_usize..3, 1_u64..2000).prop_map(|(whose, amount)| Step::Deposit { whose, amount }),
        8 => (0_usize..3, 0_usize..3, 1_u32..4, 1_u64..800).prop_map(
            |(payer, payee, voucher, amount)| Step::Pay { payer, payee, voucher, amount }
        ),
        8 => (place.clone(), 1_u64..800)
            .prop_map(|(subsidy, amount)| Step::AskBack { subsidy, amount }),
        2 => place.prop_map(|call| Step::Again { call }),
        1 => Just(Step::Restart),
    ]
}

/// A subsidy as it must be.
struct Paid {
    id: SubsidyId,
    payer: usize,
    payee: usize,
    voucher: u32,
    amount: u64,
    returned: u64,
}

struct Play {
    world: World,
    balances: [u64; 3],
    paid: Vec<Paid>,
    calls: Vec<(String, Step)>,
}

fn who(place: usize) -> MerchantId {
    merchant(&format!("190000000{}", place + 1))
}

fn voucher_of(sequence: u32) -> VoucherId {
    VoucherId::new(ActivityId::new(1).expect("an activity"), sequence)
}

impl Play {
    async fn does(&mut self, step: &Step) -> String {
        match step {
            Step::Again { call } => {
                if self.calls.is_empty() {
                    return "nothing".into();
                }
                let (number, step) = self.calls[call % self.calls.len()].clone();
                let before = self.paid.len();
                let told = self.asks(&number, &step, true).await;
                assert_eq!(self.paid.len(), before);
                told
            }
            Step::Restart => {
                self.world.reopen().await;
                "restarted".into()
            }
            Step::Deposit { .. } | Step::Pay { .. } | Step::AskBack { .. } => {
                let number = format!("n{}", self.calls.len());
                let step = self.meant(step);
                let told = self.asks(&number, &step, false).await;
                if !told.starts_with("denied") {
                    self.calls.push((number, step));
                }
                told
            }
        }
    }

    /// The step with the place of its subsidy, which stays when others are paid.
    fn meant(&self, step: &Step) -> Step {
        match *step {
            Step::AskBack { subsidy, amount } if !self.paid.is_empty() => Step::AskBack {
                subsidy: subsidy % self.paid.len(),
                amount,
            },
            Step::Deposit { .. }
            | Step::Pay { .. }
            | Step::AskBack { .. }
            | Step::Again { .. }
            | Step::Restart => step.clone(),
        }
    }

    /// Asks the engine, and does in the record what it must do.
    async fn asks(&mut self, number: &str, step: &Step, again: bool) -> String {
        let call = call(number, &format!("{step:?}"));
        match *step {
            Step::Deposit { whose, amount } => {
                let done = self.world.deposit(who(whose), call, fen(amount)).await;
                done.granted();
                if !again {
                    self.balances[whose] += amount;
                }
                "deposited".into()
            }
            Step::Pay {
                payer,
                payee,
                voucher,
                amount,
            } => {
                let new = NewSubsidy {
                    payer: who(payer),
                    payee: who(payee),
                    voucher: voucher_of(voucher),
                    amount: fen(amount),
                    limit: fen(LIMIT),
                    document: String::new(),
                };
                let answer = self.world.subsidize(call, new).await.answered();
                if again {
                    return format!("{answer:?}");
                }
                let given: u64 = self
                    .paid
                    .iter()
                    .filter(|paid| (paid.payer, paid.voucher) == (payer, voucher))
                    .map(|paid| paid.amount - paid.returned)
                    .sum();
                if given + amount > LIMIT {
                    let left = fen(LIMIT - given);
                    assert_eq!(answer, Err(Denial::SubsidyTooLarge { left }));
                } else if amount > self.balances[payer] {
                    // It is written down, and nothing moves.
                    let id = answer.clone().expect("it is written down").subsidy;
                    let row = self.world.subsidy(id).await.granted().expect("a row");
                    assert_eq!(row.state(), SubsidyState::Failed);
                } else {
                    let id = answer.clone().expect("it is paid").subsidy;
                    self.balances[payer] -= amount;
                    self.balances[payee] += amount;
                    self.paid.push(Paid {
                        id,
                        payer,
                        payee,
                        voucher,
                        amount,
                        returned: 0,
                    });
                }
                answer.map_or("denied".into(), |accepted| accepted.subsidy.to_string())
            }
            Step::AskBack { subsidy, amount } => {
                if self.paid.is_empty() {
                    return "denied: nothing is paid".into();
                }
                self.asks_back(subsidy, call, amount, again).await
            }
            Step::Again { .. } | Step::Restart => unreachable!("these ask for nothing"),
        }
    }

    async fn asks_back(
        &mut self,
        at: usize,
        call: quan_engine::Numbered,
        amount: u64,
        again: bool,
    ) -> String {
        let paid = &mut self.paid[at];
        let answer = self
            .world
            .return_subsidy(paid.id, call, fen(amount), String::new())
            .await
            .answered();
        if again {
            return format!("{answer:?}");
        }
        let left = paid.amount - paid.returned;
        if amount > left {
            let left = fen(left);
            assert_eq!(answer, Err(Denial::RefundTooLarge { left }));
            return "denied".into();
        }
        let id = answer.expect("it is accepted").id;
        let back = self.world.subsidy_return(id).await.granted();
        let done = matches!(back.expect("a return").transfer, Transfer::Done { .. });
        assert_eq!(done, amount <= self.balances[paid.payee]);
        if done {
            paid.returned += amount;
            self.balances[paid.payee] -= amount;
            self.balances[paid.payer] += amount;
        }
        format!("{id} {done}")
    }

    async fn keeps_its_promises(&self) {
        self.world.is_sound().await;
        for (place, balance) in self.balances.iter().enumerate() {
            assert_eq!(self.world.balance(who(place)).await, *balance);
        }
        let mut given: BTreeMap<(usize, u32), u64> = BTreeMap::new();
        for paid in &self.paid {
            let row = self.world.subsidy(paid.id).await.granted();
            let row = row.expect("a subsidy");
            assert_eq!(
                (row.returned, row.returning),
                (fen(paid.returned), Fen::ZERO)
            );
            let state = if paid.returned == 0 {
                SubsidyState::Done
            } else if paid.returned < paid.amount {
                SubsidyState::PartlyReturned
            } else {
                SubsidyState::FullyReturned
            };
            assert_eq!(row.state(), state);
            let sum = given.entry((paid.payer, paid.voucher)).or_default();
            *sum += paid.amount - paid.returned;
        }
        assert!(given.values().all(|sum| *sum <= LIMIT));
    }
}

/// What a store answered to a sequence, step by step.
fn told_on(store: Store, steps: &[Step]) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut play = Play {
            world: World::on(store),
            balances: [0; 3],
            paid: Vec::new(),
            calls: Vec::new(),
        };
        let mut answers = Vec::with_capacity(steps.len());
        for step in steps {
            answers.push(play.does(step).await);
            play.keeps_its_promises().await;
        }
        play.world.close().await;
        answers
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn money_between_merchants_is_neither_lost_nor_made(
        steps in proptest::collection::vec(step(), 1..60)
    ) {
        let on_sqlite = told_on(Store::Sqlite, &steps);
        let in_memory = told_on(Store::Memory, &steps);
        prop_assert_eq!(on_sqlite, in_memory);
    }
}
