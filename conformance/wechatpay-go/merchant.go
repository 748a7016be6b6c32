package main

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/downloader"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	favor "github.com/wechatpay-apiv3/wechatpay-go/services/merchantexclusivecoupon"
)

// Where the SDK believes that it calls.
const platform = "https://api.mch.weixin.qq.com"

var ctx = context.Background()

// Takes what the SDK sends to the platform elsewhere. The signature covers the path
// alone, so it stays right.
type route struct{ to *url.URL }

func (r route) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Host = request.URL.Host
	request.URL.Scheme, request.URL.Host = r.to.Scheme, r.to.Host
	return http.DefaultTransport.RoundTrip(request)
}

func routed(to string) *http.Client {
	return &http.Client{Transport: route{must(url.Parse(to))}, Timeout: 20 * time.Second}
}

// One merchant with the SDK's services.
type merchant struct {
	identity
	mchid, apiKey string
	client        *core.Client
	stocks        favor.BusiFavorApiService
	coupons       favor.CouponApiService
	callbacks     favor.CallBackApiService
	subsidies     favor.SubsidyApiService
}

// A merchant whose platform certificates the SDK's manager downloads by itself.
func withCertificates(to, mchid, apiKey string, id identity, manager *downloader.CertificateDownloaderMgr) *merchant {
	bare := must(core.NewClient(ctx, option.WithMerchantCredential(mchid, id.serial, id.key),
		option.WithoutValidator(), option.WithHTTPClient(routed(to))))
	check(manager.RegisterDownloaderWithClient(ctx, bare, mchid, apiKey))
	return of(mchid, apiKey, id, must(core.NewClient(ctx,
		option.WithWechatPayAutoAuthCipherUsingDownloaderMgr(mchid, id.serial, id.key, manager),
		option.WithHTTPClient(routed(to)))))
}

// A merchant that calls with this client.
func of(mchid, apiKey string, id identity, client *core.Client) *merchant {
	return &merchant{
		identity:  id,
		mchid:     mchid,
		apiKey:    apiKey,
		client:    client,
		stocks:    favor.BusiFavorApiService{Client: client},
		coupons:   favor.CouponApiService{Client: client},
		callbacks: favor.CallBackApiService{Client: client},
		subsidies: favor.SubsidyApiService{Client: client},
	}
}

func to[T any](value T) *T {
	return &value
}
