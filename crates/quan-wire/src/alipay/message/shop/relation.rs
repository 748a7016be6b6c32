//! `alipay.business.relation.shop.create`: a shop of a service provider's own
//! directory. Only the gateway offers it.

use super::block::{AddressInfo, ShopBusinessTime, ShopExtInfo};
use super::place::{PlaceRules, Shop, is_open};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::{Violation, Wording};

blocks! {
    /// The shop. What nothing asks about is kept.
    Request {
        shop_name: Text,
        real_shop_no: Text,
        shop_category: Text,
        business_address: Vec<AddressInfo>,
        contact_mobile: Text,
        contact_phone: Text,
        out_door_images: Vec<String>,
        real_shop_logo: Text,
        business_times: Vec<ShopBusinessTime>,
        cert_image: Text,
        cert_no: Text,
        cert_name: Text,
        cert_type: Text,
        group_id: Text,
        group_type: Text,
        group_sub_type: Text,
        ext_infos: Vec<ShopExtInfo>,
    }

    /// The shop's id.
    Answer { real_shop_id: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::RelationShopCreate;
}

impl Request {
    /// The shop, or the first rule that it breaks.
    pub fn check(&self) -> Result<Shop, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Shop, Violation> {
        let rule = "RS0 shop_name_required";
        let name = ask::text(rule, "shop_name", &self.shop_name, 256)?;
        let number = ask::short("real_shop_no", &self.real_shop_no, 64)?;
        let rule = "RS0 shop_category_required";
        let category = ask::text(rule, "shop_category", &self.shop_category, 64)?;
        let rule = "RS0 business_address_required";
        let address = check::present(rule, "business_address", self.business_address.first())?;
        let rules = PlaceRules {
            province: "RS0 business_address_is_complete",
            city: "RS0 business_address_is_complete",
            district: "RS0 business_address_is_complete",
            address: "RS0 business_address_is_complete",
            position: "RS0 business_address_is_complete",
        };
        // This call has the plain codes only.
        let place = address.check("business_address[0]", &rules);
        let place = place.map_err(|no| Violation {
            wording: Wording::Payment,
            ..no
        })?;
        if self.contact_mobile.is_none() && self.contact_phone.is_none() {
            let rule = "RS0 contact_mobile_or_contact_phone_required";
            let what = "和 contact_phone 不能同时为空";
            return Err(Violation::of(rule, "contact_mobile", what));
        }
        if self.out_door_images.is_empty() && self.real_shop_logo.is_none() {
            let rule = "RS0 out_door_images_or_real_shop_logo_required";
            let what = "和 real_shop_logo 不能同时为空";
            return Err(Violation::of(rule, "out_door_images", what));
        }
        let mut times = self.business_times.iter();
        if !times.all(|time| is_open(time.week_day, &time.open_time, &time.close_time)) {
            let rule = "RS0 business_times_are_legal";
            return Err(Violation::of(rule, "business_times", "格式不合法"));
        }
        if self.cert_image.is_some() {
            let rule = "RS0 cert_image_needs_cert_no";
            check::need(rule, "cert_no", &self.cert_no)?;
        }
        if self.cert_no.is_some() {
            let rule = "RS0 cert_no_needs_name_and_type";
            check::need(rule, "cert_name", &self.cert_name)?;
            check::need(rule, "cert_type", &self.cert_type)?;
        }
        Ok(Shop {
            number,
            name,
            category,
            place,
        })
    }
}
