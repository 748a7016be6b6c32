//! `….ordervoucher.modify`: an activity is renamed, prolonged, shown otherwise,
//! and gets other places. Of the shops that are named, those that can be taken
//! are; which, is part of the answer.

use quan_core::{Action, ActivityId, ActivityState, Denial, HomeId, ScopeChange, ScopeKind};
use quan_engine::{NewTerms, Numbered};
use quan_wire::alipay::message::activity::Places;
use quan_wire::alipay::message::order_voucher::modify::{
    Answer, Member, OrderModification, Present, Request,
};
use quan_wire::alipay::message::order_voucher::result::PlacesOutcome;
use quan_wire::alipay::message::order_voucher::word::ModifyType;
use quan_wire::alipay::message::{Document, Operation};

use super::super::Handlers;
use super::super::number::numbered;
use super::shops;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;
use crate::alipay::order_terms::{change, kind_of, modified};

/// How often somebody else may have been quicker.
const MOST_TRIES: u32 = 3;

pub(in super::super) async fn modify(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let order = &asked.order;
    let (activity, _) = handlers
        .order_activity(&order.activity_id, caller.merchant)
        .await?;
    let canonical = asked.canonical();
    let contents = [order.access_mode.as_str(), &canonical];
    let call = numbered(Operation::OrderVoucherModify, &order.out_biz_no, &contents)?;
    let home = HomeId::Activity(activity);
    let known = handlers.engine.replayed(home, Action::Modify, &call);
    if let Some(receipt) = known.await? {
        return handlers
            .answered(activity, receipt.sequence(), &asked)
            .await;
    }
    let mut tries = 0;
    loop {
        tries += 1;
        match handlers
            .try_to_change(caller, activity, &asked, call.clone())
            .await
        {
            Err(Fault::Denied(Denial::TermsChanged)) if tries < MOST_TRIES => {}
            done => return done,
        }
    }
}

impl Handlers {
    async fn try_to_change(
        &self,
        caller: &Caller,
        activity: ActivityId,
        asked: &OrderModification,
        call: Numbered,
    ) -> Result<Answer, Fault> {
        let view = self
            .engine
            .activity(activity)
            .await?
            .ok_or(Denial::NoSuchActivity)?;
        let present = &view.activity;
        present.is_idle()?;
        let document = read(&view.document)?;
        let shops = if asked.asks_for_shops() {
            self.shops_of(present).await?
        } else {
            Vec::new()
        };
        let (owner, switches) = (
            present.owner.to_string(),
            self.registry.switches(present.owner),
        );
        let wanted = asked.against(
            &document,
            &Present {
                now: self.engine.now(),
                stopped: matches!(present.state, ActivityState::Stopped { .. }),
                owner: &owner,
                quantity: present.quantity,
                most_uses: self.engine.most_uses(activity).await?,
                enrolled: self.registry.is_in_venue(activity)?,
                shops: &shops,
                over_is_refused: switches.expired_is_error,
            },
        )?;
        let changes = &wanted.changes;
        let uploaders = [present.owner, caller.merchant, caller.app_merchant];
        for (key, id) in &changes.images {
            self.knows_image(&uploaders, *key, id)?;
        }
        let mut apps = changes.app_ids.clone();
        if !changes.service_codes.is_empty() {
            // The codes may be those of the mini-program that is there already.
            let rest = wanted.document.order_voucher_rest.as_ref();
            apps.extend(rest.and_then(|rest| rest.mini_app_id.clone()));
        }
        self.leads_to(present.owner, &apps, &changes.service_codes)?;
        if let Some(sale) = &changes.sale {
            self.knows_payee(sale.payee_pid.as_deref())?;
        }
        let mut scope = ScopeChange::default();
        let mut outcome = PlacesOutcome::default();
        for wanted in &wanted.scope {
            let kind = kind_of(wanted.member);
            match wanted.member {
                Member::Shop | Member::RealShop | Member::ExcludedShop => {
                    let found = if wanted.how == ModifyType::Remove {
                        self.shops_to_go(present, kind, &wanted.ids).await?
                    } else {
                        self.shops_to_come(present.owner, kind, &wanted.ids)?
                    };
                    change(&mut scope, kind, wanted.how, &found.succeeded)?;
                    *shops::place(&mut outcome, kind) = Some(found);
                }
                Member::City => {
                    outcome.cities = true;
                    if wanted.how != ModifyType::Remove {
                        self.knows_cities(present.owner, &Places::Cities(wanted.ids.clone()))?;
                    }
                    change(&mut scope, kind, wanted.how, &wanted.ids)?;
                }
                Member::App => {
                    if wanted.how != ModifyType::Remove {
                        self.knows_apps(&wanted.ids)?;
                    }
                    change(&mut scope, kind, wanted.how, &wanted.ids)?;
                }
                Member::Pid | Member::Smid | Member::Goods | Member::ExcludedGoods => {
                    change(&mut scope, kind, wanted.how, &wanted.ids)?;
                }
            }
        }
        outcome.cities |= changes.all_cities.is_some();
        shops::some_succeeded(&outcome)?;
        let terms = modified(
            &present.terms,
            changes,
            &scope,
            present.owner,
            present.counters.versions.saturating_add(1),
            &self.tables.holidays,
        )?;
        let mut document = wanted.document;
        shops::keep(&mut document, &outcome);
        let change = NewTerms {
            based_on: present.version,
            terms,
            document: document.to_json(),
            members: scope,
        };
        self.engine
            .modify(activity, caller.merchant, call, change)
            .await?;
        Ok(Answer::about(outcome, asked.forms))
    }

    /// The answer that the same request was given before, under this version.
    async fn answered(
        &self,
        activity: ActivityId,
        version: u32,
        asked: &OrderModification,
    ) -> Result<Answer, Fault> {
        let document = self.engine.document(activity, version).await?;
        let document = document.ok_or(Fault::broken("a version that was answered is not there"))?;
        let document = read(&document)?;
        let outcome = shops::recall(&document, |list| match list {
            ScopeKind::RealShop => asked.named_real_shops(),
            ScopeKind::ExcludedShop => asked.named_excluded(),
            ScopeKind::Shop
            | ScopeKind::Merchant
            | ScopeKind::Submerchant
            | ScopeKind::App
            | ScopeKind::City
            | ScopeKind::Goods
            | ScopeKind::ExcludedGoods => asked.named_shops(),
        });
        Ok(Answer::about(outcome, asked.forms))
    }
}

fn read(document: &str) -> Result<Document, Fault> {
    Document::from_json(document).ok_or(Fault::broken("the document of an activity cannot be read"))
}
