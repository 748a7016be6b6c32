//! The calls by name.

use ::http::Method;
use quan_wire::api::{
    Account, Activity, Audit, Clock, Deposit, Deposited, Listed, Notice, NoticeState, PutUsers,
    Recharge, RedeemVoucher, Redeemed, Redemption, Replayed, ReturnRedemption, Returned, SetClock,
    Trade, User, UserList, UsersPut, Voucher,
};

use super::client::{Ask, QuanClient};
use super::error::ApiError;

/// Which activities to list. Nothing said is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Owned or made by this merchant.
    pub merchant: Option<String>,
    /// Only those in this state.
    pub state: Option<ListedState>,
    /// Which page, from 1.
    pub page: Option<u32>,
    /// How many rows a page has, at most 100.
    pub page_size: Option<u32>,
}

/// A state by which activities can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListedState {
    /// Open, and the window of issue is not over.
    Active,
    /// Paused.
    Paused,
}

/// Which notices to list. Nothing said is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeFilter {
    /// Only those in this state.
    pub state: Option<NoticeState>,
    /// Only those of this activity.
    pub activity: Option<String>,
    /// Which page, from 1.
    pub page: Option<u32>,
    /// How many rows a page has, at most 100.
    pub page_size: Option<u32>,
}

/// Using vouchers, and giving orders' money back.
impl QuanClient {
    /// Uses a voucher on an order. Answers what comes off, or the first
    /// condition that failed.
    pub async fn redeem(
        &self,
        voucher_id: &str,
        order: &RedeemVoucher,
    ) -> Result<Redeemed, ApiError> {
        let path = "/api/vouchers/{voucher_id}/redemptions";
        self.ask(Ask::post(path, &[voucher_id]).carrying(order))
            .await
    }

    /// Looks at a redemption.
    pub async fn redemption(&self, redemption_id: &str) -> Result<Redemption, ApiError> {
        self.ask(Ask::get(
            "/api/redemptions/{redemption_id}",
            &[redemption_id],
        ))
        .await
    }

    /// Gives an order's money back, whole or in part. Once the whole order is
    /// given back, the use of the voucher is returned too.
    pub async fn return_redemption(
        &self,
        redemption_id: &str,
        asked: &ReturnRedemption,
    ) -> Result<Returned, ApiError> {
        let path = "/api/redemptions/{redemption_id}/returns";
        self.ask(Ask::post(path, &[redemption_id]).carrying(asked))
            .await
    }

    /// Looks at a voucher.
    pub async fn voucher(&self, voucher_id: &str) -> Result<Voucher, ApiError> {
        self.ask(Ask::get("/api/vouchers/{voucher_id}", &[voucher_id]))
            .await
    }
}

/// Activities.
impl QuanClient {
    /// Lists activities, a page at a time.
    pub async fn activities(&self, filter: &ActivityFilter) -> Result<Listed<Activity>, ApiError> {
        let state = filter.state.map(|state| match state {
            ListedState::Active => "active",
            ListedState::Paused => "paused",
        });
        let ask = Ask::get("/api/activities", &[])
            .with("merchant", filter.merchant.as_deref())
            .with("state", state)
            .with("page", filter.page)
            .with("page_size", filter.page_size);
        self.ask(ask).await
    }

    /// Looks at an activity: its state, its budget, what is under way.
    pub async fn activity(&self, activity_id: &str) -> Result<Activity, ApiError> {
        self.ask(Ask::get("/api/activities/{activity_id}", &[activity_id]))
            .await
    }

    /// Stops issuing until the activity is resumed.
    pub async fn pause_activity(&self, activity_id: &str) -> Result<(), ApiError> {
        self.tell(Ask::post(
            "/api/activities/{activity_id}/pause",
            &[activity_id],
        ))
        .await
    }

    /// Goes on issuing.
    pub async fn resume_activity(&self, activity_id: &str) -> Result<(), ApiError> {
        self.tell(Ask::post(
            "/api/activities/{activity_id}/resume",
            &[activity_id],
        ))
        .await
    }

    /// Completes what was accepted and waits for a time or a word.
    pub async fn complete_activity(&self, activity_id: &str) -> Result<(), ApiError> {
        self.tell(Ask::post(
            "/api/activities/{activity_id}/complete",
            &[activity_id],
        ))
        .await
    }
}

/// Money.
impl QuanClient {
    /// Looks at a merchant's account.
    pub async fn account(&self, merchant_id: &str) -> Result<Account, ApiError> {
        self.ask(Ask::get(
            "/api/merchants/{merchant_id}/account",
            &[merchant_id],
        ))
        .await
    }

