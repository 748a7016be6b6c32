//! The third programme of the demo: merchant vouchers (商家券) under codes that
//! the merchant brings, sold, redeemed at shops, and given to more shops.

use anyhow::{Context, ensure};
use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use quan_client::message::order_voucher::{
    append, codecount, codedeposit, create, modify, query, redeem, stop, undo,
};
use quan_client::message::{order, payee, user};
use quan_core::Clock;
use quan_server::clock::WallClock;
use serde_json::json;

use super::programme::{Programme, reading};
use super::tally::Tally;
use crate::world::{MERCHANT, shops};

/// Codes that the merchant brings.
const CODES: u32 = 50;
/// What a voucher costs.
const PRICE: &str = "19.90";

impl Programme<'_> {
    /// Merchant vouchers that are sold, redeemed at shops, and refunded.
    pub(super) async fn merchants(&self, tally: &mut Tally) -> anyhow::Result<()> {
        self.title("Merchant vouchers (商家券), sold under codes of the merchant's own");
        let activity = self.make_merchants().await?;
        self.bring_codes(&activity).await?;
        let bought = self.buy(&activity, "2088000000700001", tally).await?;
        let other = self.buy(&activity, "2088000000700002", tally).await?;
        self.redeem_at(&activity, &bought.code, shops::OWN, "use-1")
            .await?;
        tally.redeemed += 1;
        self.receiver.wait("used", tally.redeemed).await?;
        self.say(format!("use → {} at {}", bought.code, shops::OWN));
        let strange = self
            .redeem_at(&activity, &other.code, shops::MORE, "use-2")
            .await;
        match strange {
            Err(error) if error.is("BIZ_ERROR") => tally.refuse("BIZ_ERROR"),
            other => anyhow::bail!("a shop outside the scope was answered {other:?}"),
        }
        self.more_shops(&activity).await?;
        self.redeem_at(&activity, &other.code, shops::MORE, "use-3")
            .await?;
        tally.redeemed += 1;
        self.receiver.wait("used", tally.redeemed).await?;
        self.say(format!(
            "use → {} at {}, which is new",
            other.code,
            shops::MORE
        ));
        self.give_back(&activity, &other, tally).await?;
        self.end(&activity, tally).await
    }

    async fn make_merchants(&self) -> anyhow::Result<String> {
        let payee: payee::Request = serde_json::from_value(json!({
            "payee_pid": MERCHANT, "payee_settle_mode": "CAPTURE",
        }))?;
        self.gateway.create_payee(&payee).await?;
        let request = activity()?;
        let created = self.receiver.count("created");
        let activity = self.rest.create_order_voucher_activity(&request).await?;
        let activity = activity.activity_id.context("no activity_id")?;
        self.receiver.wait("created", created + 1).await?;
        self.say(format!("create → {activity}, which opens by itself"));
        Ok(activity)
    }

    async fn bring_codes(&self, activity: &str) -> anyhow::Result<()> {
        // One of them comes twice.
        let mut codes: Vec<String> = (0..CODES).map(|nth| format!("COFFEE-{nth:04}")).collect();
        codes.push("COFFEE-0000".to_owned());
        let request: codedeposit::Request = serde_json::from_value(json!({
            "activity_id": activity, "out_biz_no": "codes-1", "voucher_codes": codes,
        }))?;
        let taken = self.rest.deposit_voucher_codes(&request).await?;
        let refused = taken.fail_voucher_code_detail_list.first();
        let why = refused.and_then(|refused| refused.error_code.clone());
        let question: codecount::Request =
            serde_json::from_value(json!({ "activity_id": activity }))?;
        let count = self.rest.count_voucher_codes(&question).await?;
        ensure!(
            count.success_count == i32::try_from(CODES).ok(),
            "{count:?} codes came in"
        );
        self.say(format!(
            "codedeposit → {} codes taken, {} not ({})",
            taken.success_count.unwrap_or(0),
            taken.fail_count.unwrap_or(0),
            why.unwrap_or_default()
        ));
        let request: append::Request = serde_json::from_value(json!({
            "activity_id": activity, "out_biz_no": "codes-append", "voucher_quantity": CODES,
        }))?;
        let appended = self.receiver.count("appended");
        self.rest.append_order_voucher_budget(&request).await?;
        self.receiver.wait("appended", appended + 1).await?;
        self.say(format!("append → {CODES} vouchers can be issued"));
        Ok(())
    }

    /// A user orders a voucher, pays, and has its code.
    async fn buy(&self, activity: &str, user: &str, tally: &mut Tally) -> anyhow::Result<Bought> {
        let request: order::create::Request = serde_json::from_value(json!({
            "out_order_no": format!("order-{user}"),
            "buyer_id": user,
            "total_amount": PRICE,
            "sale_activity_info_list": [
                { "activity_id": activity, "amount": PRICE, "quantity": 1 },
            ],
        }))?;
        let ordered = self.gateway.create_order(&request).await?;
        let order_no = ordered.order_no.context("no order_no")?;
        let trade_no = ordered.trade_no.context("no trade_no")?;
        let trade = self.quan.pay_trade(&trade_no).await?;
        let voucher = trade.voucher_id.context("no voucher was delivered")?;
        tally.issued += 1;
        self.receiver.wait("received", tally.issued).await?;
        let question: user::one::Request = serde_json::from_value(json!({
            "user_id": user, "voucher_id": voucher,
        }))?;
        let held = self.rest.query_user_voucher(&question).await?;
        let code = held
            .user_voucher_base_info
            .and_then(|info| info.voucher_code)
            .context("the voucher has no code")?;
        self.say(format!(
            "order.create → {order_no}; paid {PRICE} yuan → any of the free codes: {code}"
        ));
        Ok(Bought {
            user: user.to_owned(),
            order_no,
            code,
        })
    }

    async fn redeem_at(
        &self,
        activity: &str,
        code: &str,
        shop: &str,
        number: &str,
    ) -> Result<redeem::Answer, quan_client::Error> {
        let request = redeem::Request {
            activity_id: Some(activity.into()),
            voucher_code: Some(code.into()),
            out_biz_no: Some(number.into()),
            biz_dt: Some(reading(WallClock.now())),
            trade_channel: Some("OTHER_TRADE_CHANNEL".into()),
            total_fee: Some("68.00".into()),
            store_id: Some(shop.into()),
            ..redeem::Request::default()
        };
        self.rest.use_order_voucher(&request).await
    }

    /// Four more shops, of which one can be taken.
    async fn more_shops(&self, activity: &str) -> anyhow::Result<()> {
        let named = [
            shops::MORE,
            shops::UNCERTIFIED,
            shops::FOREIGN,
            shops::UNKNOWN,
        ];
        let request: modify::Request = serde_json::from_value(json!({
            "activity_id": activity,
            "out_biz_no": "shops-1",
            "voucher_available_scope_modify_type": "ADD",
            "voucher_available_scope_info": { "voucher_available_geography_scope_info": {
                "available_geography_scope_type": "SHOP",
                "available_geography_shop_info": { "available_shop_ids": named },
            } },
        }))?;
        let modified = self.receiver.count("modified");
        let answer = self.rest.modify_order_voucher_activity(&request).await?;
        self.receiver.wait("modified", modified + 1).await?;
        let result = answer
            .voucher_available_scope_result_info
            .and_then(|info| info.voucher_available_geography_scope_result_info)
            .and_then(|info| info.available_geography_shop_result_info)
            .context("nothing was said of the shops")?;
        let mut table = Table::new();
        table.load_preset(UTF8_FULL_CONDENSED);
        table.set_header(["shop", "taken", "why not"]);
        for id in &result.success_available_shop_ids {
            table.add_row([id.as_str(), "yes", ""]);
        }
        for refused in &result.fail_available_shop_infos {
            table.add_row([
                refused.shop_id.clone().unwrap_or_default(),
                "no".to_owned(),
                format!(
                    "{} {}",
                    refused.fail_reasons.join(", "),
                    refused.fail_message.clone().unwrap_or_default()
                ),
            ]);
        }
        ensure!(
            result.success_available_shop_ids == [shops::MORE],
            "{result:?}"
        );
        self.say("modify → four more shops, of which this became:");
        self.printer.line(table.to_string());
        Ok(())
    }

    /// A use is undone, and the money of the voucher goes back.
    async fn give_back(
        &self,
        activity: &str,
        bought: &Bought,
        tally: &mut Tally,
    ) -> anyhow::Result<()> {
        let request = undo::Request {
            activity_id: Some(activity.into()),
            voucher_code: Some(bought.code.clone()),
            out_biz_no: Some("undo-1".into()),
            biz_dt: Some(reading(WallClock.now())),
            total_fee: Some("68.00".into()),
            ..undo::Request::default()
        };
        self.rest.refund_order_voucher(&request).await?;
        tally.returned += 1;
        let request: order::refund::Request = serde_json::from_value(json!({
            "order_no": bought.order_no,
            "out_biz_no": "refund-1",
            "buyer_id": bought.user,
            "refund_activity_info_list": [{
                "activity_id": activity, "quantity": "1", "voucher_code_list": [bought.code],
            }],
        }))?;
        self.gateway.refund_order(&request).await?;
        self.receiver.wait("refunded", 1).await?;
        self.say(format!(
            "refund → the use is undone; order.refund → the money is back, {} is no longer good",
            bought.code
        ));
        Ok(())
    }

    async fn end(&self, activity: &str, tally: &mut Tally) -> anyhow::Result<()> {
        let request = stop::Request {
            activity_id: Some(activity.into()),
            out_biz_no: Some("shops-stop".into()),
            ..stop::Request::default()
        };
        let stopped = self.receiver.count("stopped");
        self.rest.stop_order_voucher_activity(&request).await?;
        self.receiver.wait("stopped", stopped + 1).await?;
        let question: query::Request = serde_json::from_value(json!({ "activity_id": activity }))?;
        let answer = self.rest.query_order_voucher_activity(&question).await?;
        let counted = answer.voucher_inventory_info.unwrap_or_default();
        self.say(format!(
            "stop → {}: {} issued, {} redeemed",
            answer.activity_status.unwrap_or_default(),
            counted.send_count.unwrap_or(0),
            counted.use_count.unwrap_or(0)
        ));
        let budget = self.budget(activity).await?;
        tally.budgets.push(format!("商家券: {budget}"));
        Ok(())
    }
}

