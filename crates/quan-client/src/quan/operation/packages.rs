//! Voucher packages: no platform's API makes or sells them.

use quan_wire::api::{
    BuyPackage, Listed, NewPackage, Package, PackageStatus, Purchase, SetPackageStatus,
};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Which packages to list. Nothing said is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageFilter {
    /// Sold by this merchant.
    pub merchant: Option<String>,
    /// Only those in this state.
    pub status: Option<PackageStatus>,
    /// Which page, from 1.
    pub page: Option<u32>,
    /// How many rows a page has, at most 100.
    pub page_size: Option<u32>,
}

/// Voucher packages.
impl QuanClient {
    /// Lists voucher packages, a page at a time.
    pub async fn packages(&self, filter: &PackageFilter) -> Result<Listed<Package>, ApiError> {
        let status = filter.status.map(|status| match status {
            PackageStatus::Created => "created",
            PackageStatus::Enabled => "enabled",
            PackageStatus::Paused => "paused",
            PackageStatus::Disabled => "disabled",
        });
        let ask = Ask::get("/api/packages", &[])
            .with("merchant", filter.merchant.as_deref())
            .with("status", status)
            .with("page", filter.page)
            .with("page_size", filter.page_size);
        self.ask(ask).await
    }

    /// Looks at a voucher package.
    pub async fn package(&self, package_id: &str) -> Result<Package, ApiError> {
        self.ask(Ask::get("/api/packages/{package_id}", &[package_id]))
            .await
    }

    /// Makes a voucher package. A second time makes another or is refused, so
    /// this is not repeated when an answer is lost: look first.
    pub async fn make_package(&self, package: &NewPackage) -> Result<Package, ApiError> {
        let ask = Ask {
            repeatable: false,
            ..Ask::post("/api/packages", &[])
        };
        self.ask(ask.carrying(package)).await
    }

    /// Puts a voucher package on sale, or takes it off.
    pub async fn set_package_status(
        &self,
        package_id: &str,
        status: PackageStatus,
    ) -> Result<Package, ApiError> {
        let path = "/api/packages/{package_id}/status";
        let asked = SetPackageStatus { status };
        self.ask(Ask::put(path, &[package_id]).carrying(&asked))
            .await
    }

    /// Sells a voucher package to a user. No voucher is issued by it.
    pub async fn buy_package(
        &self,
        package_id: &str,
        asked: &BuyPackage,
    ) -> Result<Purchase, ApiError> {
        let path = "/api/packages/{package_id}/purchases";
        self.ask(Ask::post(path, &[package_id]).carrying(asked))
            .await
    }
}
