//! What activities refer to, as the platform's staff sees it.

use anyhow::{Context as _, ensure};
use quan_client::message::{delivery, times};
use quan_client::{Clock as _, WallClock};
use serde_json::json;

use super::House;
use crate::cli::offer;
use crate::world::{APP, MERCHANT};

const SHOP: &str = "2018051000502000000011111111";
const PLACE: &str = "2020112500077000000000000001";
const USER: &str = "2088202967380463";

fn shops() -> String {
    format!(
        "\n[[shop]]\nid = \"{SHOP}\"\nmerchant = \"{MERCHANT}\"\nname = \"西湖店\"\n\
         city = \"330100\"\ninfo_status = \"incomplete\"\n\n[[real_shop]]\nid = \"{PLACE}\"\n\
         merchant = \"{MERCHANT}\"\nname = \"西湖\"\ncity = \"330100\"\n"
    )
}

#[test]
fn d30_a_shop_is_certified_opened_and_closed() -> anyhow::Result<()> {
    let house = House::open(&shops(), &[])?;
    let told = house.told(&["shop", "list"])?;
    told.row(&[
        SHOP,
        MERCHANT,
        "payment",
        "西湖店",
        "330100",
        "incomplete",
        "yes",
    ])?;
    told.row(&[
        PLACE,
        MERCHANT,
        "real",
        "西湖",
        "330100",
        "certified",
        "yes",
    ])?;
    let told = house.told(&["shop", "list", "--kind", "real", "--merchant", MERCHANT])?;
    ensure!(!told.0.contains(SHOP), "{told:?}");
    let told = house.told(&["shop", "list", "--limit", "1"])?;
    told.says(&format!("more with --after {SHOP}"))?;
    let told = house.told(&["shop", "list", "--after", PLACE])?;
    told.says("none.")?;

    let certify = ["shop", "certify", SHOP];
    house.told(&certify)?.row(&["checked", "certified"])?;
    for status in ["incomplete", "in_audit", "unknown", "certified"] {
        let told = house.told(&[&certify[..], &["--status", status]].concat())?;
        told.row(&["checked", status])?;
    }
    house.told(&["shop", "close", SHOP])?.row(&["open", "no"])?;
    let shop = house.json(&["shop", "show", SHOP])?;
    ensure!(
        shop["open"] == false && shop["info_status"] == "certified",
        "{shop}"
    );
    house.told(&["shop", "open", SHOP])?.row(&["open", "yes"])?;
    house.refused(&["shop", "certify", "1"], "no-such-shop")
}

#[test]
fn users_are_registered_one_by_one_and_from_a_file() -> anyhow::Result<()> {
    let house = House::open("", &[])?;
    let open_id = format!("{APP}=074a1C");
    let mut put = vec![
        "user",
        "put",
        USER,
        "--open-id",
        &open_id,
        "--person",
        "P-1",
    ];
    put.extend([
        "--phone",
        "13800000000",
        "--logon-id",
        "demo@example.com",
        "--real-name",
    ]);
    house.told(&put)?.says("1 user is registered")?;
    house.told(&["user", "show", USER])?.rows(&[
        ["user", USER],
        ["signs in with", "demo@example.com"],
        ["person", "P-1"],
        ["phone", "13800000000"],
        ["real name", "yes"],
        [&format!("open id at {APP}"), "074a1C"],
    ])?;
    let file = house.world.dir().join("users.csv");
    std::fs::write(
        &file,
        "user_id,person\n2088202967380001,P-1\n2088202967380002,\n",
    )?;
    let file = file.to_str().context("a strange path")?;
    house
        .told(&["user", "import", file])?
        .says("2 users are registered")?;
    let told = house.told(&["user", "list", "--limit", "2"])?;
    told.row(&["2088202967380001", "-", "P-1", "-", "no"])?;
    told.says("more with --after 2088202967380002")?;
    let listed = house.json(&["user", "list", "--after", "2088202967380002"])?;
    ensure!(listed["items"][0]["user_id"] == USER, "{listed}");

    std::fs::write(file, "user_id,colour\n2088202967380003,red\n")?;
    house.refused(&["user", "import", file], "invalid-field: line 1: colour")?;
    let missing = house.ask(&["user", "import", "/nowhere.csv"])?;
    crate::cli::complains(&missing, 1, &["could not read /nowhere.csv"])?;
    house.refused(&["user", "show", "2088202967380003"], "no-such-user")
}

