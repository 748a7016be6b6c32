//! Who asks: the holder of a bearer token.
//!
//! [`Viewer`], [`Operator`] and [`Admin`] stand in a handler's signature before
//! everything that reads the body, so that nothing is read for strangers.

use aws_lc_rs::digest;
use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use quan_core::{Activity, Denial, MerchantId};
use quan_engine::registry::{ApiToken, Role};

use super::Api;
use super::refusal::Refusal;

/// The holder of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    role: Role,
    merchant: Option<MerchantId>,
}

impl Caller {
    fn find(api: &Api, parts: &Parts) -> Result<Caller, Refusal> {
        let header = parts.headers.get(AUTHORIZATION).ok_or_else(|| {
            Refusal::stranger(
                "Bearer realm=\"quan\"",
                "send Authorization: Bearer <token>",
            )
        })?;
        let token = header.to_str().ok().and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let known = token.and_then(|token| {
            let digest = digest::digest(&digest::SHA256, token.as_bytes());
            api.registry.find_token(digest.as_ref().try_into().ok()?)
        });
        match known {
            Some(ApiToken { role, merchant, .. }) => Ok(Caller { role, merchant }),
            None => Err(Refusal::stranger(
                "Bearer realm=\"quan\", error=\"invalid_token\"",
                "the token is not known",
            )),
        }
    }

    fn at_least(self, role: Role) -> Result<Caller, Refusal> {
        if self.role >= role {
            return Ok(self);
        }
        let needed = match role {
            Role::Viewer => "viewer",
            Role::Operator => "operator",
            Role::Admin => "admin",
        };
        Err(Refusal::forbidden(format!(
            "a token with the role {needed} is needed"
        )))
    }

    /// Refuses holders who are confined to one merchant.
    pub(super) fn is_unconfined(self) -> Result<(), Refusal> {
        match self.merchant {
            None => Ok(()),
            Some(_) => Err(Refusal::forbidden("the token is confined to one merchant")),
        }
    }

    /// Refuses holders who are confined to another merchant.
    pub(super) fn may_see_merchant(self, merchant: MerchantId) -> Result<(), Refusal> {
        match self.merchant {
            Some(own) if own != merchant => Err(Refusal::forbidden(
                "the token is confined to another merchant",
            )),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether what belongs to a merchant is there for this holder.
    pub(super) fn sees(self, merchant: MerchantId) -> bool {
        self.may_see_merchant(merchant).is_ok()
    }

    /// The merchant whose things are asked for: the one that is named, or else
    /// the one that the holder is confined to.
    pub(super) fn merchant_asked_for(
        self,
        named: Option<&str>,
    ) -> Result<Option<MerchantId>, Refusal> {
        let Some(text) = named else {
            return Ok(self.merchant);
        };
        let merchant = MerchantId::parse(text).map_err(Refusal::name("merchant"))?;
        self.may_see_merchant(merchant)?;
        Ok(Some(merchant))
    }

    /// Whether an activity is there for this holder: for the confined, only
    /// those that their merchant owns or made.
    pub(super) fn may_see(self, activity: &Activity) -> Result<(), Denial> {
        match self.merchant {
            Some(own) if activity.admits(own).is_err() => Err(Denial::NoSuchActivity),
            Some(_) | None => Ok(()),
        }
    }

    /// The merchant that the holder is confined to.
    pub(super) fn merchant(self) -> Option<MerchantId> {
        self.merchant
    }
}

macro_rules! role {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(super) struct $name(pub(super) Caller);

        impl FromRequestParts<Api> for $name {
            type Rejection = Refusal;

            async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Refusal> {
                Caller::find(api, parts)?.at_least(Role::$name).map($name)
            }
        }
    };
}

role! {
    /// Somebody who may look.
    Viewer
}
role! {
    /// Somebody who may also redeem, return, pay, pause and resume.
    Operator
}
role! {
    /// Somebody who may do everything.
    Admin
}
