//! What was agreed when an activity was made: a value with a version.

use crate::benefit::Benefit;
use crate::keys::Periods;
use crate::time::{self, Period, Timestamp};
use crate::window::{CalendarRule, Window};
use crate::{Fen, Member, MerchantId};

/// The most vouchers that an activity of Alipay's can have.
pub const MOST_VOUCHERS: u32 = 99_999_999;

/// Everything that an activity promises and demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What a voucher takes off.
    pub benefit: Benefit,
    /// The least eligible sum that an order must have.
    pub floor: Option<Fen>,
    /// Who may receive vouchers, when, and how many.
    pub issue: IssueTerms,
    /// From when to when a voucher can be used.
    pub validity: Validity,
    /// The hours of the calendar within the validity.
    pub calendar: Calendar,
    /// How often vouchers may be used.
    pub redeem: RedeemTerms,
    /// Where and on what a voucher can be used.
    pub scope: Scope,
    /// Who pays for the deduction.
    pub funding: Funding,
    /// Where the codes of vouchers come from.
    pub codes: Codes,
    /// What a voucher costs its user, where it is sold.
    pub sale: Option<Sale>,
}

/// Where the codes of vouchers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// A voucher has no code but its number.
    None,
    /// The merchant brings them in advance, and each voucher gets any of them.
    Deposited,
    /// The merchant names one with every voucher.
    Named,
}

/// On what conditions vouchers are sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    /// The price of one.
    pub price: Fen,
    /// Who gets the money of what is redeemed.
    pub payee: MerchantId,
    /// Whether the buyer can have the money back for an unused voucher.
    pub refund: MoneyBack,
    /// Whether the money of an expired voucher goes back.
    pub overdue: MoneyBack,
}

/// Whether money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyBack {
    /// It does not.
    Never,
    /// It does, as soon as it is asked for.
    AtOnce,
    /// It does, if the merchant agrees, who is asked each time.
    IfAgreed,
}

/// Who may receive vouchers, when, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueTerms {
    /// When vouchers are given out.
    pub window: Window,
    /// How many one user may receive; all caps hold together.
    pub per_user: Vec<Cap>,
    /// Whether the caps also count by natural person, across accounts. What was
    /// issued before there was such a cap on the same period is not counted,
    /// since only then somebody began to keep count.
    pub by_person: bool,
    /// Whether the caps also count by telephone number, in the same way.
    pub by_phone: bool,
    /// Whether only users with a verified name may receive.
    pub real_name: bool,
    /// The most vouchers of one calendar day.
    pub by_day: Option<u32>,
}

/// So many in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// The period, after which the count starts anew.
    pub period: Period,
    /// The most in one period; at least 1.
    pub limit: u32,
}

/// From when to when a voucher can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// The same span for every voucher.
    Absolute(Window),
    /// Counted from the day of receipt.
    Relative {
        /// Days to wait; 0 makes a voucher usable at once.
        wait_days: u32,
        /// Days that it is then valid; at least 1.
        days: u32,
        /// On which day the last one ends.
        rounding: Rounding,
    },
    /// Counted from the day of receipt within a span that nothing leaves: what
    /// is received before it counts from its first instant.
    Within {
        /// The span.
        span: Window,
        /// Days to wait; 0 makes a voucher usable at once.
        wait_days: u32,
        /// Days that it is then valid, the first included; to the end of the
        /// span, where not said.
        days: Option<u32>,
    },
}

/// Whether the day on which a voucher becomes usable counts as a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// It counts: one day, received on the 1st, ends on the 1st.
    Forward,
    /// It does not: one day, received on the 1st, ends on the 2nd.
    Backward,
}

impl Validity {
    /// The span of a voucher that was received at `issued_at`; `None` beyond
    /// the calendar.
    pub fn of(&self, issued_at: Timestamp) -> Option<Window> {
        match *self {
            Validity::Absolute(window) => Some(window),
            Validity::Relative {
                wait_days,
                days,
                rounding,
            } => {
                let first = time::days_after(time::day_of(issued_at), wait_days)?;
                let counted = match rounding {
                    Rounding::Forward => days.saturating_sub(1),
                    Rounding::Backward => days,
                };
                Some(Window {
                    opens_at: if wait_days == 0 {
                        issued_at
                    } else {
                        time::start_of(first)?
                    },
                    closes_at: time::end_of(time::days_after(first, counted)?)?,
                })
            }
            Validity::Within {
                span,
                wait_days,
                days,
            } => {
                let counts_from = issued_at.max(span.opens_at);
                let first = time::days_after(time::day_of(counts_from), wait_days)?;
                let opens_at = if wait_days == 0 {
                    counts_from
                } else {
                    time::start_of(first)?
                };
                let closes_at = match days {
                    None => span.closes_at,
                    Some(days) => {
                        let last = time::days_after(first, days.saturating_sub(1))?;
                        time::end_of(last)?.min(span.closes_at)
                    }
                };
                Some(Window {
                    opens_at,
                    closes_at,
                })
            }
        }
    }
}

