//! The gateway's public codes with the texts that callers see.

use std::borrow::Cow;

use super::{Class, Refusal};

/// One public code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub class: Class,
    pub sub_code: &'static str,
    pub sub_msg: &'static str,
}

impl Entry {
    /// The refusal that answers with this code.
    pub fn refusal(&self) -> Refusal {
        Refusal {
            class: self.class,
            sub_code: Cow::Borrowed(self.sub_code),
            sub_msg: Cow::Borrowed(self.sub_msg),
        }
    }
}

/// The entry of a code; `None` for codes of a business.
pub fn entry(sub_code: &str) -> Option<&'static Entry> {
    CODES.iter().find(|entry| entry.sub_code == sub_code)
}

const fn of(class: Class, sub_code: &'static str, sub_msg: &'static str) -> Entry {
    Entry {
        class,
        sub_code,
        sub_msg,
    }
}

/// All public codes. Where the live platform words a text otherwise than its pages,
/// the live wording stands.
pub const CODES: &[Entry] = &[
    of(Class::Unavailable, "isp.unknow-error", "系统繁忙"),
    of(
        Class::Unavailable,
        "aop.unknow-error",
        "服务暂不可用（网关自身的未知错误）",
    ),
    of(Class::Unavailable, "aop.ACQ.SYSTEM_ERROR", "系统异常"),
    of(Class::Token, "aop.invalid-auth-token", "无效的访问令牌"),
    of(Class::Token, "aop.auth-token-time-out", "访问令牌已过期"),
    of(
        Class::Token,
        "aop.invalid-app-auth-token",
        "无效的应用授权令牌",
    ),
    of(
        Class::Token,
        "aop.invalid-app-auth-token-no-api",
        "商户未授权当前接口",
    ),
    of(
        Class::Token,
        "aop.app-auth-token-time-out",
        "应用授权令牌已过期",
    ),
    of(
        Class::Token,
        "aop.no-product-reg-by-partner",
        "商户未签约任何产品",
    ),
    of(Class::Missing, "isv.missing-method", "缺少方法名参数"),
    of(Class::Missing, "isv.missing-signature", "缺少签名参数"),
    of(
        Class::Missing,
        "isv.missing-signature-type",
        "缺少签名类型参数",
    ),
    of(Class::Missing, "isv.missing-signature-key", "缺少签名配置"),
    of(Class::Missing, "isv.missing-app-id", "缺少AppID参数"),
    of(Class::Missing, "isv.missing-timestamp", "缺少时间戳参数"),
    of(Class::Missing, "isv.missing-version", "缺少版本参数"),
    of(
        Class::Missing,
        "isv.decryption-error-missing-encrypt-type",
        "解密出错, 未指定加密算法",
    ),
    of(Class::Invalid, "isv.invalid-parameter", "参数无效"),
    of(Class::Invalid, "isv.upload-fail", "文件上传失败"),
    of(
        Class::Invalid,
        "isv.invalid-file-extension",
        "文件扩展名无效",
    ),
    of(Class::Invalid, "isv.invalid-file-size", "文件大小无效"),
    of(Class::Invalid, "isv.invalid-method", "不存在的方法名"),
    of(Class::Invalid, "isv.invalid-format", "无效的数据格式"),
    of(
        Class::Invalid,
        "isv.invalid-signature-type",
        "无效的签名类型",
    ),
    of(Class::Invalid, "isv.invalid-signature", "无效签名"),
    of(Class::Invalid, "isv.invalid-encrypt-type", "无效的加密类型"),
    of(Class::Invalid, "isv.invalid-encrypt", "解密异常"),
    of(Class::Invalid, "isv.invalid-app-id", "无效的AppID参数"),
    of(Class::Invalid, "isv.invalid-timestamp", "非法的时间戳参数"),
    of(Class::Invalid, "isv.invalid-version", "无效的版本参数"),
    of(Class::Invalid, "isv.invalid-charset", "字符集错误"),
    of(Class::Invalid, "isv.invalid-digest", "摘要错误"),
    of(
        Class::Invalid,
        "isv.decryption-error-not-valid-encrypt-type",
        "解密出错，不支持的加密算法",
    ),
    of(
        Class::Invalid,
        "isv.decryption-error-not-valid-encrypt-key",
        "解密出错, 未配置加密密钥或加密密钥格式错误",
    ),
    of(
        Class::Invalid,
        "isv.decryption-error-unknown",
        "解密出错，未知异常",
    ),
    of(
        Class::Invalid,
        "isv.not-support-app-auth",
        "本接口不支持第三方代理调用",
    ),
    of(Class::Invalid, "isv.illegal-json", "非法的JSON格式"),
    of(Class::Invalid, "isv.suspected-attack", "疑似攻击请求"),
    of(Class::Invalid, "isv.forbidden-api", "禁止调用的接口"),
    of(Class::Invalid, "isv.invalid-http-method", "无效的HTTP方法"),
    of(
        Class::Invalid,
        "isv.invalid-content-type",
        "无效的Content-Type",
    ),
    of(Class::Invalid, "app-cert-expired", "应用公钥证书已过期"),
    of(Class::Invalid, "not-online-app", "应用未上线"),
    of(Class::Invalid, "invalid-openid", "无效的openid"),
    of(
        Class::Invalid,
        "isv.missing-app-cert-sn",
        "缺少应用公钥证书序列号",
    ),
    of(
        Class::Invalid,
        "isv.missing-alipay-root-cert-sn",
        "缺少支付宝根证书序列号",
    ),
    of(
        Class::Invalid,
        "isv.invalid-alipay-root-cert-sn",
        "无效的支付宝根证书序列号",
    ),
    of(Class::Invalid, "isv.app-cert-expired", "应用公钥证书已过期"),
    of(
        Class::Invalid,
        "isv.app-cert-not-exist",
        "应用公钥证书不存在",
    ),
    of(
        Class::Invalid,
        "isv.alipay-cert-not-exist",
        "支付宝公钥证书不存在",
    ),
    of(
        Class::Conditions,
        "isv.missing-signature-config",
        "应用未配置对应签名算法的公钥或者证书",
    ),
    of(
        Class::Conditions,
        "invalid-auth-relations",
        "无效的授权关系",
    ),
    of(
        Class::Business,
        "unsupported-sdk-version",
        "不支持的SDK版本",
    ),
    of(Class::Limited, "isv.app-call-limited", "应用调用次数超限"),
    of(
        Class::Limited,
        "isv.method-call-limited",
        "接口调用次数超限",
    ),
    of(
        Class::Permissions,
        "isv.insufficient-isv-permissions",
        "ISV权限不足",
    ),
    of(
        Class::Permissions,
        "isv.insufficient-user-permissions",
        "用户权限不足",
    ),
    of(
        Class::Permissions,
        "isv.self-invoke-forbidden",
        "禁止应用自调用",
    ),
];
