//! Letters as JSON.

use std::sync::Arc;

use quan_core::{
    Completion, LetterBody, Opening, RechargeId, ScopeChange, ScopeKind, SubsidyId,
    SubsidyReturnId, TransferId,
};
use serde::{Deserialize, Serialize};

use super::super::{Result, row};
use super::terms::{TermsBody, terms_body};
use super::{json, member_of};
use crate::error::StoreError;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(
    clippy::large_enum_variant,
    reason = "it lives as long as it takes to write it down"
)]
enum Envelope {
    Open {
        activity: i64,
        product: i64,
        owner: i64,
        operator: i64,
        receiver: String,
        quantity: u32,
        terms: TermsBody,
        document: String,
        members: Vec<(usize, String)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        publish: Option<PublishBody>,
    },
    Pay {
        activity: i64,
        recharge: u32,
        amount: i64,
        sponsor: i64,
    },
    Refund {
        amount: i64,
    },
    Transfer {
        #[serde(flatten)]
        transfer: TransferBody,
        amount: i64,
    },
    Transferred {
        #[serde(flatten)]
        transfer: TransferBody,
        amount: i64,
        done: bool,
    },
}

/// A subsidy, or one that goes back.
#[derive(Serialize, Deserialize)]
struct TransferBody {
    payer: i64,
    sequence: u32,
    back: bool,
}

impl TransferBody {
    fn of(transfer: TransferId) -> TransferBody {
        let (sequence, back) = match transfer {
            TransferId::Subsidy(id) => (id.sequence, false),
            TransferId::Return(id) => (id.sequence, true),
        };
        TransferBody {
            payer: row::merchant(transfer.payer()),
            sequence,
            back,
        }
    }

    fn id(&self) -> Result<TransferId> {
        let payer = row::merchant_id(self.payer)?;
        Ok(if self.back {
            TransferId::Return(SubsidyReturnId::new(payer, self.sequence))
        } else {
            TransferId::Subsidy(SubsidyId::new(payer, self.sequence))
        })
    }
}

/// The request that also asks for publication, and how long that takes; `None`
/// is until somebody says so.
#[derive(Serialize, Deserialize)]
struct PublishBody {
    request: String,
    after_ms: Option<u32>,
    #[serde(default)]
    at_once: bool,
}

/// A letter as a column holds it.
pub(in super::super) fn letter_text(letter: &LetterBody) -> String {
    json(&match letter {
        LetterBody::Open(opening) => Envelope::Open {
            activity: row::number(opening.activity),
            product: row::product_code(opening.product),
            owner: row::merchant(opening.owner),
            operator: row::merchant(opening.operator),
            receiver: opening.receiver.as_str().to_owned(),
            quantity: opening.quantity,
            terms: terms_body(&opening.terms),
            document: (*opening.document).to_owned(),
            members: opening
                .members
                .added
                .iter()
                .filter_map(|(kind, member)| {
                    let code = usize::try_from(row::scope_code(*kind)).ok()?;
                    Some((code, member.as_str().to_owned()))
                })
                .collect(),
            publish: opening.publish.as_ref().map(|(request, completion)| {
                let after_ms = match completion {
                    Completion::AfterMs(ms) => Some(*ms),
                    Completion::Told | Completion::AtOnce => None,
                };
                PublishBody {
                    request: request.as_str().to_owned(),
                    after_ms,
                    at_once: *completion == Completion::AtOnce,
                }
            }),
        },
        LetterBody::Pay {
            recharge,
            amount,
            sponsor,
        } => Envelope::Pay {
            activity: row::number(recharge.activity),
            recharge: recharge.sequence,
            amount: row::cents(*amount),
            sponsor: row::merchant(*sponsor),
        },
        LetterBody::Refund { amount } => Envelope::Refund {
            amount: row::cents(*amount),
        },
        LetterBody::Transfer { transfer, amount } => Envelope::Transfer {
            transfer: TransferBody::of(*transfer),
            amount: row::cents(*amount),
        },
        LetterBody::Transferred {
            transfer,
            amount,
            done,
        } => Envelope::Transferred {
            transfer: TransferBody::of(*transfer),
            amount: row::cents(*amount),
            done: *done,
        },
    })
}

/// A letter out of a column.
pub(in super::super) fn letter(text: &str) -> Result<LetterBody> {
    let wrong = |what: String| StoreError::inconsistent("letter", what);
    Ok(
        match serde_json::from_str(text).map_err(|error| wrong(error.to_string()))? {
            Envelope::Open {
                activity,
                product,
                owner,
                operator,
                receiver,
                quantity,
                terms,
                document,
                members,
                publish,
            } => {
                let members = members.into_iter().map(|(kind, member)| {
                    let kind = ScopeKind::ALL
                        .get(kind)
                        .copied()
                        .ok_or_else(|| wrong(format!("scope {kind}")))?;
                    Ok((kind, member_of(&member)?))
                });
                LetterBody::Open(Box::new(Opening {
                    activity: row::activity_id(activity)?,
                    product: row::product(product)?,
                    owner: row::merchant_id(owner)?,
                    operator: row::merchant_id(operator)?,
                    receiver: row::app(&receiver)?,
                    quantity,
                    terms: Arc::new(terms.try_into()?),
                    document: document.into(),
                    members: Arc::new(ScopeChange::of(members.collect::<Result<_>>()?)),
                    publish: publish
                        .map(|publish| {
                            let completion = match publish.after_ms {
                                Some(ms) => Completion::AfterMs(ms),
                                None if publish.at_once => Completion::AtOnce,
                                None => Completion::Told,
                            };
                            Ok((row::request_no(&publish.request)?, completion))
                        })
                        .transpose()?,
                }))
            }
            Envelope::Pay {
                activity,
                recharge,
                amount,
                sponsor,
            } => LetterBody::Pay {
                recharge: RechargeId::new(row::activity_id(activity)?, recharge),
                amount: row::fen(amount)?,
                sponsor: row::merchant_id(sponsor)?,
            },
            Envelope::Refund { amount } => LetterBody::Refund {
                amount: row::fen(amount)?,
            },
            Envelope::Transfer { transfer, amount } => LetterBody::Transfer {
                transfer: transfer.id()?,
                amount: row::fen(amount)?,
            },
            Envelope::Transferred {
                transfer,
                amount,
                done,
            } => LetterBody::Transferred {
                transfer: transfer.id()?,
                amount: row::fen(amount)?,
                done,
            },
        },
    )
}