/// The hours of the calendar at which vouchers can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Usable only while one of these holds, or one of the spans; always, where
    /// there are neither.
    pub usable: Vec<CalendarRule>,
    /// Spans of time in which it is usable.
    pub spans: Vec<Window>,
    /// Never usable while one of these holds.
    pub barred: Vec<CalendarRule>,
}

impl Calendar {
    /// Whether a voucher can be used at `now`.
    pub fn admits(&self, now: Timestamp) -> bool {
        let always = self.usable.is_empty() && self.spans.is_empty();
        (always
            || self.usable.iter().any(|rule| rule.holds(now))
            || self.spans.iter().any(|span| span.contains(now)))
            && !self.barred.iter().any(|rule| rule.holds(now))
    }
}

/// How often vouchers may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedeemTerms {
    /// How many uses one user has in a period.
    pub per_user: Option<Cap>,
    /// How many uses one voucher has; at least 1.
    pub max_uses: u32,
    /// Who judges whether a voucher may be used, and what comes off.
    pub judge: Judge,
}

/// Who judges a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// The platform, when the order is paid.
    Platform,
    /// The merchant, who reports the use. The platform asks for state, time,
    /// shop and limits only.
    Merchant,
}

/// Where and on what a voucher can be used. The members themselves are rows:
/// there may be hundreds of thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Which state of the rows counts: a member has a first generation, and
    /// perhaps one from which on it is none any more.
    pub generation: u32,
    /// Whether only some applications take the voucher.
    pub apps: bool,
    /// Which shops take it.
    pub places: Places,
    /// Which goods it is for.
    pub goods: GoodsScope,
}

/// Which shops take a voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// Every shop, and none.
    Everywhere,
    /// The shops of the scope.
    Shops,
    /// The shops of the scope, by the registry of real shops.
    RealShops,
    /// Every shop of this merchant but the excluded ones.
    ShopsOf(MerchantId),
    /// Shops in the cities of the scope.
    Cities,
    /// Shops in any city.
    AnyCity,
}

/// Which goods a voucher is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoodsScope {
    /// The whole order.
    Any,
    /// The goods of the scope: at least one must be in the order.
    Only,
    /// Orders without any of the goods of the scope.
    Except,
}

/// A kind of member of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeKind {
    /// A merchant at whom the voucher can be used.
    Merchant,
    /// An indirect merchant at whom it can be used.
    Submerchant,
    /// An application.
    App,
    /// A shop, of either registry.
    Shop,
    /// A shop that is left out of all shops.
    ExcludedShop,
    /// A city.
    City,
    /// Goods that are needed.
    Goods,
    /// Goods that rule the voucher out.
    ExcludedGoods,
    /// A shop of the registry of real shops.
    RealShop,
}

/// How the members of a scope change from one generation to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeChange {
    /// Kinds whose members all go, before anything is added.
    pub cleared: Vec<ScopeKind>,
    /// Members that go.
    pub removed: Vec<(ScopeKind, Member)>,
    /// Members that come. One that is there already stays as it is.
    pub added: Vec<(ScopeKind, Member)>,
}

impl ScopeChange {
    /// A scope that had no members before.
    pub fn of(members: Vec<(ScopeKind, Member)>) -> ScopeChange {
        ScopeChange {
            added: members,
            ..ScopeChange::default()
        }
    }

    /// Other members instead of all that there were.
    pub fn instead(members: Vec<(ScopeKind, Member)>) -> ScopeChange {
        ScopeChange {
            cleared: ScopeKind::ALL.to_vec(),
            ..ScopeChange::of(members)
        }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.cleared.is_empty() && self.removed.is_empty() && self.added.is_empty()
    }

    /// How many rows it is about.
    pub fn size(&self) -> usize {
        self.removed.len().saturating_add(self.added.len())
    }
}

impl ScopeKind {
    /// Every kind, in the order of their numbers in a store.
    pub const ALL: [ScopeKind; 9] = [
        ScopeKind::Merchant,
        ScopeKind::Submerchant,
        ScopeKind::App,
        ScopeKind::Shop,
        ScopeKind::ExcludedShop,
        ScopeKind::City,
        ScopeKind::Goods,
        ScopeKind::ExcludedGoods,
        ScopeKind::RealShop,
    ];
}

/// Who pays for the deduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Funding {
    /// The merchant at whom it is used forgoes the money.
    Forgone,
    /// A sponsor pays the face of every voucher in advance.
    Prepaid {
        /// Whose balance it comes from.
        sponsor: MerchantId,
    },
}

