//! What an activity refers to beyond what payment vouchers do: mini-programs and
//! services that users are led to, and who gets the money.

use quan_core::MerchantId;
use quan_wire::alipay::message::activity::Places;

use super::super::Handlers;
use crate::alipay::denial::{Fault, Reason};

impl Handlers {
    /// A mini-program that is registered must be the merchant's, or have been
    /// authorised by it; a service must have been registered, for one of them.
    pub(super) fn leads_to(
        &self,
        owner: MerchantId,
        app_ids: &[String],
        services: &[String],
    ) -> Result<(), Fault> {
        for id in app_ids {
            let app = self.registry.find_app(id);
            let strange = app.is_some_and(|app| {
                app.merchant != owner && !self.registry.is_authorized(id, owner)
            });
            if strange {
                return Err(Reason::Business("小程序与商户不是同一主体，且未授权").into());
            }
        }
        for code in services {
            let known = self.registry.find_service_code(code)?;
            let known = known.ok_or(Reason::Value("service_codes", "服务编码不存在"))?;
            if !app_ids.is_empty() && app_ids.iter().all(|id| id != known.app.as_str()) {
                let what = "服务编码不属于该小程序";
                return Err(Reason::Value("service_codes", what).into());
            }
        }
        Ok(())
    }

    /// A payee must have been registered.
    pub(super) fn knows_payee(&self, pid: Option<&str>) -> Result<(), Fault> {
        let Some(pid) = pid else { return Ok(()) };
        let unknown = Reason::Value("payee_pid", "收款账号未登记");
        let merchant = MerchantId::parse(pid).map_err(|_| unknown.clone())?;
        match self.registry.find_payee(merchant)? {
            Some(_) => Ok(()),
            None => Err(unknown.into()),
        }
    }

    /// Cities must be in the table, and all shops be the owner's.
    pub(super) fn knows_cities(&self, owner: MerchantId, places: &Places) -> Result<(), Fault> {
        let places = match places {
            // Which shops are left out is told shop by shop.
            Places::AllShops {
                merchant_id,
                brand_id,
                exclude: _,
            } => Places::AllShops {
                merchant_id: merchant_id.clone(),
                brand_id: brand_id.clone(),
                exclude: Vec::new(),
            },
            other @ (Places::Anywhere
            | Places::Shops(_)
            | Places::RealShops(_)
            | Places::AllCities
            | Places::Cities(_)) => other.clone(),
        };
        self.knows_places(owner, &places)
    }
}
