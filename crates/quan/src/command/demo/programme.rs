//! The two programmes of the demo: one whose vouchers the merchant forgoes, and
//! one whose vouchers are paid in advance.

use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use quan_client::message::{append, create, modify, publish, query, send, stop};
use quan_client::{AlipayClient, Error, QuanClient, WechatPayClient, api};
use quan_core::{Clock, Timestamp};
use quan_server::clock::WallClock;
use serde_json::json;

use super::receiver::Receiver;
use super::tally::Tally;
use crate::printer::Printer;
use crate::world::MERCHANT;

/// Users that come too late for the first budget.
const LATE: u32 = 20;

pub(super) struct Programme<'a> {
    pub(super) rest: AlipayClient,
    pub(super) gateway: AlipayClient,
    pub(super) quan: QuanClient,
    pub(super) wechat: WechatPayClient,
    pub(super) receiver: &'a Receiver,
    pub(super) printer: &'a Printer,
    pub(super) users: u32,
}

/// A voucher in a user's hands.
struct Held {
    user: String,
    voucher: String,
}

impl Programme<'_> {
    /// Vouchers whose deduction the merchant forgoes (免充值).
    pub(super) async fn forgone(&self, tally: &mut Tally) -> anyhow::Result<()> {
        self.title("A programme without prepayment (免充值)");
        let request = activity(
            "demo-create",
            "满100减20活动",
            "20",
            "100",
            self.users,
            json!({"budget_type": "NO_CASH"}),
        )?;
        let activity = self.open(&self.rest, &request, "demo-publish").await?;
        self.receiver.wait("created", 1).await?;

        let held = self.rush(&activity, tally).await?;
        self.receiver.wait("received", tally.issued).await?;
        self.say(format!(
            "{} messages `received` came, every signature verified",
            tally.issued
        ));

        self.late_users(&activity, tally).await?;
        self.use_and_return(&held, tally).await?;

        let end = reading(
            WallClock
                .now()
                .checked_add(jiff::SignedDuration::from_hours(24 * 60))?,
        );
        let longer: modify::Request = serde_json::from_value(json!({
            "out_biz_no": "demo-modify",
            "activity_base_info": {"activity_id": activity},
            "voucher_send_mode_info": {"voucher_send_rule_info": {"publish_end_time": end}},
        }))?;
        self.rest.modify_voucher_activity(&longer).await?;
        self.receiver.wait("modified", 1).await?;
        self.say(format!("modify: issued until {end}"));

        self.stop(&activity, "demo-stop", tally).await?;
        self.receiver.wait("used", tally.redeemed).await?;
        let budget = self.budget(&activity).await?;
        tally.budgets.push(format!("免充值: {budget}"));
        Ok(())
    }

    /// Vouchers that a sponsor pays for in advance (预充值).
    pub(super) async fn prepaid(&self, tally: &mut Tally) -> anyhow::Result<()> {
        self.title("A prepaid programme (预充值), over the gateway");
        let before = self.quan.account(MERCHANT).await?;
        let budget = json!({
            "budget_type": "RECHARGE",
            "voucher_recharge_info": {
                "recharge_type": "ALIPAY_BALANCE",
                "voucher_balance_recharge_info": {"amount": "500", "partner_id": MERCHANT},
            },
        });
        let request = activity("prepaid-create", "预充值5元券", "5", "10", 100, budget)?;
        let activity = self
            .open(&self.gateway, &request, "prepaid-publish")
            .await?;
        let paid = self.quan.account(MERCHANT).await?;
        self.say(format!(
            "the sponsor paid 500.00 yuan: balance {} → {}",
            before.balance, paid.balance
        ));
        for nth in 0..10 {
            let user = user(900_000 + nth);
            let voucher = self
                .send(&self.gateway, &activity, &user, &format!("prepaid-{nth}"))
                .await?;
            tally.issued += 1;
            if nth < 5 {
                let request = redeem(&format!("prepaid-{nth}"), &user, "30")?;
                let redeemed = self.quan.redeem(&voucher, &request).await?;
                tally.redeemed += 1;
                if nth == 0 {
                    self.say(format!(
                        "order of {} yuan: {} come off, the buyer pays {}, the seller receives {}",
                        redeemed.total,
                        redeemed.deduction,
                        redeemed.buyer_pays,
                        redeemed.seller_receives
                    ));
                }
            }
        }
        self.stop(&activity, "prepaid-stop", tally).await?;
        self.receiver.wait("used", tally.redeemed).await?;
        self.receiver.wait("received", tally.issued).await?;
        let budget = self.budget(&activity).await?;
        let after = self.quan.account(MERCHANT).await?;
        self.say(format!(
            "what no voucher needs went back: balance {}",
            after.balance
        ));
        tally.budgets.push(format!("预充值: {budget}"));
        Ok(())
    }

    /// Counts the messages that came.
    pub(super) fn messages(&self, tally: &mut Tally) -> anyhow::Result<()> {
        tally.messages = self.receiver.counts();
        ensure!(
            self.receiver.refused() == 0,
            "{} messages had a bad signature",
            self.receiver.refused()
        );
        Ok(())
    }

    /// Creates an activity, publishes it and waits until it is active.
    async fn open(
        &self,
        client: &AlipayClient,
        request: &create::Request,
        number: &str,
    ) -> anyhow::Result<String> {
        let activity = client
            .create_voucher_activity(request)
            .await?
            .activity_id
            .context("no activity_id")?;
        let again = client.create_voucher_activity(request).await?.activity_id;
        ensure!(
            again.as_ref() == Some(&activity),
            "a repeated create made another activity"
        );
        self.say(format!("create → {activity} (repeated: the same)"));
        let published = client
            .publish_voucher_activity(&publish::Request {
                activity_id: Some(activity.clone()),
                out_biz_no: Some(number.into()),
                ..publish::Request::default()
            })
            .await?;
        let link = published
            .recharge_url
            .map(|url| format!("; to be paid at {url}"))
            .unwrap_or_default();
        self.say(format!("publish → accepted{link}"));
        let question = query::Request {
            activity_id: Some(activity.clone()),
            ..query::Request::default()
        };
        for _ in 0..500 {
            let answer = client.query_voucher_activity(&question).await?;
            if answer.activity_status.as_deref() == Some("ACTIVE") {
                let name = answer
                    .voucher_display_pattern_info
                    .and_then(|display| display.voucher_name);
                self.say(format!("query → ACTIVE, {}", name.unwrap_or_default()));
                return Ok(activity);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        bail!("activity {activity} did not become active")
    }

    /// Everybody at once, every tenth request sent twice at the same time.
    async fn rush(&self, activity: &str, tally: &mut Tally) -> anyhow::Result<Vec<Held>> {
        let begun = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for nth in 0..self.users {
            for twin in 0..if nth % 10 == 0 { 2 } else { 1 } {
                let (client, request) = (
                    self.rest.clone(),
                    request(activity, &user(nth), &format!("demo-{nth}")),
                );
                tasks.spawn(async move {
                    let sent = Instant::now();
                    let answer = client.send_voucher(&request).await;
                    (nth, twin, sent.elapsed(), answer)
                });
            }
        }
        let mut vouchers: Vec<Option<String>> = vec![None; usize::try_from(self.users)?];
        while let Some(task) = tasks.join_next().await {
            let (nth, _, took, answer) = task?;
            let voucher = answer?.voucher_id.context("no voucher_id")?;
            tally.calls.push(took);
            match &mut vouchers[usize::try_from(nth)?] {
                first @ None => *first = Some(voucher),
                Some(first) => {
                    ensure!(*first == voucher, "twins were given {first} and {voucher}");
                    tally.twins += 1;
                }
            }
        }
        tally.rush = begun.elapsed();
        let held: Vec<Held> = (0..self.users)
            .zip(vouchers)
            .filter_map(|(nth, voucher)| {
                Some(Held {
                    user: user(nth),
                    voucher: voucher?,
                })
            })
            .collect();
        tally.issued += u64::try_from(held.len())?;
        self.say(format!(
            "send → {} users at once, {} twins, all answered alike",
            self.users, tally.twins
        ));
        Ok(held)
    }

    /// Users who come twice, and users who come when nothing is left.
    async fn late_users(&self, activity: &str, tally: &mut Tally) -> anyhow::Result<()> {
        for nth in 0..LATE {
            let again = self
                .send(&self.rest, activity, &user(nth), &format!("again-{nth}"))
                .await;
            refused(again, "COUNT_OVER_LIMIT", tally)?;
            let late = self
                .send(
                    &self.rest,
                    activity,
                    &user(self.users + nth),
                    &format!("late-{nth}"),
                )
                .await;
            refused(late, "BUDGET_NOT_ENOUGH", tally)?;
        }
        let quantity = i32::try_from(self.users + LATE)?;
        let append = append::Request {
            activity_id: Some(activity.into()),
            out_biz_no: Some("demo-append".into()),
            voucher_quantity: Some(quantity),
            ..append::Request::default()
        };
        self.rest.append_voucher_budget(&append).await?;
        self.receiver.wait("appended", 1).await?;
        for nth in 0..LATE {
            self.send(
                &self.gateway,
                activity,
                &user(self.users + nth),
                &format!("late-{nth}"),
            )
            .await?;
            tally.issued += 1;
        }
        self.say(format!(
            "append to {quantity} → the {LATE} who came too late, under the same request numbers"
        ));
        Ok(())
    }

    /// A fifth of the vouchers is used, a quarter of those is returned.
    async fn use_and_return(&self, held: &[Held], tally: &mut Tally) -> anyhow::Result<()> {
        let used = &held[..held.len() / 5];
        let mut redemptions = Vec::new();
        for (nth, Held { user, voucher }) in used.iter().enumerate() {
            let redeemed = self
                .quan
                .redeem(voucher, &redeem(&format!("use-{nth}"), user, "100")?)
                .await?;
            tally.redeemed += 1;
            redemptions.push(redeemed.redemption_id);
        }
        let Some(Held { user, voucher }) = used.first() else {
            bail!("nobody holds a voucher")
        };
        let twice = self
            .quan
            .redeem(voucher, &redeem("use-twice", user, "100")?)
            .await;
        let small = held.last().context("nobody holds a voucher")?;
        let below = self
            .quan
            .redeem(&small.voucher, &redeem("use-small", &small.user, "50")?)
            .await;
        for (answer, expected) in [(twice, "already-redeemed"), (below, "below-floor")] {
            match answer {
                Err(error) if error.is(expected) => tally.refuse(expected),
                Err(error) => return Err(error.into()),
                Ok(_) => bail!("a voucher was used against {expected}"),
            }
        }
        let returned = &redemptions[..redemptions.len() / 4];
        for (nth, id) in returned.iter().enumerate() {
            let request: api::ReturnRedemption =
                serde_json::from_value(json!({"request_no": format!("return-{nth}")}))?;
            self.quan.return_redemption(id, &request).await?;
            tally.returned += 1;
        }
        self.say(format!(
            "redeemed {}, returned {}",
            tally.redeemed, tally.returned
        ));
        Ok(())
    }

    async fn stop(&self, activity: &str, number: &str, tally: &mut Tally) -> anyhow::Result<()> {
        let stopped = self.receiver.count("stopped");
        let request = stop::Request {
            activity_id: Some(activity.into()),
            out_biz_no: Some(number.into()),
            ..stop::Request::default()
        };
        self.rest.stop_voucher_activity(&request).await?;
        self.receiver.wait("stopped", stopped + 1).await?;
        let late = self
            .send(
                &self.rest,
                activity,
                &user(800_000),
                &format!("{number}-late"),
            )
            .await;
        refused(late, "ACTIVITY_IS_STOPED", tally)?;
        self.say("stop → nothing is issued any more");
        Ok(())
    }

    /// What an activity's budget adds up to.
    pub(super) async fn budget(&self, activity: &str) -> anyhow::Result<String> {
        let api::Budget {
            quantity,
            unissued,
            issued,
            usable,
            redeemed,
            expired,
            revoked,
            ..
        } = self.quan.activity(activity).await?.budget;
        ensure!(
            quantity == unissued + issued,
            "{quantity} vouchers are not {unissued} + {issued}"
        );
        ensure!(
            issued == usable + redeemed + expired + revoked,
            "the issued vouchers do not add up"
        );
        Ok(format!(
            "{quantity} = {unissued} unissued + {issued} issued; \
             {issued} = {usable} usable + {redeemed} redeemed + {expired} expired + {revoked} revoked"
        ))
    }

    async fn send(
        &self,
        client: &AlipayClient,
        activity: &str,
        user: &str,
        number: &str,
    ) -> Result<String, Error> {
        Ok(client
            .send_voucher(&request(activity, user, number))
            .await?
            .voucher_id
            .unwrap_or_default())
    }

    pub(super) fn title(&self, text: &str) {
        self.printer.line(format!("\n{text}"));
    }

    pub(super) fn say(&self, text: impl AsRef<str>) {
        self.printer.line(format!("  {}", text.as_ref()));
    }
}

/// Counts a refusal that was expected.
fn refused(answer: Result<String, Error>, expected: &str, tally: &mut Tally) -> anyhow::Result<()> {
    match answer {
        Err(error) if error.is(expected) => {
            tally.refuse(expected);
            Ok(())
        }
        Err(error) => Err(error.into()),
        Ok(voucher) => bail!("{voucher} was issued against {expected}"),
    }
}

fn user(nth: u32) -> String {
    format!("2088{nth:012}")
}

pub(super) fn reading(at: Timestamp) -> String {
    quan_core::time::civil(at)
        .strftime("%Y-%m-%d %H:%M:%S")
        .to_string()
}

fn request(activity: &str, user: &str, number: &str) -> send::Request {
    send::Request {
        activity_id: Some(activity.into()),
        out_biz_no: Some(number.into()),
        user_id: Some(user.into()),
        ..send::Request::default()
    }
}

fn redeem(number: &str, user: &str, total: &str) -> anyhow::Result<api::RedeemVoucher> {
    Ok(serde_json::from_value(json!({
        "request_no": number,
        "user_id": user,
        "order_no": format!("order-{number}"),
        "total": total,
        "seller": {"pid": MERCHANT},
    }))?)
}

fn activity(
    number: &str,
    name: &str,
    amount: &str,
    floor: &str,
    quantity: u32,
    budget: serde_json::Value,
) -> anyhow::Result<create::Request> {
    let now = WallClock.now();
    let in_days = |days: i64| {
        anyhow::Ok(reading(
            now.checked_add(jiff::SignedDuration::from_hours(24 * days))?,
        ))
    };
    let (begins, ends, valid) = (in_days(-1)?, in_days(30)?, in_days(90)?);
    Ok(serde_json::from_value(json!({
        "out_biz_no": number,
        "merchant_access_mode": "SELF_MODE",
        "activity_base_info": {"activity_name": name},
        "voucher_send_mode_info": {
            "voucher_send_mode": "DIRECT_SEND_MODE",
            "voucher_send_rule_info": {
                "quantity": quantity,
                "quantity_limit_per_user": 1,
                "publish_start_time": begins,
                "publish_end_time": ends,
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "FIX_VOUCHER",
            "fix_voucher_info": {"amount": amount, "floor_amount": floor},
        },
        "voucher_available_scope_info": {"voucher_available_account_info": {"available_pids": [MERCHANT]}},
        "voucher_use_rule_info": {
            "voucher_use_time_info": {
                "period_type": "ABSOLUTE",
                "absolute_period_info": {"valid_begin_time": begins, "valid_end_time": valid},
            },
        },
        "voucher_customer_guide_info": {"voucher_use_guide_info": {"use_guide_mode": ["CAN_USE"]}},
        "voucher_display_pattern_info": {
            "brand_name": "演示咖啡",
            "voucher_description": "1、单笔满额可用。2、每人限领1张。",
        },
        "voucher_budget_supply_info": budget,
    }))?)
}
