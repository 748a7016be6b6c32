//! `….voucher.create`: an activity is made. It issues nothing until it is
//! published.

use quan_core::{
    Action, ActivityId, Funding, HomeId, MerchantId, Product, Receipt, Timestamp, time,
};
use quan_engine::{NewActivity, Numbered};
use quan_wire::alipay::message::activity as asked;
use quan_wire::alipay::message::create::{Answer, Request};
use quan_wire::alipay::message::{Document, Operation, ids};

use super::Handlers;
use super::number::numbered;
use super::view::activity_id;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;
use crate::alipay::terms::{members_of, terms_of};

pub(super) async fn create(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let checked = request.check(handlers.engine.now());
    let new = match checked {
        Ok(new) => new,
        Err(violation) => {
            // What was fine when it was asked first is answered as then,
            // although its time may be over now.
            let Ok(new) = request.check(Timestamp::MIN) else {
                return Err(violation.into());
            };
            let replayed = handlers.made_before(caller, &number_of(&new)?).await?;
            return replayed.ok_or(violation.into());
        }
    };
    let call = number_of(&new)?;
    if let Some(answer) = handlers.made_before(caller, &call).await? {
        return Ok(answer);
    }
    let owner = handlers.owner(caller, &new)?;
    let funding = handlers.funding(&new.budget)?;
    handlers.knows(caller, owner, &new)?;
    let terms = terms_of(&new, owner, funding, &handlers.tables.holidays)?;
    let members = members_of(&new.document)?;
    let document = handlers.completed(new.document, owner);
    let opening = NewActivity {
        product: Product::AlipayPayment,
        owner,
        operator: caller.app_merchant,
        receiver: caller.app_id.clone(),
        quantity: new.sending.quantity,
        terms,
        document: document.to_json(),
        members,
        publishes: false,
    };
    let made = handlers
        .engine
        .create(caller.merchant, call, opening)
        .await?;
    let id = ids::activity_id(time::day_of(made.created_at), made.activity.number());
    let id = id.ok_or(Fault::broken("the number of an activity is too large"))?;
    Ok(Answer {
        activity_id: Some(id),
    })
}

fn number_of(new: &asked::NewActivity) -> Result<Numbered, Fault> {
    let contents = [new.access_mode.as_str(), &new.document.canonical()];
    numbered(Operation::VoucherCreate, &new.out_biz_no, &contents)
}

impl Handlers {
    /// The answer that the same request was given before.
    async fn made_before(&self, caller: &Caller, call: &Numbered) -> Result<Option<Answer>, Fault> {
        let home = HomeId::Merchant(caller.merchant);
        let receipt = self.engine.replayed(home, Action::Create, call).await?;
        let Some(Receipt { number, .. }) = receipt else {
            return Ok(None);
        };
        let broken = Fault::broken("an activity that was answered is not there");
        let Some(activity) = ActivityId::new(number) else {
            return Err(broken);
        };
        let view = if let Some(view) = self.engine.activity(activity).await? {
            view
        } else {
            // Its letter is under way, or was left over by a crash.
            self.engine.step().await?;
            self.engine.activity(activity).await?.ok_or(broken)?
        };
        Ok(Some(Answer {
            activity_id: Some(activity_id(&view)?),
        }))
    }

    fn funding(&self, budget: &asked::Budget) -> Result<Funding, Fault> {
        match budget {
            asked::Budget::NoCash => Ok(Funding::Forgone),
            asked::Budget::Recharge { amount: _, sponsor } => Ok(Funding::Prepaid {
                sponsor: self.sponsor(sponsor)?,
            }),
        }
    }

    /// The containers with what comes from the owner where nothing was said.
    /// A missing brand's name is looked up when it is shown.
    fn completed(&self, mut document: Document, owner: MerchantId) -> Document {
        let logo = self
            .registry
            .find_merchant(owner)
            .and_then(|owner| owner.logo.clone());
        if let Some(display) = &mut document.voucher_display_pattern_info {
            display.brand_logo = display.brand_logo.take().or(logo);
        }
        document
    }
}
