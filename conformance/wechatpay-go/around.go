package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/downloader"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	"github.com/wechatpay-apiv3/wechatpay-go/services/certificates"
	"github.com/wechatpay-apiv3/wechatpay-go/services/fileuploader"
	favor "github.com/wechatpay-apiv3/wechatpay-go/services/merchantexclusivecoupon"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

func (w *world) images() {
	var picture bytes.Buffer
	check(png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 120, 120))))
	uploader := fileuploader.MarketingImageUploader{Client: w.shop.client}
	url := done(uploader.Upload(ctx, bytes.NewReader(picture.Bytes()), "logo.png", "image/png")).MediaUrl
	that("media_url is an address", url != nil && strings.HasPrefix(*url, "http") && len(*url) <= 128, url)
	stock := w.stock(func(r *favor.CreateBusifavorStockRequest) {
		r.DisplayPatternInfo = &favor.DisplayPatternInfo{MerchantLogoUrl: url, CouponImageUrl: url}
	})
	equal("a stock with it", url, w.query(stock).DisplayPatternInfo.MerchantLogoUrl)
	done(uploader.Upload(ctx, bytes.NewReader(picture.Bytes()), "封面.PNG", "image/png"))
	done((&fileuploader.MarketingImageUploader{Client: w.bookshop.client}).Upload(ctx, bytes.NewReader(picture.Bytes()), "b.png", "image/png"))
	refused("a name without a picture's ending", failure(uploader.Upload(ctx, bytes.NewReader(picture.Bytes()), "logo.gif", "image/png")), 400, "PARAM_ERROR", "")
	big := bytes.Repeat([]byte{1}, 2<<20+1)
	refused("2 MiB and a byte", failure(uploader.Upload(ctx, bytes.NewReader(big), "big.png", "image/png")), 400, "PARAM_ERROR", "")
}

func (w *world) certificates() {
	list := done(certificatesOf(w.shop)).Data
	that("there is a certificate at least", len(list) >= 1, len(list))
	named := false
	for _, each := range list {
		named = named || *each.SerialNo == w.certificate
		equal("algorithm", "AEAD_AES_256_GCM", each.EncryptCertificate.Algorithm)
		text := must(utils.DecryptAES256GCM(w.shop.apiKey, *each.EncryptCertificate.AssociatedData, *each.EncryptCertificate.Nonce, *each.EncryptCertificate.Ciphertext))
		certificate := must(utils.LoadCertificate(text))
		equal("serial_no is the certificate's", utils.GetCertificateSerialNumber(*certificate), each.SerialNo)
		equal("effective_time", certificate.NotBefore, each.EffectiveTime)
		equal("expire_time", certificate.NotAfter, each.ExpireTime)
	}
	that("the exported certificate is among them", named, w.certificate)
	_, known := w.manager.GetCertificate(ctx, w.shop.mchid, w.certificate)
	that("the SDK's manager has it", known, w.manager.GetCertificateMap(ctx, w.shop.mchid))

	wrong := must(core.NewClient(ctx, option.WithMerchantCredential(w.shop.mchid, w.shop.serial, w.shop.key), option.WithoutValidator(), option.WithHTTPClient(routed(w.server.url))))
	_, err := downloader.NewCertificateDownloaderWithClient(ctx, wrong, "00000000000000000000000000000000")
	that("another key does not open them", err != nil && strings.Contains(err.Error(), "decrypt"), err)
}

// The list as the SDK's own service for it answers.
func certificatesOf(m *merchant) (*certificates.DownloadCertificatesResponse, *core.APIResult, error) {
	return (&certificates.CertificatesApiService{Client: m.client}).DownloadCertificates(ctx)
}

