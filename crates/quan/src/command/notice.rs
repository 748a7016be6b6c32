//! What merchants were told, and telling it again.

use quan_client::NoticeFilter;
use quan_client::api::Notice;

use super::remote::Session;
use crate::args::NoticeCommand;
use crate::table::{page, word};

pub(crate) async fn run(command: NoticeCommand, session: &Session<'_>) -> anyhow::Result<()> {
    match command {
        NoticeCommand::List {
            state,
            activity,
            delivery,
            shop,
            paged,
        } => {
            let filter = NoticeFilter {
                state,
                activity,
                delivery,
                shop,
                page: paged.page,
                page_size: paged.page_size,
            };
            let listed = session.quan.notices(&filter).await?;
            let head = ["notice", "about", "event", "state", "due at", "tries"];
            let words = page(&listed, head, |notice| {
                [
                    notice.notice_id.clone(),
                    about(notice),
                    word(&notice.event),
                    word(&notice.state),
                    notice.due_at.to_string(),
                    tries(notice),
                ]
            });
            session.report(words, &listed)
        }
        NoticeCommand::Replay { notice_id } => {
            let replayed = session.quan.replay_notice(&notice_id).await?;
            session.report(format!("{} is due again", replayed.notice_id), &replayed)
        }
    }
}

/// The activity, promotion plan or shop that a notice is about.
fn about(notice: &Notice) -> String {
    let other = notice.delivery_id.as_ref().or(notice.shop_id.as_ref());
    other.unwrap_or(&notice.activity_id).clone()
}

/// How often it was tried, and what came of the last time.
fn tries(notice: &Notice) -> String {
    let count = notice.attempts.len();
    match notice.attempts.last() {
        Some(last) => format!("{count}: {}", last.detail),
        None => count.to_string(),
    }
}
