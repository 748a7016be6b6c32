//! `….voucher.publish`: an activity is opened; a prepaid one waits for its money.

use quan_core::RechargeId;
use quan_engine::Error;
use quan_engine::registry::RechargeMode;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::publish::{Answer, Request};

use super::Handlers;
use super::number::numbered;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, chain};

pub(super) async fn publish(
    handlers: &Handlers,
    caller: &Caller,
    request: Request,
) -> Result<Answer, Fault> {
    let order = request.check()?;
    let activity = handlers
        .payment_activity(&order.activity_id, caller.merchant)
        .await?;
    let contents = [order.access_mode.as_str()];
    let call = numbered(Operation::VoucherPublish, &order.out_biz_no, &contents)?;
    let accepted = handlers
        .engine
        .publish(activity, caller.merchant, call)
        .await?;
    Ok(Answer {
        recharge_url: handlers.recharge(accepted.recharge).await,
    })
}

impl Handlers {
    /// The address at which a recharge is paid. Where the sponsor pays without
    /// being asked, it is paid now; a balance that does not suffice leaves the
    /// recharge open, and the address good.
    pub(super) async fn recharge(&self, recharge: Option<RechargeId>) -> Option<String> {
        let recharge = recharge?;
        match self.pay_unasked(recharge).await {
            Ok(()) => {}
            Err(Error::Denied(denial)) => {
                tracing::info!(%recharge, %denial, "a recharge was not paid at once");
            }
            Err(error @ (Error::Store(_) | Error::Closed)) => {
                tracing::error!(%recharge, error = chain(&error), "a recharge could not be paid");
            }
        }
        Some(self.links.url(recharge))
    }

    async fn pay_unasked(&self, recharge: RechargeId) -> Result<(), Error> {
        let Some(row) = self.engine.recharge(recharge).await? else {
            return Ok(());
        };
        let sponsor = self.registry.find_merchant(row.sponsor);
        match sponsor.map(|sponsor| sponsor.recharge) {
            Some(RechargeMode::Auto) => self.engine.pay_recharge(recharge).await,
            Some(RechargeMode::Manual) | None => Ok(()),
        }
    }
}