    /// Pays money into a merchant's account.
    pub async fn deposit(
        &self,
        merchant_id: &str,
        deposit: &Deposit,
    ) -> Result<Deposited, ApiError> {
        let path = "/api/merchants/{merchant_id}/deposits";
        self.ask(Ask::post(path, &[merchant_id]).carrying(deposit))
            .await
    }

    /// Looks at a payment that a prepaid budget waits for.
    pub async fn recharge(&self, recharge_id: &str) -> Result<Recharge, ApiError> {
        self.ask(Ask::get("/api/recharges/{recharge_id}", &[recharge_id]))
            .await
    }

    /// Pays it from its sponsor's account. Paying it again changes nothing.
    pub async fn pay_recharge(&self, recharge_id: &str) -> Result<Recharge, ApiError> {
        self.ask(Ask::post(
            "/api/recharges/{recharge_id}/pay",
            &[recharge_id],
        ))
        .await
    }
}

/// Users.
impl QuanClient {
    /// An order for a voucher, by the number of its trade.
    pub async fn trade(&self, trade_no: &str) -> Result<Trade, ApiError> {
        self.ask(Ask::get("/api/trades/{trade_no}", &[trade_no]))
            .await
    }

    /// Pays an order for a voucher, as its buyer would. Paying it again changes
    /// nothing.
    pub async fn pay_trade(&self, trade_no: &str) -> Result<Trade, ApiError> {
        self.ask(Ask::post("/api/trades/{trade_no}/pay", &[trade_no]))
            .await
    }

    /// Closes an order for a voucher that nobody paid. Closing it again changes
    /// nothing.
    pub async fn close_trade(&self, trade_no: &str) -> Result<Trade, ApiError> {
        self.ask(Ask::post("/api/trades/{trade_no}/close", &[trade_no]))
            .await
    }

    /// Lists users in the order of their numbers, from behind `after`.
    pub async fn users(
        &self,
        after: Option<&str>,
        limit: Option<u32>,
    ) -> Result<UserList, ApiError> {
        self.ask(
            Ask::get("/api/users", &[])
                .with("after", after)
                .with("limit", limit),
        )
        .await
    }

    /// Looks at a user.
    pub async fn user(&self, user_id: &str) -> Result<User, ApiError> {
        self.ask(Ask::get("/api/users/{user_id}", &[user_id])).await
    }

    /// Registers users: all of them, or none where one is wrong.
    pub async fn put_users(&self, users: &PutUsers) -> Result<UsersPut, ApiError> {
        self.ask(Ask::post("/api/users", &[]).carrying(users)).await
    }
}

/// What merchants are told.
impl QuanClient {
    /// Lists notices, a page at a time.
    pub async fn notices(&self, filter: &NoticeFilter) -> Result<Listed<Notice>, ApiError> {
        let state = filter.state.map(|state| match state {
            NoticeState::Waiting => "waiting",
            NoticeState::Delivered => "delivered",
            NoticeState::Dead => "dead",
        });
        let ask = Ask::get("/api/notices", &[])
            .with("state", state)
            .with("activity", filter.activity.as_deref())
            .with("page", filter.page)
            .with("page_size", filter.page_size);
        self.ask(ask).await
    }

    /// Delivers a notice again.
    pub async fn replay_notice(&self, notice_id: &str) -> Result<Replayed, ApiError> {
        self.ask(Ask::post("/api/notices/{notice_id}/replay", &[notice_id]))
            .await
    }
}

/// The house.
impl QuanClient {
    /// Audits the whole store: every invariant, over every row.
    pub async fn verify(&self) -> Result<Audit, ApiError> {
        self.ask(Ask::get("/api/verify", &[])).await
    }

    /// Looks at the business clock of a sandbox.
    pub async fn clock(&self) -> Result<Clock, ApiError> {
        self.ask(Ask::get("/api/clock", &[])).await
    }

    /// Moves the business clock of a sandbox. Moving it forward by a step twice
    /// is two steps, so that is not repeated when an answer is lost: look first.
    pub async fn set_clock(&self, asked: &SetClock) -> Result<Clock, ApiError> {
        let repeatable = asked.advance.is_none();
        let ask = Ask {
            method: Method::PUT,
            repeatable,
            ..Ask::get("/api/clock", &[])
        };
        self.ask(ask.carrying(asked)).await
    }
}
