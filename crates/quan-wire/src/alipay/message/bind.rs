//! `alipay.marketing.activity.message.{bind,query}`: which app hears about an
//! activity. Only the gateway offers them.

use super::call::{Call, Operation};
use super::check;
use super::field::{Text, blocks};
use super::violation::Violation;

blocks! {
    /// Binds an app to the messages of an activity.
    Request { activity_id: Text, merchant_id: Text, notify_appid: Text }

    /// Asks which app is bound.
    Query { activity_id: Text, merchant_id: Text }

    /// The app that is bound.
    Answer { activity_id: Text, merchant_id: Text, notify_appid: Text, update_time: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::MessageBind;
}

impl Call for Query {
    type Answer = Answer;
    const OPERATION: Operation = Operation::MessageQuery;
}

/// What is bound, or asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The activity.
    pub activity_id: String,
    /// Its merchant; `None` is the caller.
    pub merchant_id: Option<String>,
    /// The app; empty in a question.
    pub notify_appid: String,
}

impl Request {
    /// The binding, or the first rule that it breaks.
    pub fn check(&self) -> Result<Binding, Violation> {
        let activity_id = check::activity_id(&self.activity_id)?;
        let merchant_id = check::merchant_id(&self.merchant_id)?;
        let rule = "V9.7 notify_appid_required";
        let notify_appid = check::need(rule, "notify_appid", &self.notify_appid)?.to_owned();
        let rule = "V9.7 notify_appid_at_most_32_chars";
        check::at_most(rule, "notify_appid", &self.notify_appid, 32)?;
        Ok(Binding {
            activity_id,
            merchant_id,
            notify_appid,
        })
    }
}

impl Query {
    /// The question, or the first rule that it breaks.
    pub fn check(&self) -> Result<Binding, Violation> {
        let activity_id = check::activity_id(&self.activity_id)?;
        let merchant_id = check::merchant_id(&self.merchant_id)?;
        Ok(Binding {
            activity_id,
            merchant_id,
            notify_appid: String::new(),
        })
    }
}
