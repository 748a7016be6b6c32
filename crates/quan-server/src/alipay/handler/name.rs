//! What a call names: activities, merchants and users.

use jiff::civil::Date;
use quan_core::activity::Parties;
use quan_core::operation::Recipient;
use quan_core::terms::Codes;
use quan_core::{Activity, ActivityId, AppId, Benefit, Denial, MerchantId, Product, time};
use quan_engine::ActivityView;
use quan_engine::registry::{User, UserName};
use quan_wire::alipay::message::ids;
use quan_wire::alipay::message::word::Recipient as Named;

use super::Handlers;
use crate::alipay::Caller;
use crate::alipay::denial::{Fault, Reason};

/// What never changes about an activity, so that a hot one is looked up once:
/// the day of its creation, which its id carries, whose it is, and what sort it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sort {
    created: Date,
    parties: Parties,
    product: Product,
    /// Where the codes of its vouchers come from.
    pub(super) codes: Codes,
    /// Whether its vouchers are exchanged for something.
    pub(super) exchange: bool,
    /// Whether they are sold.
    pub(super) sold: bool,
}

impl Sort {
    fn of(activity: &Activity) -> Sort {
        Sort {
            created: time::day_of(activity.created_at),
            parties: activity.parties(),
            product: activity.product,
            codes: activity.terms.codes,
            exchange: matches!(activity.terms.benefit, Benefit::Exchange { .. }),
            sold: activity.terms.sale.is_some(),
        }
    }
}

impl Handlers {
    /// The activity of this id, if there is one, and what sort it is.
    async fn sorted(&self, id: &str) -> Result<(ActivityId, Sort), Fault> {
        let (day, number) = ids::parse_activity_id(id).ok_or(Denial::NoSuchActivity)?;
        let activity = ActivityId::new(number).ok_or(Denial::NoSuchActivity)?;
        let sort = if let Some(sort) = self.sorts.get(activity) {
            sort
        } else {
            let view = self
                .engine
                .activity(activity)
                .await?
                .ok_or(Denial::NoSuchActivity)?;
            let sort = Sort::of(&view.activity);
            self.sorts.put(activity, sort);
            sort
        };
        if day == sort.created {
            Ok((activity, sort))
        } else {
            Err(Denial::NoSuchActivity.into())
        }
    }

    /// The activity of this id, whatever it is of.
    pub(super) async fn activity_number(&self, id: &str) -> Result<ActivityId, Fault> {
        Ok(self.sorted(id).await?.0)
    }

    /// The activity of payment vouchers of this id, for its owner and its operator.
    pub(super) async fn payment_activity(
        &self,
        id: &str,
        merchant: MerchantId,
    ) -> Result<ActivityId, Fault> {
        let of = Product::AlipayPayment;
        Ok(self.activity_of(of, id, merchant).await?.0)
    }

    /// The activity of order vouchers of this id, and what sort it is, for its
    /// owner and its operator.
    pub(super) async fn order_activity(
        &self,
        id: &str,
        merchant: MerchantId,
    ) -> Result<(ActivityId, Sort), Fault> {
        self.activity_of(Product::AlipayOrder, id, merchant).await
    }

    /// Strangers are refused here already: what was answered before is answered
    /// again before the engine asks who calls.
    async fn activity_of(
        &self,
        product: Product,
        id: &str,
        merchant: MerchantId,
    ) -> Result<(ActivityId, Sort), Fault> {
        let (activity, sort) = self.sorted(id).await?;
        if sort.product != product {
            return Err(Denial::NoSuchActivity.into());
        }
        sort.parties.admits(merchant)?;
        Ok((activity, sort))
    }

    /// The activity of this id as it stands, whoever asks.
    pub(super) async fn any_activity(&self, id: &str) -> Result<ActivityView, Fault> {
        let activity = self.activity_number(id).await?;
        Ok(self
            .engine
            .activity(activity)
            .await?
            .ok_or(Denial::NoSuchActivity)?)
    }

    /// The activity of this id as it stands, for its owner and its operator.
    pub(super) async fn activity(
        &self,
        id: &str,
        merchant: MerchantId,
    ) -> Result<ActivityView, Fault> {
        let view = self.any_activity(id).await?;
        view.activity.admits(merchant)?;
        Ok(view)
    }

    /// The merchant for whom a question is asked: the one it names, for whom
    /// the caller must be allowed to act, or the caller.
    pub(super) fn acting(
        &self,
        caller: &Caller,
        merchant_id: Option<&str>,
    ) -> Result<MerchantId, Fault> {
        let Some(id) = merchant_id else {
            return Ok(caller.merchant);
        };
        let merchant = MerchantId::parse(id).map_err(|_| Reason::NoAgency)?;
        self.may_act_for(caller, merchant)?;
        Ok(merchant)
    }

    /// Refuses callers whom a merchant did not authorise.
    pub(super) fn may_act_for(&self, caller: &Caller, merchant: MerchantId) -> Result<(), Fault> {
        if merchant == caller.merchant
            || merchant == caller.app_merchant
            || self
                .registry
                .is_authorized(caller.app_id.as_str(), merchant)
        {
            Ok(())
        } else {
            Err(Reason::NoAgency.into())
        }
    }

    /// The user that a call names. Two names must not be known to be two
    /// users'.
    pub(super) fn user(&self, app: &AppId, named: &Named) -> Result<User, Fault> {
        let app_id = app.as_str();
        let find = |name: UserName<'_>| {
            Ok::<_, Fault>(
                self.registry
                    .resolve_user(&name)?
                    .ok_or(Reason::NoSuchUser)?,
            )
        };
        match named {
            Named::User(id) => find(UserName::Id(id)),
            Named::Open(open_id) => find(UserName::OpenId { app_id, open_id }),
            Named::Both { user_id, open_id } => {
                let user = find(UserName::Id(user_id))?;
                let holder = self.registry.find_user_by_open_id(app_id, open_id)?;
                let strange = holder.is_some_and(|holder| holder.id != user.id)
                    || user
                        .open_id_in(app_id)
                        .is_some_and(|known| known != open_id);
                if strange {
                    return Err(Reason::Value("open_id", "与 user_id 不是同一用户").into());
                }
                Ok(user)
            }
        }
    }
}

/// A user as the engine must know them to issue a voucher.
pub(super) fn recipient(user: User) -> Recipient {
    let User {
        id,
        person,
        phone,
        real_name,
        open_ids: _,
        openids: _,
        unionid: _,
        suspicious: _,
        logon_id: _,
    } = user;
    Recipient {
        user: id,
        person,
        phone,
        real_name,
    }
}
