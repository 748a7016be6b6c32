//! The fourth programme of the demo: merchant coupons of WeChat Pay (商家券), issued,
//! used, returned, made invalid.

use anyhow::{Context, ensure};
use quan_client::wechatpay::message::coupon::Coupon;
use quan_client::wechatpay::message::coupon::{deactivate, query, redeem, send, undo};
use quan_client::wechatpay::message::stock::{budget, create, query as stock_query};
use quan_client::wechatpay::message::value::Time;
use quan_client::wechatpay::message::word::CouponState;
use quan_client::wechatpay::{Code, Error};
use quan_core::{Clock, Timestamp};
use quan_server::clock::WallClock;
use serde_json::json;

use super::programme::Programme;
use super::tally::Tally;
use crate::world::wechat::{APPID, MCHID};

/// Coupons that the stock has at first.
const COUPONS: u32 = 2;

impl Programme<'_> {
    /// Merchant coupons of WeChat Pay.
    pub(super) async fn coupons(&self, tally: &mut Tally) -> anyhow::Result<()> {
        self.title("Merchant coupons of WeChat Pay (商家券), through the same engine");
        let made = self.wechat.create_stock(&stock()?).await?;
        let stock = made.stock_id;
        self.say(format!("POST stocks → {stock}, {COUPONS} coupons"));
        let first = self.send_coupon(&stock, "oUser-0001", tally).await?;
        let second = self.send_coupon(&stock, "oUser-0002", tally).await?;
        let late = self.ask_for_coupon(&stock, "oUser-0003").await;
        match late {
            Err(error) if error.is(Code::RuleLimit) => tally.refuse("RULE_LIMIT"),
            other => anyhow::bail!("a user beyond the budget was answered {other:?}"),
        }
        self.raise(&stock).await?;
        let third = self.send_coupon(&stock, "oUser-0003", tally).await?;
        self.say(format!(
            "PATCH budget → one more, for the user who came too late: {third}"
        ));
        self.use_coupon(&stock, &first, "use-1").await?;
        tally.redeemed += 1;
        self.give_coupon_back(&stock, &first).await?;
        tally.returned += 1;
        self.use_coupon(&stock, &first, "use-2").await?;
        tally.redeemed += 1;
        self.say(format!("use → return → use of {first}"));
        self.make_invalid(&stock, &second).await?;
        match self.use_coupon(&stock, &second, "use-3").await {
            Err(error) if error.is(Code::InvalidRequest) => tally.refuse("INVALID_REQUEST"),
            other => anyhow::bail!("an invalid coupon was answered {other:?}"),
        }
        let count = u64::from(COUPONS) + 1;
        self.receiver.wait("COUPON.SEND", count).await?;
        self.say(format!(
            "{count} messages `COUPON.SEND` came, opened with the APIv3 key"
        ));
        let question = stock_query::Request { stock_id: stock };
        let shown = self.wechat.query_stock(&question).await?;
        let sent = shown.send_count_information.context("no counts")?;
        tally.budgets.push(format!(
            "微信商家券: {} coupons, {} issued",
            shown.stock.stock_send_rule.max_coupons,
            sent.total_send_num.unwrap_or(0)
        ));
        Ok(())
    }

    async fn ask_for_coupon(&self, stock: &str, openid: &str) -> Result<send::Answer, Error> {
        let request = send::Request {
            openid: openid.to_owned(),
            appid: APPID.to_owned(),
            stock_id: stock.to_owned(),
            out_request_no: format!("send-{openid}"),
            coupon_code: None,
        };
        self.wechat.send_coupon(&request).await
    }

    /// Sends a coupon, twice: the second time the same one is answered.
    async fn send_coupon(
        &self,
        stock: &str,
        openid: &str,
        tally: &mut Tally,
    ) -> anyhow::Result<String> {
        let answer = self.ask_for_coupon(stock, openid).await?;
        tally.issued += 1;
        let again = self.ask_for_coupon(stock, openid).await?;
        ensure!(again == answer, "a twin was answered {again:?}");
        tally.twins += 1;
        Ok(answer.send_coupon_result.coupon_code)
    }

    async fn raise(&self, stock: &str) -> anyhow::Result<()> {
        let request = budget::Request {
            stock_id: stock.to_owned(),
            target_max_coupons: Some(COUPONS + 1),
            target_max_coupons_by_day: None,
            current_max_coupons: Some(COUPONS),
            current_max_coupons_by_day: None,
            modify_budget_request_no: "budget-1".to_owned(),
        };
        let answer = self.wechat.modify_budget(&request).await?;
        ensure!(answer.max_coupons == COUPONS + 1, "{answer:?}");
        Ok(())
    }

    async fn use_coupon(&self, stock: &str, code: &str, number: &str) -> Result<(), Error> {
        let request = redeem::Request {
            coupon_code: code.to_owned(),
            // The platform's own codes are found without their stock.
            stock_id: (number != "use-1").then(|| stock.to_owned()),
            appid: APPID.to_owned(),
            use_time: now(),
            use_request_no: number.to_owned(),
            openid: None,
            out_trade_no: None,
            mch_id: None,
            transaction_id: None,
        };
        self.wechat.use_coupon(&request).await.map(drop)
    }

    async fn give_coupon_back(&self, stock: &str, code: &str) -> anyhow::Result<()> {
        let request = undo::Request {
            coupon_code: code.to_owned(),
            stock_id: stock.to_owned(),
            return_request_no: "return-1".to_owned(),
        };
        self.wechat.return_coupon(&request).await?;
        Ok(())
    }

    async fn make_invalid(&self, stock: &str, code: &str) -> anyhow::Result<()> {
        let request = deactivate::Request {
            coupon_code: code.to_owned(),
            stock_id: stock.to_owned(),
            deactivate_request_no: "deactivate-1".to_owned(),
            deactivate_reason: Some("此券使用时间设置错误".to_owned()),
        };
        let answer = self.wechat.deactivate_coupon(&request).await?;
        let question = query::Request {
            openid: "oUser-0002".to_owned(),
            coupon_code: code.to_owned(),
            appid: APPID.to_owned(),
        };
        let coupon: Coupon = self.wechat.query_coupon(&question).await?;
        ensure!(
            coupon.coupon_state == CouponState::Deactivated.into(),
            "{coupon:?}"
        );
        self.say(format!(
            "deactivate → {code} is invalid since {}",
            answer.wechatpay_deactivate_time
        ));
        Ok(())
    }
}

fn now() -> Time {
    Time::from(WallClock.now())
}

fn stock() -> anyhow::Result<create::Request> {
    let day = jiff::SignedDuration::from_hours(24);
    let begins: Timestamp = WallClock.now().checked_sub(day)?;
    let ends = WallClock.now().checked_add(day * 90)?;
    Ok(serde_json::from_value(json!({
        "stock_name": "8月1日活动券",
        "belong_merchant": MCHID,
        "comment": "活动使用",
        "goods_name": "全场饮品可用",
        "stock_type": "NORMAL",
        "coupon_use_rule": {
            "coupon_available_time": {
                "available_begin_time": Time::from(begins),
                "available_end_time": Time::from(ends),
            },
            "fixed_normal_coupon": { "discount_amount": 500, "transaction_minimum": 2000 },
            "use_method": "OFF_LINE",
        },
        "stock_send_rule": { "max_coupons": COUPONS, "max_coupons_per_user": 1 },
        "out_request_no": "stock-1",
        "coupon_code_mode": "WECHATPAY_MODE",
    }))?)
}
