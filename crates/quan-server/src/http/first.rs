//! What a connection begins with: the path of its first request, which tells
//! whose language it speaks.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::Uri;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};

/// So much is read at the most before the end of a request line must have come.
const LONGEST_LINE: usize = 16 * 1024;

/// A connection of which the beginning was read already.
#[derive(Debug)]
pub(super) struct Rewound<S> {
    head: Vec<u8>,
    /// How much of the head was read again.
    read: usize,
    stream: S,
}

/// Reads a connection until the path of its first request is known, and answers it,
/// where there is one, with the connection as it was.
pub(super) async fn first_path<S>(mut stream: S) -> io::Result<(Option<String>, Rewound<S>)>
where
    S: AsyncRead + Unpin,
{
    let mut head = Vec::with_capacity(1024);
    let path = loop {
        if let Some(line) = first_line(&head) {
            break path_of(line);
        }
        let more = head.len() < LONGEST_LINE && stream.read_buf(&mut head).await? > 0;
        if !more {
            break None;
        }
    };
    let rewound = Rewound {
        head,
        read: 0,
        stream,
    };
    Ok((path, rewound))
}

/// The first line that came whole. Empty ones before a request are passed over, as
/// HTTP wishes.
fn first_line(head: &[u8]) -> Option<&[u8]> {
    let begin = head
        .iter()
        .position(|byte| !matches!(byte, b'\r' | b'\n'))?;
    let head = head.get(begin..)?;
    let end = head.iter().position(|byte| *byte == b'\n')?;
    head.get(..end)
}

/// The path of a request line. Through a proxy a target is a whole address.
fn path_of(line: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(line).ok()?;
    let target: Uri = line.split(' ').nth(1)?.parse().ok()?;
    Some(target.path().to_owned())
}

impl<S: AsyncRead + Unpin> AsyncRead for Rewound<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let rest = self.head.get(self.read..).unwrap_or_default();
        if rest.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, into);
        }
        let piece = rest.get(..into.remaining()).unwrap_or(rest);
        into.put_slice(piece);
        let length = piece.len();
        self.read += length;
        if self.read >= self.head.len() {
            self.head = Vec::new();
            self.read = 0;
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Rewound<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_path_is_known_and_nothing_is_lost() {
        let sent = b"POST /v3/certificates?a=b HTTP/1.1\r\nHost: x\r\n\r\nbody";
        let slow = slowly(sent);
        let (path, mut rewound) = first_path(slow).await.unwrap();
        assert_eq!(path.as_deref(), Some("/v3/certificates"));
        let mut all = Vec::new();
        rewound.read_to_end(&mut all).await.unwrap();
        assert_eq!(all, sent);
    }

    #[tokio::test]
    async fn a_target_may_be_a_whole_address_and_lines_before_it_empty() {
        for sent in [
            "GET /v3/certificates HTTP/1.1\r\n",
            "\r\nGET /v3/certificates HTTP/1.1\r\n",
            "GET http://api.mch.weixin.qq.com/v3/certificates?a HTTP/1.1\r\n",
        ] {
            let (path, _) = first_path(sent.as_bytes()).await.unwrap();
            assert_eq!(path.as_deref(), Some("/v3/certificates"), "{sent:?}");
        }
        let raw = "GET /v3/x/ABC%209588201=|_-/y HTTP/1.1\r\n";
        let (path, _) = first_path(raw.as_bytes()).await.unwrap();
        assert_eq!(path.as_deref(), Some("/v3/x/ABC%209588201=|_-/y"));
    }

    #[tokio::test]
    async fn what_is_no_request_has_no_path() {
        for sent in [&b""[..], b"GET", b"\r\n", b"GET\n"] {
            let (path, _) = first_path(sent).await.unwrap();
            assert_eq!(path, None, "{sent:?}");
        }
    }

    /// Hands out a byte at a time.
    fn slowly(bytes: &'static [u8]) -> impl AsyncRead + Unpin {
        struct Slow(&'static [u8]);
        impl AsyncRead for Slow {
            fn poll_read(
                mut self: Pin<&mut Self>,
                _: &mut Context<'_>,
                into: &mut ReadBuf<'_>,
            ) -> Poll<io::Result<()>> {
                if let Some((first, rest)) = self.0.split_first() {
                    into.put_slice(&[*first]);
                    self.0 = rest;
                }
                Poll::Ready(Ok(()))
            }
        }
        Slow(bytes)
    }
}
