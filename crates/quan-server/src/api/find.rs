//! Finding what a path names, as far as the caller may see it.

use quan_core::{ActivityId, Denial, Redemption, Voucher};
use quan_engine::{ActivityView, Page};

use super::Api;
use super::caller::Caller;
use super::names;
use super::refusal::Refusal;

/// The most rows of a page.
const LARGEST_PAGE: u32 = 100;

impl Api {
    /// The activity of this id.
    pub(super) async fn find_activity(
        &self,
        caller: Caller,
        text: &str,
    ) -> Result<ActivityView, Refusal> {
        let id = names::parse_activity_id(text).ok_or(Denial::NoSuchActivity)?;
        let view = self.activity(caller, id).await?;
        // One thing never answers to two names.
        if names::activity_id(&view.activity) != text {
            return Err(Denial::NoSuchActivity.into());
        }
        Ok(view)
    }

    /// The activity of this number.
    pub(super) async fn activity(
        &self,
        caller: Caller,
        id: ActivityId,
    ) -> Result<ActivityView, Refusal> {
        let view = self
            .engine
            .activity(id)
            .await?
            .ok_or(Denial::NoSuchActivity)?;
        caller.may_see(&view.activity)?;
        Ok(view)
    }

    /// The voucher of this id, and its activity.
    pub(super) async fn find_voucher(
        &self,
        caller: Caller,
        text: &str,
    ) -> Result<(Voucher, ActivityView), Refusal> {
        let id = self.parse_voucher_id(text).ok_or(Denial::NoSuchVoucher)?;
        let voucher = self
            .engine
            .voucher(id)
            .await?
            .ok_or(Denial::NoSuchVoucher)?;
        let view = self
            .engine
            .activity(id.activity)
            .await?
            .ok_or(Denial::NoSuchVoucher)?;
        caller
            .may_see(&view.activity)
            .map_err(|_| Denial::NoSuchVoucher)?;
        if self.voucher_id(&voucher, &view.activity) != text {
            return Err(Denial::NoSuchVoucher.into());
        }
        Ok((voucher, view))
    }

    /// The redemption of this id, and its activity.
    pub(super) async fn find_redemption(
        &self,
        caller: Caller,
        text: &str,
    ) -> Result<(Redemption, ActivityView), Refusal> {
        let id = text.parse().map_err(|_| Denial::NoSuchRedemption)?;
        let redemption = self
            .engine
            .redemption(id)
            .await?
            .ok_or(Denial::NoSuchRedemption)?;
        let view = self
            .engine
            .activity(id.activity)
            .await?
            .ok_or(Denial::NoSuchRedemption)?;
        caller
            .may_see(&view.activity)
            .map_err(|_| Denial::NoSuchRedemption)?;
        Ok((redemption, view))
    }
}

/// A page that was asked for.
pub(super) fn page(number: Option<u32>, size: Option<u32>) -> Result<Page, Refusal> {
    let (number, size) = (number.unwrap_or(1), size.unwrap_or(20));
    if number == 0 {
        return Err(Refusal::field("page", "pages are numbered from 1"));
    }
    if size == 0 || size > LARGEST_PAGE {
        return Err(Refusal::field(
            "page_size",
            format!("not from 1 to {LARGEST_PAGE}"),
        ));
    }
    Ok(Page { number, size })
}