// A new platform certificate: both are listed, and each client is answered by the one it
// names. A running server reads it within a minute; one that starts, at once.
func (w *world) rotation() {
	before := w.certificate
	old := must(core.NewClient(ctx, option.WithWechatPayAutoAuthCipherUsingDownloaderMgr(w.shop.mchid, w.shop.serial, w.shop.key, w.patientManager()),
		option.WithHTTPClient(routed(w.server.url))))
	stock := w.stock(nil)
	coupon := w.send(stock)
	w.server.rotate()
	w.server.restart()
	w.moveTo(w.now)
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if len(w.manager.GetCertificateMap(ctx, w.shop.mchid)) >= 2 {
			break
		}
	}
	after := w.manager.GetNewestCertificateSerial(ctx, w.shop.mchid)
	need("the SDK's manager finds the new certificate by itself", after != before && after != "", after)
	_, kept := w.manager.GetCertificate(ctx, w.shop.mchid, before)
	that("and still has the one before", kept, w.manager.GetCertificateMap(ctx, w.shop.mchid))

	_, result, err := w.shop.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{})
	need("a client that knows both is answered", err == nil, err)
	equal("it asks for the new one and is answered with it", after, result.Response.Header.Get("Wechatpay-Serial"))
	_, result, err = (&favor.CallBackApiService{Client: old}).GetCouponNotify(ctx, favor.GetCouponNotifyRequest{})
	need("a client that knows only the one before is answered", err == nil, err)
	equal("with that one", before, result.Response.Header.Get("Wechatpay-Serial"))
	w.isIn(stock, coupon, favor.COUPONSTATUS_SENDED)
	w.receiver.await(stock, w.send(stock), 1)
}

// A manager that downloads once and then not for a day.
func (w *world) patientManager() *downloader.CertificateDownloaderMgr {
	manager := downloader.NewCertificateDownloaderMgr(ctx)
	bare := must(core.NewClient(ctx, option.WithMerchantCredential(w.shop.mchid, w.shop.serial, w.shop.key), option.WithoutValidator(),
		option.WithHTTPClient(routed(w.server.url))))
	check(manager.RegisterDownloaderWithClient(ctx, bare, w.shop.mchid, w.shop.apiKey))
	return manager
}

func (w *world) publicKeyMode() {
	request := w.plainStock()
	request.BelongMerchant = to(w.bookshop.mchid)
	request.NotifyConfig = &favor.NotifyConfig{NotifyAppid: to(bookApp)}
	created, result, err := w.bookshop.stocks.CreateBusifavorStock(ctx, request)
	stock := *done(created, result, err).StockId
	equal("the answer is signed by the public key", w.publicKeyID, result.Response.Header.Get("Wechatpay-Serial"))
	sent := done(w.bookshop.coupons.SendCoupon(ctx, favor.SendCouponRequest{Openid: to(oneAtBook), Appid: to(bookApp), StockId: to(stock), OutRequestNo: w.number()}))
	coupon := *sent.SendCouponResult.CouponCode
	result, err = w.bookshop.stocks.ModifyStockInfo(ctx, favor.ModifyStockInfoRequest{StockId: to(stock), OutRequestNo: w.number(), Comment: to("公钥")})
	emptied(result, err)
	equal("so is an empty one", w.publicKeyID, result.Response.Header.Get("Wechatpay-Serial"))
	n := w.receiver.await(stock, coupon, 1)[0]
	equal("and the notice", w.publicKeyID, n.header.Get("Wechatpay-Serial"))
	equal("its openid", oneAtBook, n.content.Openid)
	ending := w.deactivating(stock, coupon)
	equal("deactivate", w.now, done(w.bookshop.coupons.DeactivateCoupon(ctx, ending)).WechatpayDeactivateTime)
	equal("the coupon's state", "DEACTIVATED", done(w.bookshop.coupons.QueryCoupon(ctx, favor.QueryCouponRequest{CouponCode: to(coupon), Appid: to(bookApp), Openid: to(oneAtBook)})).CouponState)
	refused("deactivate again", failure(w.bookshop.coupons.DeactivateCoupon(ctx, w.deactivating(stock, coupon))), 400, "INVALID_REQUEST", notUsable)

	// A merchant of certificates that changes over names the public key, and is answered by it.
	changing := of(w.shop.mchid, w.shop.apiKey, w.shop.identity, must(core.NewClient(ctx,
		option.WithWechatPayPublicKeyAuthCipher(w.shop.mchid, w.shop.serial, w.shop.key, w.publicKeyID, w.publicKey), option.WithHTTPClient(routed(w.server.url)))))
	done(changing.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{}))

	// Whoever expects another public key refuses the answer by itself.
	other := newKey()
	wary := of(w.bookshop.mchid, w.bookshop.apiKey, w.bookshop.identity, must(core.NewClient(ctx,
		option.WithWechatPayPublicKeyAuthCipher(w.bookshop.mchid, w.bookshop.serial, w.bookshop.key, w.publicKeyID, &other.PublicKey), option.WithHTTPClient(routed(w.server.url)))))
	_, result, err = wary.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{})
	that("the SDK does not take a signature of another key", err != nil && result != nil && result.Response.StatusCode == 200, err)
}

