//! Whatever is asked, in whatever order: both stores answer alike, and what
//! they promise holds.

mod model;
mod play;
mod step;
mod subsidies;

use proptest::prelude::*;

use self::play::Play;
use self::step::{Step, coupon_steps, steps};
use crate::world::Store;

/// What the two stores answered to a sequence, step by step.
fn told_on(store: Store, steps: &[Step]) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut play = Play::begins(store).await;
        let mut answers = Vec::with_capacity(steps.len());
        for step in steps {
            answers.push(play.does(step).await);
            play.keeps_its_promises().await;
        }
        play.ends().await;
        answers
    })
}

proptest! {
    #[test]
    fn budgets_caps_and_request_numbers_hold_on_both_stores_which_answer_alike(
        steps in steps()
    ) {
        let on_sqlite = told_on(Store::Sqlite, &steps);
        let in_memory = told_on(Store::Memory, &steps);
        prop_assert_eq!(on_sqlite, in_memory);
    }

    #[test]
    fn coupons_keep_their_budgets_and_codes_on_both_stores_which_answer_alike(
        steps in coupon_steps()
    ) {
        let on_sqlite = told_on(Store::Sqlite, &steps);
        let in_memory = told_on(Store::Memory, &steps);
        prop_assert_eq!(on_sqlite, in_memory);
    }
}
