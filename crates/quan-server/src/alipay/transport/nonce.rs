//! Nonces that were seen, so that a request of REST v3 cannot be sent again.
//!
//! A nonce is remembered as long as its request's timestamp stays within the
//! window. It is kept as a keyed 64-bit hash: two million of them take some
//! fifty megabytes, and a chance meeting of two is not to be expected.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher};
use std::sync::{Mutex, PoisonError};

use jiff::SignedDuration;
use quan_core::Timestamp;

/// How long after its timestamp a request is still let in.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// Locks are taken by the nonce, so that requests seldom meet at one.
const SHARDS: usize = 16;

/// How many nonces a shard remembers before it forgets the oldest minute: more
/// than a machine can verify in the window.
const MOST: usize = (8 << 20) / SHARDS;

/// The nonces of all applications.
pub(super) struct Nonces {
    key: RandomState,
    shards: [Mutex<Shard>; SHARDS],
    most: usize,
}

#[derive(Default)]
struct Shard {
    seen: HashSet<u64, BuildHasherDefault<Already>>,
    /// What can be forgotten after which minute.
    by_minute: BTreeMap<i64, Vec<u64>>,
}

impl Default for Nonces {
    fn default() -> Nonces {
        Nonces::of_at_most(MOST)
    }
}

impl Nonces {
    fn of_at_most(most: usize) -> Nonces {
        let shards = std::array::from_fn(|_| Mutex::default());
        Nonces {
            key: RandomState::new(),
            shards,
            most,
        }
    }

    /// Remembers the nonce of a verified request; `false` when the application
    /// has used it before.
    pub(super) fn is_new(
        &self,
        app_id: &str,
        nonce: &str,
        timestamp: Timestamp,
        now: Timestamp,
    ) -> bool {
        let hash = self.key.hash_one((app_id, nonce));
        let shard = usize::try_from(hash % 16).unwrap_or_default();
        let mut shard = self.shards[shard]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        shard.forget_before(minute(now));
        if !shard.seen.insert(hash) {
            return false;
        }
        let until = timestamp.checked_add(WINDOW).unwrap_or(Timestamp::MAX);
        shard.by_minute.entry(minute(until)).or_default().push(hash);
        while shard.seen.len() > self.most && shard.forget_first() {
            tracing::warn!("more nonces than can be remembered; the oldest are forgotten");
        }
        true
    }
}

impl Shard {
    fn forget_before(&mut self, minute: i64) {
        while self
            .by_minute
            .first_key_value()
            .is_some_and(|(first, _)| *first < minute)
        {
            self.forget_first();
        }
    }

    fn forget_first(&mut self) -> bool {
        let Some((_, hashes)) = self.by_minute.pop_first() else {
            return false;
        };
        for hash in hashes {
            self.seen.remove(&hash);
        }
        true
    }
}

fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

/// The keys are hashes already.
#[derive(Default)]
struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        // The low bits chose the shard, and a table wants differing ones.
        self.0.rotate_right(4)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_nonce_is_new_once_for_each_application() {
        let nonces = Nonces::default();
        let now = at("2026-11-25T12:00:00Z");
        assert!(nonces.is_new("1", "a", now, now));
        assert!(!nonces.is_new("1", "a", now, now));
        assert!(nonces.is_new("2", "a", now, now));
        assert!(nonces.is_new("1", "b", now, now));
    }

    #[test]
    fn a_nonce_is_remembered_while_its_timestamp_is_let_in() {
        let nonces = Nonces::default();
        let signed = at("2026-11-25T12:09:59Z");
        assert!(nonces.is_new("1", "a", signed, at("2026-11-25T12:00:00Z")));
        assert!(!nonces.is_new("1", "a", signed, at("2026-11-25T12:19:59Z")));
        let later = at("2026-11-25T12:21:00Z");
        assert!(nonces.is_new("1", "a", later, later));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let nonces = Nonces::of_at_most(10);
        let mut now = at("2026-11-25T12:00:00Z");
        for number in 0..1000 {
            assert!(nonces.is_new("1", &number.to_string(), now, now));
            now += SignedDuration::from_secs(1);
        }
        let kept: usize = nonces
            .shards
            .iter()
            .map(|shard| shard.lock().unwrap().seen.len())
            .sum();
        assert!(kept <= 10 * SHARDS, "{kept}");
    }
}
