//! Make an activity. Its maker's home remembers the request; the activity
//! itself begins at a home of its own, by letter.

use crate::account::{Letter, LetterBody, LetterId, Opening};
use crate::operation::{Decision, Operation};
use crate::{Completion, Desk, Fact, HomeId, MerchantId, Receipt, Timestamp};

/// Asks the maker's home for an activity.
#[derive(Clone, Debug)]
pub struct Create {
    /// Who makes it, whose home remembers the request.
    pub maker: MerchantId,
    /// What it begins with, under a number that was set aside for it.
    pub opening: Opening,
}

impl Operation for Create {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.maker)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let account = desk.account(self.maker);
        let letter = Letter {
            id: LetterId {
                from: self.home(),
                sequence: account.letters.saturating_add(1),
            },
            to: HomeId::Activity(self.opening.activity),
            body: LetterBody::Open(Box::new(self.opening.clone())),
        };
        let receipt = Receipt {
            number: self.opening.activity.number(),
            at: now,
        };
        Ok((vec![Fact::LetterWritten(letter)], receipt))
    }
}

/// Carries out the letter: the activity begins.
#[derive(Clone, Debug)]
pub struct Open {
    /// What it begins with.
    pub opening: Opening,
}

impl Operation for Open {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.opening.activity)
    }

    fn decide(&self, _desk: &Desk, now: Timestamp) -> Decision {
        let receipt = Receipt {
            number: self.opening.activity.number(),
            at: now,
        };
        Ok((
            vec![Fact::ActivityOpened {
                opening: Box::new(self.opening.clone()),
                at: now,
            }],
            receipt,
        ))
    }

    fn weight(&self) -> usize {
        self.opening.members.size().saturating_add(1)
    }

    fn ends_batch(&self) -> bool {
        matches!(self.opening.publish, Some((_, Completion::AtOnce)))
    }
}
