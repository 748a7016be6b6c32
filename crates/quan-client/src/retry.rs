//! Asking again: how often, and after how long.

use std::time::Duration;

use crate::ambient::Ambient;

/// When a call that could not be answered is made again.
///
/// A call is repeated after a broken connection, a timeout, `SYSTEM_ERROR`,
/// `unknow-error`, a rate limit, or a status of 429 or from 500; always with
/// the same request number (`out_biz_no`, `out_request_no`, …), so that the platform
/// does the thing once. Waits
/// double from `first_wait` to `longest_wait`, each shortened at random by up
/// to half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How often a call is made at most, the first time included.
    pub attempts: u32,
    /// The wait before the second attempt.
    pub first_wait: Duration,
    /// No wait is longer.
    pub longest_wait: Duration,
}

impl Default for Retry {
    /// Four attempts, with less than a second of waiting in all.
    fn default() -> Retry {
        Retry {
            attempts: 4,
            first_wait: Duration::from_millis(100),
            longest_wait: Duration::from_secs(2),
        }
    }
}

impl Retry {
    /// Every call is made once.
    pub fn never() -> Retry {
        Retry {
            attempts: 1,
            ..Retry::default()
        }
    }

    /// The wait after `made` attempts, before it is shortened.
    fn wait(self, made: u32) -> Duration {
        let factor = 1_u32
            .checked_shl(made.saturating_sub(1))
            .unwrap_or(u32::MAX);
        self.first_wait
            .checked_mul(factor)
            .unwrap_or(self.longest_wait)
            .min(self.longest_wait)
    }
}

/// The attempts of one call.
pub(crate) struct Attempts<'a> {
    retry: Retry,
    ambient: &'a Ambient,
    /// How many were begun.
    pub(crate) made: u32,
}

impl<'a> Attempts<'a> {
    pub(crate) fn first(retry: Retry, ambient: &'a Ambient) -> Attempts<'a> {
        Attempts {
            retry,
            ambient,
            made: 1,
        }
    }

    /// Waits for the next attempt; `false` when there is none left.
    pub(crate) async fn next(
        &mut self,
        name: &str,
        reason: &(dyn std::error::Error + Sync),
    ) -> bool {
        if self.made >= self.retry.attempts {
            return false;
        }
        let wait = self.ambient.jitter(self.retry.wait(self.made));
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(call = name, attempt = self.made, wait_ms, reason = %reason, "asking again");
        self.ambient.sleeper.sleep(wait).await;
        self.made += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let retry = Retry {
            attempts: 9,
            first_wait: Duration::from_millis(100),
            longest_wait: Duration::from_millis(500),
        };
        let waits: Vec<u128> = (1..=5).map(|made| retry.wait(made).as_millis()).collect();
        assert_eq!(waits, [100, 200, 400, 500, 500]);
        assert_eq!(retry.wait(u32::MAX), Duration::from_millis(500));
    }
}
