package main

import (
	"strings"
	"sync"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	favor "github.com/wechatpay-apiv3/wechatpay-go/services/merchantexclusivecoupon"
)

// Sentences of the platform.
const (
	notUsable  = "券状态非可用态"
	repeated   = "请求重入时，参数与首次请求时不一致"
	notInTime  = "券不在有效期"
	notAllowed = "商户无权限操作该券"
)

func (w *world) deactivate() {
	stock := w.stock(nil)
	coupon, other := w.send(stock), w.send(stock)
	ending := w.deactivating(stock, coupon)
	first := done(w.shop.coupons.DeactivateCoupon(ctx, ending))
	equal("its time", w.now, first.WechatpayDeactivateTime)
	at := w.now
	w.pass(time.Hour)

	again := done(w.shop.coupons.DeactivateCoupon(ctx, ending))
	equal("the same number again: the first time", at, again.WechatpayDeactivateTime)
	seen := w.isIn(stock, coupon, favor.COUPONSTATUS_DEACTIVATED)
	equal("deactivate_request_no", ending.DeactivateRequestNo, seen.DeactivateRequestNo)
	equal("deactivate_time", at, seen.DeactivateTime)
	equal("deactivate_reason", ending.DeactivateReason, seen.DeactivateReason)
	w.isIn(stock, other, favor.COUPONSTATUS_SENDED)

	changed := ending
	changed.DeactivateReason = to("别的理由")
	refused("the same number with another reason", failure(w.shop.coupons.DeactivateCoupon(ctx, changed)), 400, "INVALID_REQUEST", repeated)
	changed.DeactivateReason = nil
	refused("the same number without a reason", failure(w.shop.coupons.DeactivateCoupon(ctx, changed)), 400, "INVALID_REQUEST", repeated)
	changed = ending
	changed.CouponCode = to(other)
	refused("the same number for another coupon", failure(w.shop.coupons.DeactivateCoupon(ctx, changed)), 400, "INVALID_REQUEST", repeated)
	refused("another number", failure(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(stock, coupon))), 400, "INVALID_REQUEST", notUsable)

	refused("use afterwards", failure(w.shop.coupons.UseCoupon(ctx, w.using(stock, coupon))), 400, "INVALID_REQUEST", notUsable)
	refused("return afterwards", failure(w.shop.coupons.ReturnCoupon(ctx, w.returning(stock, coupon))), 400, "INVALID_REQUEST", "")
	refused("an order afterwards", failure(w.shop.coupons.AssociateTradeInfo(ctx, favor.AssociateTradeInfoRequest{StockId: to(stock),
		CouponCode: to(coupon), OutTradeNo: to("order-1"), OutRequestNo: w.number()})), 400, "INVALID_REQUEST", notUsable)
	w.isIn(stock, coupon, favor.COUPONSTATUS_DEACTIVATED)
	w.isIn(stock, other, favor.COUPONSTATUS_SENDED)
	equal("nothing is given back", 2, w.query(stock).SendCountInformation.TotalSendNum)

	silent := w.deactivating(stock, other)
	silent.DeactivateReason = nil
	done(w.shop.coupons.DeactivateCoupon(ctx, silent))
	seen = w.isIn(stock, other, favor.COUPONSTATUS_DEACTIVATED)
	equal("no reason is said where none was given", nil, seen.DeactivateReason)
}

