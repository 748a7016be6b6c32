//! `ant.merchant.expand.shop.create`: a shop is applied for. Its id appears when
//! the application was approved.

use super::block::{
    AddressInfo, ComplexBusinessTime, ContactInfo, IndustryQualificationInfo,
    MerchantShopIndustryInfo, SettleCardInfo, ShopBusinessTime, ShopExtInfo, ShopIndustryLicense,
};
use super::place::{PlaceRules, Shop, is_hour, is_open, is_week_day};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::code::Code;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::words;

blocks! {
    /// The shop, and whose it is. What nothing asks about is kept.
    Request {
        ip_role_id: Text,
        store_id: Text,
        shop_name: Text,
        shop_category: Text,
        shop_type: Text,
        business_address: Option<AddressInfo>,
        contact_mobile: Text,
        contact_phone: Text,
        business_time: Vec<ShopBusinessTime>,
        new_business_time: Vec<ComplexBusinessTime>,
        contact_infos: Vec<ContactInfo>,
        cert_no: Text,
        cert_name: Text,
        cert_type: Text,
        cert_image: Text,
        cert_start_expire_time: Text,
        expire_time: Text,
        out_door_images: Vec<String>,
        legal_name: Text,
        legal_cert_no: Text,
        license_auth_letter_image: Text,
        qualifications: Vec<IndustryQualificationInfo>,
        biz_cards: Vec<SettleCardInfo>,
        settle_alipay_logon_id: Text,
        brand_id: Text,
        scene: Text,
        memo: Text,
        ext_infos: Vec<ShopExtInfo>,
        cover: Text,
        shop_main_type: Text,
        industry_info: Vec<MerchantShopIndustryInfo>,
        industry_license: Vec<ShopIndustryLicense>,
        fund_type: Text,
        fund_proofs: Vec<String>,
        identity_front_url: Text,
        identity_back_url: Text,
        identity_start_time: Text,
        identity_end_time: Text,
    }

    /// The application; or the shop, where there is one with the number already.
    Answer { order_id: Text, exist_shop_id: Text }
}

words! {
    /// Whose hand a shop is in.
    ShopKind { Own = "01", Franchise = "02" }

    /// Who somebody to talk to is.
    ContactKind {
        LegalPerson = "LEGAL_PERSON",
        Controller = "CONTROLLER",
        Agent = "AGENT",
        Other = "OTHER",
    }

    /// What somebody is to be talked to about.
    ContactTag { Two = "02", Six = "06", Eight = "08", Eleven = "11" }

    /// Documents that prove a business.
    CertType { Licence = "201", SmallBusiness = "2011" }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::ShopCreate;
}

/// A shop that is applied for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShop {
    /// Whose it is: an account, or a secondary merchant.
    pub merchant_id: String,
    /// The merchant's own number for it.
    pub store_id: String,
    /// What it is, and where.
    pub shop: Shop,
}

/// Nothing was said where the platform needs to know.
fn missing(rule: &'static str, field: &str) -> Violation {
    Violation::of(rule, field, "不能为空").coded(Code::MerArgumentNull)
}

/// Something was said that means nothing.
fn illegal(rule: &'static str, field: &str) -> Violation {
    Violation::of(rule, field, "取值不合法").coded(Code::MerArgumentIllegal)
}

fn need(rule: &'static str, field: &str, text: &Text, code: Code) -> Result<String, Violation> {
    let said = check::need(rule, field, text).map_err(|no| no.coded(code))?;
    check::at_most(rule, field, text, 256).map_err(|no| no.coded(Code::MerArgumentIllegal))?;
    Ok(said.to_owned())
}