impl Terms {
    /// The periods in which receipts by one user are counted.
    pub fn issue_periods(&self) -> impl Iterator<Item = Period> + '_ {
        self.issue.per_user.iter().map(|cap| cap.period)
    }

    /// The periods in which uses by one user are counted.
    pub(crate) fn use_periods(&self) -> Periods {
        self.redeem.per_user.iter().map(|cap| cap.period).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::{Days, Hours};
    use jiff::civil::{Weekday, date};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn relative(wait_days: u32, days: u32, rounding: Rounding) -> Window {
        Validity::Relative {
            wait_days,
            days,
            rounding,
        }
        .of(at("2026-11-01T15:30:00+08:00"))
        .unwrap()
    }

    #[test]
    fn v8_4_relative_begins_at_receipt_without_waiting_days() {
        assert_eq!(
            relative(0, 1, Rounding::Forward).opens_at,
            at("2026-11-01T15:30:00+08:00")
        );
    }

    #[test]
    fn v8_4_waiting_days_begin_at_midnight() {
        assert_eq!(
            relative(2, 1, Rounding::Forward).opens_at,
            at("2026-11-03T00:00:00+08:00")
        );
    }

    #[test]
    fn v8_4_round_forward_counts_the_first_day() {
        assert_eq!(
            relative(0, 1, Rounding::Forward).closes_at,
            at("2026-11-01T23:59:59+08:00")
        );
        assert_eq!(
            relative(0, 2, Rounding::Forward).closes_at,
            at("2026-11-02T23:59:59+08:00")
        );
        assert_eq!(
            relative(2, 1, Rounding::Forward).closes_at,
            at("2026-11-03T23:59:59+08:00")
        );
    }

    #[test]
    fn v8_4_round_backward_does_not_count_the_first_day() {
        assert_eq!(
            relative(0, 1, Rounding::Backward).closes_at,
            at("2026-11-02T23:59:59+08:00")
        );
        assert_eq!(
            relative(0, 2, Rounding::Backward).closes_at,
            at("2026-11-03T23:59:59+08:00")
        );
    }

    /// From when to when a coupon is valid, within three months of 2025.
    fn within(received: &str, wait_days: u32, days: Option<u32>) -> (String, String) {
        let window = Validity::Within {
            span: Window {
                opens_at: at("2025-08-01T00:00:00+08:00"),
                closes_at: at("2025-10-31T23:59:59+08:00"),
            },
            wait_days,
            days,
        }
        .of(at(received))
        .unwrap();
        let text = |at| time::civil(at).to_string();
        (text(window.opens_at), text(window.closes_at))
    }

    fn check_within(cases: &[(&str, u32, Option<u32>, &str, &str)]) {
        for &(received, wait_days, days, opens, closes) in cases {
            let found = within(&format!("2025-{received}+08:00"), wait_days, days);
            let wanted = (format!("2025-{opens}"), format!("2025-{closes}"));
            assert_eq!(found, wanted, "{received}, {wait_days}, {days:?}");
        }
    }

    #[test]
    fn w_avail_1_what_comes_early_counts_from_the_first_instant() {
        check_within(&[
            (
                "07-20T10:00:00",
                0,
                None,
                "08-01T00:00:00",
                "10-31T23:59:59",
            ),
            (
                "07-20T10:00:00",
                0,
                Some(3),
                "08-01T00:00:00",
                "08-03T23:59:59",
            ),
            (
                "07-20T10:00:00",
                1,
                Some(3),
                "08-02T00:00:00",
                "08-04T23:59:59",
            ),
            (
                "08-01T00:00:00",
                0,
                Some(1),
                "08-01T00:00:00",
                "08-01T23:59:59",
            ),
        ]);
    }

    #[test]
    fn w_avail_2_waiting_days_end_at_midnight_and_none_do_not() {
        check_within(&[
            (
                "08-02T09:00:00",
                0,
                Some(1),
                "08-02T09:00:00",
                "08-02T23:59:59",
            ),
            (
                "08-02T09:00:00",
                1,
                Some(3),
                "08-03T00:00:00",
                "08-05T23:59:59",
            ),
            (
                "08-02T23:59:59",
                1,
                Some(1),
                "08-03T00:00:00",
                "08-03T23:59:59",
            ),
            (
                "08-02T09:00:00",
                0,
                None,
                "08-02T09:00:00",
                "10-31T23:59:59",
            ),
        ]);
    }

    #[test]
    fn w_avail_3_nothing_is_valid_longer_than_the_span() {
        check_within(&[
            (
                "10-30T09:00:00",
                1,
                Some(7),
                "10-31T00:00:00",
                "10-31T23:59:59",
            ),
            (
                "10-29T09:00:00",
                0,
                Some(3),
                "10-29T09:00:00",
                "10-31T23:59:59",
            ),
            (
                "10-29T09:00:00",
                0,
                Some(2),
                "10-29T09:00:00",
                "10-30T23:59:59",
            ),
        ]);
    }

    #[test]
    fn w_avail_4_what_waits_past_the_end_ends_with_the_span() {
        check_within(&[(
            "10-31T09:00:00",
            1,
            Some(7),
            "11-01T00:00:00",
            "10-31T23:59:59",
        )]);
    }

    #[test]
    fn a_span_that_begins_within_a_day_begins_there_but_for_waiting_days() {
        let span = Window {
            opens_at: at("2025-08-01T18:00:00+08:00"),
            closes_at: at("2025-08-31T12:00:00+08:00"),
        };
        let of = |wait_days, days| {
            let validity = Validity::Within {
                span,
                wait_days,
                days,
            };
            let received = at("2025-07-01T00:00:00+08:00");
            let window = validity.of(received).unwrap();
            (window.opens_at, window.closes_at)
        };
        assert_eq!(of(0, None), (span.opens_at, span.closes_at));
        assert_eq!(
            of(0, Some(1)),
            (span.opens_at, at("2025-08-01T23:59:59+08:00"))
        );
        assert_eq!(
            of(1, Some(1)),
            (
                at("2025-08-02T00:00:00+08:00"),
                at("2025-08-02T23:59:59+08:00")
            )
        );
        assert_eq!(of(0, Some(31)).1, span.closes_at);
    }

    #[test]
    fn days_beyond_the_calendar_are_no_window() {
        let span = Window {
            opens_at: at("2025-08-01T00:00:00+08:00"),
            closes_at: at("2025-10-31T23:59:59+08:00"),
        };
        for (wait_days, days) in [(u32::MAX, None), (0, Some(u32::MAX))] {
            let validity = Validity::Within {
                span,
                wait_days,
                days,
            };
            assert_eq!(validity.of(span.opens_at), None);
        }
    }

    /// Usable on Mondays from nine to ten, or in some hours of the 5th.
    fn mondays_or_a_span() -> Calendar {
        let clock = |hour, minute, second| jiff::civil::Time::constant(hour, minute, second, 0);
        Calendar {
            usable: vec![CalendarRule {
                days: Days::Weekdays(vec![Weekday::Monday]),
                hours: Hours {
                    begins: clock(9, 0, 0),
                    ends: clock(10, 0, 0),
                    next_day: false,
                },
            }],
            spans: vec![Window {
                opens_at: at("2026-11-05T14:00:00+08:00"),
                closes_at: at("2026-11-05T16:00:00+08:00"),
            }],
            barred: Vec::new(),
        }
    }

    fn check_calendar(calendar: &Calendar, cases: &[(&str, bool)]) {
        for (now, admits) in cases {
            let now = at(&format!("2026-11-{now}+08:00"));
            assert_eq!(calendar.admits(now), *admits, "{now}");
        }
    }

    #[test]
    fn w_avail_6_a_weekly_rule_or_a_span_suffices() {
        check_calendar(
            &mondays_or_a_span(),
            &[
                ("02T08:59:59", false),
                ("02T09:00:00", true),
                ("02T10:00:00.999", true),
                ("02T10:00:01", false),
                ("05T09:30:00", false),
                ("05T13:59:59.999", false),
                ("05T14:00:00", true),
                ("05T16:00:00", true),
                ("05T16:00:00.001", false),
                ("09T09:30:00", true),
            ],
        );
    }

    #[test]
    fn w_avail_6_spans_alone_leave_no_other_time() {
        let calendar = Calendar {
            usable: Vec::new(),
            ..mondays_or_a_span()
        };
        check_calendar(
            &calendar,
            &[
                ("02T09:30:00", false),
                ("05T15:00:00", true),
                ("06T15:00:00", false),
            ],
        );
        let always = Calendar::default();
        check_calendar(&always, &[("02T03:00:00", true), ("05T15:00:00", true)]);
    }

    #[test]
    fn what_is_barred_is_barred_within_a_span_too() {
        let calendar = Calendar {
            barred: vec![CalendarRule {
                days: Days::Holidays([date(2026, 11, 5)].into()),
                hours: Hours::ALL_DAY,
            }],
            ..mondays_or_a_span()
        };
        check_calendar(&calendar, &[("05T15:00:00", false), ("09T09:30:00", true)]);
    }

    #[test]
    fn v8_4_absolute_is_the_same_for_every_voucher() {
        let window = Window {
            opens_at: at("2026-11-01T00:00:00+08:00"),
            closes_at: at("2026-11-30T23:59:59+08:00"),
        };
        assert_eq!(
            Validity::Absolute(window).of(at("2026-11-29T00:00:00+08:00")),
            Some(window)
        );
    }
}