func (w *world) callbackAddress() {
	answer := done(w.shop.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{}))
	says("the provisioned address", fields{"mchid": w.shop.mchid, "notify_url": w.receiver.url + "/shop"}, answer)
	says("it is asked for by number", leaves(answer), done(w.shop.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{Mchid: to(w.shop.mchid)})))
	refused("no address", failure(w.stranger.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{})), 404, "RESOURCE_NOT_EXISTS", "查询的资源不存在")
	for _, url := range []string{"https://pay.example.com/first", "https://pay.example.com/second"} {
		set := done(w.stranger.callbacks.SetCouponNotify(ctx, favor.SetCouponNotifyRequest{NotifyUrl: to(url)}))
		says("set", fields{"mchid": w.stranger.mchid, "notify_url": url, "update_time": w.now}, set)
		equal("as queried", url, done(w.stranger.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{Mchid: to(w.stranger.mchid)})).NotifyUrl)
		w.pass(time.Minute)
	}
	set := func(url, mchid string) error {
		return failure(w.stranger.callbacks.SetCouponNotify(ctx, favor.SetCouponNotifyRequest{NotifyUrl: to(url), Mchid: to(mchid)}))
	}
	refused("without https", set("http://pay.example.com/first", w.stranger.mchid), 400, "PARAM_ERROR", "")
	refused("with a query", set("https://pay.example.com/first?a=1", w.stranger.mchid), 400, "PARAM_ERROR", "")
	refused("too short", set("https://a", w.stranger.mchid), 400, "PARAM_ERROR", "/body/notify_url")
	refused("for another", set("https://pay.example.com/first", w.shop.mchid), 403, "NO_AUTH", "无权限")
	refused("asked for another", failure(w.stranger.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{Mchid: to(w.shop.mchid)})), 403, "NO_AUTH", "无权限")
	equal("after all refusals", "https://pay.example.com/second", done(w.stranger.callbacks.GetCouponNotify(ctx, favor.GetCouponNotifyRequest{})).NotifyUrl)
}

func (w *world) notices() {
	stock := w.stock(func(r *favor.CreateBusifavorStockRequest) {
		r.NotifyConfig = &favor.NotifyConfig{NotifyAppid: to(shopOther)}
	})
	sending := w.sending(stock, one)
	coupon := *done(w.shop.coupons.SendCoupon(ctx, sending)).SendCouponResult.CouponCode
	n := w.receiver.await(stock, coupon, 1)[0]
	equal("path", "/shop", n.path)
	equal("event_type", "COUPON.SEND", n.EventType)
	equal("resource_type", "encrypt-resource", n.ResourceType)
	equal("summary", "商家券领券通知", n.Summary)
	equal("create_time", w.now, n.CreateTime)
	that("id has at most 36 characters", len(n.ID) > 0 && len(n.ID) <= 36, n.ID)
	equal("algorithm", "AEAD_AES_256_GCM", n.Resource.Algorithm)
	equal("original_type", "coupon", n.Resource.OriginalType)
	that("associated_data is there", n.Resource.AssociatedData != "" && len(n.Resource.AssociatedData) <= 16, n.Resource.AssociatedData)
	equal("the nonce's length", 12, len(n.Resource.Nonce))
	equal("its header of the signature's type", "WECHATPAY2-SHA256-RSA2048", n.header.Get("Wechatpay-Signature-Type"))
	that("it has a Request-ID", n.header.Get("Request-Id") != "", n.header)
	equal("the contents' event_type", "EVENT_TYPE_BUSICOUPON_SEND", n.content.EventType)
	equal("stock_id", stock, n.content.StockID)
	equal("coupon_code", coupon, n.content.CouponCode)
	equal("send_time", w.now, n.content.SendTime)
	equal("openid, under notify_appid", oneAtOther, n.content.Openid)
	equal("unionid", oneUnion, n.content.Unionid)
	equal("send_channel", "BUSICOUPON_SEND_CHANNEL_API", n.content.SendChannel)
	equal("send_merchant", w.shop.mchid, n.content.SendMerchant)

	plain := w.stock(nil)
	coupon = w.send(plain)
	n = w.receiver.await(plain, coupon, 1)[0]
	equal("openid without notify_appid", "", n.content.Openid)

	// What is refused comes again after a minute, the same but for its signature.
	again := w.stock(nil)
	w.receiver.refuseNext(again, 2)
	coupon = w.send(again)
	w.receiver.await(again, coupon, 1)
	w.awaitLater(again, coupon, 2)
	all := w.awaitLater(again, coupon, 3)
	equal("the second's id", all[0].ID, all[1].ID)
	equal("the third's id", all[0].ID, all[2].ID)
	that("each is signed anew", all[0].header.Get("Wechatpay-Signature") != all[1].header.Get("Wechatpay-Signature"), all[0].header)
	w.pass(10 * time.Minute)
	w.receiver.await(plain, w.send(plain), 1)
	equal("after it was taken it comes no more", 3, len(w.receiver.about(again, coupon)))
	done(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(again, coupon)))
	w.receiver.await(plain, w.send(plain), 1)
	equal("deactivate sends none", 3, len(w.receiver.about(again, coupon)))
}

