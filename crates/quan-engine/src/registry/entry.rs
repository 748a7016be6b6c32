//! One thing that can be written to the registry.

use quan_core::MerchantId;

use super::{
    AlipayApp, ApiToken, Authorization, Image, Merchant, NotifyAddress, Package, Payee,
    ServiceCode, Shop, Smid, Switches, User, WechatCard, WechatMerchant, WechatPartner,
};

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
    /// A service of a mini-program.
    ServiceCode(ServiceCode),
    /// An account that receives the money of redemptions.
    Payee(Payee),
    /// A voucher package; what was sold of it and what is in it stays.
    Package(Package),
    /// How the platform treats a merchant.
    Switches(MerchantId, Switches),
    /// A merchant at `WeChat` Pay; without an address it keeps the one it has.
    WechatMerchant(WechatMerchant),
    /// Where messages to a merchant at `WeChat` Pay are posted.
    WechatNotify(MerchantId, Option<NotifyAddress>),
    /// Whom a service provider at `WeChat` Pay acts for.
    WechatPartner(WechatPartner),
    /// A consumption card.
    WechatCard(WechatCard),
    /// A token of Quan's own API.
    Token(ApiToken),
    /// Whether users need not be registered to be known.
    UsersOpen(bool),
}
