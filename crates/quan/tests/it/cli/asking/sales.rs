//! Orders for vouchers, which buyers pay or do not.

use anyhow::{Context as _, ensure};
use quan_client::message::{order, times};
use quan_client::{AlipayClient, Clock as _, WallClock};
use serde_json::json;

use super::House;
use crate::world::MERCHANT;

const SHOP: &str = "2018051000502000000011111111";

/// An activity of vouchers that are sold, under codes that the merchant names
/// when a buyer has paid.
async fn sold(alipay: &AlipayClient) -> anyhow::Result<String> {
    let now = WallClock.now();
    let later = |days: i64| now.checked_add(jiff::SignedDuration::from_hours(24 * days));
    let [begins, ends, valid] = [later(-1)?, later(30)?, later(90)?].map(times::format);
    let request = serde_json::from_value(json!({
        "out_biz_no": "create-sold",
        "merchant_access_mode": "SELF_MODE",
        "activity_base_info": { "activity_name": "双人下午茶", "code_mode": "MERCHANT_API" },
        "voucher_send_mode_info": {
            "voucher_send_mode": "SALE_MODE",
            "voucher_send_rule_info": {
                "publish_start_time": begins, "publish_end_time": ends,
                "quantity": 10,
            },
            "voucher_sale_mode_info": {
                "payee_pid": MERCHANT, "sale_amount": "19.90",
                "fund_custody_mode": "GUARANTEE", "refundable": true,
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "EXCHANGE_VOUCHER",
            "exchange_voucher_info": {
                "amount": "68.00", "biz_type": "GROUP_BUY_EXCHANGE_VOUCHER",
            },
        },
        "voucher_available_scope_info": {
            "voucher_available_geography_scope_info": {
                "available_geography_scope_type": "SHOP",
                "available_geography_shop_info": { "available_shop_ids": [SHOP] },
            },
            "voucher_available_goods_info": {
                "goods_name": "双人下午茶", "origin_amount": "68.00",
            },
        },
        "voucher_use_rule_info": { "voucher_use_time_info": {
            "period_type": "ABSOLUTE",
            "absolute_period_info": { "valid_begin_time": begins, "valid_end_time": valid },
        } },
        "voucher_customer_guide_info": {
            "voucher_use_guide_info": { "use_guide_mode": ["OFFLINE_CODE"] },
        },
        "voucher_display_pattern_info": {
            "brand_name": "演示咖啡",
            "voucher_name": "双人下午茶套餐",
            "voucher_description": "到店出示券码。",
            "customer_service_mobile": "4000000000",
        },
    }))?;
    let made = alipay.create_order_voucher_activity(&request).await?;
    made.activity_id.context("no activity was made")
}

/// Orders a voucher; says by which trade it is paid.
async fn ordered(alipay: &AlipayClient, activity: &str, number: &str) -> anyhow::Result<String> {
    let request: order::create::Request = serde_json::from_value(json!({
        "out_order_no": number,
        "buyer_id": "2088000000000001",
        "total_amount": "19.90",
        "sale_activity_info_list": [
            { "activity_id": activity, "amount": "19.90", "quantity": 1 },
        ],
    }))?;
    let made = alipay.create_order(&request).await?;
    made.trade_no.context("no trade was made")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d30_an_order_is_paid_and_another_closed() -> anyhow::Result<()> {
    let shop = format!(
        "spi_url = \"http://127.0.0.1:9/\"\n\n[[payee]]\npid = \"{MERCHANT}\"\n\n[[shop]]\n\
         id = \"{SHOP}\"\nmerchant = \"{MERCHANT}\"\nname = \"西湖店\"\ncity = \"330100\"\n"
    );
    let house = House::open(&shop, &[])?;
    let gateway = house
        .world
        .builder(&house.server.url)
        .protocol(quan_client::Protocol::Gateway)
        .build()?;
    let activity = sold(&gateway).await?;
    // Done in a moment, or at once.
    house.ask(&["activity", "complete", &activity])?;

    let trade = ordered(&gateway, &activity, "order-1").await?;
    let told = house.told(&["trade", "show", &trade])?;
    told.rows(&[
        ["trade", &trade],
        ["merchant's number", "order-1"],
        ["amount", "19.90"],
        ["state", "ordered"],
    ])?;
    let told = house.told(&["trade", "pay", &trade])?;
    told.row(&["state", "paid"])?;
    ensure!(house.json(&["trade", "pay", &trade])?["state"] == "paid");
    house.refused(&["trade", "close", &trade], "order-state")?;

    let trade = ordered(&gateway, &activity, "order-2").await?;
    ensure!(house.json(&["trade", "close", &trade])?["state"] == "closed");
    let told = house.told(&["trade", "close", &trade])?;
    told.row(&["state", "closed"])?;
    house.refused(&["trade", "pay", &trade], "order-state")?;
    house.refused(&["trade", "pay", "20261125"], "no-such-order")
}