#[test]
fn d30_a_package_is_made_put_on_sale_and_sold() -> anyhow::Result<()> {
    let house = House::open("", &[])?;
    house.told(&["package", "list"])?.says("none.")?;
    let mut make = vec!["package", "make", "--id", "P-1", "--merchant", MERCHANT];
    make.extend(["--name", "咖啡月卡", "--price", "9.90", "--budget", "5"]);
    make.extend([
        "--from",
        "2026-01-01 00:00:00",
        "--until",
        "2036-12-31 23:59:59",
    ]);
    make.extend(["--limit", "lifetime:1", "--status", "created"]);
    house.told(&make)?.rows(&[
        ["package", "P-1"],
        ["status", "created"],
        ["sold", "0 of 5"],
        ["a user may buy", "1 in a lifetime"],
    ])?;
    house.refused(&make, "package-exists")?;
    let sell = ["package", "sell", "P-1", "--user", USER, "--request-no"];
    house.refused(&[&sell[..], &["b-1"]].concat(), "not-on-sale")?;
    for status in ["paused", "disabled", "enabled"] {
        let told = house.told(&["package", "status", "P-1", status])?;
        told.row(&["status", status])?;
    }
    for _ in 0..2 {
        let told = house.told(&[&sell[..], &["b-1"]].concat())?;
        told.rows(&[["package", "P-1"], ["sold to", USER]])?;
    }
    house.refused(&[&sell[..], &["b-2"]].concat(), "user-limit")?;
    let told = house.told(&["package", "list", "--status", "enabled"])?;
    told.row(&["P-1", MERCHANT, "咖啡月卡", "enabled", "9.90", "1", "5"])?;
    ensure!(house.json(&["package", "show", "P-1"])?["sold"] == 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d30_a_promotion_plan_is_looked_at_and_rejected() -> anyhow::Result<()> {
    let house = House::open("", &[])?;
    let alipay = house.alipay()?;
    let (activity, _) = offer::publish(&alipay, "shown", offer::forgone()).await?;
    // Done in a moment, or at once.
    house.ask(&["activity", "complete", &activity])?;
    let now = WallClock.now();
    let later = |hours: i64| now.checked_add(jiff::SignedDuration::from_hours(hours));
    let request: delivery::create::Request = serde_json::from_value(json!({
        "out_biz_no": "plan-1",
        "delivery_booth_code": "PAYMENT_RESULT",
        "delivery_base_info": {
            "delivery_name": "支付后发券",
            "delivery_begin_time": times::format(later(1)?),
            "delivery_end_time": times::format(later(48)?),
        },
        "delivery_play_config": { "delivery_full_send_config": {
            "delivery_floor_amount": "10.00",
            "delivery_content_info": {
                "delivery_content_type": "ACTIVITY",
                "delivery_activity_content": { "activity_id": activity },
                "delivery_display_info": { "main_title": "满减", "sub_title": "咖啡" },
            },
        } },
        "delivery_target_rule": {
            "delivery_recall_mode": "CITY_RECALL",
            "delivery_available_scope": {
                "delivery_available_scope_type": "CITY_CODE",
                "delivery_available_city_code": { "city_codes": ["330100"] },
            },
        },
    }))?;
    let plan = alipay.create_delivery(&request).await?.delivery_id;
    let plan = plan.context("no plan was made")?;
    for status in ["auditing", "inactive", "active"] {
        let told = house.told(&["delivery", "status", &plan, status])?;
        told.row(&["status", status])?;
    }
    let told = house.told(&["delivery", "status", &plan, "rejected", "--error", "太暗"])?;
    told.rows(&[["plan", &plan], ["status", "rejected"], ["error", "太暗"]])?;
    let told = house.told(&["delivery", "list", "--merchant", MERCHANT])?;
    told.says("rejected")?;
    let shown = house.json(&["delivery", "show", &plan])?;
    ensure!(
        shown["request_no"] == "plan-1" && shown["error"] == "太暗",
        "{shown}"
    );
    house.refused(&["delivery", "status", "1", "active"], "no-such-delivery")
}

#[test]
fn d30_payees_service_codes_addresses_and_switches_are_set() -> anyhow::Result<()> {
    let house = House::open("", &[])?;
    let payee = "2088102111111113";
    house.told(&["payee", "list"])?.says("none.")?;
    house.refused(&["payee", "show", payee], "no-such-payee")?;
    let told = house.told(&["payee", "put", payee])?;
    told.rows(&[["settled", "on_request"], ["status", "registered"]])?;
    let put = [
        "payee",
        "put",
        payee,
        "--settle-mode",
        "periodic",
        "--status",
        "applied",
    ];
    house
        .told(&put)?
        .rows(&[["settled", "periodic"], ["status", "applied"]])?;
    let told = house.told(&["payee", "list", "--limit", "1"])?;
    told.row(&[payee, "periodic", "applied"])?;
    ensure!(house.json(&["payee", "show", payee])?["status"] == "applied");

    let code = "2020030921000303380758";
    let put = ["service-code", "put", code, "--app", APP, "--name", "点单"];
    house
        .told(&put)?
        .rows(&[["code", code], ["app", APP], ["name", "点单"]])?;
    let told = house.told(&["service-code", "list", "--app", APP])?;
    told.row(&[code, APP, "点单"])?;
    ensure!(house.json(&["service-code", "show", code])?["name"] == "点单");
    let strange = ["service-code", "put", code, "--app", "1"];
    house.refused(&strange, "invalid-field: app_id")?;

    house
        .told(&["app", "show", APP])?
        .row(&["merchant", MERCHANT])?;
    let address = ["app", "addresses", APP, "--spi-url"];
    let told = house.told(&[&address[..], &["https://pay.example.com/spi"]].concat())?;
    told.rows(&[
        ["app", APP],
        ["questions go to", "https://pay.example.com/spi"],
    ])?;
    let private = [&address[..], &["http://127.0.0.1/spi"]].concat();
    house.refused(&private, "invalid-field: spi_url")?;
    ensure!(
        house
            .json(&["app", "addresses", APP])?
            .get("spi_url")
            .is_none()
    );

    let told = house.told(&["switch", "show", MERCHANT])?;
    told.rows(&[["risk", "off"], ["small_discount", "off"]])?;
    let told = house.told(&["switch", "on", MERCHANT, "risk", "uncertified_shops"])?;
    told.rows(&[
        ["risk", "on"],
        ["uncertified_shops", "on"],
        ["expired_is_error", "off"],
    ])?;
    let told = house.told(&["switch", "off", MERCHANT, "risk"])?;
    told.rows(&[["risk", "off"], ["uncertified_shops", "on"]])?;
    let on = [
        "switch",
        "on",
        MERCHANT,
        "small_discount",
        "expired_is_error",
    ];
    let switches = house.json(&on)?;
    ensure!(switches["small_discount"] == true, "{switches}");
    ensure!(switches["uncertified_shops"] == true, "{switches}");
    house.refused(&["switch", "show", "1"], "no-such-merchant")
}
