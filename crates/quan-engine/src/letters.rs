//! Letters between homes: carried out once, then deleted.

use quan_core::operation::{BookPayment, Open, SettleTransfer, TakeBack, TakePart};
use quan_core::{
    Action, Fingerprint, HomeId, Letter, LetterBody, LetterId, Operation, Request, RequestNo,
};

use crate::Engine;
use crate::error::{Error, StoreError};
use crate::lane::Answer;

/// Letters that are looked at together.
const AT_ONCE: u32 = 256;

impl Engine {
    /// Carries out the letters that are there, and those that they cause. Whoever
    /// writes a letter carries it out, so that these are what a crash left and what
    /// is on its way; one that fails is left for the next time.
    pub(crate) async fn carry_out_letters(&self) -> Result<usize, Error> {
        let (mut carried, mut after) = (0, None);
        loop {
            let letters = self
                .read(move |reader| reader.letters(after, AT_ONCE))
                .await?;
            let whole = u32::try_from(letters.len()).is_ok_and(|count| count == AT_ONCE);
            for letter in letters {
                let id = letter.id;
                after = Some(id);
                match self.carry_out(letter).await {
                    Ok(()) => carried += 1,
                    Err(Error::Closed) => return Err(Error::Closed),
                    Err(error) => {
                        let error: &dyn std::error::Error = &error;
                        tracing::error!(error, home = %id.from, "a letter could not be carried out");
                    }
                }
            }
            if !whole {
                return Ok(carried);
            }
        }
    }

    /// Carries out a letter and those that it causes. Its number makes the
    /// operation happen once, however often the letter is read.
    pub(crate) async fn carry_out(&self, letter: Letter) -> Result<(), Error> {
        let mut waiting = vec![letter];
        while let Some(letter) = waiting.pop() {
            let number = number(letter.id)?;
            let (home, action) = (letter.to, Action::Letter);
            let request = Request {
                home,
                action,
                number,
                fingerprint: Fingerprint::default(),
            };
            let operation = self.operation(letter.to, letter.body);
            let Answer { letters, .. } = self.inner.lane.ask(operation, Some(request)).await?;
            waiting.extend(letters);
            let id = letter.id;
            self.inner
                .lane
                .write(move |writer| writer.forget_letter(id))
                .await?;
        }
        Ok(())
    }

    fn operation(&self, to: HomeId, body: LetterBody) -> Box<dyn Operation> {
        match (body, to) {
            (LetterBody::Open(opening), _) => Box::new(Open { opening: *opening }),
            (
                LetterBody::Pay {
                    recharge,
                    amount,
                    sponsor,
                },
                _,
            ) => {
                let completion = self.inner.options.completion;
                Box::new(BookPayment {
                    recharge,
                    amount,
                    sponsor,
                    completion,
                })
            }
            (LetterBody::Refund { amount }, HomeId::Merchant(merchant)) => {
                Box::new(TakeBack { merchant, amount })
            }
            (LetterBody::Transfer { transfer, amount }, HomeId::Merchant(payee)) => {
                Box::new(TakePart {
                    transfer,
                    payee,
                    amount,
                })
            }
            (LetterBody::Transferred { transfer, done, .. }, _) => {
                Box::new(SettleTransfer { transfer, done })
            }
            (
                LetterBody::Refund { .. } | LetterBody::Transfer { .. },
                HomeId::Activity(activity),
            ) => {
                unreachable!("money goes to merchants, not to activity {activity}")
            }
        }
    }
}

/// The number under which a letter is carried out.
pub(crate) fn number(id: LetterId) -> Result<RequestNo, StoreError> {
    let number = format!("{}-{}", id.from.number(), id.sequence);
    RequestNo::parse(&number).map_err(|error| StoreError::inconsistent("letter", error.to_string()))
}
