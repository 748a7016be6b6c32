module quan/conformance/wechatpay

go 1.19

require github.com/wechatpay-apiv3/wechatpay-go v0.2.21
