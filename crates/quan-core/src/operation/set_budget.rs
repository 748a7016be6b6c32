//! Set a part of an activity's budget, up or down.

use std::sync::Arc;

use crate::activity::{Change, Completion, Pending};
use crate::terms::Terms;
use crate::{
    Activity, ActivityId, ActivityState, Denial, Desk, Fact, Facts, HomeId, MerchantId, Receipt,
    RequestNo, Timestamp,
};

use super::{Decision, Operation};

/// Sets a part of the budget at once, if it is what the caller believes. One that
/// is paid in advance can only be appended to. The receipt numbers the whole
/// budget as it is then: see [`SetBudget::of_receipt`].
#[derive(Clone, Debug)]
pub struct SetBudget {
    /// Of which activity.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// Under which number.
    pub request: RequestNo,
    /// What, and to what.
    pub target: BudgetTarget,
}

/// A part of a budget, from what it is believed to be to what it shall be.
#[derive(Clone, Debug)]
pub enum BudgetTarget {
    /// How many vouchers there can be.
    Quantity {
        /// Now.
        from: u32,
        /// Then.
        to: u32,
    },
    /// How many a day.
    ByDay {
        /// Now; `None` where there is no cap.
        from: Option<u32>,
        /// Then.
        to: u32,
        /// The version of the terms that the document was read from.
        based_on: u32,
        /// What the dialect shows.
        document: Arc<str>,
    },
}

impl SetBudget {
    /// The quantity and the day's cap that a receipt speaks of.
    pub fn of_receipt(receipt: Receipt) -> (u32, Option<u32>) {
        let half = |number: u64| u32::try_from(number & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        let by_day = half(receipt.number >> 32);
        (half(receipt.number), (by_day > 0).then_some(by_day))
    }
}

impl Operation for SetBudget {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.obeys(self.caller)?;
        if let ActivityState::Stopped { .. } = activity.state {
            return Err(Denial::Stopped);
        }
        if activity.terms.issue.window.is_over(now) {
            return Err(Denial::Ended);
        }
        if activity.sponsor().is_some() {
            return Err(Denial::WrongState);
        }
        activity.is_idle()?;
        let by_day = activity.terms.issue.by_day;
        let (facts, quantity, by_day) = match &self.target {
            BudgetTarget::Quantity { from, to } => {
                (quantity_set(activity, *from, *to)?, *to, by_day)
            }
            BudgetTarget::ByDay {
                from,
                to,
                based_on,
                document,
            } => {
                if by_day != *from {
                    return Err(Denial::QuantityDiffers {
                        quantity: by_day.unwrap_or(0),
                    });
                }
                if *to > activity.product.most_vouchers() {
                    return Err(Denial::QuantityTooLarge);
                }
                if activity.version != *based_on {
                    return Err(Denial::TermsChanged);
                }
                let facts = self.by_day_set(activity, *to, document, now);
                (facts, activity.quantity, Some(*to))
            }
        };
        let receipt = Receipt {
            number: u64::from(quantity) | u64::from(by_day.unwrap_or(0)) << 32,
            at: now,
        };
        Ok((facts, receipt))
    }

    fn ends_batch(&self) -> bool {
        matches!(self.target, BudgetTarget::ByDay { .. })
    }
}

fn quantity_set(activity: &Activity, from: u32, to: u32) -> Result<Facts, Denial> {
    if activity.quantity != from {
        return Err(Denial::QuantityDiffers {
            quantity: activity.quantity,
        });
    }
    if to > activity.product.most_vouchers() {
        return Err(Denial::QuantityTooLarge);
    }
    let issued = activity.issued.saturating_add(activity.reserved);
    if to < issued {
        return Err(Denial::QuantityBelowIssued { issued });
    }
    Ok(vec![Fact::QuantitySet {
        activity: activity.id,
        quantity: to,
    }])
}

impl SetBudget {
    /// The day's cap is a term: it comes with a version of its own.
    fn by_day_set(
        &self,
        activity: &Activity,
        to: u32,
        document: &Arc<str>,
        now: Timestamp,
    ) -> Facts {
        let mut terms = Terms::clone(&activity.terms);
        terms.issue.by_day = Some(to);
        let terms = Arc::new(terms);
        let version = activity.counters.versions.saturating_add(1);
        let pending = Pending {
            change: Change::Modify { version },
            request: self.request.clone(),
            accepted_at: now,
            due: Completion::AtOnce.due(now),
        };
        vec![
            Fact::TermsDrafted {
                activity: activity.id,
                version,
                terms: Arc::clone(&terms),
                document: Arc::clone(document),
                members: Arc::default(),
            },
            Fact::ChangeAccepted {
                activity: activity.id,
                pending,
            },
            Fact::ChangeDone {
                activity: activity.id,
                at: now,
                terms: Some(terms),
            },
        ]
    }
}
