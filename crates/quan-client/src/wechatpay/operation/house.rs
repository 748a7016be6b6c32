//! What every product of the platform has: images and certificates.

use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::upload::Uploaded;

use crate::wechatpay::ask::Ask;
use crate::wechatpay::client::WechatPayClient;
use crate::wechatpay::error::Error;

/// Images and certificates.
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
}
