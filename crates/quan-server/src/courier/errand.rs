//! What a merchant is asked, rather than told: a code for a paid order, and
//! whether the money of one may go back. The answer, or that none came, is an
//! operation.

use std::sync::Arc;

use quan_core::sale::{Delivery, Refund};
use quan_core::{Code, Denial, Event, SaleState};
use quan_engine::Error;
use quan_engine::registry::AlipayApp;
use quan_wire::alipay::form::Layout;
use quan_wire::alipay::key::SignType;
use quan_wire::alipay::message::order::confirm::Verdict;
use quan_wire::alipay::message::spi::{ConfirmQuestion, RefundActivity, Reply, SendQuestion};
use quan_wire::alipay::message::word::Recipient;
use quan_wire::alipay::notify::{Push, Signing};

use super::news::News;
use super::{Courier, word};
use crate::alipay::handler::Note;

impl Courier {
    /// Asks, and carries the answer out. Answers what there is to say about the
    /// try, as an error where there is no answer to go by.
    pub(super) async fn ask(&self, news: &News) -> Result<String, String> {
        if let Event::CodeWanted { .. } = news.event {
            self.ask_for_code(news).await
        } else {
            self.ask_about_refund(news).await
        }
    }

    /// Acts as is right where nobody answered, however often it was asked.
    /// Answers whether that is done; otherwise it must be asked once more.
    pub(super) async fn give_up(&self, news: &News) -> bool {
        let Some(sale) = &news.sale else { return true };
        let engine = &self.inner.engine;
        let ended = if let Event::CodeWanted { .. } = news.event {
            engine.fail_delivery(sale.id).await
        } else if asked(news).is_some() {
            engine.reply_to_refund(sale.id, None, false).await
        } else {
            Ok(())
        };
        match ended {
            // An answer that came another way ended it before.
            Ok(()) | Err(Error::Denied(Denial::OrderState)) => true,
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, order = %sale.id, "an order could not be ended");
                false
            }
        }
    }

    async fn ask_for_code(&self, news: &News) -> Result<String, String> {
        let sale = news.sale.as_ref().ok_or("the order is not there")?;
        if sale.state != SaleState::Paid {
            return Ok("no longer asked".to_owned());
        }
        let (order_no, buyer) = named(news)?;
        let question = SendQuestion {
            order_no: &order_no,
            out_order_no: sale.number.as_str(),
            buyer: &buyer,
            activities: &[(&news.activity_id, 1)],
        };
        let app = self.app_of(news)?;
        let push = question
            .form(self.inner.wall.now(), self.signing())
            .map_err(|error| error.to_string())?;
        let body = self.post_question(&app, push).await?;
        let answer = question.read(&body).map_err(|error| error.to_string())?;
        let sent = match answer {
            Reply::Refused { sub_code, sub_msg } => return Err(format!("{sub_code} {sub_msg}")),
            Reply::Done(sent) => sent,
        };
        let counts_from = sent.counts_from;
        let sent = sent.vouchers.into_iter().next().ok_or("no code")?;
        let code = Code::parse(&sent.voucher_code).map_err(|error| error.to_string())?;
        let note = Note {
            code_url: sent.code_url,
            order_url: sent.order_url,
            ..Note::default()
        };
        let delivery = Delivery {
            code,
            base: counts_from,
            note: note.to_text(),
        };
        let delivered = self.inner.engine.deliver(sale.id, delivery).await;
        delivered.map_err(|error| error.to_string())?;
        Ok("delivered".to_owned())
    }

    async fn ask_about_refund(&self, news: &News) -> Result<String, String> {
        let sale = news.sale.as_ref().ok_or("the order is not there")?;
        let Some(refund) = asked(news) else {
            return Ok("no longer asked".to_owned());
        };
        let (order_no, buyer) = named(news)?;
        let code = news.code.as_deref().unwrap_or_default();
        let question = ConfirmQuestion {
            order_no: &order_no,
            out_order_no: sale.number.as_str(),
            buyer: &buyer,
            kind: word::refund_type(refund),
            activities: &[RefundActivity {
                activity_id: &news.activity_id,
                voucher_codes: &[code],
            }],
        };
        let app = self.app_of(news)?;
        let push = question
            .form(self.inner.wall.now(), self.signing())
            .map_err(|error| error.to_string())?;
        let body = self.post_question(&app, push).await?;
        let answer = question.read(&body).map_err(|error| error.to_string())?;
        let agreed = match answer {
            Reply::Refused { sub_code, sub_msg } => {
                tracing::info!(order = %sale.id, %sub_code, %sub_msg, "a refund was refused");
                false
            }
            Reply::Done(said) => match said.of(code) {
                // The merchant will say it later, with a call of its own.
                None => return Ok("to be answered later".to_owned()),
                Some((verdict, _)) => verdict == Verdict::Agree,
            },
        };
        let done = self
            .inner
            .engine
            .reply_to_refund(sale.id, None, agreed)
            .await;
        done.map_err(|error| error.to_string())?;
        Ok(if agreed { "agreed" } else { "refused" }.to_owned())
    }

    /// Who answers: the application that is told of the activity, or another one
    /// of its merchant, where messages were bound to one that answers nothing.
    fn app_of(&self, news: &News) -> Result<Arc<AlipayApp>, String> {
        let snapshot = self.inner.registry.snapshot();
        let told = snapshot.app(news.receiver.as_str());
        let told = told.ok_or("the application is not known")?;
        if told.spi_url.is_some() {
            return Ok(Arc::clone(told));
        }
        let mut apps = snapshot.apps().into_iter();
        let answers = apps.find(|app| app.merchant == told.merchant && app.spi_url.is_some());
        Ok(answers.unwrap_or_else(|| Arc::clone(told)))
    }

    fn signing(&self) -> Signing<'_> {
        Signing {
            key: self.inner.post.key(),
            sign_type: SignType::Rsa2,
            layout: Layout::WithoutSignType,
            content: None,
        }
    }

    async fn post_question(&self, app: &AlipayApp, push: Push) -> Result<Vec<u8>, String> {
        self.inner.post.ask(app, push).await
    }
}

/// The refund that a question is about, unless it was answered. Another one may
/// have been asked for since, which has a question of its own.
fn asked(news: &News) -> Option<&Refund> {
    let sale = news.sale.as_ref()?;
    let refund = sale.refund.as_ref()?;
    (sale.state == SaleState::Refunding && refund.asked_at == news.happened_at).then_some(refund)
}

/// The order's number, and its buyer as the merchant may know them.
fn named(news: &News) -> Result<(String, Recipient), String> {
    let order_no = word::order_no(news).ok_or("the order's number does not fit")?;
    let buyer = match word::user(news) {
        (Some(id), _) => Recipient::User(id),
        (None, Some(open_id)) => Recipient::Open(open_id),
        (None, None) => return Err("the order has no buyer".to_owned()),
    };
    Ok((order_no, buyer))
}
