//! The operations of merchant coupons (商家券): each reads its message, asks the
//! engine, and words the answer.
//!
//! | folder | operations |
//! | --- | --- |
//! | [`stock`] | stocks: laid down, shown, changed |
//! | [`code`] | codes that merchants upload |
//! | [`coupon`] | a user's coupons, and all that becomes of them |
//! | [`subsidy`] | a merchant's money on top of a coupon |
//! | [`claim`] | coupons that users claim by themselves |
//! | [`callback`], [`image`] | where a merchant is told; pictures |
//!
//! What they share lies beside them: [`name`] resolves what a call names,
//! [`number`] is about request numbers, [`note`] about what is kept with a
//! coupon, [`view`] about showing one.

mod callback;
mod claim;
mod code;
mod coupon;
mod image;
mod name;
mod note;
mod number;
mod stock;
mod subsidy;
mod view;

use std::sync::{Arc, Mutex, PoisonError};

use quan_core::MerchantId;
use quan_engine::Engine;
use quan_engine::registry::Registry;
use quan_wire::wechatpay::message::asked::Asked;
use quan_wire::wechatpay::message::{Call, Operation};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde::Serialize;

use self::name::Sort;
pub(crate) use self::note::{Note, sender};
use super::denial::Fault;
use super::{Dispatch, Incoming, Outcome};
use crate::coupon_code::CodeBook;
use crate::courier::Settings;
use crate::known::Known;

/// The handlers of merchant coupons.
pub struct Handlers {
    engine: Engine,
    registry: Registry,
    codes: CodeBook,
    /// Which addresses a merchant may be told at.
    addresses: Settings,
    /// The address under which users reach this server.
    base: Arc<str>,
    /// Whether a new stock is reviewed before it issues.
    reviews: bool,
    /// Whether users' claims are answered.
    claims: bool,
    sorts: Known<Sort>,
    /// Draws the places of codes among the free ones.
    rng: Mutex<StdRng>,
}

impl Handlers {
    /// Handlers over an engine and a registry. `public_url` is the address under
    /// which users reach this server, for addresses in answers.
    pub fn new(
        engine: Engine,
        registry: Registry,
        codes: CodeBook,
        addresses: Settings,
        public_url: &str,
    ) -> Handlers {
        Handlers {
            engine,
            registry,
            codes,
            addresses,
            base: public_url.trim_end_matches('/').into(),
            reviews: false,
            claims: true,
            sorts: Known::default(),
            rng: Mutex::new(StdRng::from_os_rng()),
        }
    }

    /// The same handlers, where a new stock waits until somebody approves it.
    #[must_use]
    pub fn with_reviews(self, reviews: bool) -> Handlers {
        Handlers { reviews, ..self }
    }

    /// The same handlers, where users' claims are answered or not: nothing shows that
    /// who claims is the user that the claim names.
    #[must_use]
    pub fn with_claims(self, claims: bool) -> Handlers {
        Handlers { claims, ..self }
    }

    /// Whether users' claims are answered.
    pub(crate) fn takes_claims(&self) -> bool {
        self.claims
    }

    /// A place among free codes: any below 2⁶³.
    fn rank(&self) -> u64 {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        rng.random_range(0..1 << 63)
    }

    async fn run(&self, incoming: &Incoming) -> Result<Option<String>, Fault> {
        let caller = incoming.caller;
        if incoming.operation == Operation::ImageUpload {
            return image::upload(self, caller, incoming).map(Some);
        }
        let asked = Asked::of(
            incoming.operation,
            incoming.parameters.clone(),
            incoming.query.as_deref(),
            &incoming.body,
            self.engine.now(),
        )?;
        let asked = &asked;
        // All but the hot ones live on the heap, so that a call's future is small.
        if incoming.operation == Operation::CouponSend {
            json(&coupon::send::send(self, caller, read(asked)?).await?)
        } else if incoming.operation == Operation::CouponUse {
            json(&coupon::redeem::redeem(self, caller, read(asked)?).await?)
        } else {
            Box::pin(self.seldom(incoming.operation, caller, asked)).await
        }
    }

    async fn seldom(
        &self,
        operation: Operation,
        caller: MerchantId,
        asked: &Asked,
    ) -> Result<Option<String>, Fault> {
        match operation {
            Operation::StockCreate => json(&stock::create::create(self, caller, asked).await?),
            Operation::StockQuery => json(&stock::query::query(self, caller, read(asked)?).await?),
            Operation::StockModify => {
                stock::modify::modify(self, caller, read(asked)?).await?;
                Ok(None)
            }
            Operation::StockBudget => json(&stock::budget::set(self, caller, read(asked)?).await?),
            Operation::CodeUpload => json(&code::upload::upload(self, caller, read(asked)?).await?),
            Operation::CodeList => json(&code::list::list(self, caller, read(asked)?).await?),
            Operation::CodeQuery => json(&code::query::query(self, caller, read(asked)?).await?),
            Operation::CodeDelete => json(&code::delete::delete(self, caller, read(asked)?).await?),
            Operation::CouponList => json(&coupon::list::list(self, caller, read(asked)?).await?),
            Operation::CouponQuery => {
                json(&coupon::query::query(self, caller, read(asked)?).await?)
            }
            Operation::CouponReturn => json(&coupon::undo::undo(self, caller, read(asked)?).await?),
            Operation::CouponDeactivate => {
                json(&coupon::deactivate::deactivate(self, caller, read(asked)?).await?)
            }
            Operation::CouponAssociate => {
                json(&coupon::link::associate(self, caller, read(asked)?).await?)
            }
            Operation::CouponDisassociate => {
                json(&coupon::link::disassociate(self, caller, read(asked)?).await?)
            }
            Operation::CardSend => json(&coupon::card::send(self, caller, read(asked)?).await?),
            Operation::CallbackSet => json(&callback::set(self, caller, asked)?),
            Operation::CallbackQuery => json(&callback::query(self, caller, &read(asked)?)?),
            Operation::SubsidyPay => json(&subsidy::pay::pay(self, caller, read(asked)?).await?),
            Operation::SubsidyPayList => {
                json(&subsidy::query::list(self, caller, read(asked)?).await?)
            }
            Operation::SubsidyPayQuery => {
                json(&subsidy::query::paid(self, caller, read(asked)?).await?)
            }
            Operation::SubsidyReturn => {
                json(&subsidy::refund::give_back(self, caller, read(asked)?).await?)
            }
            Operation::SubsidyReturnQuery => {
                json(&subsidy::query::returned(self, caller, read(asked)?).await?)
            }
            Operation::CouponSend
            | Operation::CouponUse
            | Operation::ImageUpload
            | Operation::Certificates => Err(Fault::broken("a call went the wrong way")),
        }
    }
}

impl Dispatch for Handlers {
    async fn dispatch(&self, incoming: Incoming) -> Outcome {
        let operation = incoming.operation;
        let outcome = self.run(&incoming).await;
        outcome.map_err(|fault| fault.answer(operation))
    }
}

fn read<C: Call>(asked: &Asked) -> Result<C, Fault> {
    Ok(C::read(asked)?)
}

fn json<T: Serialize>(answer: &T) -> Result<Option<String>, Fault> {
    let text = serde_json::to_string(answer);
    text.map(Some)
        .map_err(|error| Fault::broken(error.to_string()))
}
