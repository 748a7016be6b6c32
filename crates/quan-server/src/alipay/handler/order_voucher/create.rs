//! `….ordervoucher.create`: an activity is made, and opens by itself.

use quan_core::{
    Action, ActivityId, HomeId, MerchantId, Product, Receipt, ScopeKind, Timestamp, time,
};
use quan_engine::{NewActivity, Numbered};
use quan_wire::alipay::message::activity::Places;
use quan_wire::alipay::message::code::Code;
use quan_wire::alipay::message::order_voucher::create::{Answer, NewOrderActivity, Offer, Request};
use quan_wire::alipay::message::order_voucher::result::PlacesOutcome;
use quan_wire::alipay::message::{Document, Operation, ids};

use super::super::Handlers;
use super::super::number::numbered;
use super::super::view::activity_id;
use super::shops;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};
use crate::alipay::order_terms::{members, members_of, terms_of};

pub(in super::super) async fn create(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let new = match request.check(handlers.engine.now()) {
        Ok(new) => new,
        Err(violation) => {
            // What was fine when it was asked first is answered as then,
            // although its time may be over now.
            let Ok(new) = request.check(Timestamp::MIN) else {
                return Err(violation.into());
            };
            let call = number_of(&new)?;
            let replayed = handlers.order_made_before(caller, &new, &call).await?;
            return replayed.ok_or(violation.into());
        }
    };
    let call = number_of(&new)?;
    if let Some(answer) = handlers.order_made_before(caller, &new, &call).await? {
        return Ok(answer);
    }
    let owner = handlers.order_owner(caller, &new)?;
    handlers.admits_new(owner)?;
    let terms = terms_of(&new, owner, &handlers.tables.holidays)?;
    let mut outcome = PlacesOutcome {
        cities: matches!(new.scope.places, Places::Cities(_) | Places::AllCities),
        ..PlacesOutcome::default()
    };
    let mut scope = members_of(&new.scope)?;
    handlers.knows_order(caller, owner, &new)?;
    if let Some((list, ids)) = shops_of(&new.scope.places) {
        let found = handlers.shops_to_come(owner, list, ids)?;
        scope.extend(members(list, &found.succeeded)?);
        *shops::place(&mut outcome, list) = Some(found);
    }
    shops::some_succeeded(&outcome)?;
    let mut document = new.document;
    shops::keep(&mut document, &outcome);
    let opening = NewActivity {
        product: Product::AlipayOrder,
        owner,
        operator: caller.app_merchant,
        receiver: caller.app_id.clone(),
        quantity: new.sending.quantity,
        terms,
        document: document.to_json(),
        members: scope,
        publishes: true,
    };
    let made = handlers
        .engine
        .create(caller.merchant, call, opening)
        .await?;
    handlers.join_package(&new.offer, made.activity)?;
    let id = ids::activity_id(time::day_of(made.created_at), made.activity.number());
    let id = id.ok_or(Fault::broken("the number of an activity is too large"))?;
    Ok(Answer::made(id, outcome, new.forms))
}

fn number_of(new: &NewOrderActivity) -> Result<Numbered, Fault> {
    let canonical = new.canonical();
    let contents = [new.access_mode.as_str(), &canonical];
    numbered(Operation::OrderVoucherCreate, &new.out_biz_no, &contents)
}

/// The list that shops are named in, and the shops.
fn shops_of(places: &Places) -> Option<(ScopeKind, &[String])> {
    match places {
        Places::Shops(ids) => Some((ScopeKind::Shop, ids)),
        Places::RealShops(ids) => Some((ScopeKind::RealShop, ids)),
        Places::AllShops { exclude, .. } if !exclude.is_empty() => {
            Some((ScopeKind::ExcludedShop, exclude))
        }
        Places::AllShops { .. } | Places::Anywhere | Places::AllCities | Places::Cities(_) => None,
    }
}

impl Handlers {
    /// The answer that the same request was given before.
    async fn order_made_before(
        &self,
        caller: &Caller,
        new: &NewOrderActivity,
        call: &Numbered,
    ) -> Result<Option<Answer>, Fault> {
        let home = HomeId::Merchant(caller.merchant);
        let receipt = self.engine.replayed(home, Action::Create, call).await?;
        let Some(Receipt { number, .. }) = receipt else {
            return Ok(None);
        };
        let broken = || Fault::broken("an activity that was answered is not there");
        let activity = ActivityId::new(number).ok_or_else(broken)?;
        let view = if let Some(view) = self.engine.activity(activity).await? {
            view
        } else {
            // Its letter is under way, or was left over by a crash.
            self.engine.step().await?;
            self.engine.activity(activity).await?.ok_or_else(broken)?
        };
        self.join_package(&new.offer, activity)?;
        let document = self.engine.document(activity, 1).await?;
        let document = document.and_then(|text| Document::from_json(&text));
        let document = document.ok_or_else(broken)?;
        let outcome = shops::recall(&document, |_| {
            shops_of(&new.scope.places).map_or(&[], |(_, ids)| ids)
        });
        Ok(Some(Answer::made(activity_id(&view)?, outcome, new.forms)))
    }

    /// Puts an activity into the package in which its vouchers are sold. A crash
    /// can come between the two, so that an answer again does it again, too.
    fn join_package(&self, offer: &Offer, activity: ActivityId) -> Result<(), Fault> {
        if let Offer::Package { id } = offer {
            self.registry.join_package(id, activity)?;
        }
        Ok(())
    }

    /// Whose a new activity will be.
    fn order_owner(&self, caller: &Caller, new: &NewOrderActivity) -> Result<MerchantId, Fault> {
        match &new.owner {
            Some(owner) => self.belongs_to(caller, owner),
            None => Ok(caller.merchant),
        }
    }

    /// Refuses what the platform's own departments refuse.
    fn admits_new(&self, owner: MerchantId) -> Result<(), Fault> {
        let switches = self.registry.switches(owner);
        if switches.small_discount {
            return Err(Reason::Code(Code::DiscountAmountInsufficient).into());
        }
        if switches.risk {
            return Err(Reason::Code(Code::BusinessHasRisk).into());
        }
        Ok(())
    }

    /// Refuses what the registry does not know, or knows to be otherwise.
    fn knows_order(
        &self,
        caller: &Caller,
        owner: MerchantId,
        new: &NewOrderActivity,
    ) -> Result<(), Fault> {
        self.knows_apps(&new.scope.app_ids)?;
        if let places @ (Places::Cities(_) | Places::AllShops { .. }) = &new.scope.places {
            self.knows_cities(owner, places)?;
        }
        let uploaders = [owner, caller.merchant, caller.app_merchant];
        for (key, id) in &new.display.images {
            self.knows_image(&uploaders, *key, id)?;
        }
        self.leads_to(owner, &new.guide.app_ids, &new.guide.service_codes)?;
        match &new.offer {
            Offer::Direct => Ok(()),
            Offer::Sale(sale) => self.knows_payee(sale.payee_pid.as_deref()),
            Offer::Package { id } => match self.package(caller, id)? {
                Some(_) => Ok(()),
                None => Err(Reason::Value("voucher_package_id", "券包不存在").into()),
            },
        }
    }
}
