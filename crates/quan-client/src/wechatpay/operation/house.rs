//! What every product of the platform has: images, certificates, and sensitive fields.

use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::key::VerifyingKey;
use quan_wire::wechatpay::oaep;
use quan_wire::wechatpay::upload::Uploaded;

use crate::wechatpay::ask::Ask;
use crate::wechatpay::client::WechatPayClient;
use crate::wechatpay::error::Error;

/// A sensitive field, sealed for the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedField {
    /// The serial number or name of the platform's key, which the request says in
    /// `Wechatpay-Serial`.
    pub serial: String,
    /// The field's value.
    pub ciphertext: String,
}

/// Images, certificates, and sensitive fields.
impl WechatPayClient {
    /// Uploads an image of at most 2 MiB (`POST /v3/marketing/favor/media/image-upload`),
    /// whose address stocks then name. `filename` ends with `.jpg`, `.jpeg`, `.bmp` or
    /// `.png`. An upload has no number of its own, so it is repeated only where it surely
    /// was not carried out.
    pub async fn upload_image(&self, filename: &str, bytes: &[u8]) -> Result<Uploaded, Error> {
        Ok(self.ask(&Ask::image(filename, bytes)).await?.answer)
    }

    /// Downloads the platform's certificates now (`GET /v3/certificates`) and trusts them
    /// from now on. The client does so by itself where it is needed.
    pub async fn certificates(&self) -> Result<Vec<Certificate>, Error> {
        self.parts.certificates().await
    }

    /// Encrypts a sensitive field, of at most 214 bytes, with the key of the platform that
    /// the client names in its requests. No call about coupons has such a field.
    pub async fn seal_field(&self, plain: &str) -> Result<SealedField, Error> {
        let trust = self.parts.trust().await?;
        let known = trust.preferred().and_then(|serial| {
            let key = trust.key(serial)?;
            Some((serial, key))
        });
        let Some((serial, VerifyingKey::Rsa(key))) = known else {
            return Err(Error::Request(
                "no RSA key of the platform is known".to_owned(),
            ));
        };
        let ciphertext =
            oaep::seal(key, plain).map_err(|error| Error::Request(error.to_string()))?;
        Ok(SealedField {
            serial: serial.to_owned(),
            ciphertext,
        })
    }
}
