//! What merchants are told.

use quan_wire::api::{Listed, Notice, NoticeState, Replayed};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Which notices to list. Nothing said is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeFilter {
    /// Only those in this state.
    pub state: Option<NoticeState>,
    /// Only those of this activity.
    pub activity: Option<String>,
    /// Only those about this promotion plan.
    pub delivery: Option<String>,
    /// Only those about this shop.
    pub shop: Option<String>,
    /// Which page, from 1.
    pub page: Option<u32>,
    /// How many rows a page has, at most 100.
    pub page_size: Option<u32>,
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
            .with("delivery", filter.delivery.as_deref())
            .with("shop", filter.shop.as_deref())
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
