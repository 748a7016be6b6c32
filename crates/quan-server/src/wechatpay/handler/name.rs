//! What a call names: stocks, coupons, applications and users.

use quan_core::activity::Parties;
use quan_core::operation::Recipient;
use quan_core::terms::Codes;
use quan_core::{
    Activity, ActivityId, Code, Denial, MerchantId, Product, Voucher, VoucherId, VoucherName,
};
use quan_engine::ActivityView;
use quan_engine::registry::{User, UserName};
use quan_wire::wechatpay::id;
use quan_wire::wechatpay::message::Problem;

use super::Handlers;
use crate::wechatpay::denial::Fault;

/// What never changes about a stock, so that a hot one is looked up once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sort {
    product: Product,
    /// Who laid it down, and whose it is.
    pub(super) parties: Parties,
    /// Where the codes of its coupons come from.
    pub(super) codes: Codes,
}

impl Sort {
    fn of(activity: &Activity) -> Sort {
        Sort {
            product: activity.product,
            parties: activity.parties(),
            codes: activity.terms.codes,
        }
    }
}

impl Handlers {
    /// The stock of this id, whoever asks.
    pub(super) async fn stock(&self, stock_id: &str) -> Result<(ActivityId, Sort), Fault> {
        let activity = id::parse_stock(stock_id).ok_or(Denial::NoSuchActivity)?;
        let sort = self.sort(activity).await?;
        Ok((activity, sort))
    }

    async fn sort(&self, activity: ActivityId) -> Result<Sort, Fault> {
        let sort = if let Some(sort) = self.sorts.get(activity) {
            sort
        } else {
            let view = self.engine.activity(activity).await?;
            let sort = Sort::of(&view.ok_or(Denial::NoSuchActivity)?.activity);
            self.sorts.put(activity, sort);
            sort
        };
        if sort.product == Product::WechatCoupon {
            Ok(sort)
        } else {
            Err(Denial::NoSuchActivity.into())
        }
    }

    /// The stock of this id, for the merchant that laid it down. Others are
    /// refused here already: what was answered before is answered again before
    /// the engine asks who calls.
    pub(super) async fn own_stock(
        &self,
        stock_id: &str,
        caller: MerchantId,
    ) -> Result<(ActivityId, Sort), Fault> {
        let (activity, sort) = self.stock(stock_id).await?;
        sort.parties.obeys(caller)?;
        Ok((activity, sort))
    }

    /// A stock as it stands.
    pub(super) async fn view(&self, activity: ActivityId) -> Result<ActivityView, Fault> {
        let view = self.engine.activity(activity).await?;
        Ok(view.ok_or(Denial::NoSuchActivity)?)
    }

    /// The name of a stock's coupon by its code. The platform's own codes need no
    /// stock; a merchant's code means nothing without.
    pub(super) async fn coupon_name(
        &self,
        code: &str,
        stock_id: Option<&str>,
    ) -> Result<(VoucherName, Sort), Fault> {
        let generated = self.codes.voucher_of(code);
        let Some(stock_id) = stock_id else {
            let voucher = generated.ok_or(Denial::NoSuchVoucher)?;
            let sort = self.sort(voucher.activity).await;
            let sort = sort.map_err(|_| Denial::NoSuchVoucher)?;
            if sort.codes == Codes::None {
                return Ok((voucher.into(), sort));
            }
            return Err(Denial::NoSuchVoucher.into());
        };
        let (activity, sort) = self.stock(stock_id).await?;
        let name = match sort.codes {
            Codes::None => {
                let voucher = generated.filter(|voucher| voucher.activity == activity);
                voucher.ok_or(Denial::NoSuchVoucher)?.into()
            }
            Codes::Named | Codes::Deposited => {
                let code = Code::parse(code).map_err(|_| Denial::NoSuchVoucher)?;
                VoucherName::Code(activity, code)
            }
        };
        Ok((name, sort))
    }

    /// A coupon, by its name.
    pub(super) async fn coupon(&self, name: &VoucherName) -> Result<Voucher, Fault> {
        let found = match name {
            VoucherName::Id(id) => self.engine.voucher(*id).await?,
            VoucherName::Code(activity, code) => {
                self.engine.voucher_by_code(*activity, code.clone()).await?
            }
        };
        Ok(found.ok_or(Denial::NoSuchVoucher)?)
    }

    /// The code of a coupon: the merchant's, or the one that is written from its
    /// number.
    pub(crate) fn code_of(&self, voucher: &Voucher) -> String {
        match &voucher.code {
            Some(code) => code.as_str().to_owned(),
            None => self.codes.code_of(voucher.id),
        }
    }

    /// The code that the coupon of this number has, if it is the platform's.
    pub(super) fn generated_code(&self, voucher: VoucherId) -> String {
        self.codes.code_of(voucher)
    }

    /// Refuses an application that neither the caller nor the stock's owner has
    /// (`W-APPID-1`).
    pub(super) fn knows_app(
        &self,
        appid: &str,
        caller: MerchantId,
        owner: Option<MerchantId>,
    ) -> Result<(), Fault> {
        let bound = |merchant: MerchantId| {
            let found = self.registry.wechat_merchant(merchant);
            found.is_some_and(|merchant| merchant.has_app(appid))
        };
        if bound(caller) || owner.is_some_and(bound) {
            Ok(())
        } else {
            Err(Problem::AppNotBound.into())
        }
    }

    /// The user whom an application knows by this name (`W-OPENID-1`).
    pub(super) fn user(&self, appid: &str, openid: &str) -> Result<User, Fault> {
        let name = UserName::Openid { appid, openid };
        let found = self.registry.resolve_user(&name)?;
        found.ok_or_else(|| Problem::NoSuchUser.into())
    }
}

/// What is known of a user who receives a coupon.
pub(super) fn recipient(user: User) -> Recipient {
    Recipient {
        user: user.id,
        person: user.person,
        phone: user.phone,
        real_name: user.real_name,
    }
}
