//! Where a request goes, by its path alone.

/// Whose language a path speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Alipay's gateway: one path for every method.
    AlipayGateway,
    /// Alipay's REST v3.
    AlipayRest,
    /// WeChat Pay's REST v3: every other path under `/v3/`.
    WeChatPay,
    /// The page on which a user claims coupons at WeChat Pay.
    Claim,
    /// The plugin by which a mini program does it for its user.
    Plugin,
    /// Whether the process lives.
    Live,
    /// Whether the server takes requests.
    Ready,
    /// Quan's own: the API, and the pages that answers point to.
    Own,
}

/// Whose language a path speaks; only `/v3/` is shared between platforms.
pub(crate) fn route(path: &str) -> Dialect {
    match path {
        "/gateway.do" => return Dialect::AlipayGateway,
        "/busifavor/getcouponinfo" => return Dialect::Claim,
        "/busifavor/sendcoupon" => return Dialect::Plugin,
        "/healthz" => return Dialect::Live,
        "/readyz" => return Dialect::Ready,
        _ => {}
    }
    let Some(rest) = path.strip_prefix("/v3/") else {
        return Dialect::Own;
    };
    match rest.split('/').next() {
        Some("alipay" | "ant") => Dialect::AlipayRest,
        _ => Dialect::WeChatPay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d3_paths_under_v3_belong_to_alipay_or_to_wechat_pay() {
        for (path, dialect) in [
            ("/gateway.do", Dialect::AlipayGateway),
            ("/gateway.do/", Dialect::Own),
            (
                "/v3/alipay/marketing/activity/voucher/send",
                Dialect::AlipayRest,
            ),
            ("/v3/alipay", Dialect::AlipayRest),
            ("/v3/ant/merchant", Dialect::AlipayRest),
            ("/v3/alipays/x", Dialect::WeChatPay),
            ("/v3/marketing/busifavor/stocks", Dialect::WeChatPay),
            ("/v3/", Dialect::WeChatPay),
            ("/v3", Dialect::Own),
            ("/busifavor/getcouponinfo", Dialect::Claim),
            ("/busifavor/sendcoupon", Dialect::Plugin),
            ("/busifavor", Dialect::Own),
            ("/healthz", Dialect::Live),
            ("/readyz", Dialect::Ready),
            ("/api/vouchers/1-1/redemptions", Dialect::Own),
        ] {
            assert_eq!(route(path), dialect, "{path}");
        }
    }
}