func (w *world) deactivateRefused() {
	stock := w.stock(nil)
	coupon := w.send(stock)
	ending := w.deactivating(stock, coupon)
	ending.StockId = to("9999999999999999")
	refused("an unknown stock", failure(w.shop.coupons.DeactivateCoupon(ctx, ending)), 404, "RESOURCE_NOT_EXISTS", "批次不存在")
	ending = w.deactivating(stock, "1234567890123456789012")
	refused("an unknown coupon", failure(w.shop.coupons.DeactivateCoupon(ctx, ending)), 404, "RESOURCE_NOT_EXISTS", "券不存在")
	elsewhere := w.stock(nil)
	refused("a coupon of another stock", failure(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(elsewhere, coupon))), 404, "RESOURCE_NOT_EXISTS", "券不存在")
	refused("somebody else's coupon", failure(w.stranger.coupons.DeactivateCoupon(ctx, w.deactivating(stock, coupon))), 403, "NO_AUTH", notAllowed)

	ending = w.deactivating(stock, coupon)
	ending.DeactivateReason = to(strings.Repeat("长", 65))
	refused("a reason of 65 characters", failure(w.shop.coupons.DeactivateCoupon(ctx, ending)), 400, "PARAM_ERROR", "/body/deactivate_reason")
	ending = w.deactivating(stock, coupon)
	ending.DeactivateRequestNo = to(strings.Repeat("n", 129))
	refused("a number of 129 characters", failure(w.shop.coupons.DeactivateCoupon(ctx, ending)), 400, "PARAM_ERROR", "/body/deactivate_request_no")
	ending = w.deactivating(stock, coupon)
	ending.CouponCode = to(strings.Repeat("1", 33))
	refused("a code of 33 characters", failure(w.shop.coupons.DeactivateCoupon(ctx, ending)), 400, "PARAM_ERROR", "/body/coupon_code")
	// The SDK's type refuses a missing field by itself, so these go through its client.
	for _, missing := range []string{"coupon_code", "stock_id", "deactivate_request_no"} {
		body := map[string]any{"coupon_code": coupon, "stock_id": stock, "deactivate_request_no": *w.number()}
		delete(body, missing)
		_, err := w.shop.client.Post(ctx, platform+"/v3/marketing/busifavor/coupons/deactivate", body)
		api := refused("without "+missing, err, 400, "PARAM_ERROR", "输入源“/body/"+missing+"”映射到字段“")
		that("it says that the field is required", strings.HasSuffix(api.Message, "必填性规则校验失败，此字段为必填项"), api.Message)
		that("the detail is read", api.Detail != nil, api.Detail)
	}
	w.isIn(stock, coupon, favor.COUPONSTATUS_SENDED)

	ending = w.deactivating(stock, coupon)
	ending.DeactivateReason, ending.DeactivateRequestNo = to(strings.Repeat("长", 64)), to(strings.Repeat("n", 120)+(*w.number())[10:18])
	done(w.shop.coupons.DeactivateCoupon(ctx, ending))
	equal("a reason of 64 characters", ending.DeactivateReason, w.isIn(stock, coupon, favor.COUPONSTATUS_DEACTIVATED).DeactivateReason)
}

func (w *world) deactivateStates() {
	stock := w.stock(nil)
	coupon := w.send(stock)
	w.use(stock, coupon)
	ending := w.deactivating(stock, coupon)
	refused("a used coupon", failure(w.shop.coupons.DeactivateCoupon(ctx, ending)), 400, "INVALID_REQUEST", notUsable)
	w.isIn(stock, coupon, favor.COUPONSTATUS_USED)
	done(w.shop.coupons.ReturnCoupon(ctx, w.returning(stock, coupon)))
	// The refusal is not remembered, so its number may come again.
	equal("a returned coupon, under the refused number", w.now, done(w.shop.coupons.DeactivateCoupon(ctx, ending)).WechatpayDeactivateTime)
	w.isIn(stock, coupon, favor.COUPONSTATUS_DEACTIVATED)

	coupon = w.send(stock)
	done(w.shop.coupons.AssociateTradeInfo(ctx, favor.AssociateTradeInfoRequest{StockId: to(stock), CouponCode: to(coupon),
		OutTradeNo: to("order-2"), OutRequestNo: w.number()}))
	done(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(stock, coupon)))
	w.isIn(stock, coupon, favor.COUPONSTATUS_DEACTIVATED)

	coupon = w.send(stock)
	w.server.staff("POST", "/api/activities/"+stock+"/pause", nil)
	equal("the paused stock's state", "PAUSED", w.query(stock).StockState)
	done(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(stock, coupon)))
	w.isIn(stock, coupon, favor.COUPONSTATUS_DEACTIVATED)

	ended := w.stock(nil)
	coupon = w.send(ended)
	w.server.staff("POST", "/api/activities/"+ended+"/stop", nil)
	equal("the ended stock's state", "STOPED", w.query(ended).StockState)
	refused("a coupon of an ended stock", failure(w.shop.coupons.SendCoupon(ctx, w.sending(ended, one))), 400, "INVALID_REQUEST", "批次状态非运营中")
	done(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(ended, coupon)))
	w.isIn(ended, coupon, favor.COUPONSTATUS_DEACTIVATED)

	later := w.stock(func(r *favor.CreateBusifavorStockRequest) {
		r.CouponUseRule.CouponAvailableTime.AvailableBeginTime = to(w.day(3))
	})
	coupon = w.send(later)
	done(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(later, coupon)))
	w.isIn(later, coupon, favor.COUPONSTATUS_DEACTIVATED)

	limited := w.stock(func(r *favor.CreateBusifavorStockRequest) { r.StockSendRule.MaxCouponsPerUser = to(int64(1)) })
	coupon = w.send(limited)
	done(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(limited, coupon)))
	refused("another one, for the user's limit", failure(w.shop.coupons.SendCoupon(ctx, w.sending(limited, one))), 403, "RULE_LIMIT", "用户已达领取上限")

	own := w.stock(func(r *favor.CreateBusifavorStockRequest) { r.CouponCodeMode = favor.COUPONCODEMODE_MERCHANT_API.Ptr() })
	sending := w.sending(own, one)
	sending.CouponCode = to(ownCode)
	done(w.shop.coupons.SendCoupon(ctx, sending))
	done(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(own, ownCode)))
	w.isIn(own, ownCode, favor.COUPONSTATUS_DEACTIVATED)
	sending.OutRequestNo = w.number()
	refused("the deactivated coupon's code again", failure(w.shop.coupons.SendCoupon(ctx, sending)), 400, "RESOURCE_ALREADY_EXISTS", "券code已存在")
}

