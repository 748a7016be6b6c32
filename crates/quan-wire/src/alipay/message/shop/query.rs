//! `ant.merchant.expand.shop.query`: a shop, by the platform's id or by the
//! merchant's own number.

use super::block::{
    AddressInfo, ComplexBusinessTime, ContactInfo, IndustryQualificationInfo,
    MerchantShopIndustryInfo, ShopBusinessTime, ShopExtInfo, ShopIndustryLicense,
    ShopRecommendInfo,
};
use super::create;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::code::Code;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::words;

blocks! {
    /// Which shop, and how much of it.
    Request {
        shop_id: Text,
        store_id: Text,
        ip_role_id: Text,
        address_version: Text,
        need_recommend: Text,
        need_industry_info: Text,
        need_industry_license: Text,
        shop_type: Text,
        biz_source: Text,
    }

    /// The shop.
    Answer {
        shop_id: Text,
        shop_info_status: Text,
        ip_role_id: Text,
        store_id: Text,
        shop_name: Text,
        shop_category: Text,
        new_shop_category: Text,
        shop_type: Text,
        shop_main_type: Text,
        business_address: Option<AddressInfo>,
        alipay_poiid: Text,
        business_time: Vec<ShopBusinessTime>,
        new_business_time: Vec<ComplexBusinessTime>,
        contact_mobile: Text,
        contact_phone: Text,
        contact_infos: Vec<ContactInfo>,
        cert_no: Text,
        cert_name: Text,
        cert_type: Text,
        cert_image: Text,
        out_door_images: Vec<String>,
        legal_name: Text,
        legal_cert_no: Text,
        license_auth_letter_image: Text,
        qualifications: Vec<IndustryQualificationInfo>,
        card_account_no: Text,
        settle_alipay_logon_id: Text,
        brand_id: Text,
        scene: Text,
        memo: Text,
        ext_infos: Vec<ShopExtInfo>,
        industry_info: Vec<MerchantShopIndustryInfo>,
        industry_license: Vec<ShopIndustryLicense>,
        shop_recommend_info: Option<ShopRecommendInfo>,
    }
}

words! {
    /// Whether a shop's papers are in order.
    ShopInfoStatus { Certified = "01", ToImprove = "02", InAudit = "03", Unknown = "99" }

    /// The edition of region codes that addresses are told in.
    AddressVersion { Second2022 = "2022Q2", UpToDate = "UPTODATE" }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::ShopQuery;
}

/// A shop that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By the platform's id.
    Id(String),
    /// By the merchant's own number.
    Number {
        /// Whose it is: an account, or a secondary merchant.
        merchant_id: String,
        /// The merchant's own number.
        store_id: String,
    },
}

impl Request {
    /// The shop, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Named, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Named, Violation> {
        let version = AddressVersion::from_word;
        let rule = "K0 address_version_known";
        check::one_of(rule, "address_version", &self.address_version, version)
            .map_err(|no| no.coded(Code::AddressVersionCodeIllegal))?;
        if let Some(id) = &self.shop_id {
            return Ok(Named::Id(id.clone()));
        }
        let (Some(merchant_id), Some(store_id)) = (&self.ip_role_id, &self.store_id) else {
            let rule = "K1 shop_id_or_store_id_with_ip_role_id";
            let what = "和 store_id + ip_role_id 不能同时为空";
            return Err(Violation::of(rule, "shop_id", what).coded(Code::MerArgumentNull));
        };
        Ok(Named::Number {
            merchant_id: merchant_id.clone(),
            store_id: store_id.clone(),
        })
    }
}

impl Answer {
    /// What was said when the shop was applied for.
    pub fn of(said: &create::Request) -> Answer {
        let said = said.clone();
        Answer {
            ip_role_id: said.ip_role_id,
            store_id: said.store_id,
            shop_name: said.shop_name,
            shop_category: said.shop_category.clone(),
            new_shop_category: said.shop_category,
            shop_type: said.shop_type,
            shop_main_type: said.shop_main_type,
            business_address: said.business_address,
            business_time: said.business_time,
            new_business_time: said.new_business_time,
            contact_mobile: said.contact_mobile,
            contact_phone: said.contact_phone,
            contact_infos: said.contact_infos,
            cert_no: said.cert_no,
            cert_name: said.cert_name,
            cert_type: said.cert_type,
            cert_image: said.cert_image,
            out_door_images: said.out_door_images,
            legal_name: said.legal_name,
            legal_cert_no: said.legal_cert_no,
            license_auth_letter_image: said.license_auth_letter_image,
            qualifications: said.qualifications,
            card_account_no: said.biz_cards.into_iter().find_map(|card| card.account_no),
            settle_alipay_logon_id: said.settle_alipay_logon_id,
            brand_id: said.brand_id,
            scene: said.scene,
            memo: said.memo,
            ext_infos: said.ext_infos,
            industry_info: said.industry_info,
            industry_license: said.industry_license,
            ..Answer::default()
        }
    }
}
