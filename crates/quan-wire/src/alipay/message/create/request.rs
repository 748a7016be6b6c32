//! The whole check of a creation: container after container, in the order in
//! which the platform lists them.

use quan_core::Timestamp;

use super::{Request, benefit, budget, display, flat, guide, scope, sending, usage};
use crate::alipay::message::activity::{NewActivity, Shape};
use crate::alipay::message::block::ActivityBaseInfo;
use crate::alipay::message::check::{self, at_most, need, present};
use crate::alipay::message::document::Document;
use crate::alipay::message::shape;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{AccessMode, MerchantRef};

impl Request {
    /// The activity that is asked for, or the first rule that is broken.
    ///
    /// `now` is an instant of the business clock: a window must not be over.
    pub fn check(&self, now: Timestamp) -> Result<NewActivity, Violation> {
        match self.shape() {
            Shape::Nested => {
                let (document, agreed) = shape::reconcile(&self.nested(), &shape::of_create(self));
                let activity = self.judge(document, Shape::Nested, now)?;
                agreed.map(|()| activity)
            }
            Shape::Flat => {
                let mut document = shape::of_create(self);
                document.complete();
                self.judge(document, Shape::Flat, now)
                    .map_err(shape::to_flat)
            }
        }
    }

    /// Nested, as soon as one of the nested containers is there.
    fn shape(&self) -> Shape {
        if self.nested() == Document::default() {
            Shape::Flat
        } else {
            Shape::Nested
        }
    }

    fn nested(&self) -> Document {
        Document {
            activity_base_info: self.activity_base_info.clone(),
            voucher_send_mode_info: self.voucher_send_mode_info.clone(),
            voucher_deduct_info: self.voucher_deduct_info.clone(),
            voucher_available_scope_info: self.voucher_available_scope_info.clone(),
            voucher_use_rule_info: self.voucher_use_rule_info.clone(),
            voucher_customer_guide_info: self.voucher_customer_guide_info.clone(),
            voucher_display_pattern_info: self.voucher_display_pattern_info.clone(),
            voucher_budget_supply_info: self.voucher_budget_supply_info.clone(),
            order_voucher_rest: None,
            order_voucher_refused: Vec::new(),
            order_voucher_named: Vec::new(),
        }
    }

    fn judge(
        &self,
        mut document: Document,
        shape: Shape,
        now: Timestamp,
    ) -> Result<NewActivity, Violation> {
        let out_biz_no = check::out_biz_no(&self.out_biz_no)?;
        let access_mode = check::access_mode(&self.merchant_access_mode)?;
        let (name, owner) = base(&mut document, shape, access_mode)?;
        let sending = sending::check(document.voucher_send_mode_info.as_ref(), now)?;
        if shape == Shape::Flat {
            flat::voucher_type(self)?;
        }
        let benefit = benefit::check(&document)?;
        let (scope, benefit) =
            scope::check(document.voucher_available_scope_info.as_mut(), benefit)?;
        let usage = usage::check(document.voucher_use_rule_info.as_ref(), &sending)?;
        if shape == Shape::Flat {
            flat::use_mode(self)?;
        }
        guide::check(document.voucher_customer_guide_info.as_mut(), shape)?;
        if shape == Shape::Flat {
            flat::display(self)?;
        }
        let display = display::check(&document, shape)?;
        if shape == Shape::Flat {
            flat::budget(self, &benefit, sending.quantity)?;
        }
        let supply = document.voucher_budget_supply_info.as_ref();
        let budget = budget::check(supply, &benefit, sending.quantity)?;
        let base = document.activity_base_info.as_ref();
        let out_activity_id = base.and_then(|base| base.out_activity_id.clone());
        Ok(NewActivity {
            out_biz_no,
            access_mode,
            shape,
            name,
            out_activity_id,
            owner,
            sending,
            benefit,
            scope,
            usage,
            display,
            budget,
            document,
        })
    }
}

const BASE: &str = "activity_base_info";

/// Name and owner; what only answers have is dropped.
fn base(
    document: &mut Document,
    shape: Shape,
    mode: AccessMode,
) -> Result<(String, Option<MerchantRef>), Violation> {
    let sent = present(
        "V2.1 activity_base_info_required",
        BASE,
        document.activity_base_info.as_ref(),
    )?;
    let field = format!("{BASE}.activity_name");
    let name = need("V2.1 activity_name_required", &field, &sent.activity_name)?.to_owned();
    at_most(
        "V2.1 activity_name_at_most_20_chars",
        &field,
        &sent.activity_name,
        20,
    )?;

    let belongs = format!("{BASE}.belong_merchant_info");
    let block = sent.belong_merchant_info.as_ref();
    if mode == AccessMode::AgencyMode && shape == Shape::Nested {
        let rule = "V2.1 agency_needs_owner";
        let block = present(rule, &belongs, block)?;
        need(rule, &format!("{belongs}.merchant_id"), &block.merchant_id)?;
        let rule = "V2.1 agency_needs_owner_type";
        need(
            rule,
            &format!("{belongs}.merchant_id_type"),
            &block.merchant_id_type,
        )?;
    }
    let owner = check::owner(&belongs, block)?;
    if let Some(block) = block {
        let field = format!("{belongs}.business_type");
        let rule = "V2.1 business_type_is_isv_for_merchant";
        let known = |word: &str| (word == "ISV_FOR_MERCHANT").then_some(());
        check::one_of(rule, &field, &block.business_type, known)?;
    }
    let field = format!("{BASE}.out_activity_id");
    at_most(
        "V2.1 out_activity_id_at_most_64_chars",
        &field,
        &sent.out_activity_id,
        64,
    )?;

    document.activity_base_info = Some(ActivityBaseInfo {
        activity_name: Some(name.clone()),
        out_activity_id: sent.out_activity_id.clone(),
        belong_merchant_info: sent.belong_merchant_info.clone(),
        ..ActivityBaseInfo::default()
    });
    Ok((name, owner))
}

impl Document {
    /// Gives a flat request the containers that the nested shape requires, and
    /// the one way of giving vouchers away that the flat shape knows.
    fn complete(&mut self) {
        self.activity_base_info.get_or_insert_default();
        let sending = self.voucher_send_mode_info.get_or_insert_default();
        sending.voucher_send_mode = Some("DIRECT_SEND_MODE".to_owned());
        self.voucher_deduct_info.get_or_insert_default();
        self.voucher_available_scope_info.get_or_insert_default();
        self.voucher_use_rule_info.get_or_insert_default();
        self.voucher_customer_guide_info.get_or_insert_default();
        self.voucher_display_pattern_info.get_or_insert_default();
        self.voucher_budget_supply_info.get_or_insert_default();
    }
}
