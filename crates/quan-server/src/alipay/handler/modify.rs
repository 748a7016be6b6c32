//! `….voucher.modify`: an activity grows. What may change is judged against
//! the containers as they stand; the terms must then still be those.

use quan_core::{Action, ActivityId, ActivityState, Denial, HomeId, ScopeChange};
use quan_engine::{Error, NewTerms, Numbered};
use quan_wire::alipay::message::modify::{Answer, Modification, Request};
use quan_wire::alipay::message::{Document, Operation};

use super::Handlers;
use super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::Fault;
use crate::alipay::terms::{members_of, modified, touches_scope};

/// How often somebody else may have been quicker.
const MOST_TRIES: u32 = 3;

pub(super) async fn modify(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let asked = request.check()?;
    let order = &asked.order;
    let activity = handlers
        .payment_activity(&order.activity_id, caller.merchant)
        .await?;
    let contents = [order.access_mode.as_str(), &asked.wanted.canonical()];
    let call = numbered(Operation::VoucherModify, &order.out_biz_no, &contents)?;
    let home = HomeId::Activity(activity);
    if handlers
        .engine
        .replayed(home, Action::Modify, &call)
        .await?
        .is_some()
    {
        return Ok(Answer::default());
    }
    let mut tries = 0;
    loop {
        tries += 1;
        match handlers
            .try_to_modify(caller, activity, &asked, call.clone())
            .await
        {
            Err(Fault::Denied(Denial::TermsChanged)) if tries < MOST_TRIES => {}
            done => return done,
        }
    }
}

impl Handlers {
    async fn try_to_modify(
        &self,
        caller: &Caller,
        activity: ActivityId,
        asked: &Modification,
        call: Numbered,
    ) -> Result<Answer, Fault> {
        let view = self
            .engine
            .activity(activity)
            .await?
            .ok_or(Denial::NoSuchActivity)?;
        let present = &view.activity;
        // The engine asks again; asked here, a state is named before a field.
        if let ActivityState::Stopped { .. } = present.state {
            return Err(Denial::Stopped.into());
        }
        if present.is_finished(self.engine.now()) {
            return Err(Denial::Ended.into());
        }
        present.is_idle()?;
        let document = Document::from_json(&view.document)
            .ok_or(Fault::broken("the document of an activity cannot be read"))?;
        let wanted = asked.against(&document, present.quantity)?;
        let changes = &wanted.changes;
        if let Some(app_ids) = &changes.app_ids {
            self.knows_apps(app_ids)?;
        }
        if let Some(places) = &changes.places {
            self.knows_places(present.owner, places)?;
        }
        let next_generation = present.counters.versions.saturating_add(1);
        let terms = modified(
            &present.terms,
            changes,
            present.owner,
            next_generation,
            &self.tables.holidays,
        )?;
        let members = if touches_scope(changes) {
            ScopeChange::instead(members_of(&wanted.document)?)
        } else {
            ScopeChange::default()
        };
        let change = NewTerms {
            based_on: present.version,
            terms,
            document: wanted.document.to_json(),
            members,
        };
        match self
            .engine
            .modify(activity, caller.merchant, call, change)
            .await
        {
            Ok(_) => Ok(Answer::default()),
            Err(error @ (Error::Denied(_) | Error::Store(_) | Error::Closed)) => Err(error.into()),
        }
    }
}
