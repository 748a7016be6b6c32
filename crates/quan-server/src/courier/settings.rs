//! How the courier behaves, where that is a choice.

use std::time::Duration;

use jiff::SignedDuration;
use quan_core::Timestamp;
use quan_wire::alipay::form::Layout;
use quan_wire::alipay::message::spi;
use quan_wire::wechatpay;

use crate::config::CourierConfig;

/// How long to wait after each failed try; there is no try after the last gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule(pub Vec<Duration>);

impl Schedule {
    /// Alipay's: eight tries within some 25 hours.
    pub fn alipay() -> Schedule {
        let minutes = [4, 10, 10, 60, 120, 360, 900];
        Schedule(
            minutes
                .into_iter()
                .map(|minutes| Duration::from_secs(minutes * 60))
                .collect(),
        )
    }

    /// That of questions: ten more, half a minute apart.
    pub fn questions() -> Schedule {
        let gaps = usize::try_from(spi::RETRIES).unwrap_or(usize::MAX);
        Schedule(vec![Duration::from_secs(30); gaps])
    }

    /// That of WeChat Pay's messages of coupons.
    pub fn coupons() -> Schedule {
        Schedule(wechatpay::notify::GAPS.to_vec())
    }

    /// When to try again after a try at `at` that failed, as `before` did
    /// before it; `None` to give up.
    pub fn next_at(&self, before: u32, at: Timestamp) -> Option<Timestamp> {
        let gap = *self.0.get(usize::try_from(before).ok()?)?;
        at.checked_add(SignedDuration::try_from(gap).ok()?).ok()
    }
}

/// How the courier behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// When failed messages are tried again.
    pub schedule: Schedule,
    /// When questions that were not answered are asked again.
    pub questions: Schedule,
    /// When messages of coupons that were not taken are sent again.
    pub coupons: Schedule,
    /// Whether `sign_type` is part of what is signed. Receivers differ:
    /// without it is the platform's common way.
    pub layout: Layout,
    /// Whether a receiver of coupons' messages is first sent one that it must refuse.
    pub probes: bool,
    /// Whether private addresses are allowed where addresses are checked.
    pub allow_private: bool,
    /// Whether addresses without TLS are allowed where addresses are checked.
    pub allow_http: bool,
    /// How long a receiver may take to answer.
    pub timeout: Duration,
    /// How long to sleep where nothing is due and nobody says that something is.
    pub nap: Duration,
    /// How long a merchant may take to answer a question.
    pub question_timeout: Duration,
    /// How many tries are under way at once.
    pub in_flight: usize,
    /// How many messages of a kind are taken up in a step.
    pub batch: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            schedule: Schedule::alipay(),
            questions: Schedule::questions(),
            coupons: Schedule::coupons(),
            layout: Layout::WithoutSignType,
            probes: false,
            allow_private: false,
            allow_http: false,
            timeout: Duration::from_secs(15),
            nap: Duration::from_secs(1),
            question_timeout: Duration::from_secs(spi::SECONDS),
            in_flight: 32,
            batch: 512,
        }
    }
}

impl From<CourierConfig> for Settings {
    fn from(config: CourierConfig) -> Settings {
        let CourierConfig {
            allow_private,
            allow_http,
            sign_type_signed,
            probes,
        } = config;
        let layout = if sign_type_signed {
            Layout::WithSignType
        } else {
            Layout::WithoutSignType
        };
        Settings {
            layout,
            probes,
            allow_private,
            allow_http,
            ..Settings::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sp3_a_question_is_answered_within_three_seconds_and_asked_eleven_times() {
        let settings = Settings::default();
        assert_eq!(settings.question_timeout, Duration::from_secs(3));
        let at: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
        let asked_again = (0..).map_while(|before| settings.questions.next_at(before, at));
        assert_eq!(asked_again.count(), 10);
    }

    #[test]
    fn t3_1_retry_schedule_has_seven_gaps_and_then_the_message_is_given_up() {
        let schedule = Schedule::alipay();
        let at: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
        let minutes: Vec<_> = (0..8)
            .map(|before| {
                let next = schedule.next_at(before, at)?;
                Some(next.duration_since(at).as_mins())
            })
            .collect();
        let gaps = [4, 10, 10, 60, 120, 360, 900];
        assert_eq!(minutes[..7], gaps.map(Some));
        assert_eq!(minutes[7], None);
        assert_eq!(
            gaps.iter().sum::<i64>(),
            24 * 60 + 24,
            "within some 25 hours"
        );
    }
}
