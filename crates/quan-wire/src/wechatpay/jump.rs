//! The link by which a coupon opens a mini program: its query tells the program which
//! coupon, with the code sealed for the merchant.

use super::aead::{Algorithm, ApiV3Key, NonceError, Undecipherable};

/// What the code is sealed with beside the key.
const ASSOCIATED_DATA: &str = "COUPON_CODE";

/// What the link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    pub stock_id: String,
    pub openid: String,
    pub coupon_code: String,
}

/// Why a link cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JumpError {
    #[error("the link has no parameter {0}")]
    Missing(&'static str),
    #[error(transparent)]
    Undecipherable(#[from] Undecipherable),
}

impl Jump {
    /// The query that is appended to the program's path. The nonce has twelve
    /// characters, drawn at random.
    pub fn to_query(&self, key: &ApiV3Key, nonce: &str) -> Result<String, NonceError> {
        let ciphertext = key.seal(
            Algorithm::Aes256Gcm,
            nonce,
            ASSOCIATED_DATA,
            self.coupon_code.as_bytes(),
        )?;
        Ok(form_urlencoded::Serializer::new(String::new())
            .append_pair("stock_id", &self.stock_id)
            .append_pair("openid", &self.openid)
            .append_pair("nonce", nonce)
            .append_pair("associate", ASSOCIATED_DATA)
            .append_pair("ciphertext", &ciphertext)
            .finish())
    }

    /// The program's path with the query behind it.
    pub fn append_to(&self, path: &str, key: &ApiV3Key, nonce: &str) -> Result<String, NonceError> {
        let join = if path.contains('?') { '&' } else { '?' };
        Ok(format!("{path}{join}{}", self.to_query(key, nonce)?))
    }

    /// Reads a query and opens the code.
    pub fn read(query: &str, key: &ApiV3Key) -> Result<Jump, JumpError> {
        let field = |name: &'static str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
                .ok_or(JumpError::Missing(name))
        };
        let code = key.open(
            Algorithm::Aes256Gcm,
            &field("nonce")?,
            &field("associate")?,
            &field("ciphertext")?,
        )?;
        Ok(Jump {
            stock_id: field("stock_id")?,
            openid: field("openid")?,
            coupon_code: String::from_utf8(code).map_err(|_| Undecipherable)?,
        })
    }
}