// Waits for one more notice, a minute later. The clock may move before the server notes
// that the one before was refused, so it is moved again.
func (w *world) awaitLater(stock, coupon string, count int) []notice {
	for tries := 0; tries < 5 && len(w.receiver.about(stock, coupon)) < count; tries++ {
		w.pass(61 * time.Second)
		for end := time.Now().Add(time.Second); time.Now().Before(end) && len(w.receiver.about(stock, coupon)) < count; {
			time.Sleep(20 * time.Millisecond)
		}
	}
	return w.receiver.await(stock, coupon, count)
}

// A stock that a service provider makes for its merchant.
func (w *world) partnerStock(change func(*favor.CreateBusifavorStockRequest)) string {
	request := w.plainStock()
	request.BelongMerchant = to("1900000004")
	change(&request)
	return *done(w.partner.stocks.CreateBusifavorStock(ctx, request)).StockId
}

func (w *world) partnership() {
	teahouse := withCertificates(w.server.url, "1900000004", "0123456789abcdef0123456789abcde4", w.ids["teahouse"], w.manager)
	stock := w.partnerStock(func(*favor.CreateBusifavorStockRequest) {})
	sending := favor.SendCouponRequest{Openid: to(oneAtTea), Appid: to(teaApp), StockId: to(stock), OutRequestNo: w.number()}
	coupon := *done(w.partner.coupons.SendCoupon(ctx, sending)).SendCouponResult.CouponCode
	equal("belong_merchant", "1900000004", done(w.partner.stocks.QueryStock(ctx, favor.QueryStockRequest{StockId: to(stock)})).BelongMerchant)
	equal("the owner reads the stock", stock, done(teahouse.stocks.QueryStock(ctx, favor.QueryStockRequest{StockId: to(stock)})).StockId)
	own := done(teahouse.coupons.ListCouponsByFilter(ctx, favor.ListCouponsByFilterRequest{Openid: to(oneAtTea), Appid: to(teaApp), BelongMerchant: to("1900000004"), StockId: to(stock)}))
	equal("the owner lists the coupon", 1, own.TotalCount)
	ending := w.deactivating(stock, coupon)
	refused("the owner does not deactivate", failure(teahouse.coupons.DeactivateCoupon(ctx, ending)), 403, "NO_AUTH", notAllowed)
	done(w.partner.coupons.DeactivateCoupon(ctx, ending))
	foreign := w.plainStock()
	foreign.BelongMerchant = to(w.shop.mchid)
	refused("a stock for a stranger", failure(w.partner.stocks.CreateBusifavorStock(ctx, foreign)), 403, "NO_AUTH", "无权限")
	foreign.BelongMerchant = to("1999999999")
	refused("a stock for nobody", failure(w.partner.stocks.CreateBusifavorStock(ctx, foreign)), 400, "MCH_NOT_EXISTS", "商户号不存在")
}

