//! Messages about what is registered: promotion plans and shops. They belong to
//! no activity, so the registry keeps them.

use futures_util::StreamExt as _;
use futures_util::stream;
use quan_core::Timestamp;
use quan_core::time::day_of;
use quan_engine::registry::{NoticeEvent, RegistryError, RegistryNotice};
use quan_wire::alipay::message::ids;
use quan_wire::alipay::message::push::{self, Delivery, Message, ShopSaved};

use super::{Courier, post};
use crate::alipay::handler::delivery_status;

impl Courier {
    /// Messages about plans and shops: in order about each, all others side by
    /// side.
    pub(super) async fn tell_registered(&self) -> Result<usize, RegistryError> {
        let (registry, settings) = (&self.inner.registry, &self.inner.settings);
        let limit = usize::try_from(settings.batch).unwrap_or(usize::MAX);
        let due = registry.due_notices(self.inner.engine.now(), limit)?;
        let count = due.len();
        let mut tries = stream::iter(due)
            .map(|notice| {
                let courier = self.clone();
                async move {
                    let answer = courier.send_registered(&notice).await;
                    let schedule = &courier.inner.settings.schedule;
                    (courier.tried(answer, notice.attempts, schedule), notice)
                }
            })
            .buffer_unordered(settings.in_flight);
        while let Some((tried, notice)) = tries.next().await {
            if !tried.attempt.delivered {
                tracing::info!(
                    receiver = %notice.news.receiver,
                    subject = %notice.news.subject,
                    attempts = notice.attempts.saturating_add(1),
                    given_up = tried.next_at.is_none(),
                    detail = %tried.attempt.detail,
                    "a message was not taken"
                );
            }
            registry.record_attempt(notice.number, &tried.attempt, tried.next_at)?;
        }
        Ok(count)
    }

    /// Words, signs and posts.
    async fn send_registered(&self, notice: &RegistryNotice) -> Result<String, String> {
        let app = self.inner.registry.find_app(notice.news.receiver.as_str());
        let app = app.ok_or("the application is not known")?;
        let message = self.registered(notice).map_err(|error| error.to_string())?;
        let letter = post::Letter {
            notify_id: &notify_id(notice),
            at: self.inner.wall.now(),
            message: &message,
        };
        self.inner.post.send(&app, letter).await
    }

    fn registered(&self, notice: &RegistryNotice) -> Result<Message, RegistryError> {
        let subject = &notice.news.subject;
        let id = Some(kind(notice).id(number(notice)));
        let event_time = Some(push::event_time(notice.happened_at));
        if let NoticeEvent::Delivery {
            request,
            status,
            fault,
        } = &notice.news.event
        {
            return Ok(Message::Delivery(Delivery {
                id,
                event_time,
                delivery_id: Some(subject.clone()),
                out_biz_no: Some(request.to_string()),
                delivery_status: Some(delivery_status(*status).to_string()),
                delivery_error_msg: fault.clone(),
            }));
        }
        let shop = self.inner.registry.find_shop(subject)?;
        let role = shop.as_ref().map(quan_engine::registry::Shop::role);
        let (store_id, shop_name) = match shop {
            Some(shop) => (shop.store_id, Some(shop.name)),
            None => (None, None),
        };
        let saved = ShopSaved {
            id,
            event_time,
            order_id: ids::shop_application(subject),
            shop_id: Some(subject.clone()),
            store_id,
            shop_name,
            ip_role_id: role,
            reason: None,
        };
        Ok(if notice.news.event == NoticeEvent::ShopPassed {
            Message::ShopPassed(saved)
        } else {
            Message::ShopRejected(ShopSaved {
                reason: Some("门店信息不全".to_owned()),
                ..saved
            })
        })
    }
}

/// The same for every try at the same news, and for no other news: the day, the
/// kind, no activity, and the number.
fn notify_id(notice: &RegistryNotice) -> String {
    let kind = match notice.news.event {
        NoticeEvent::Delivery { .. } => 10,
        NoticeEvent::ShopPassed => 11,
        NoticeEvent::ShopRejected => 12,
    };
    let day = day(notice.happened_at);
    format!("{day:08}00222{kind:02}{:011}{:010}", 0, notice.number)
}

/// The number in a message's id: the day and the number.
fn number(notice: &RegistryNotice) -> u128 {
    u128::from(day(notice.happened_at)) * 1_000_000_000_000_000_000_000 + u128::from(notice.number)
}

fn day(at: Timestamp) -> u64 {
    let day = day_of(at);
    let (year, month, day) = (day.year(), day.month(), day.day());
    let number = i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day);
    number.unsigned_abs()
}

fn kind(notice: &RegistryNotice) -> push::Event {
    match notice.news.event {
        NoticeEvent::Delivery { .. } => push::Event::Delivery,
        NoticeEvent::ShopPassed => push::Event::ShopPassed,
        NoticeEvent::ShopRejected => push::Event::ShopRejected,
    }
}
