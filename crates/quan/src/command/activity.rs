//! Activities: how they stand, and what the platform's own staff does to them.

use quan_client::ActivityFilter;
use quan_client::api::{Activity, Budget, Pending};

use super::remote::Session;
use crate::args::{ActivityCommand, VenueCommand};
use crate::table::{Sheet, page, word, yes};

pub(crate) async fn run(command: ActivityCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let activity_id = match command {
        ActivityCommand::List {
            merchant,
            state,
            paged,
        } => {
            let filter = ActivityFilter {
                merchant,
                state,
                page: paged.page,
                page_size: paged.page_size,
            };
            let listed = quan.activities(&filter).await?;
            let head = ["activity", "owner", "state", "pending", "issued", "of"];
            let words = page(&listed, head, |activity| {
                let pending = activity.pending.as_ref();
                [
                    activity.activity_id.clone(),
                    activity.owner.clone(),
                    word(&activity.state),
                    pending.map_or_else(|| "-".to_owned(), |pending| word(&pending.change)),
                    activity.budget.issued.to_string(),
                    activity.budget.quantity.to_string(),
                ]
            });
            return session.report(words, &listed);
        }
        ActivityCommand::CentralVenue { command } => return venue(command, session).await,
        ActivityCommand::Show { activity_id } => activity_id,
        ActivityCommand::Pause { activity_id } => {
            quan.pause_activity(&activity_id).await?;
            activity_id
        }
        ActivityCommand::Resume { activity_id } => {
            quan.resume_activity(&activity_id).await?;
            activity_id
        }
        ActivityCommand::Approve { stock_id } => {
            quan.approve_activity(&stock_id).await?;
            stock_id
        }
        ActivityCommand::Stop { stock_id } => {
            quan.stop_activity(&stock_id).await?;
            stock_id
        }
        ActivityCommand::Complete { activity_id } => {
            quan.complete_activity(&activity_id).await?;
            activity_id
        }
    };
    let activity = quan.activity(&activity_id).await?;
    session.report(sheet(&activity), &activity)
}

async fn venue(command: VenueCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    let activity_id = match command {
        VenueCommand::Show { activity_id } => activity_id,
        VenueCommand::Enter { activity_id } => {
            quan.enter_central_venue(&activity_id).await?;
            activity_id
        }
        VenueCommand::Leave { activity_id } => {
            quan.leave_central_venue(&activity_id).await?;
            activity_id
        }
    };
    let venue = quan.central_venue(&activity_id).await?;
    let words = Sheet::new()
        .row("activity", &activity_id)
        .row("in a central venue", yes(venue.enrolled))
        .words();
    session.report(words, &venue)
}

fn sheet(activity: &Activity) -> String {
    let window = &activity.issue_window;
    let mut sheet = Sheet::new()
        .row("activity", &activity.activity_id)
        .row("owner", &activity.owner)
        .row("operator", &activity.operator)
        .row("receiver of messages", &activity.receiver)
        .row("state", word(&activity.state))
        .maybe("pending", activity.pending.as_ref().map(pending))
        .row("made at", activity.created_at)
        .maybe("stopped at", activity.stopped_at)
        .row("issues from", window.from)
        .row("issues until", window.until)
        .row("version of its terms", activity.version)
        .row("vouchers", budget(&activity.budget));
    if let Some(prepaid) = &activity.prepaid {
        sheet = sheet
            .row("paid in advance by", &prepaid.sponsor)
            .row("held", prepaid.held)
            .row("spent", prepaid.spent);
    }
    sheet.words()
}

fn budget(budget: &Budget) -> String {
    let Budget {
        quantity,
        unissued,
        issued,
        issued_today,
        usable,
        redeemed,
        expired,
        revoked,
        reserved,
        balanced: _,
    } = budget;
    format!(
        "{quantity} in all, {unissued} unissued, {issued} issued ({issued_today} today)\n\
         {usable} usable, {redeemed} redeemed, {expired} expired, {revoked} revoked\n\
         {reserved} set aside for orders"
    )
}

fn pending(pending: &Pending) -> String {
    let (change, due) = (word(&pending.change), word(&pending.waits_for));
    let at = match (pending.due_at, &pending.recharge_id) {
        (Some(at), _) => format!(", {at}"),
        (None, Some(recharge)) => format!(", recharge {recharge}"),
        (None, None) => String::new(),
    };
    format!("{change}, which waits for a {due}{at}")
}
