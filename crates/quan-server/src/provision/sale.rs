//! What vouchers are sold with: payees, voucher packages, and the services of
//! mini-programs.

use quan_core::terms::Cap;
use quan_core::time::Period;
use quan_core::{Fen, MerchantId, Timestamp, Window};
use quan_engine::registry::{
    Entry, Package, PackageStatus, Payee, PayeeStatus, ServiceCode, SettleMode, User,
};
use quan_wire::api::Moment;

use super::check::{Place, Taken};
use super::{Provision, ProvisionError, schema};
use crate::package::{PackageFault, check};

impl Provision {
    pub(super) fn take_payee(&mut self, place: Place, payee: schema::Payee) -> Taken {
        let pid = self.named(&place, "pid", &payee.pid, MerchantId::parse)?;
        if !User::is_account_number(&payee.pid) {
            let what = "sixteen digits are needed, of which 2088 are the first";
            return Err(self.wrong(&place, Some("pid"), what));
        }
        let settle_mode = match payee.settle_mode {
            schema::SettleMode::OnRequest => SettleMode::OnRequest,
            schema::SettleMode::Periodic => SettleMode::Periodic,
        };
        let status = match payee.status {
            schema::PayeeStatus::Registered => PayeeStatus::Registered,
            schema::PayeeStatus::Applied => PayeeStatus::Applied,
        };
        self.entries.push(Entry::Payee(Payee {
            pid,
            settle_mode,
            status,
        }));
        Ok(())
    }

    pub(super) fn take_service_code(
        &mut self,
        place: Place,
        service: schema::ServiceCode,
    ) -> Taken {
        self.filled(&place, "code", &service.code)?;
        let app = self.known_app(&place, "app_id", &service.app_id)?;
        self.entries.push(Entry::ServiceCode(ServiceCode {
            code: service.code,
            app,
            name: service.name,
            details: "{}".to_owned(),
        }));
        Ok(())
    }

    pub(super) fn take_package(&mut self, place: Place, package: schema::VoucherPackage) -> Taken {
        let merchant = self.known_merchant(&place, &package.merchant)?;
        self.filled(&place, "id", &package.id)?;
        let sale = Window {
            opens_at: self.instant(&place, "purchase_start", &package.purchase_start)?,
            closes_at: self.instant(&place, "purchase_end", &package.purchase_end)?,
        };
        let price = Fen::from_yuan(&package.price).ok_or_else(|| {
            let what = format!(
                "{:?} is no amount of yuan: write digits with at most two decimals",
                package.price
            );
            self.wrong(&place, Some("price"), what)
        })?;
        let limit = package.limit.map(|limit| Cap {
            period: match limit.period {
                schema::Period::Day => Period::Day,
                schema::Period::Week => Period::Week,
                schema::Period::Month => Period::Month,
                schema::Period::Lifetime => Period::Lifetime,
            },
            limit: limit.count,
        });
        let status = match package.status {
            schema::PackageStatus::Created => PackageStatus::Created,
            schema::PackageStatus::Enabled => PackageStatus::Enabled,
            schema::PackageStatus::Paused => PackageStatus::Paused,
            schema::PackageStatus::Disabled => PackageStatus::Disabled,
        };
        let schema::VoucherPackage {
            id,
            name,
            budget,
            pay_channel,
            purchase_url,
            use_rule,
            ..
        } = package;
        let package = Package {
            id,
            merchant,
            name,
            status,
            sale,
            price,
            budget,
            limit,
            pay_channel,
            purchase_url,
            use_rule,
        };
        check(&package).map_err(|fault| {
            let key = match fault {
                PackageFault::LongId => "id",
                PackageFault::NoName => "name",
                PackageFault::EndsEarly => "purchase_end",
                PackageFault::NoneAllowed => "limit",
                PackageFault::PayChannel => "pay_channel",
            };
            self.wrong(&place, Some(key), fault.to_string())
        })?;
        self.entries.push(Entry::Package(package));
        Ok(())
    }

    fn instant(
        &self,
        place: &Place,
        key: &'static str,
        text: &str,
    ) -> Result<Timestamp, ProvisionError> {
        text.parse()
            .map(|Moment(at)| at)
            .map_err(|error| self.wrong(place, Some(key), format!("{text:?} is {error}")))
    }
}
