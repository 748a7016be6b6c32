//! How often a merchant may call.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use quan_core::{MerchantId, Timestamp};

/// Counts calls by merchant and minute of the wall clock.
#[derive(Debug)]
pub(super) struct PerMinute {
    most: u32,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    minute: i64,
    of: HashMap<MerchantId, u32>,
}

impl PerMinute {
    /// So many calls a minute.
    pub(super) fn new(most: u32) -> PerMinute {
        PerMinute {
            most,
            counts: Mutex::default(),
        }
    }

    /// Whether one more call is within the limit; it is counted if so.
    pub(super) fn admits(&self, merchant: MerchantId, now: Timestamp) -> bool {
        let minute = now.as_second().div_euclid(60);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.minute != minute {
            counts.minute = minute;
            counts.of.clear();
        }
        let count = counts.of.entry(merchant).or_default();
        if *count >= self.most {
            return false;
        }
        *count += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_so_many_calls_for_each_merchant() {
        let limit = PerMinute::new(2);
        let at = |second| Timestamp::from_second(second).unwrap();
        let (one, other) = (
            MerchantId::parse("1900000001").unwrap(),
            MerchantId::parse("1900000002").unwrap(),
        );
        let said: Vec<bool> = [0, 59, 59].map(|s| limit.admits(one, at(s))).into();
        assert_eq!(said, [true, true, false]);
        assert!(limit.admits(other, at(59)));
        assert!(limit.admits(one, at(60)));
    }
}