impl Request {
    /// The shop, or the first rule that it breaks.
    pub fn check(&self) -> Result<NewShop, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<NewShop, Violation> {
        let rule = "H1 ip_role_id_required";
        let merchant_id = need(rule, "ip_role_id", &self.ip_role_id, Code::MerArgumentNull)?;
        let rule = "H2 store_id_required";
        let store_id = need(rule, "store_id", &self.store_id, Code::ShopShopnoIsEmpty)?;
        let rule = "H3 shop_name_required";
        let name = need(
            rule,
            "shop_name",
            &self.shop_name,
            Code::ShopShopnameIsEmpty,
        )?;
        let rule = "H0 shop_category_required";
        let code = Code::ShopCategoryIsEmpty;
        let category = need(rule, "shop_category", &self.shop_category, code)?;
        let address = check::present(
            "H0 business_address_required",
            "business_address",
            self.business_address.as_ref(),
        );
        let address = address.map_err(|no| no.coded(Code::BusinessAddressIsEmpty))?;
        let place = address.check(
            "business_address",
            &PlaceRules {
                province: "H0 province_code_is_legal",
                city: "H0 city_code_is_legal",
                district: "H0 district_code_is_legal",
                address: "H0 address_required",
                position: "H0 position_has_at_most_six_decimals",
            },
        )?;
        if self.contact_mobile.is_none() && self.contact_phone.is_none() {
            let rule = "H4 contact_mobile_or_contact_phone_required";
            let no = Violation::of(rule, "contact_mobile", "和 contact_phone 不能同时为空");
            return Err(no.coded(Code::ContactWayValueNull));
        }
        self.check_hours()?;
        self.check_papers()?;
        self.check_contacts()?;
        Ok(NewShop {
            merchant_id,
            store_id: store_id.clone(),
            shop: Shop {
                number: Some(store_id),
                name,
                category,
                place,
            },
        })
    }

    fn check_hours(&self) -> Result<(), Violation> {
        let simple = self
            .business_time
            .iter()
            .all(|time| is_open(time.week_day, &time.open_time, &time.close_time));
        let complex = self.new_business_time.iter().all(|day| {
            let mut periods = day.time_period.iter();
            is_week_day(day.week_day)
                && periods.all(|period| is_hour(&period.open_time) && is_hour(&period.close_time))
        });
        let field = match (simple, complex) {
            (true, true) => return Ok(()),
            (false, _) => "business_time",
            (true, false) => "new_business_time",
        };
        let no = Violation::of("H0 business_time_is_legal", field, "格式不合法");
        Err(no.coded(Code::BusinessTimeIllegal))
    }

    fn check_papers(&self) -> Result<(), Violation> {
        let rule = "H0 shop_type_known";
        check::one_of(rule, "shop_type", &self.shop_type, ShopKind::from_word)
            .map_err(|no| no.coded(Code::MerArgumentIllegal))?;
        if self.cert_no.is_some() {
            let rule = "H5 cert_no_needs_name_and_type";
            for (field, text) in [
                ("cert_name", &self.cert_name),
                ("cert_type", &self.cert_type),
            ] {
                if text.is_none() {
                    return Err(missing(rule, field));
                }
            }
        }
        let rule = "H0 cert_type_known";
        check::one_of(rule, "cert_type", &self.cert_type, CertType::from_word)
            .map_err(|no| no.coded(Code::MerArgumentIllegal))?;
        if self.biz_cards.len() > 1 {
            let no = Violation::of("H0 at_most_one_card", "biz_cards", "最多一张");
            return Err(no.coded(Code::MerArgumentIllegal));
        }
        Ok(())
    }

    fn check_contacts(&self) -> Result<(), Violation> {
        for (at, contact) in self.contact_infos.iter().enumerate() {
            let field = |name: &str| format!("contact_infos[{at}].{name}");
            let rule = "H0 contacts_are_complete";
            if contact.name.is_none() {
                return Err(missing(rule, &field("name")));
            }
            let ways = [&contact.mobile, &contact.phone, &contact.email];
            if ways.iter().all(|way| way.is_none()) {
                return Err(missing(rule, &field("mobile")));
            }
            let rule = "H0 contacts_are_of_a_known_kind";
            let kind = contact.kind.as_deref();
            if kind.is_some_and(|kind| ContactKind::from_word(kind).is_none()) {
                return Err(illegal(rule, &field("type")));
            }
            if contact
                .tag
                .iter()
                .any(|tag| ContactTag::from_word(tag).is_none())
            {
                return Err(illegal(rule, &field("tag")));
            }
        }
        Ok(())
    }
}
