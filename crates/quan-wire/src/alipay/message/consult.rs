//! `alipay.marketing.activity.consult`: could this user get these vouchers now?

use super::call::{Call, Operation};
use super::check;
use super::field::{Text, blocks};
use super::violation::Violation;
use super::word::{ConsultResult, Recipient};

blocks! {
    /// Which activities, and who asks.
    Request {
        consult_activity_info_list: Vec<ConsultActivityInfo>,
        user_id: Text,
        open_id: Text,
        merchant_id: Text,
        merchant_access_mode: Text,
    }

    /// One activity.
    ConsultActivityInfo { activity_id: Text }

    /// The verdicts, in the order of the questions.
    Answer {
        user_id: Text,
        open_id: Text,
        consult_result_info_list: Vec<ConsultResultInfo>,
    }

    /// The verdict about one activity.
    ConsultResultInfo { activity_id: Text, consult_result_code: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::ActivityConsult;
}

/// A consultation: it gives nothing away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// The activities, in the order of the questions.
    pub activity_ids: Vec<String>,
    /// Who asks.
    pub recipient: Recipient,
    /// The merchant that would give; `None` is the caller.
    pub merchant_id: Option<String>,
}

const LIST: &str = "consult_activity_info_list";

impl Request {
    /// The consultation, or the first rule that it breaks.
    pub fn check(&self) -> Result<Consultation, Violation> {
        let asked = &self.consult_activity_info_list;
        if !(1..=20).contains(&asked.len()) {
            let rule = "V9.1 between_1_and_20_activities";
            return Err(Violation::of(rule, LIST, "数量必须在1到20之间"));
        }
        let activity_ids = asked.iter().enumerate().map(|(at, info)| {
            check::activity_id_at(&format!("{LIST}[{at}].activity_id"), &info.activity_id)
        });
        let activity_ids = activity_ids.collect::<Result<_, _>>()?;
        let rule = "V9.1 user_id_xor_open_id";
        let recipient = check::recipient(rule, &self.user_id, &self.open_id)?;
        let merchant_id = check::merchant_id(&self.merchant_id)?;
        check::access_mode(&self.merchant_access_mode)?;
        Ok(Consultation {
            activity_ids,
            recipient,
            merchant_id,
        })
    }
}

impl Consultation {
    /// The answer that gives these verdicts, in the order of the questions.
    pub fn answer(&self, verdicts: impl IntoIterator<Item = ConsultResult>) -> Answer {
        let (user_id, open_id) = match &self.recipient {
            Recipient::User(user) => (Some(user.clone()), None),
            Recipient::Open(open) => (None, Some(open.clone())),
            Recipient::Both { user_id, open_id } => (Some(user_id.clone()), Some(open_id.clone())),
        };
        let rows = self
            .activity_ids
            .iter()
            .zip(verdicts)
            .map(|(id, verdict)| ConsultResultInfo {
                activity_id: Some(id.clone()),
                consult_result_code: Some(verdict.to_string()),
            });
        Answer {
            user_id,
            open_id,
            consult_result_info_list: rows.collect(),
        }
    }
}
