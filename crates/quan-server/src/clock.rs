//! Clocks: the wall's, the business clock that a sandbox moves, and one that
//! stands still.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::SignedDuration;
use quan_core::{Clock, Timestamp};

/// The time of day, in whole milliseconds. It judges and stamps transport.
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

/// The clock that rules everything but transport: the wall's, moved by an
/// offset or frozen. Clones share the setting.
#[derive(Clone)]
pub struct BusinessClock {
    wall: Arc<dyn Clock>,
    setting: Arc<RwLock<ClockSetting>>,
}

/// How the business clock stands to the wall's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockSetting {
    /// So much later than the wall's (earlier where negative).
    Offset(SignedDuration),
    /// Standing at one instant.
    Frozen(Timestamp),
}

impl BusinessClock {
    /// A business clock that agrees with the wall's until it is set.
    pub fn new(wall: Arc<dyn Clock>) -> BusinessClock {
        let setting = ClockSetting::Offset(SignedDuration::ZERO);
        BusinessClock {
            wall,
            setting: Arc::new(RwLock::new(setting)),
        }
    }

    /// How it stands to the wall's.
    pub fn setting(&self) -> ClockSetting {
        *self.setting.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves or freezes it; see [`BusinessClock::go_on`] for the way back.
    pub fn set(&self, setting: ClockSetting) {
        *self.setting.write().unwrap_or_else(PoisonError::into_inner) = setting;
    }

    /// Moves it to `at`, from where it goes on.
    pub fn set_to(&self, at: Timestamp) {
        self.set(ClockSetting::Offset(at.duration_since(self.wall.now())));
    }

    /// Stops it where it is.
    pub fn freeze(&self) {
        self.set(ClockSetting::Frozen(self.now()));
    }

    /// Lets it go on from where it is.
    pub fn go_on(&self) {
        self.set_to(self.now());
    }

    /// Moves it forward, frozen or not, held at the last instant.
    pub fn advance(&self, by: SignedDuration) {
        let moved = match self.setting() {
            ClockSetting::Offset(offset) => {
                ClockSetting::Offset(offset.checked_add(by).unwrap_or(SignedDuration::MAX))
            }
            ClockSetting::Frozen(at) => {
                ClockSetting::Frozen(at.checked_add(by).unwrap_or(Timestamp::MAX))
            }
        };
        self.set(moved);
    }
}

impl Clock for BusinessClock {
    fn now(&self) -> Timestamp {
        match self.setting() {
            ClockSetting::Offset(offset) => {
                let bound = if offset.is_negative() {
                    Timestamp::MIN
                } else {
                    Timestamp::MAX
                };
                let at = self.wall.now().checked_add(offset).unwrap_or(bound);
                quan_core::time::whole_millis(at)
            }
            ClockSetting::Frozen(at) => at,
        }
    }
}

/// A clock that stands still until it is set: for tests.
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<AtomicI64>);

impl FixedClock {
    /// A clock that stands at `at`.
    pub fn at(at: Timestamp) -> FixedClock {
        FixedClock(Arc::new(AtomicI64::new(at.as_millisecond())))
    }

    /// Moves it to `at`.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::Relaxed);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_business_clock_is_moved_frozen_and_released() {
        let wall = FixedClock::at(at("2026-11-25T10:00:00Z"));
        let clock = BusinessClock::new(Arc::new(wall.clone()));
        assert_eq!(clock.now(), wall.now());

        clock.set_to(at("2027-01-01T00:00:00Z"));
        wall.set(at("2026-11-25T10:00:05Z"));
        assert_eq!(clock.now(), at("2027-01-01T00:00:05Z"));

        clock.freeze();
        wall.set(at("2026-11-25T11:00:00Z"));
        assert_eq!(clock.now(), at("2027-01-01T00:00:05Z"));

        clock.advance(SignedDuration::from_hours(24));
        assert_eq!(clock.now(), at("2027-01-02T00:00:05Z"));

        clock.go_on();
        wall.set(at("2026-11-25T11:00:01Z"));
        assert_eq!(clock.now(), at("2027-01-02T00:00:06Z"));
    }

    #[test]
    fn a_clock_moved_beyond_time_stands_at_its_end() {
        let clock = BusinessClock::new(Arc::new(WallClock));
        clock.set(ClockSetting::Offset(SignedDuration::MAX));
        assert!(clock.now() > at("9999-01-01T00:00:00Z"));
    }
}
