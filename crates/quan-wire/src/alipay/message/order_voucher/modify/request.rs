//! What a modification must be before its activity is looked up.

use serde_json::json;

use super::{Answer, OrderModification, Request};
use crate::alipay::message::check::{at_most, need};
use crate::alipay::message::document::{Document, value};
use crate::alipay::message::field::Priced;
use crate::alipay::message::order_voucher::form::{self, Forms, ShopLists, Silence, differ};
use crate::alipay::message::order_voucher::legacy;
use crate::alipay::message::order_voucher::result::PlacesOutcome;
use crate::alipay::message::order_voucher::{ask, check, lengths};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Order;

impl Request {
    /// The modification, or the first rule that it breaks by itself.
    pub fn check(&self) -> Result<OrderModification, Violation> {
        self.judge().map_err(|violation| self.tell(violation))
    }

    /// A violation in the words and names that the caller knows.
    fn tell(&self, violation: Violation) -> Violation {
        let violation = violation.in_order_words();
        if self.is_nested() {
            return violation;
        }
        legacy::to_flat(violation, None)
    }

    fn judge(&self) -> Result<OrderModification, Violation> {
        let out_biz_no = check::out_biz_no(
            "M1 out_biz_no_required",
            "M1 out_biz_no_at_most_64_chars",
            &self.out_biz_no,
        )?;
        let activity_id = self.named()?;
        let access_mode = ask::access_mode(&self.merchant_access_mode)?;

        let mut slim = self.clone();
        let (listed, old_shops) = legacy::shops_of_modify(&mut slim)?;
        let scope = slim.voucher_available_scope_info.as_mut();
        let nested = ShopLists::of_scope(scope.map(|scope| &mut scope.0));
        lengths::check(&value(&slim), APART)?;
        lengths::shops(&listed, &nested)?;
        let flat = legacy::of_modify(&slim)?;
        let wanted = form::merge(&slim.nested(), &flat, Silence::Zero)?;
        let lists = listed != ShopLists::default() || old_shops != ShopLists::default();
        let forms = slim.forms(lists);
        let shops = ShopLists::merge(nested, listed)?;
        slim.modify_types_agree()?;
        Ok(OrderModification {
            order: Order {
                activity_id,
                out_biz_no,
                access_mode,
            },
            forms,
            wanted,
            request: slim,
            shops,
            old_shops,
        })
    }

    /// The activity, which each form names in its own place.
    fn named(&self) -> Result<String, Violation> {
        let base = self.activity_base_info.as_ref();
        let nested = base.and_then(|base| base.activity_id.clone());
        let field = "activity_base_info.activity_id";
        if nested.is_some() && self.activity_id.is_some() && nested != self.activity_id {
            let what = format!("与 {field} 不一致");
            return Err(Violation::of("M2 activity_ids_agree", "activity_id", &what));
        }
        let field = match self.activity_id {
            None if nested.is_some() => field,
            Some(_) | None => "activity_id",
        };
        let id = self.activity_id.clone().or(nested);
        let named = need("M2 activity_id_required", field, &id)?.to_owned();
        at_most("M2 activity_id_at_most_128_chars", field, &id, 128)?;
        Ok(named)
    }

    /// Whether the nested form is used: as soon as one container is there.
    fn is_nested(&self) -> bool {
        self.activity_base_info.is_some()
            || self.voucher_send_mode_info.is_some()
            || self.voucher_available_scope_info.is_some()
            || self.voucher_use_rule_info.is_some()
            || self.voucher_customer_guide_info.is_some()
            || self.voucher_display_pattern_info.is_some()
    }

    /// Which forms are used, where the flat one's shops were taken out before and
    /// there were some or not. The flat form is, as soon as one of its fields says
    /// something, or where there is nothing: SDKs send blocks that are empty.
    fn forms(&self, flat_shops: bool) -> Forms {
        let nested = self.is_nested();
        let flat = Request {
            activity_name: self.activity_name.clone(),
            publish_start_time: self.publish_start_time.clone(),
            publish_end_time: self.publish_end_time.clone(),
            voucher_display_info: self.voucher_display_info.clone(),
            voucher_use_rule: self.voucher_use_rule.clone(),
            voucher_send_rule: self.voucher_send_rule.clone(),
            customer_guide: self.customer_guide.clone(),
            ..Request::default()
        };
        Forms {
            legacy: flat_shops || !nested || form::says_something(value(&flat)),
            nested,
        }
    }

    /// The containers as a document.
    fn nested(&self) -> Document {
        fn plain<T>(priced: Option<Priced<T>>) -> Option<T> {
            priced.map(|priced| priced.0)
        }
        Document {
            activity_base_info: self.activity_base_info.clone(),
            voucher_send_mode_info: plain(self.voucher_send_mode_info.clone()),
            voucher_available_scope_info: plain(self.voucher_available_scope_info.clone()),
            voucher_use_rule_info: self.voucher_use_rule_info.clone(),
            voucher_customer_guide_info: self.voucher_customer_guide_info.clone(),
            voucher_display_pattern_info: self.voucher_display_pattern_info.clone(),
            ..Document::default()
        }
    }

