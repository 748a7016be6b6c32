//! Does what falls due: accepted changes, payments that lapse, vouchers that
//! pass their end, and letters that a crash left behind.

use std::sync::Weak;
use std::time::Duration;

use quan_core::operation::{Complete, Sweep};
use quan_core::{ActivityId, Denial};

use crate::Engine;
use crate::engine::Inner;
use crate::error::Error;

/// Activities that are looked at together.
const AT_ONCE: u32 = 256;
/// Vouchers that one sweep counts at the most.
const SWEEP: u32 = 2000;
/// The business clock can be moved by others, so it is looked at this often.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

impl Engine {
    /// Does everything that is due now, and answers how much that was.
    pub async fn step(&self) -> Result<usize, Error> {
        // What a crash left; afterwards whoever writes a letter carries it out.
        let mut done = self.carry_out_letters().await?;
        loop {
            let now = self.now();
            let due = self.read(move |reader| reader.due(now, AT_ONCE)).await?;
            let mut moved = 0;
            for activity in due {
                moved += self.tend(activity).await?;
            }
            if moved == 0 {
                return Ok(done);
            }
            done += moved;
        }
    }

    async fn tend(&self, activity: ActivityId) -> Result<usize, Error> {
        let mut moved = 0;
        let before = self
            .activity(activity)
            .await?
            .map(|view| view.activity.wake_at());
        for outcome in [
            self.run(
                Complete {
                    activity,
                    told: false,
                },
                None,
            )
            .await,
            self.run(
                Sweep {
                    activity,
                    limit: SWEEP,
                },
                None,
            )
            .await,
        ] {
            match outcome {
                Ok(receipt) => moved += usize::try_from(receipt.number).unwrap_or(usize::MAX),
                Err(Error::Denied(Denial::NoSuchActivity)) => {}
                Err(error) => return Err(error),
            }
        }
        let after = self
            .activity(activity)
            .await?
            .map(|view| view.activity.wake_at());
        Ok(if moved == 0 {
            usize::from(before != after)
        } else {
            moved
        })
    }

    /// Begins to do what falls due, until the engine is closed. Applications
    /// must have subscribed before, since facts become notices for these only.
    /// Must be called within a tokio runtime, once.
    pub fn start_scheduler(&self) {
        let inner = std::sync::Arc::downgrade(&self.inner);
        tokio::spawn(run(inner));
    }
}

/// Holds the engine only while it works, so that the engine can end.
async fn run(inner: Weak<Inner>) {
    loop {
        let Some(engine) = inner.upgrade().map(|inner| Engine { inner }) else {
            return;
        };
        if let Err(error) = engine.step().await {
            if matches!(error, Error::Closed) {
                return;
            }
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the scheduler failed and tries again"
            );
        }
        let wake = engine
            .read(|reader| reader.next_wake())
            .await
            .ok()
            .flatten();
        let ahead = wake.map_or(LOOK_AGAIN, |at| {
            Duration::try_from(at.duration_since(engine.now())).unwrap_or(Duration::ZERO)
        });
        let shared = std::sync::Arc::clone(&engine.inner.shared);
        drop(engine);
        // Whatever was due is done; an instant that is past and still due waits
        // for somebody, so there is no hurry.
        let wait = if ahead.is_zero() {
            LOOK_AGAIN
        } else {
            ahead.min(LOOK_AGAIN)
        };
        let _ = tokio::time::timeout(wait, shared.due.notified()).await;
    }
}
