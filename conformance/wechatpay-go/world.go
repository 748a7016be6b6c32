package main

import (
	"crypto/rsa"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth/verifiers"
	"github.com/wechatpay-apiv3/wechatpay-go/core/downloader"
	"github.com/wechatpay-apiv3/wechatpay-go/core/notify"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	favor "github.com/wechatpay-apiv3/wechatpay-go/services/merchantexclusivecoupon"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

// Appids of the provisioning file.
const (
	shopApp, shopOther, bookApp, partnerApp, teaApp, strangerApp = "wx0000000000000001", "wx0000000000000002",
		"wx0000000000000003", "wx0000000000000004", "wx0000000000000005", "wx0000000000000006"
)

// Users as the shop's first app knows them, and the first one elsewhere. The second and
// the third are one person.
const (
	one, two, three = "oShopOne-0000000000000000001", "oShopOne-0000000000000000002", "oShopOne-0000000000000000003"
	oneAtOther      = "oShopTwo-0000000000000000001"
	oneAtBook       = "oBook-0000000000000000000001"
	oneAtTea        = "oTea-00000000000000000000001"
	oneUnion        = "oUnion-000000000000000000001"
)

var shanghai = time.FixedZone("+08:00", 8*3600)

// What the parts share.
type world struct {
	server   *quan
	receiver *receiver
	ids      map[string]identity
	manager  *downloader.CertificateDownloaderMgr

	shop, bookshop, partner, stranger *merchant

	publicKeyID string
	publicKey   *rsa.PublicKey
	certificate string

	now     time.Time
	numbers int
}

func start(server *quan, receiver *receiver, ids map[string]identity) *world {
	w := &world{server: server, receiver: receiver, ids: ids}
	keys := server.exportKeys()
	text := string(must(os.ReadFile(filepath.Join(keys, "wechatpay.txt"))))
	w.publicKeyID = regexp.MustCompile(`PUB_KEY_ID_\d+`).FindString(text)
	w.publicKey = must(utils.LoadPublicKeyWithPath(filepath.Join(keys, "wechatpay_platform_public_key.pem")))
	exported := must(utils.LoadCertificateWithPath(filepath.Join(keys, "wechatpay_platform_cert.pem")))
	w.certificate = utils.GetCertificateSerialNumber(*exported)
	that("wechatpay.txt names the certificate", regexp.MustCompile(w.certificate).MatchString(text), text)
	equal("the public key's id", "PUB_KEY_ID_0114000000012025112500000000000001", w.publicKeyID)

	// Tomorrow at ten, and it stands still until a part moves it.
	today := time.Now().In(shanghai)
	w.moveTo(time.Date(today.Year(), today.Month(), today.Day()+1, 10, 0, 0, 0, shanghai))

	w.manager = downloader.NewCertificateDownloaderMgrWithInterval(ctx, time.Second)
	certified := func(name, mchid string) *merchant {
		return withCertificates(server.url, mchid, "0123456789abcdef0123456789abcde"+mchid[9:], ids[name], w.manager)
	}
	w.shop, w.partner, w.stranger = certified("shop", "1900000001"), certified("partner", "1900000003"), certified("stranger", "1900000005")
	w.bookshop = of("1900000002", "0123456789abcdef0123456789abcde2", ids["bookshop"], must(core.NewClient(ctx,
		option.WithWechatPayPublicKeyAuthCipher("1900000002", ids["bookshop"].serial, ids["bookshop"].key, w.publicKeyID, w.publicKey),
		option.WithHTTPClient(routed(server.url)))))

	byCertificate := verifiers.NewSHA256WithRSAVerifier(w.manager.GetCertificateVisitor(w.shop.mchid))
	receiver.read("/shop", must(notify.NewRSANotifyHandler(w.shop.apiKey, byCertificate)),
		must(notify.NewRSANotifyHandler(w.shop.apiKey, w.either())))
	byPublicKey := verifiers.NewSHA256WithRSAPubkeyVerifier(w.publicKeyID, *w.publicKey)
	receiver.read("/bookshop", must(notify.NewRSANotifyHandler(w.bookshop.apiKey, byPublicKey)),
		must(notify.NewRSANotifyHandler(w.bookshop.apiKey, w.either())))
	return w
}

// Verifies by certificate or public key, as merchants do while they change over.
func (w *world) either() *verifiers.SHA256WithRSACombinedVerifier {
	return verifiers.NewSHA256WithRSACombinedVerifier(w.manager.GetCertificateVisitor(w.shop.mchid), w.publicKeyID, *w.publicKey)
}

// A request number that was never used.
func (w *world) number() *string {
	w.numbers++
	return to(fmt.Sprintf("go-%d-%04d", time.Now().Unix(), w.numbers))
}

func (w *world) moveTo(at time.Time) {
	w.server.staff("PUT", "/api/clock", map[string]any{"set": at.UTC().Format(time.RFC3339), "frozen": true})
	w.now = at
}

func (w *world) pass(by time.Duration) {
	w.moveTo(w.now.Add(by))
}

// The first instant of the day so many days from now.
func (w *world) day(ahead int) time.Time {
	return time.Date(w.now.Year(), w.now.Month(), w.now.Day()+ahead, 0, 0, 0, 0, shanghai)
}

// The last second of the day so many days from now.
func (w *world) endOfDay(ahead int) time.Time {
	return w.day(ahead + 1).Add(-time.Second)
}

func text(at time.Time) *string {
	return to(at.In(shanghai).Format(time.RFC3339))
}

// A stock with nothing but what it must have: 3 yuan off 10, for sixty days from today.
func (w *world) plainStock() favor.CreateBusifavorStockRequest {
	return favor.CreateBusifavorStockRequest{
		StockName:      to("立减三元"),
		BelongMerchant: to("1900000001"),
		GoodsName:      to("全场"),
		StockType:      favor.BUSIFAVORSTOCKTYPE_NORMAL.Ptr(),
		CouponUseRule: &favor.CouponUseRule{
			CouponAvailableTime: &favor.FavorAvailableTime{AvailableBeginTime: to(w.day(0)), AvailableEndTime: to(w.endOfDay(59))},
			FixedNormalCoupon:   &favor.FixedValueStockMsg{DiscountAmount: to(int64(300)), TransactionMinimum: to(int64(1000))},
			UseMethod:           favor.COUPONUSEMETHOD_OFF_LINE.Ptr(),
		},
		StockSendRule:  &favor.StockSendRule{MaxCoupons: to(int64(100)), MaxCouponsPerUser: to(int64(50))},
		OutRequestNo:   w.number(),
		CouponCodeMode: favor.COUPONCODEMODE_WECHATPAY_MODE.Ptr(),
	}
}

// Creates the shop's plain stock with these changes.
func (w *world) stock(change func(*favor.CreateBusifavorStockRequest)) string {
	request := w.plainStock()
	if change != nil {
		change(&request)
	}
	return *done(w.shop.stocks.CreateBusifavorStock(ctx, request)).StockId
}

// Gives the first user a coupon of the shop.
func (w *world) send(stock string) string {
	return *done(w.shop.coupons.SendCoupon(ctx, w.sending(stock, one))).SendCouponResult.CouponCode
}

func (w *world) sending(stock, openid string) favor.SendCouponRequest {
	return favor.SendCouponRequest{Openid: to(openid), Appid: to(shopApp), StockId: to(stock), OutRequestNo: w.number()}
}

func (w *world) using(stock, coupon string) favor.UseCouponRequest {
	return favor.UseCouponRequest{CouponCode: to(coupon), StockId: to(stock), Appid: to(shopApp), UseTime: text(w.now), UseRequestNo: w.number()}
}

func (w *world) returning(stock, coupon string) favor.ReturnCouponRequest {
	return favor.ReturnCouponRequest{CouponCode: to(coupon), StockId: to(stock), ReturnRequestNo: w.number()}
}

func (w *world) deactivating(stock, coupon string) favor.DeactivateCouponRequest {
	return favor.DeactivateCouponRequest{CouponCode: to(coupon), StockId: to(stock), DeactivateRequestNo: w.number(), DeactivateReason: to("券使用错误")}
}

func (w *world) use(stock, coupon string) *favor.UseCouponResponse {
	return done(w.shop.coupons.UseCoupon(ctx, w.using(stock, coupon)))
}

// A coupon of the first user, as the shop sees it.
func (w *world) coupon(coupon string) *favor.CouponEntity {
	return done(w.shop.coupons.QueryCoupon(ctx, favor.QueryCouponRequest{CouponCode: to(coupon), Appid: to(shopApp), Openid: to(one)}))
}

func (w *world) query(stock string) *favor.StockGetResponse {
	return done(w.shop.stocks.QueryStock(ctx, favor.QueryStockRequest{StockId: to(stock)}))
}

// The codes of the first user's coupons of a stock in a state, the newest first.
func (w *world) listed(stock string, state *favor.CouponStatus) []string {
	answer := done(w.shop.coupons.ListCouponsByFilter(ctx, favor.ListCouponsByFilterRequest{Openid: to(one), Appid: to(shopApp),
		StockId: to(stock), CreatorMerchant: to(w.shop.mchid), CouponState: state}))
	codes := []string{}
	for _, coupon := range answer.Data {
		codes = append(codes, *coupon.CouponCode)
	}
	equal("the list's total", len(codes), answer.TotalCount)
	return codes
}

// That a coupon is in one state, alone and in lists.
func (w *world) isIn(stock, coupon string, state favor.CouponStatus) *favor.CouponEntity {
	seen := w.coupon(coupon)
	equal("the coupon's state", state, seen.CouponState)
	for _, each := range []favor.CouponStatus{favor.COUPONSTATUS_SENDED, favor.COUPONSTATUS_USED, favor.COUPONSTATUS_EXPIRED, favor.COUPONSTATUS_DEACTIVATED} {
		among := false
		for _, code := range w.listed(stock, each.Ptr()) {
			among = among || code == coupon
		}
		equal("it is listed among "+string(each), each == state, among)
	}
	return seen
}
