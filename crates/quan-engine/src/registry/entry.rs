//! One thing that can be written to the registry.

use super::{AlipayApp, ApiToken, Authorization, Image, Merchant, Shop, Smid, User};

/// One thing that can be written to the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A merchant.
    Merchant(Merchant),
    /// An application.
    App(AlipayApp),
    /// Leave to act for a merchant; a later one for the same pair replaces it.
    Authorization(Authorization),
    /// A user; an application's name for them moves here from whoever had it.
    User(User),
    /// A shop.
    Shop(Shop),
    /// An image and its file.
    Image(Image, Vec<u8>),
    /// An indirect merchant.
    Smid(Smid),
    /// A token of Quan's own API.
    Token(ApiToken),
    /// Whether users need not be registered to be known.
    UsersOpen(bool),
}