/// What a user bought.
struct Bought {
    user: String,
    order_no: String,
    code: String,
}

fn activity() -> anyhow::Result<create::Request> {
    let now = WallClock.now();
    let in_days = |days: i64| {
        anyhow::Ok(reading(
            now.checked_add(jiff::SignedDuration::from_hours(24 * days))?,
        ))
    };
    let (begins, ends, valid) = (in_days(-1)?, in_days(30)?, in_days(90)?);
    Ok(serde_json::from_value(json!({
        "out_biz_no": "shops-create",
        "merchant_access_mode": "SELF_MODE",
        "activity_base_info": { "activity_name": "双人下午茶", "code_mode": "MERCHANT_UPLOAD" },
        "voucher_send_mode_info": {
            "voucher_send_mode": "SALE_MODE",
            "voucher_send_rule_info": {
                "publish_start_time": begins, "publish_end_time": ends,
                "quantity_limit_per_user": 2,
            },
            "voucher_sale_mode_info": {
                "payee_pid": MERCHANT, "sale_amount": PRICE,
                "fund_custody_mode": "GUARANTEE", "refundable": true,
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "EXCHANGE_VOUCHER",
            "exchange_voucher_info": { "amount": "68.00", "biz_type": "GROUP_BUY_EXCHANGE_VOUCHER" },
        },
        "voucher_available_scope_info": {
            "voucher_available_geography_scope_info": {
                "available_geography_scope_type": "SHOP",
                "available_geography_shop_info": { "available_shop_ids": [shops::OWN] },
            },
            "voucher_available_goods_info": { "goods_name": "双人下午茶", "origin_amount": "68.00" },
        },
        "voucher_use_rule_info": {
            "voucher_use_time_info": {
                "period_type": "ABSOLUTE",
                "absolute_period_info": { "valid_begin_time": begins, "valid_end_time": valid },
            },
        },
        "voucher_customer_guide_info": {
            "voucher_use_guide_info": { "use_guide_mode": ["OFFLINE_CODE"] },
        },
        "voucher_display_pattern_info": {
            "brand_name": "演示咖啡",
            "voucher_name": "双人下午茶套餐",
            "voucher_description": "到店出示券码。",
            "customer_service_mobile": "4000000000",
        },
    }))?)
}
