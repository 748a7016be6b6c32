//! What page and plugin tell the merchant.

use serde::{Deserialize, Serialize};

/// Why the page shows no coupon, with the platform's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum H5Fault {
    Sign,
    /// The link has not the fragment by which `WeChat` knows it.
    Fragment,
    /// The user's id does not belong to an app of the merchant's.
    OpenId,
}

impl H5Fault {
    /// The number that the page shows.
    pub fn errcode(self) -> u32 {
        match self {
            H5Fault::Sign => 272_758_293,
            H5Fault::Fragment => 268_435_461,
            H5Fault::OpenId => 272_756_757,
        }
    }

    /// The words that the page shows.
    pub fn message(self) -> &'static str {
        match self {
            H5Fault::Sign => "签名错误",
            H5Fault::Fragment => "参数错误",
            H5Fault::OpenId => "OpenID不正确",
        }
    }

    /// The JSON text.
    pub fn to_json(self) -> String {
        let (errcode, msg) = (self.errcode(), self.message());
        serde_json::json!({ "errcode": errcode, "msg": msg }).to_string()
    }
}

/// Whether the plugin could ask at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PluginFault {
    #[serde(rename = "OK")]
    None,
    #[serde(rename = "PARAM_ERROR")]
    Param,
    #[serde(rename = "USER_NOT_EXISTS")]
    UserNotExists,
    #[serde(rename = "USER_GET_FAILED")]
    UserGetFailed,
    #[serde(rename = "SIGN_ERROR")]
    Sign,
    #[serde(rename = "SYSTEMERROR")]
    System,
    #[serde(rename = "FREQUENCY_LIMITED")]
    Frequency,
}

/// What came of one coupon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SendCode {
    #[serde(rename = "SUCCESS")]
    Success,
    #[serde(rename = "FAILED")]
    Failed,
    /// The stock is used up.
    #[serde(rename = "NOTENOUGH")]
    NotEnough,
    /// The day's limit is reached.
    #[serde(rename = "DAYLIMIT")]
    DayLimit,
    /// The limit of a natural person is reached.
    #[serde(rename = "NATURELIMIT")]
    NatureLimit,
    /// The limit of a user is reached.
    #[serde(rename = "MAXQUOTA")]
    MaxQuota,
    /// The request number was used for something else.
    #[serde(rename = "DUPREQUEST")]
    DupRequest,
    /// The stock does not run.
    #[serde(rename = "NOTRUNNING")]
    NotRunning,
}

/// One line of the plugin's result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendResult {
    pub stock_id: String,
    pub out_request_no: String,
    #[serde(default)]
    pub coupon_code: String,
    pub code: SendCode,
    #[serde(default)]
    pub message: String,
}

/// What the plugin hands to the mini program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PluginResult {
    pub errcode: PluginFault,
    #[serde(default)]
    pub msg: String,
    #[serde(default)]
    pub send_coupon_result: Vec<SendResult>,
}
