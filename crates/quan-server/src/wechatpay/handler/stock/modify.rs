//! `PATCH /stocks/{stock_id}`: changes what is shown of a stock, and a few of its
//! rules.

use quan_core::{Action, Denial, HomeId, MerchantId, Terms};
use quan_engine::NewTerms;
use quan_wire::wechatpay::message::stock::modify::Request;

use super::super::Handlers;
use super::super::number::numbered;
use super::super::view::stock_of;
use crate::wechatpay::denial::Fault;

/// How often somebody else may have been quicker.
const MOST_TRIES: u32 = 10;

pub(in super::super) async fn modify(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<(), Fault> {
    let (activity, sort) = handlers.own_stock(&request.stock_id, caller).await?;
    let call = numbered(&request.out_request_no, &request)?;
    let home = HomeId::Activity(activity);
    let known = handlers.engine.replayed(home, Action::Modify, &call);
    if known.await?.is_some() {
        return Ok(());
    }
    let mut tries = 0;
    loop {
        tries += 1;
        let view = handlers.view(activity).await?;
        if view.activity.is_finished(handlers.engine.now()) {
            return Err(Denial::Ended.into());
        }
        for appid in request.appids() {
            handlers.knows_app(appid, caller, Some(sort.parties.owner))?;
        }
        let stock = request.apply(&stock_of(&view)?)?;
        let document =
            serde_json::to_string(&stock).map_err(|error| Fault::broken(error.to_string()))?;
        let change = NewTerms {
            based_on: view.activity.version,
            // What can be changed is for show.
            terms: Terms::clone(&view.activity.terms),
            document,
            members: quan_core::ScopeChange::default(),
        };
        let done = handlers
            .engine
            .modify_at_once(activity, caller, call.clone(), change)
            .await;
        match done.map_err(Fault::from) {
            Err(Fault::Denied(Denial::TermsChanged)) if tries < MOST_TRIES => {}
            done => return done.map(drop),
        }
    }
}
