//! Letters between homes: carried out once, then deleted.

use quan_core::operation::{BookPayment, Open, TakeBack};
use quan_core::{Action, Fingerprint, HomeId, Letter, LetterBody, Operation, Request, RequestNo};

use crate::Engine;
use crate::error::Error;
use crate::lane::Answer;

/// Letters that are looked at together.
const AT_ONCE: u32 = 256;

impl Engine {
    /// Carries out every letter that is left, and those that they cause.
    pub(crate) async fn carry_out_letters(&self) -> Result<usize, Error> {
        let mut carried = 0;
        loop {
            let letters = self.read(|reader| reader.letters(AT_ONCE)).await?;
            if letters.is_empty() {
                return Ok(carried);
            }
            for letter in letters {
                self.carry_out(letter).await?;
                carried += 1;
            }
        }
    }

    /// Carries out a letter and those that it causes. Its number makes the
    /// operation happen once, however often the letter is read.
    pub(crate) async fn carry_out(&self, letter: Letter) -> Result<(), Error> {
        let mut waiting = vec![letter];
        while let Some(letter) = waiting.pop() {
            let number = format!("{}-{}", letter.id.from.number(), letter.id.sequence);
            let number = RequestNo::parse(&number).map_err(|_| Error::Closed)?;
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
            (LetterBody::Refund { .. }, HomeId::Activity(activity)) => {
                unreachable!("money goes back to merchants, not to activity {activity}")
            }
        }
    }
}