func (w *world) subsidy() {
	stock := w.partnerStock(func(r *favor.CreateBusifavorStockRequest) { r.Subsidy = to(true) })
	give := func() string {
		return *done(w.partner.coupons.SendCoupon(ctx, favor.SendCouponRequest{Openid: to(oneAtTea), Appid: to(teaApp), StockId: to(stock), OutRequestNo: w.number()})).SendCouponResult.CouponCode
	}
	coupon := give()
	transaction := fmt.Sprintf("42%026d", time.Now().UnixNano())
	pay := favor.SubsidyPayRequest{StockId: to(stock), CouponCode: to(coupon), TransactionId: to(transaction), PayerMerchant: to(w.partner.mchid),
		PayeeMerchant: to("1900000004"), Amount: to(int64(300)), Description: to("补差"), OutSubsidyNo: w.number()}
	refused("for a coupon that is not used", failure(w.partner.subsidies.SubsidyPay(ctx, pay)), 400, "INVALID_REQUEST", "")
	using := w.using(stock, coupon)
	using.Appid = to(teaApp)
	done(w.partner.coupons.UseCoupon(ctx, using))
	over := pay
	over.Amount = to(int64(301))
	refused("more than the coupon's worth", failure(w.partner.subsidies.SubsidyPay(ctx, over)), 400, "INVALID_REQUEST", "")
	poor := done(w.partner.subsidies.SubsidyPay(ctx, pay))
	poor = w.paid(*poor.SubsidyReceiptId)
	says("without money", leaves(pay).with(fields{"status": "PAY_RECEIPT_FAIL", "fail_reason": "PAY_RECEIPT_INSUFFICIENT_BALANCE", "create_time": w.now}),
		poor, "subsidy_receipt_id")
	w.server.staff("POST", "/api/merchants/"+w.partner.mchid+"/deposits", map[string]any{"request_no": *w.number(), "amount": "10.00"})
	pay.OutSubsidyNo = w.number()
	first := done(w.partner.subsidies.SubsidyPay(ctx, pay))
	want := leaves(pay)
	says("the receipt", want, first, "subsidy_receipt_id", "status", "create_time", "success_time")
	id := *first.SubsidyReceiptId
	that("its number has 28 to 32 characters", len(id) >= 28 && len(id) <= 32, id)
	equal("create_time", w.now, first.CreateTime)
	that("status", *first.Status == "PAY_RECEIPT_ACCEPTED" || *first.Status == "PAY_RECEIPT_SUCCESS", *first.Status)
	receipt := w.paid(id)
	want = want.with(fields{"subsidy_receipt_id": id, "status": "PAY_RECEIPT_SUCCESS", "create_time": first.CreateTime, "success_time": w.now})
	says("the receipt when it is paid", want, receipt)
	equal("pay again: the receipt", id, done(w.partner.subsidies.SubsidyPay(ctx, pay)).SubsidyReceiptId)
	refused("the number with another amount", func() error {
		o := pay
		o.Amount = to(int64(1))
		return failure(w.partner.subsidies.SubsidyPay(ctx, o))
	}(), 400, "INVALID_REQUEST", repeated)
	list := done(w.partner.subsidies.PayReceiptList(ctx, favor.PayReceiptListRequest{StockId: to(stock), CouponCode: to(coupon)}))
	equal("receipts of the coupon, with the one that failed", 2, len(list.PayReceiptList))
	list = done(w.partner.subsidies.PayReceiptList(ctx, favor.PayReceiptListRequest{StockId: to(stock), CouponCode: to(coupon), OutSubsidyNo: pay.OutSubsidyNo}))
	need("the list under its number has it", len(list.PayReceiptList) == 1, len(list.PayReceiptList))
	says("the receipt in the list", want, list.PayReceiptList[0])
	list = done(w.partner.subsidies.PayReceiptList(ctx, favor.PayReceiptListRequest{StockId: to(stock), CouponCode: to(coupon), OutSubsidyNo: to("none")}))
	equal("receipts under another number", 0, len(list.PayReceiptList))

	back := func(amount int64) favor.SubsidyReturnRequest {
		return favor.SubsidyReturnRequest{StockId: to(stock), CouponCode: to(coupon), TransactionId: to(transaction), RefundId: to("50" + transaction[2:]),
			PayerMerchant: to(w.partner.mchid), PayeeMerchant: to("1900000004"), Amount: to(amount), Description: to("补差回退"), OutSubsidyReturnNo: w.number()}
	}
	for _, each := range []struct {
		amount int64
		state  string
	}{{100, "PAY_RECEIPT_PARTIAL_RETURN"}, {200, "PAY_RECEIPT_FULL_RETURN"}} {
		request := back(each.amount)
		answer := done(w.partner.subsidies.SubsidyReturn(ctx, request))
		says("the return", leaves(request).with(fields{"subsidy_receipt_id": id, "return_create_time": w.now}), answer, "subsidy_return_receipt_id", "status", "return_done_time")
		var seen *favor.SubsidyReturnReceipt
		for range [50]struct{}{} {
			if seen = done(w.partner.subsidies.ReturnReceiptInfo(ctx, favor.ReturnReceiptInfoRequest{SubsidyReturnReceiptId: answer.SubsidyReturnReceiptId})); *seen.Status != "RETURN_RECEIPT_ACCEPTED" {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		says("the return when it is done", leaves(request).with(fields{"subsidy_receipt_id": id, "return_create_time": w.now, "return_done_time": w.now,
			"subsidy_return_receipt_id": answer.SubsidyReturnReceiptId, "status": "RETURN_RECEIPT_SUCCESS"}), seen)
		equal("the same number again", answer.SubsidyReturnReceiptId, done(w.partner.subsidies.SubsidyReturn(ctx, request)).SubsidyReturnReceiptId)
		equal("the receipt's status", each.state, done(w.partner.subsidies.PayReceiptInfo(ctx, favor.PayReceiptInfoRequest{SubsidyReceiptId: to(id)})).Status)
	}
	refused("a fen more", failure(w.partner.subsidies.SubsidyReturn(ctx, back(1))), 400, "INVALID_REQUEST", "")
	none := "9999999999999999999999999999"
	refused("an unknown receipt", failure(w.partner.subsidies.PayReceiptInfo(ctx, favor.PayReceiptInfoRequest{SubsidyReceiptId: to(none)})), 404, "RESOURCE_NOT_EXISTS", "")
	refused("an unknown return", failure(w.partner.subsidies.ReturnReceiptInfo(ctx, favor.ReturnReceiptInfoRequest{SubsidyReturnReceiptId: to(none)})), 404, "RESOURCE_NOT_EXISTS", "")
	pay.OutSubsidyNo = w.number()
	refused("by somebody else", failure(w.stranger.subsidies.SubsidyPay(ctx, pay)), 403, "NO_AUTH", "")
}

// A receipt when it is more than accepted.
func (w *world) paid(id string) *favor.SubsidyPayReceipt {
	for tries := 0; ; tries++ {
		receipt := done(w.partner.subsidies.PayReceiptInfo(ctx, favor.PayReceiptInfoRequest{SubsidyReceiptId: to(id)}))
		if tries >= 50 || *receipt.Status != favor.SUBSIDYPAYRECEIPTSTATUS_PAY_RECEIPT_ACCEPTED {
			return receipt
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (w *world) cards() {
	stock := w.stock(nil)
	id := "pIJMr5MMiIkO_93VtPyIiEk2DZ4w"
	w.server.staff("PUT", "/api/wechat-cards/"+id, map[string]any{"merchant": w.shop.mchid, "stock": stock})
	card := favor.SendGovCardRequest{CardId: to(id), Appid: to(shopApp), Openid: to(one), OutRequestNo: w.number(), SendTime: text(w.now)}
	first := done(w.shop.coupons.SendGovCard(ctx, card))
	need("card_code is there", first.CardCode != nil && *first.CardCode != "", first)
	equal("it is a coupon of its stock", stock, w.coupon(*first.CardCode).StockId)
	equal("the same again", first.CardCode, done(w.shop.coupons.SendGovCard(ctx, card)).CardCode)
	later := card
	later.SendTime = text(w.now.Add(-time.Hour))
	that("the number with another send_time is another card", *done(w.shop.coupons.SendGovCard(ctx, later)).CardCode != *first.CardCode, first)
	equal("cards sent", 2, w.query(stock).SendCountInformation.TotalSendNum)
	refuse := func(what string, status int, code, message string, set func(*favor.SendGovCardRequest)) {
		request := card
		request.OutRequestNo = w.number()
		set(&request)
		refused(what, failure(w.shop.coupons.SendGovCard(ctx, request)), status, code, message)
	}
	refuse("a send_time of 25 hours ago", 400, "PARAM_ERROR", "", func(r *favor.SendGovCardRequest) { r.SendTime = text(w.now.Add(-25 * time.Hour)) })
	refuse("an unknown user", 404, "USER_NOT_EXISTS", "OpenID不正确", func(r *favor.SendGovCardRequest) { r.Openid = to("oNobody-0000000000000000001") })
	refuse("an unknown card", 404, "RESOURCE_NOT_EXISTS", "", func(r *favor.SendGovCardRequest) { r.CardId = to("none") })
}

// Signatures that are not right, and paths that are none.
func (w *world) transport() {
	asking := func(mchid, serial string, id identity) error {
		client := must(core.NewClient(ctx, option.WithMerchantCredential(mchid, serial, id.key), option.WithoutValidator(), option.WithHTTPClient(routed(w.server.url))))
		return failure((&favor.BusiFavorApiService{Client: client}).QueryStock(ctx, favor.QueryStockRequest{StockId: to("1")}))
	}
	shop := w.shop
	api := refused("another key", asking(shop.mchid, shop.serial, w.ids["stranger"]), 401, "SIGN_ERROR", "错误的签名，验签失败")
	detail := fmt.Sprint(api.Detail)
	that("the detail names the signed text", strings.Contains(detail, "sign not match") && strings.Contains(detail, "/v3/marketing/busifavor/stocks/1"), detail)
	equal("it is not signed", "", api.Header.Get("Wechatpay-Signature"))
	that("it has a Request-ID", api.Header.Get("Request-Id") != "", api.Header)
	refused("a certificate that is not the merchant's", asking(shop.mchid, w.stranger.serial, w.stranger.identity), 401, "SIGN_ERROR", "商户证书序列号有误")
	refused("an unknown merchant", asking("1999999999", shop.serial, shop.identity), 401, "SIGN_ERROR", "商户证书序列号有误")
	refused("an expired certificate", asking("1900000006", w.ids["expired"].serial, w.ids["expired"]), 401, "SIGN_ERROR", "商户证书已过期")
	refused("a revoked certificate", asking("1900000007", w.ids["revoked"].serial, w.ids["revoked"]), 401, "SIGN_ERROR", "商户证书已作废")
	say := func(state string) {
		w.server.staff("PUT", "/api/wechat-merchants/1900000006/certificate-state", map[string]any{"serial_no": w.ids["expired"].serial, "state": state})
	}
	say("valid")
	refused("the same certificate when it is valid", asking("1900000006", w.ids["expired"].serial, w.ids["expired"]), 404, "RESOURCE_NOT_EXISTS", "")
	say("replaced")
	refused("a replaced certificate", asking("1900000006", w.ids["expired"].serial, w.ids["expired"]), 401, "SIGN_ERROR", "已更换证书，请使用新证书")
	refused("a merchant without an APIv3 key", asking("1900000008", w.ids["keyless"].serial, w.ids["keyless"]), 401, "SIGN_ERROR", "商户未设置APIv3密钥")

	_, err := shop.client.Get(ctx, platform+"/v3/marketing/busifavor/nothing")
	api = refused("an unknown path", err, 404, "", "")
	equal("its body", "", api.Body)
	that("it has a Request-ID", api.Header.Get("Request-Id") != "", api.Header)
	_, err = shop.client.Delete(ctx, platform+"/v3/marketing/busifavor/stocks", "{}")
	api = refused("a method that the path has not", err, 405, "", "")
	equal("its body", "", api.Body)
	err = failure(shop.stocks.QueryStock(ctx, favor.QueryStockRequest{StockId: to("9999999999999999")}))
	api = refused("an unknown stock", err, 404, "RESOURCE_NOT_EXISTS", "查询的资源不存在")
	that("a refusal by the platform is signed", api.Header.Get("Wechatpay-Signature") != "" && api.Header.Get("Wechatpay-Serial") != "", api.Header)
	_, err = shop.client.Post(ctx, platform+"/v3/marketing/busifavor/coupons/use", []byte("[1]"))
	refused("a body that is no object", err, 400, "PARAM_ERROR", "")
}

// The first broken rule of a request's form, through the SDK's own types.
func (w *world) forms() {
	create := func(what, code, message string, change func(*favor.CreateBusifavorStockRequest)) {
		request := w.plainStock()
		change(&request)
		refused(what, failure(w.shop.stocks.CreateBusifavorStock(ctx, request)), 400, code, message)
	}
	type request = favor.CreateBusifavorStockRequest
	create("a name of 22 characters", "PARAM_ERROR", "/body/stock_name", func(r *request) { r.StockName = to(strings.Repeat("名", 22)) })
	create("a comment of 21 characters", "PARAM_ERROR", "/body/comment", func(r *request) { r.Comment = to(strings.Repeat("注", 21)) })
	create("goods of 16 characters", "PARAM_ERROR", "/body/goods_name", func(r *request) { r.GoodsName = to(strings.Repeat("品", 16)) })
	create("nothing off", "PARAM_ERROR", "/body/coupon_use_rule/fixed_normal_coupon/discount_amount", func(r *request) { r.CouponUseRule.FixedNormalCoupon.DiscountAmount = to(int64(0)) })
	create("101 per user", "PARAM_ERROR", "/body/stock_send_rule/max_coupons_per_user", func(r *request) { r.StockSendRule.MaxCouponsPerUser = to(int64(101)) })
	create("no coupons", "PARAM_ERROR", "/body/stock_send_rule/max_coupons", func(r *request) { r.StockSendRule.MaxCoupons = to(int64(0)) })
	create("no rule of its type", "PARAM_ERROR", "fixed_normal_coupon", func(r *request) { r.CouponUseRule.FixedNormalCoupon = nil })
	create("a rule of another type", "PARAM_ERROR", "", func(r *request) {
		r.CouponUseRule.DiscountCoupon = &favor.DiscountMsg{DiscountPercent: to(int64(88)), TransactionMinimum: to(int64(100))}
	})
	create("an end before the beginning", "PARAM_ERROR", "", func(r *request) { r.CouponUseRule.CouponAvailableTime.AvailableEndTime = to(w.day(-1)) })
	create("more than a year", "PARAM_ERROR", "", func(r *request) { r.CouponUseRule.CouponAvailableTime.AvailableEndTime = to(w.day(367)) })
	create("waiting days alone", "PARAM_ERROR", "", func(r *request) { r.CouponUseRule.CouponAvailableTime.WaitDaysAfterReceive = to(int64(1)) })
	create("31 waiting days", "PARAM_ERROR", "wait_days_after_receive", func(r *request) {
		r.CouponUseRule.CouponAvailableTime.AvailableDayAfterReceive, r.CouponUseRule.CouponAvailableTime.WaitDaysAfterReceive = to(int64(3)), to(int64(31))
	})
	create("hours without weekdays", "PARAM_ERROR", "", func(r *request) {
		r.CouponUseRule.CouponAvailableTime.AvailableWeek = &favor.AvailableWeek{AvailableDayTime: []favor.AvailableCurrentDayTime{{BeginTime: to(int64(1)), EndTime: to(int64(2))}}}
	})
	create("an eighth weekday", "PARAM_ERROR", "week_day", func(r *request) {
		r.CouponUseRule.CouponAvailableTime.AvailableWeek = &favor.AvailableWeek{WeekDay: []int64{7}}
	})
	create("a mini program without its app", "PARAM_ERROR", "mini_programs_appid", func(r *request) { r.CouponUseRule.UseMethod = favor.COUPONUSEMETHOD_MINI_PROGRAMS.Ptr() })
	create("use by the user alone", "INVALID_REQUEST", "", func(r *request) { r.CouponUseRule.UseMethod = favor.COUPONUSEMETHOD_SELF_CONSUME.Ptr() })
	create("a color that is none", "PARAM_ERROR", "background_color", func(r *request) { r.DisplayPatternInfo = &favor.DisplayPatternInfo{BackgroundColor: to("red")} })
	create("a picture of four bytes a character", "PARAM_ERROR", "", func(r *request) { r.StockName = to("券🎟") })
	create("somebody else's app", "APPID_MCHID_NOT_MATCH", "AppID与请求方商户无关联关系", func(r *request) { r.NotifyConfig = &favor.NotifyConfig{NotifyAppid: to(strangerApp)} })
	create("an owner that is none", "MCH_NOT_EXISTS", "商户号不存在", func(r *request) { r.BelongMerchant = to("1999999999") })

	_, err := w.shop.client.Post(ctx, platform+"/v3/marketing/busifavor/stocks", map[string]any{})
	refused("an empty object", err, 400, "PARAM_ERROR", "必填性规则校验失败，此字段为必填项")
	text := `{"coupon_code":1,"stock_id":"1","deactivate_request_no":"1"}`
	_, err = w.shop.client.Post(ctx, platform+"/v3/marketing/busifavor/coupons/deactivate", text)
	refused("a number for a text", err, 400, "PARAM_ERROR", "无法将 JSON 输入源“/body/coupon_code”映射到目标字段“")
	using := w.using("1", "1")
	using.UseTime = to("yesterday")
	refused("a time that is none", failure(w.shop.coupons.UseCoupon(ctx, using)), 400, "PARAM_ERROR", "/body/use_time")
	sending := w.sending("1", one)
	sending.OutRequestNo = to("with blank")
	refused("a request number with a blank", failure(w.shop.coupons.SendCoupon(ctx, sending)), 400, "PARAM_ERROR", "字符串必须匹配正则表达式")
	patch := map[string]any{"out_request_no": *w.number(), "stock_id": "1"}
	_, err = w.shop.client.Patch(ctx, platform+"/v3/marketing/busifavor/stocks/1", patch)
	refused("the path's field in the body", err, 400, "PARAM_ERROR", "此字段并非多重字段但被输入源“/uri_template/stock_id”映射过了")
}
