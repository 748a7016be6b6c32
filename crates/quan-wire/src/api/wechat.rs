//! What is known of `WeChat` Pay's merchants, and the cards that coupons are sent as.

use serde::{Deserialize, Serialize};

use super::Moment;

/// A merchant at `WeChat` Pay, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WechatMerchant {
    /// Its number.
    #[cfg_attr(feature = "openapi", schema(examples("1900000001")))]
    pub mchid: String,
    /// The full name.
    pub name: String,
    /// Its certificates, in the order of their numbers.
    pub certificates: Vec<WechatCertificate>,
    /// Whether it has an `APIv3` key.
    pub has_apiv3_key: bool,
    /// Whether it has an `APIv2` key.
    pub has_v2_key: bool,
    /// Which key of the platform signs what it asks no key for.
    pub response_key: ResponseKey,
    /// The apps that are bound to it.
    pub appids: Vec<String>,
    /// The merchants that it acts for as a service provider.
    pub sub_merchants: Vec<String>,
    /// Where messages to it are posted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
    /// Whether that is of the provisioning file, and needs no check.
    pub trusted: bool,
}

/// A merchant's certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WechatCertificate {
    /// Forty digits in hex.
    #[cfg_attr(
        feature = "openapi",
        schema(examples("5157F09EFDC096DE15EBE81A47057A7232F1B8E1"))
    )]
    pub serial_no: String,
    /// What the platform says of it now.
    pub state: CertificateState,
    /// Its last instant, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
}

/// What the platform says of a merchant's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CertificateState {
    /// Requests are verified with it.
    Valid,
    /// Its time is over.
    Expired,
    /// The merchant took it back.
    Revoked,
    /// The merchant has another one in its place.
    Replaced,
}

/// Which key of the platform signs what a merchant asks no key for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ResponseKey {
    /// That of a certificate.
    Certificate,
    /// The one that merchants know as a public key.
    PublicKey,
}

/// Say what is to be said of a merchant's certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetCertificateState {
    /// The certificate's number, in either case.
    pub serial_no: String,
    /// What is to be said of it.
    pub state: CertificateState,
}

/// Say where messages to a merchant are posted; nowhere, where the address is left
/// out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetNotifyUrl {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
}

/// A consumption card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WechatCard {
    /// Its number.
    pub card_id: String,
    /// The merchant whose it is.
    pub merchant: String,
    /// The stock whose coupons are sent as the card.
    #[cfg_attr(feature = "openapi", schema(examples("1000000000000001")))]
    pub stock: String,
}

/// Register a card under a number, or change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutWechatCard {
    /// The merchant whose it is.
    pub merchant: String,
    /// The stock whose coupons are sent as the card.
    pub stock: String,
}
