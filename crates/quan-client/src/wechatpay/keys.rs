//! The keys by which the platform is trusted: those that were given, and those of its
//! certificates, which are downloaded when they are needed and when they grow old.

use std::sync::{Arc, PoisonError, RwLock};

use quan_core::Timestamp;
use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::certificates;
use quan_wire::wechatpay::header::is_public_key_id;
use quan_wire::wechatpay::received::{ReceivedError, Trust};
use tokio::sync::Mutex;

use super::ask::Ask;
use super::client::Parts;
use super::error::Error;
use super::send::received;
use crate::http::Reply;

/// How old a list may grow: the platform tells of a certificate a day before it signs
/// with it.
const GOOD_HOURS: i64 = 12;
/// How long a download is waited with after the last one, so that neither a platform that
/// is not well nor anybody's invented numbers cause one a call.
const PAUSE_SECONDS: i64 = 60;

/// The keys, and what is known of the last download.
#[derive(Debug)]
pub(super) struct Keys {
    given: Option<Trust>,
    apiv3_key: Option<ApiV3Key>,
    known: RwLock<Known>,
    /// One download at a time.
    turn: Mutex<()>,
}

#[derive(Clone, Debug)]
struct Known {
    trust: Option<Arc<Trust>>,
    /// When the list came that the keys are from; absent for those that were given.
    since: Option<Timestamp>,
    /// When a download was tried last, and how often one was.
    tried: Option<Timestamp>,
    tries: u64,
    failure: Option<Arc<Error>>,
}

impl Keys {
    /// `given` are keys that need no download.
    pub(super) fn new(given: Option<Trust>, apiv3_key: Option<ApiV3Key>) -> Keys {
        let known = Known {
            trust: given.clone().map(Arc::new),
            since: None,
            tried: None,
            tries: 0,
            failure: None,
        };
        Keys {
            given,
            apiv3_key,
            known: RwLock::new(known),
            turn: Mutex::default(),
        }
    }

    pub(super) fn apiv3_key(&self) -> Option<&ApiV3Key> {
        self.apiv3_key.as_ref()
    }

    fn look(&self) -> Known {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    /// Keeps a list that came. Certificates that are not valid now sign nothing.
    fn keep(&self, list: &[Certificate], now: Timestamp) -> Arc<Trust> {
        let valid = list.iter().filter(|one| one.is_valid_at(now));
        let given = self.given.clone().unwrap_or_default();
        let trust = Arc::new(valid.fold(given, Trust::with_certificate));
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.trust = Some(Arc::clone(&trust));
        known.since = Some(now);
        known.tried = Some(now);
        known.tries += 1;
        known.failure = None;
        trust
    }

    fn failed(&self, error: Error, now: Timestamp) -> Arc<Error> {
        let error = Arc::new(error);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.tried = Some(now);
        known.tries += 1;
        known.failure = Some(Arc::clone(&error));
        error
    }
}

impl Known {
    fn is_old(&self, now: Timestamp) -> bool {
        let age = |since| now.duration_since(since).as_hours();
        self.since.is_some_and(|since| age(since) >= GOOD_HOURS) && self.may_try(now)
    }

    fn may_try(&self, now: Timestamp) -> bool {
        let pause = |tried| now.duration_since(tried).as_secs();
        self.tried.is_none_or(|tried| pause(tried) >= PAUSE_SECONDS)
    }
}

impl Parts {
    /// The keys to ask and verify with. Those that grew old still serve while the
    /// platform has no new list to give.
    pub(super) async fn trust(&self) -> Result<Arc<Trust>, Error> {
        let known = self.keys.look();
        let Some(trust) = known.trust.clone() else {
            return self.refresh(&known).await;
        };
        if !known.is_old(self.ambient.now()) {
            return Ok(trust);
        }
        match self.refresh(&known).await {
            Ok(trust) => Ok(trust),
            Err(error) => {
                tracing::warn!(reason = %error, "the platform's certificates stay as they were");
                Ok(trust)
            }
        }
    }

    /// Verifies what came. A certificate that is not known may be new.
    pub(super) async fn verify(
        &self,
        came: quan_wire::wechatpay::received::Received<'_>,
        trust: &Arc<Trust>,
    ) -> Result<(), Error> {
        let outcome = came.verify(trust, self.ambient.now());
        let Err(ReceivedError::UnknownSerial(serial)) = &outcome else {
            return Ok(outcome?);
        };
        match self.newer(trust, serial).await? {
            Some(trust) => Ok(came.verify(&trust, self.ambient.now())?),
            None => Ok(outcome?),
        }
    }

    /// Newer keys than these, downloaded where that can help with this serial number.
    async fn newer(&self, trust: &Arc<Trust>, serial: &str) -> Result<Option<Arc<Trust>>, Error> {
        let known = self.keys.look();
        if let Some(current) = &known.trust
            && !Arc::ptr_eq(current, trust)
        {
            return Ok(Some(Arc::clone(current)));
        }
        let downloads = self.keys.apiv3_key.is_some() && !is_public_key_id(serial);
        if downloads && known.may_try(self.ambient.now()) {
            Ok(Some(self.refresh(&known).await?))
        } else {
            Ok(None)
        }
    }

    /// Downloads the list, unless somebody else has done so since `seen` was looked at.
    async fn refresh(&self, seen: &Known) -> Result<Arc<Trust>, Error> {
        let _turn = self.keys.turn.lock().await;
        let known = self.keys.look();
        if known.tries != seen.tries {
            return match (known.failure, known.trust) {
                (Some(failure), _) => Err(Error::Certificates(failure)),
                (None, Some(trust)) => Ok(trust),
                (None, None) => Err(Error::decode("the platform's keys are unknown")),
            };
        }
        match self.download(seen.trust.as_deref()).await {
            Ok(list) => Ok(self.keys.keep(&list, self.ambient.now())),
            Err(error) => {
                let failure = self.keys.failed(error, self.ambient.now());
                Err(Error::Certificates(failure))
            }
        }
    }

    /// Downloads the list whatever is known, and keeps it.
    pub(super) async fn certificates(&self) -> Result<Vec<Certificate>, Error> {
        let _turn = self.keys.turn.lock().await;
        let known = self.keys.look();
        let list = self.download(known.trust.as_deref()).await?;
        self.keys.keep(&list, self.ambient.now());
        Ok(list)
    }

    /// Decrypts the list, which only the platform and the merchant can, and then verifies
    /// it with what it holds: at first there is nothing else to do so with.
    async fn download(&self, trust: Option<&Trust>) -> Result<Vec<Certificate>, Error> {
        let key = self.keys.apiv3_key().ok_or_else(|| {
            Error::Request("without the APIv3 key no certificates can be read".to_owned())
        })?;
        let before = trust.cloned().unwrap_or_default();
        let (reply, _): (Reply, u32) = self.send(&Ask::certificates(), &before).await?;
        let list = certificates::open(&reply.body, key)?;
        let trust = list.iter().fold(before, Trust::with_certificate);
        received(&reply).verify(&trust, self.ambient.now())?;
        Ok(list)
    }
}