// The same number many times at once has one effect and one answer; a limit holds.
func (w *world) together() {
	stock := w.stock(nil)
	coupon := w.send(stock)
	ending := w.deactivating(stock, coupon)
	var answers [6]*favor.DeactivateCouponResponse
	var errs [12]error
	var all sync.WaitGroup
	for at := range answers {
		all.Add(1)
		go func(at int) {
			defer all.Done()
			answers[at], _, errs[at] = w.shop.coupons.DeactivateCoupon(ctx, ending)
		}(at)
	}
	all.Wait()
	for at, answer := range answers {
		need("each is answered", errs[at] == nil, errs[at])
		equal("each with the same time", w.now, answer.WechatpayDeactivateTime)
	}
	w.isIn(stock, coupon, favor.COUPONSTATUS_DEACTIVATED)

	stock = w.stock(func(r *favor.CreateBusifavorStockRequest) { r.StockSendRule.MaxCoupons = to(int64(5)) })
	for at := range errs {
		sending := w.sending(stock, one)
		all.Add(1)
		go func(at int) {
			defer all.Done()
			errs[at] = failure(w.shop.coupons.SendCoupon(ctx, sending))
		}(at)
	}
	all.Wait()
	given := 0
	for _, err := range errs {
		if err == nil {
			given++
			continue
		}
		refused("one too many", err, 403, "RULE_LIMIT", "批次预算不足")
	}
	equal("coupons given of five", 5, given)
	equal("coupons counted", 5, w.query(stock).SendCountInformation.TotalSendNum)
	equal("coupons listed", 5, len(w.listed(stock, nil)))
}

// What the user threw away.
func (w *world) deleted() {
	stock := w.stock(nil)
	coupon := w.send(stock)
	w.pass(time.Second)
	used := w.send(stock)
	w.use(stock, used)
	w.hide(coupon)
	w.hide(used)
	equal("its state", favor.COUPONSTATUS_DELETED, w.coupon(coupon).CouponState)
	equal("a list without a state", []string{}, w.listed(stock, nil))
	equal("the list of these, newest first", []string{used, coupon}, w.listed(stock, favor.COUPONSTATUS_DELETED.Ptr()))
	refused("deactivate", failure(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(stock, coupon))), 400, "INVALID_REQUEST", notUsable)
	refused("use", failure(w.shop.coupons.UseCoupon(ctx, w.using(stock, coupon))), 400, "INVALID_REQUEST", notUsable)
	refused("return", failure(w.shop.coupons.ReturnCoupon(ctx, w.returning(stock, used))), 404, "RESOURCE_NOT_EXISTS", "券已被删除")
	equal("its state afterwards", favor.COUPONSTATUS_DELETED, w.coupon(coupon).CouponState)
}

// What a user does to a coupon in the card pack.
func (w *world) hide(coupon string) {
	w.server.staff("POST", "/api/vouchers/"+coupon+"/hide", nil)
}

// Many at once, with a coupon each time: one call wins, and the coupon is as it says.
func (w *world) race() {
	stock := w.stock(nil)
	for range [8]struct{}{} {
		coupon := w.send(stock)
		var wins [6]error
		var all sync.WaitGroup
		for at := range wins {
			using, ending := w.using(stock, coupon), w.deactivating(stock, coupon)
			all.Add(1)
			go func(at int) {
				defer all.Done()
				if at%2 == 0 {
					wins[at] = failure(w.shop.coupons.UseCoupon(ctx, using))
				} else {
					wins[at] = failure(w.shop.coupons.DeactivateCoupon(ctx, ending))
				}
			}(at)
		}
		all.Wait()
		won, state := 0, favor.COUPONSTATUS_USED
		for at, err := range wins {
			if err != nil {
				that("who loses is refused by the platform", core.IsAPIError(err, "INVALID_REQUEST") || core.IsAPIError(err, "RESOURCE_ALREADY_EXISTS"), err)
				continue
			}
			won++
			if at%2 == 1 {
				state = favor.COUPONSTATUS_DEACTIVATED
			}
		}
		equal("how many win", 1, won)
		w.isIn(stock, coupon, state)
	}
}
