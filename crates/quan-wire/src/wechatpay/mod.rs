//! `WeChat` Pay v3: JSON over paths, signatures in headers, and the messages that the
//! platform posts to merchants.
//!
//! The server reads with [`authorization`] and answers with [`answer`]; the client
//! asks with [`client`] and reads with [`received`].
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`header`] | names of headers, and the five that sign a body |
//! | [`text`] | the texts under signatures |
//! | [`scheme`], [`key`] | RSA or SM2, and keys of either |
//! | [`authorization`] | the header of requests, both ends |
//! | [`refusal`], [`error`] | what the transport refuses; codes and bodies of errors |
//! | [`answer`], [`received`] | answers at the server and at the client |
//! | [`client`] | requests as a client makes them |
//! | [`platform`] | the keys of the platform, and which of them signs |
//! | [`path`], [`time`] | segments of paths; instants |
//! | [`certificate`], [`certificates`] | certificates, and the platform's list of its own |
//! | [`aead`], [`oaep`] | sealed contents; sensitive fields |
//! | [`upload`] | images |
//! | [`notify`] | messages to merchants, both ends |
//! | [`id`] | numbers of stocks and receipts |
//! | [`jump`] | the link from a coupon to a mini program |
//! | [`v2`] | coupons asked for by pages and mini programs |
//! | [`sm`] | keys of the variant with SM2 |
//! | [`message`] | the business messages that travel inside |

pub mod aead;
pub mod answer;
pub mod authorization;
pub mod certificate;
pub mod certificates;
pub mod client;
pub mod error;
pub mod header;
pub mod id;
pub mod jump;
pub mod key;
pub mod message;
pub mod notify;
pub mod oaep;
pub mod path;
pub mod platform;
pub mod received;
pub mod refusal;
pub mod scheme;
pub mod sm;
pub mod text;
pub mod time;
pub mod upload;
pub mod v2;
