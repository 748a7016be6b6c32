//! Reads request bodies within limits: one for each body, and one budget for
//! all bodies that the process holds at a time.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::{Body, Bytes};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The unit in which the budget is kept, in bytes: permits are 32-bit numbers.
const UNIT: usize = 1024;

/// How long a client may take to send a body.
const PATIENCE: Duration = Duration::from_mins(1);

/// How much of an over-large body is read and thrown away, so that a client
/// that sends before it listens still hears the answer.
const DRAINED: usize = 64 << 20;

/// How many bytes all bodies together may hold.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    units: Arc<Semaphore>,
    all: usize,
}

/// A body that was read whole; its share of the budget is given back when it
/// is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) bytes: Bytes,
    pub(crate) share: Option<OwnedSemaphorePermit>,
}

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// It is longer than its limit.
    TooLarge,
    /// It ended before its end, or took too long.
    Broken,
}

impl Budget {
    /// A budget of so many bytes.
    pub(crate) fn new(bytes: usize) -> Budget {
        let all = (bytes / UNIT).clamp(1, Semaphore::MAX_PERMITS.min(u32::MAX as usize));
        Budget {
            units: Arc::new(Semaphore::new(all)),
            all,
        }
    }

    /// Waits until so many bytes are free. A body larger than the budget waits
    /// for all of it.
    async fn share(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let units = bytes.div_ceil(UNIT).min(self.all);
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        Arc::clone(&self.units).acquire_many_owned(units).await.ok()
    }
}

/// Reads a body of at most `limit` bytes.
pub(crate) async fn collect<B>(body: B, limit: usize, budget: &Budget) -> Result<Held, BodyError>
where
    B: Body<Data = Bytes>,
{
    if body.is_end_stream() {
        return Ok(Held {
            bytes: Bytes::new(),
            share: None,
        });
    }
    let reading = read(body, limit, budget);
    tokio::time::timeout(PATIENCE, reading)
        .await
        .unwrap_or(Err(BodyError::Broken))
}

async fn read<B>(body: B, limit: usize, budget: &Budget) -> Result<Held, BodyError>
where
    B: Body<Data = Bytes>,
{
    let mut body = pin!(body);
    // Without a declared length, the most that may come is set aside.
    let declared = body.size_hint().upper();
    let expected = declared
        .and_then(|length| usize::try_from(length).ok())
        .unwrap_or(limit);
    if declared.is_some() && expected > limit {
        drain(body).await;
        return Err(BodyError::TooLarge);
    }
    let share = budget.share(expected).await;
    let mut first: Option<Bytes> = None;
    let mut whole: Vec<u8> = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else {
            continue;
        };
        let held = first.as_ref().map_or(whole.len(), Bytes::len);
        if held.saturating_add(data.len()) > limit {
            drop((first, whole, share));
            drain(body).await;
            return Err(BodyError::TooLarge);
        }
        // Most bodies come in one piece, which need not be copied.
        if held == 0 {
            first = Some(data);
            continue;
        }
        if let Some(first) = first.take() {
            whole.reserve(declared.map_or(0, |_| expected));
            whole.extend_from_slice(&first);
        }
        whole.extend_from_slice(&data);
    }
    let bytes = first.unwrap_or_else(|| Bytes::from(whole));
    Ok(Held { bytes, share })
}

async fn drain<B>(mut body: std::pin::Pin<&mut B>)
where
    B: Body<Data = Bytes>,
{
    let mut drained = 0;
    while drained < DRAINED {
        match body.frame().await {
            Some(Ok(frame)) => drained += frame.data_ref().map_or(1, Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::{FutureExt as _, stream};
    use http_body_util::{Full, StreamBody};
    use hyper::body::Frame;

    use super::*;

    fn chunked(
        chunks: &[&'static [u8]],
    ) -> StreamBody<impl futures_util::Stream<Item = Result<Frame<Bytes>, Infallible>>> {
        let frames: Vec<_> = chunks
            .iter()
            .map(|chunk| Ok(Frame::data(Bytes::from_static(chunk))))
            .collect();
        StreamBody::new(stream::iter(frames))
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit_and_not_beyond() {
        let budget = Budget::new(1 << 20);
        let held = collect(Full::new(Bytes::from_static(b"12345")), 5, &budget)
            .await
            .unwrap();
        assert_eq!(held.bytes, "12345");
        let over = collect(Full::new(Bytes::from_static(b"123456")), 5, &budget).await;
        assert_eq!(over.unwrap_err(), BodyError::TooLarge);
        let held = collect(chunked(&[b"12", b"3", b"45"]), 5, &budget)
            .await
            .unwrap();
        assert_eq!(held.bytes, "12345");
        let over = collect(chunked(&[b"12", b"34", b"56"]), 5, &budget).await;
        assert_eq!(over.unwrap_err(), BodyError::TooLarge);
    }

    #[tokio::test]
    async fn a_body_waits_until_others_have_given_their_share_back() {
        let budget = Budget::new(4 * UNIT);
        let body = || Full::new(Bytes::from(vec![0; 3 * UNIT]));
        let first = collect(body(), 1 << 20, &budget).await.unwrap();
        let mut second = pin!(collect(body(), 1 << 20, &budget));
        assert!(second.as_mut().now_or_never().is_none());
        drop(first);
        assert!(second.await.is_ok());
    }
}
