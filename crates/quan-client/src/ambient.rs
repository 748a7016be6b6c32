//! What comes in from outside: the time, randomness, and waiting.
//!
//! Each has a default that programs use and can be replaced where runs must be
//! repeatable.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use quan_core::{Clock, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng as _, RngCore, SeedableRng as _};

/// The time of day, with which requests are stamped.
#[derive(Clone, Copy, Debug, Default)]
pub struct WallClock;

impl Clock for WallClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where time comes in"
    )]
    fn now(&self) -> Timestamp {
        quan_core::time::whole_millis(Timestamp::now())
    }
}

/// Waits between two attempts.
pub trait Sleeper: Send + Sync + 'static {
    /// Completes after `wait`.
    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// Waits on Tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSleeper;

impl Sleeper for TokioSleeper {
    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(wait))
    }
}

/// Everything that comes in from outside. Clones share it.
#[derive(Clone)]
pub(crate) struct Ambient {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sleeper: Arc<dyn Sleeper>,
    rng: Arc<Mutex<dyn RngCore + Send>>,
}

impl Default for Ambient {
    fn default() -> Ambient {
        Ambient {
            clock: Arc::new(WallClock),
            sleeper: Arc::new(TokioSleeper),
            // The one place where randomness comes in: the operating system's.
            rng: Arc::new(Mutex::new(StdRng::from_os_rng())),
        }
    }
}

impl Ambient {
    pub(crate) fn draw_from(&mut self, rng: impl RngCore + Send + 'static) {
        self.rng = Arc::new(Mutex::new(rng));
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// 32 hexadecimal digits: a nonce, a request id, a boundary.
    pub(crate) fn name(&self) -> String {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut bytes = [0; 16];
        self.rng
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        let mut name = String::with_capacity(32);
        for byte in bytes {
            for half in [byte >> 4, byte & 15] {
                name.push(char::from(HEX[usize::from(half)]));
            }
        }
        name
    }

    /// Between half of `wait` and all of it, so that callers who were refused
    /// together do not come back together.
    pub(crate) fn jitter(&self, wait: Duration) -> Duration {
        let half = wait / 2;
        let span = u64::try_from(half.as_micros()).unwrap_or(u64::MAX);
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        half + Duration::from_micros(rng.random_range(0..=span))
    }
}

impl fmt::Debug for Ambient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ambient(…)")
    }
}
