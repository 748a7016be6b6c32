//! Activities: how they stand, and what the platform's own staff does to them.

use quan_wire::api::{Activity, CentralVenue, Listed};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

const VENUE: &str = "/api/activities/{activity_id}/central-venue";

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

    /// Lets a stock of `WeChat` Pay's issue coupons, where the server has stocks looked at
    /// first.
    pub async fn approve_activity(&self, activity_id: &str) -> Result<(), ApiError> {
        self.tell(Ask::post(
            "/api/activities/{activity_id}/approve",
            &[activity_id],
        ))
        .await
    }

    /// Closes a stock of `WeChat` Pay's for good. Coupons that were issued stay usable.
    pub async fn stop_activity(&self, activity_id: &str) -> Result<(), ApiError> {
        self.tell(Ask::post(
            "/api/activities/{activity_id}/stop",
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

    /// Asks whether an activity is enrolled in a central venue.
    pub async fn central_venue(&self, activity_id: &str) -> Result<CentralVenue, ApiError> {
        self.ask(Ask::get(VENUE, &[activity_id])).await
    }

    /// Enrols an activity in a central venue: what it shows cannot be changed
    /// until it is taken out.
    pub async fn enter_central_venue(&self, activity_id: &str) -> Result<(), ApiError> {
        self.tell(Ask::put(VENUE, &[activity_id])).await
    }

    /// Takes an activity out of its central venue.
    pub async fn leave_central_venue(&self, activity_id: &str) -> Result<(), ApiError> {
        self.tell(Ask::delete(VENUE, &[activity_id])).await
    }
}