    fn modify_types_agree(&self) -> Result<(), Violation> {
        let uses = self.voucher_use_rule.as_ref();
        let scope = uses.and_then(|uses| uses.voucher_available_scope.as_ref());
        let flat = scope.and_then(|scope| scope.modify_type.as_ref());
        match (flat, &self.voucher_available_scope_modify_type) {
            (Some(flat), Some(nested)) if flat != nested => {
                Err(differ("voucher_available_scope_modify_type"))
            }
            _ => Ok(()),
        }
    }
}

/// Fields whose length is a rule of its own.
const APART: &[&str] = &[
    "voucher_display_info.brand_name",
    "voucher_display_info.brand_logo",
    "voucher_display_info.voucher_comment",
    "voucher_display_info.voucher_description",
    "voucher_display_info.voucher_image",
    "voucher_display_info.voucher_detail_images",
    "voucher_display_info.customer_service_mobile",
    "voucher_display_info.customer_service_url",
    "voucher_use_rule.exchange_voucher.voucher_name",
    "customer_guide.mini_app_id",
    "customer_guide.mini_app_path",
    "customer_guide.service_codes",
    "customer_guide.voucher_send_guide.voucher_detail_url",
    "customer_guide.voucher_use_guide.mini_app_id",
    "customer_guide.voucher_use_guide.mini_app_path",
    "customer_guide.voucher_use_guide.service_codes",
    "voucher_send_mode_info.voucher_sale_mode_info.payee_pid",
    "voucher_send_mode_info.voucher_package_mode_info.voucher_package_id",
    "voucher_available_scope_info.voucher_available_goods_info.goods_name",
    "voucher_available_scope_info.voucher_available_goods_info.goods_description",
    "voucher_customer_guide_info.voucher_send_guide_info.mini_app_send_guide_info.mini_app_url",
    "voucher_customer_guide_info.voucher_send_guide_info.send_guide_mode",
    "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes",
    "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url",
    "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode",
    "voucher_display_pattern_info.brand_name",
    "voucher_display_pattern_info.brand_logo",
    "voucher_display_pattern_info.voucher_name",
    "voucher_display_pattern_info.voucher_description",
    "voucher_display_pattern_info.voucher_image",
    "voucher_display_pattern_info.voucher_detail_images",
    "voucher_display_pattern_info.customer_service_mobile",
    "voucher_display_pattern_info.customer_service_url",
];

impl OrderModification {
    /// A text that is equal for requests which mean the same: what was sent but
    /// for the names of call and activity, and the shops.
    pub fn canonical(&self) -> String {
        let mut request = Request {
            activity_id: None,
            out_biz_no: None,
            merchant_access_mode: None,
            ..self.request.clone()
        };
        if let Some(base) = &mut request.activity_base_info {
            base.activity_id = None;
            base.activity_status = None;
            base.activity_operation_status = None;
        }
        let sent = form::canonical(value(&request));
        let ShopLists {
            shops,
            real_shops,
            excluded,
        } = &self.shops;
        let old = [&self.old_shops.shops, &self.old_shops.real_shops];
        let lists = json!({
            "shops": shops, "real_shops": real_shops, "excluded": excluded, "old": old,
        });
        format!("{sent}\n{lists}")
    }

    /// The shops of the payment directory that were named, each once; of the two
    /// positions, the newer one counts.
    pub fn named_shops(&self) -> &[String] {
        newer(&self.shops.shops, &self.old_shops.shops)
    }

    /// The shops of the directory of real shops.
    pub fn named_real_shops(&self) -> &[String] {
        newer(&self.shops.real_shops, &self.old_shops.real_shops)
    }

    /// The shops to be left out of all shops.
    pub fn named_excluded(&self) -> &[String] {
        newer(&self.shops.excluded, &self.old_shops.excluded)
    }

    /// Whether the activity's present shops must be known to judge it.
    pub fn asks_for_shops(&self) -> bool {
        self.shops != ShopLists::default() || self.old_shops != ShopLists::default()
    }

    /// A violation in the words and names that the caller knows.
    pub(super) fn tell(&self, violation: Violation) -> Violation {
        self.request.tell(violation)
    }
}

fn newer<'a>(list: &'a [String], old: &'a [String]) -> &'a [String] {
    if list.is_empty() { old } else { list }
}

impl Answer {
    /// The answer about places, in the forms of the request.
    pub fn about(places: PlacesOutcome, forms: Forms) -> Answer {
        let (legacy, nested) = places.blocks(forms);
        Answer {
            voucher_use_rule_result: legacy,
            voucher_available_scope_result_info: nested,
        }
    }
}
