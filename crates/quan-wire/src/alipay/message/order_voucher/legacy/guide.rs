//! The guide to where a voucher is used, and its older positions.

use super::block::{CustomerGuide, VoucherUseGuide};
use super::link;
use crate::alipay::message::block::{
    MiniAppSendGuideInfo, MiniAppUseGuideInfo, VoucherCustomerGuideInfo, VoucherSendGuideInfo,
    VoucherUseGuideInfo,
};
use crate::alipay::message::field::Text;
use crate::alipay::message::shape::said;
use crate::alipay::message::word::UseGuideMode;

/// Where a voucher is used, from whichever position it was told in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UseGuide {
    /// The path of the block that tells it.
    pub(crate) at: &'static str,
    /// Whether the newer block is there, even if it says nothing.
    pub(crate) newer: bool,
    pub(crate) app_id: Text,
    pub(crate) page: Text,
    pub(crate) service_codes: Vec<String>,
    pub(crate) shows_code: bool,
    pub(crate) opens_app: bool,
}

impl UseGuide {
    /// The guide of a creation. The old positions count only while nothing
    /// newer, of guide or scope, is there.
    pub(crate) fn of_create(guide: &CustomerGuide, scoped: bool) -> UseGuide {
        match &guide.voucher_use_guide {
            Some(newer) => UseGuide::newer(newer),
            None if scoped => UseGuide::default(),
            None => UseGuide {
                opens_app: guide.mini_app_id.is_some(),
                ..UseGuide::old(guide)
            },
        }
    }

    /// The guide of a modification: the newer block's fields win one by one.
    pub(crate) fn of_modify(guide: &CustomerGuide) -> UseGuide {
        match &guide.voucher_use_guide {
            Some(newer) => UseGuide {
                shows_code: false,
                opens_app: false,
                ..UseGuide::newer(newer)
            },
            None => UseGuide::old(guide),
        }
    }

    fn newer(guide: &VoucherUseGuide) -> UseGuide {
        UseGuide {
            at: "customer_guide.voucher_use_guide",
            newer: true,
            app_id: guide.mini_app_id.clone(),
            page: guide.mini_app_path.clone(),
            service_codes: guide.service_codes.clone(),
            shows_code: guide.offline_code_use_guide == Some(true),
            opens_app: guide.mini_app_use_guide == Some(true),
        }
    }

    fn old(guide: &CustomerGuide) -> UseGuide {
        UseGuide {
            at: "customer_guide",
            app_id: guide.mini_app_id.clone(),
            page: guide.mini_app_path.clone(),
            service_codes: guide.service_codes.clone(),
            ..UseGuide::default()
        }
    }

    /// The path of one of its members.
    pub(crate) fn field(&self, name: &str) -> String {
        format!("{}.{name}", self.at)
    }

    /// The mini-program, where a service code leaves no link to tell it by.
    pub(crate) fn app_of_service(&self) -> Text {
        self.app_id
            .clone()
            .filter(|_| !self.service_codes.is_empty())
    }

    fn container(&self) -> Option<VoucherUseGuideInfo> {
        let mut modes = Vec::new();
        if self.shows_code {
            modes.push(UseGuideMode::OfflineCode.to_string());
        }
        if self.opens_app {
            modes.push(UseGuideMode::MiniApp.to_string());
        }
        let app = self
            .app_id
            .as_deref()
            .filter(|_| self.service_codes.is_empty());
        said(VoucherUseGuideInfo {
            use_guide_mode: modes,
            mini_app_use_guide_info: said(MiniAppUseGuideInfo {
                mini_app_url: app.map(|app| link::write(app, self.page.as_deref())),
                mini_app_service_codes: self.service_codes.clone(),
            }),
            use_url: None,
        })
    }
}

/// Both guides as today's container.
pub(super) fn containers(using: &UseGuide, landing: Text) -> Option<VoucherCustomerGuideInfo> {
    said(VoucherCustomerGuideInfo {
        voucher_use_guide_info: using.container(),
        voucher_send_guide_info: landing.map(|url| VoucherSendGuideInfo {
            send_guide_mode: vec![UseGuideMode::MiniApp.to_string()],
            mini_app_send_guide_info: Some(MiniAppSendGuideInfo {
                mini_app_url: Some(url),
            }),
        }),
    })
}
