package main

import (
	"fmt"
	"time"

	favor "github.com/wechatpay-apiv3/wechatpay-go/services/merchantexclusivecoupon"
)

func (w *world) lists() {
	stock := w.stock(nil)
	codes := []string{}
	for range [5]struct{}{} {
		codes = append([]string{w.send(stock)}, codes...)
		w.pass(time.Second)
	}
	equal("the newest first", codes, w.listed(stock, nil))
	filter := favor.ListCouponsByFilterRequest{Openid: to(one), Appid: to(shopApp), StockId: to(stock), CreatorMerchant: to(w.shop.mchid),
		BelongMerchant: to(w.shop.mchid), SenderMerchant: to(w.shop.mchid), Offset: to(int64(1)), Limit: to(int64(2))}
	page := done(w.shop.coupons.ListCouponsByFilter(ctx, filter))
	equal("total_count", 5, page.TotalCount)
	equal("offset", 1, page.Offset)
	equal("limit", 2, page.Limit)
	seen := []string{}
	for _, coupon := range page.Data {
		seen = append(seen, *coupon.CouponCode)
	}
	equal("page 1 has the third and the fourth", codes[2:4], seen)
	filter.Offset, filter.SenderMerchant = nil, to(w.stranger.mchid)
	equal("those that another sent", 0, len(done(w.shop.coupons.ListCouponsByFilter(ctx, filter)).Data))
	filter.SenderMerchant, filter.Appid, filter.Openid = nil, to(shopOther), to(oneAtOther)
	equal("the same user under another app", 5, done(w.shop.coupons.ListCouponsByFilter(ctx, filter)).TotalCount)
	equal("a coupon under another app", codes[0], done(w.shop.coupons.QueryCoupon(ctx, favor.QueryCouponRequest{CouponCode: to(codes[0]),
		Appid: to(shopOther), Openid: to(oneAtOther)})).CouponCode)

	list := func(set func(*favor.ListCouponsByFilterRequest)) error {
		request := favor.ListCouponsByFilterRequest{Openid: to(one), Appid: to(shopApp), CreatorMerchant: to(w.shop.mchid)}
		set(&request)
		return failure(w.shop.coupons.ListCouponsByFilter(ctx, request))
	}
	refused("no merchant", list(func(r *favor.ListCouponsByFilterRequest) { r.CreatorMerchant = nil }), 400, "PARAM_ERROR", "")
	refused("another merchant", list(func(r *favor.ListCouponsByFilterRequest) { r.CreatorMerchant = to(w.stranger.mchid) }), 403, "NO_AUTH", "无权限")
	refused("another's app", list(func(r *favor.ListCouponsByFilterRequest) { r.Appid = to(strangerApp) }), 400, "APPID_MCHID_NOT_MATCH", "AppID与请求方商户无关联关系")
	refused("an unknown user", list(func(r *favor.ListCouponsByFilterRequest) { r.Openid = to("oNobody-0000000000000000001") }), 404, "USER_NOT_EXISTS", "OpenID不正确")

	query := func(m *merchant, coupon, appid, openid string) error {
		return failure(m.coupons.QueryCoupon(ctx, favor.QueryCouponRequest{CouponCode: to(coupon), Appid: to(appid), Openid: to(openid)}))
	}
	none := "查询不到该券，请确认批次号与coupon_code是否匹配"
	refused("no such coupon", query(w.shop, "1234567890123456789012", shopApp, one), 404, "RESOURCE_NOT_EXISTS", none)
	refused("another user's coupon", query(w.shop, codes[0], shopApp, two), 404, "RESOURCE_NOT_EXISTS", none)
	refused("a coupon under another's app", query(w.shop, codes[0], strangerApp, one), 400, "APPID_MCHID_NOT_MATCH", "")
	refused("a coupon of nobody", query(w.shop, codes[0], shopApp, "oNobody-0000000000000000001"), 404, "USER_NOT_EXISTS", "")
	refused("an unknown stock", failure(w.shop.stocks.QueryStock(ctx, favor.QueryStockRequest{StockId: to("9999999999999999")})), 404, "RESOURCE_NOT_EXISTS", "查询的资源不存在")
	refused("somebody else's stock", failure(w.stranger.stocks.QueryStock(ctx, favor.QueryStockRequest{StockId: to(stock)})), 403, "NO_AUTH", "无权限")
}

// The same number again is answered the same, and does nothing; with other contents it is refused.
func (w *world) repeats() {
	create := w.plainStock()
	made := done(w.shop.stocks.CreateBusifavorStock(ctx, create))
	stock := *made.StockId
	sending := w.sending(stock, one)
	sent := done(w.shop.coupons.SendCoupon(ctx, sending))
	coupon := *sent.SendCouponResult.CouponCode
	other := w.send(stock)
	using := w.using(stock, coupon)
	used := done(w.shop.coupons.UseCoupon(ctx, using))
	w.pass(time.Hour)

	says("create again", leaves(made), done(w.shop.stocks.CreateBusifavorStock(ctx, create)))
	create.StockName = to("别的名字")
	refused("create with another name", failure(w.shop.stocks.CreateBusifavorStock(ctx, create)), 400, "RESOURCE_ALREADY_EXISTS", "批次已存在")
	says("send again", leaves(sent), done(w.shop.coupons.SendCoupon(ctx, sending)))
	equal("how many are issued", 2, w.query(stock).SendCountInformation.TotalSendNum)
	says("use again", leaves(used), done(w.shop.coupons.UseCoupon(ctx, using)))
	changed := using
	changed.CouponCode = to(other)
	refused("the use's number for another coupon", failure(w.shop.coupons.UseCoupon(ctx, changed)), 400, "INVALID_REQUEST", repeated)
	refused("use under another number", failure(w.shop.coupons.UseCoupon(ctx, w.using(stock, coupon))), 400, "RESOURCE_ALREADY_EXISTS", "券已被其他订单核销")

	giving := w.returning(stock, coupon)
	given := done(w.shop.coupons.ReturnCoupon(ctx, giving))
	w.pass(time.Hour)
	says("return again", leaves(given), done(w.shop.coupons.ReturnCoupon(ctx, giving)))
	refused("return under another number", failure(w.shop.coupons.ReturnCoupon(ctx, w.returning(stock, coupon))), 400, "INVALID_REQUEST", "券未被核销，不能退券")
	giving.CouponCode = to(other)
	refused("the return's number for another coupon", failure(w.shop.coupons.ReturnCoupon(ctx, giving)), 400, "INVALID_REQUEST", repeated)
	says("use again after the return", leaves(used), done(w.shop.coupons.UseCoupon(ctx, using)))
	w.isIn(stock, coupon, favor.COUPONSTATUS_SENDED)
	w.use(stock, coupon)
	w.isIn(stock, coupon, favor.COUPONSTATUS_USED)
}

func (w *world) orders() {
	stock := w.stock(nil)
	coupon := w.send(stock)
	link := func(coupon, order string, number *string) favor.AssociateTradeInfoRequest {
		return favor.AssociateTradeInfoRequest{StockId: to(stock), CouponCode: to(coupon), OutTradeNo: to(order), OutRequestNo: number}
	}
	part := func(coupon, order string) favor.DisassociateTradeInfoRequest {
		return favor.DisassociateTradeInfoRequest{StockId: to(stock), CouponCode: to(coupon), OutTradeNo: to(order), OutRequestNo: w.number()}
	}
	refused("parting from no order", failure(w.shop.coupons.DisassociateTradeInfo(ctx, part(coupon, "order-1"))), 404, "RESOURCE_NOT_EXISTS", "查询记录为空")
	number := w.number()
	at := w.now
	done(w.shop.coupons.AssociateTradeInfo(ctx, link(coupon, "order-1", number)))
	w.pass(time.Minute)
	equal("the same number again: its time", at, done(w.shop.coupons.AssociateTradeInfo(ctx, link(coupon, "order-1", number))).WechatpayAssociateTime)
	equal("the same order under another number: its time", at, done(w.shop.coupons.AssociateTradeInfo(ctx, link(coupon, "order-1", w.number()))).WechatpayAssociateTime)
	refused("another order", failure(w.shop.coupons.AssociateTradeInfo(ctx, link(coupon, "order-2", w.number()))), 400, "INVALID_REQUEST", "券已关联其他订单")
	refused("the number with another order", failure(w.shop.coupons.AssociateTradeInfo(ctx, link(coupon, "order-2", number))), 400, "INVALID_REQUEST", repeated)
	refused("an unknown coupon", failure(w.shop.coupons.AssociateTradeInfo(ctx, link("1234567890123456789012", "order-1", w.number()))), 400, "INVALID_REQUEST", "券不存在")
	refused("parting from another order", failure(w.shop.coupons.DisassociateTradeInfo(ctx, part(coupon, "order-2"))), 404, "RESOURCE_NOT_EXISTS", "查询记录为空")
	refused("an order with a blank", failure(w.shop.coupons.AssociateTradeInfo(ctx, link(coupon, "order 1", w.number()))), 400, "PARAM_ERROR", "/body/out_trade_no")
	refused("by somebody else", failure(w.stranger.coupons.AssociateTradeInfo(ctx, link(coupon, "order-1", w.number()))), 403, "NO_AUTH", notAllowed)
	leaving := part(coupon, "order-1")
	at = w.now
	done(w.shop.coupons.DisassociateTradeInfo(ctx, leaving))
	w.pass(time.Minute)
	equal("parting again: its time", at, done(w.shop.coupons.DisassociateTradeInfo(ctx, leaving)).WechatpayDisassociateTime)
	equal("no order is said", nil, w.coupon(coupon).AssociateOutTradeNo)
	done(w.shop.coupons.AssociateTradeInfo(ctx, link(coupon, "order-3", w.number())))
	w.use(stock, coupon)
	equal("the order of the used coupon", "order-3", w.coupon(coupon).AssociateOutTradeNo)
	refused("an order for a used coupon", failure(w.shop.coupons.AssociateTradeInfo(ctx, link(coupon, "order-4", w.number()))), 400, "INVALID_REQUEST", notUsable)
	refused("parting of a used coupon", failure(w.shop.coupons.DisassociateTradeInfo(ctx, part(coupon, "order-3"))), 400, "INVALID_REQUEST", notUsable)
}

func (w *world) limits() {
	give := func(stock, openid string) error {
		return failure(w.shop.coupons.SendCoupon(ctx, w.sending(stock, openid)))
	}
	stock := w.stock(func(r *favor.CreateBusifavorStockRequest) {
		r.StockSendRule = &favor.StockSendRule{MaxCoupons: to(int64(3)), MaxCouponsPerUser: to(int64(2)), MaxCouponsByDay: to(int64(2))}
	})
	that("the first", give(stock, one) == nil, "a refusal")
	that("the second", give(stock, two) == nil, "a refusal")
	refused("the third of the day", give(stock, two), 403, "RULE_LIMIT", "已达到单天发放上限")
	w.pass(24 * time.Hour)
	that("the third, a day later", give(stock, one) == nil, "a refusal")
	equal("today's", 1, w.query(stock).SendCountInformation.TodaySendNum)
	refused("the fourth of three", give(stock, two), 403, "RULE_LIMIT", "批次预算不足")

	stock = w.stock(func(r *favor.CreateBusifavorStockRequest) { r.StockSendRule.MaxCouponsPerUser = to(int64(1)) })
	that("a user's first", give(stock, two) == nil, "a refusal")
	refused("a user's second", give(stock, two), 403, "RULE_LIMIT", "用户已达领取上限")
	that("the person's other account", give(stock, three) == nil, "a refusal")
	stock = w.stock(func(r *favor.CreateBusifavorStockRequest) {
		r.StockSendRule.MaxCouponsPerUser, r.StockSendRule.NaturalPersonLimit = to(int64(1)), to(true)
	})
	that("a person's first", give(stock, two) == nil, "a refusal")
	refused("the person's other account", give(stock, three), 403, "RULE_LIMIT", "自然人领取达上限")

	stock = w.stock(nil)
	w.server.staff("POST", "/api/activities/"+stock+"/pause", nil)
	refused("from a paused stock", give(stock, one), 400, "INVALID_REQUEST", "批次状态非运营中")
	w.server.staff("POST", "/api/activities/"+stock+"/resume", nil)
	that("from a resumed stock", give(stock, one) == nil, "a refusal")
	equal("its state", "RUNNING", w.query(stock).StockState)
	refused("an unknown stock", give("9999999999999999", one), 404, "RESOURCE_NOT_EXISTS", "")
	refused("an unknown user", give(stock, "oNobody-0000000000000000001"), 404, "USER_NOT_EXISTS", "OpenID不正确")
	sending := w.sending(stock, one)
	sending.CouponCode = to("MINE1")
	refused("a code for a stock that makes its own", failure(w.shop.coupons.SendCoupon(ctx, sending)), 400, "PARAM_ERROR", "")
	refused("by somebody else", failure(w.stranger.coupons.SendCoupon(ctx, w.sending(stock, one))), 403, "NO_AUTH", "无权限")
	sending = w.sending(stock, one)
	sending.Appid = to(strangerApp)
	refused("under somebody else's app", failure(w.shop.coupons.SendCoupon(ctx, sending)), 400, "APPID_MCHID_NOT_MATCH", "AppID与请求方商户无关联关系")

	own := w.stock(func(r *favor.CreateBusifavorStockRequest) { r.CouponCodeMode = favor.COUPONCODEMODE_MERCHANT_API.Ptr() })
	refused("a stock of own codes without one", give(own, one), 400, "PARAM_ERROR", "")
	sending = w.sending(own, one)
	sending.CouponCode = to("OWN-1")
	done(w.shop.coupons.SendCoupon(ctx, sending))
	sending = w.sending(own, two)
	sending.CouponCode = to("OWN-1")
	refused("the same code to another user", failure(w.shop.coupons.SendCoupon(ctx, sending)), 400, "RESOURCE_ALREADY_EXISTS", "券code已存在")

	coupon := w.send(stock)
	loose := w.using(stock, coupon)
	loose.StockId = nil
	equal("use by the code alone: stock_id", stock, done(w.shop.coupons.UseCoupon(ctx, loose)).StockId)
	loose = w.using(own, "OWN-1")
	loose.StockId = nil
	refused("use by an own code alone", failure(w.shop.coupons.UseCoupon(ctx, loose)), 404, "RESOURCE_NOT_EXISTS", "查询不到该券")
	wrong := w.using(own, "OWN-1")
	wrong.Openid = to(two)
	refused("use for another user", failure(w.shop.coupons.UseCoupon(ctx, wrong)), 404, "USER_NOT_EXISTS", "OpenID不正确")
	refused("use by somebody else", failure(w.stranger.coupons.UseCoupon(ctx, w.using(own, "OWN-1"))), 403, "NO_AUTH", notAllowed)
	foreign := w.using(own, "OWN-1")
	foreign.Appid = to(strangerApp)
	refused("use under somebody else's app", failure(w.shop.coupons.UseCoupon(ctx, foreign)), 400, "APPID_MCHID_NOT_MATCH", "AppID与请求方商户无关联关系")
	refused("use of nothing", failure(w.shop.coupons.UseCoupon(ctx, w.using(own, "NONE"))), 404, "RESOURCE_NOT_EXISTS", "查询不到该券")
	refused("return of nothing", failure(w.shop.coupons.ReturnCoupon(ctx, w.returning(own, "NONE"))), 404, "RESOURCE_NOT_EXISTS", "券不存在")
	used := w.using(own, "OWN-1")
	used.Appid = to(shopOther)
	equal("the holder under the app that asks", oneAtOther, done(w.shop.coupons.UseCoupon(ctx, used)).Openid)
}

// What a coupon's validity comes to, by when it is received; the last day is day 80.
func (w *world) validity() {
	type terms struct{ wait, days int64 }
	kinds := []terms{{0, 0}, {0, 1}, {0, 3}, {1, 3}, {1, 7}}
	begin, end := w.day(10), w.endOfDay(80)
	stocks := map[terms]string{}
	for _, each := range kinds {
		stocks[each] = w.stock(func(r *favor.CreateBusifavorStockRequest) {
			times := r.CouponUseRule.CouponAvailableTime
			times.AvailableBeginTime, times.AvailableEndTime = to(begin), to(end)
			if each.days > 0 {
				times.AvailableDayAfterReceive = to(each.days)
			}
			if each.wait > 0 {
				times.WaitDaysAfterReceive = to(each.wait)
			}
		})
	}
	day := func(number int) time.Time { return begin.AddDate(0, 0, number-10) }
	last := func(number int) time.Time { return day(number + 1).Add(-time.Second) }
	receive := func(of terms, from, until time.Time) string {
		coupon := w.send(stocks[of])
		seen := w.coupon(coupon)
		what := fmt.Sprintf("after %d days for %d: ", of.wait, of.days)
		equal(what+"receive_time", w.now, seen.ReceiveTime)
		equal(what+"available_start_time", from, seen.AvailableStartTime)
		equal(what+"expire_time", until, seen.ExpireTime)
		return coupon
	}
	early := receive(terms{0, 0}, day(10), last(80))
	brief := receive(terms{0, 3}, day(10), last(12))
	waiting := receive(terms{1, 3}, day(11), last(13))
	refused("use before the period", failure(w.shop.coupons.UseCoupon(ctx, w.using(stocks[kinds[0]], early))), 403, "RULE_LIMIT", notInTime)

	w.moveTo(begin.Add(-time.Second))
	refused("use a second before the period", failure(w.shop.coupons.UseCoupon(ctx, w.using(stocks[kinds[0]], early))), 403, "RULE_LIMIT", notInTime)
	w.moveTo(begin)
	w.use(stocks[kinds[0]], early)
	refused("use before the waiting day is over", failure(w.shop.coupons.UseCoupon(ctx, w.using(stocks[terms{1, 3}], waiting))), 403, "RULE_LIMIT", notInTime)

	w.moveTo(day(12).Add(9 * time.Hour))
	w.use(stocks[terms{1, 3}], waiting)
	done(w.shop.coupons.ReturnCoupon(ctx, w.returning(stocks[terms{1, 3}], waiting)))
	receive(terms{0, 1}, w.now, last(12))
	receive(terms{1, 3}, day(13), last(15))
	w.moveTo(last(12))
	w.use(stocks[terms{0, 3}], brief)
	w.moveTo(last(13))
	w.isIn(stocks[terms{1, 3}], waiting, favor.COUPONSTATUS_SENDED)
	w.pass(time.Second)
	w.isIn(stocks[terms{1, 3}], waiting, favor.COUPONSTATUS_EXPIRED)
	refused("use of an expired coupon", failure(w.shop.coupons.UseCoupon(ctx, w.using(stocks[terms{1, 3}], waiting))), 403, "RULE_LIMIT", notInTime)
	refused("deactivate of an expired coupon", failure(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(stocks[terms{1, 3}], waiting))), 400, "INVALID_REQUEST", notUsable)
	done(w.shop.coupons.ReturnCoupon(ctx, w.returning(stocks[terms{0, 3}], brief)))
	w.isIn(stocks[terms{0, 3}], brief, favor.COUPONSTATUS_EXPIRED)

	w.moveTo(day(79).Add(9 * time.Hour))
	receive(terms{1, 7}, day(80), last(80))
	final := receive(terms{0, 3}, w.now, last(80))
	w.moveTo(last(80))
	w.use(stocks[terms{0, 3}], final)
	w.pass(time.Second)
	refused("a coupon after the period", failure(w.shop.coupons.SendCoupon(ctx, w.sending(stocks[kinds[0]], one))), 400, "INVALID_REQUEST", "批次状态非运营中")
	equal("the stock's state", "STOPED", w.query(stocks[kinds[0]]).StockState)
}

// Hours of a weekday, and periods beside them.
func (w *world) hours() {
	w.moveTo(w.day(1))
	today := w.now
	stock := w.stock(func(r *favor.CreateBusifavorStockRequest) {
		times := r.CouponUseRule.CouponAvailableTime
		times.AvailableWeek = &favor.AvailableWeek{WeekDay: []int64{int64(today.Weekday())},
			AvailableDayTime: []favor.AvailableCurrentDayTime{{BeginTime: to(int64(36000)), EndTime: to(int64(39599))}, {BeginTime: to(int64(72000)), EndTime: to(int64(75599))}}}
		times.IrregularyAvaliableTime = []favor.IrregularAvailableTime{{BeginTime: to(today.Add(58 * time.Hour)), EndTime: to(today.Add(59*time.Hour - time.Second))}}
	})
	for _, each := range []struct {
		after time.Duration
		held  bool
	}{
		{10*time.Hour - time.Second, false}, {10 * time.Hour, true}, {11*time.Hour - time.Second, true}, {11 * time.Hour, false},
		{20 * time.Hour, true}, {21 * time.Hour, false}, {34 * time.Hour, false}, {58*time.Hour - time.Second, false}, {58 * time.Hour, true},
		{59*time.Hour - time.Second, true}, {59 * time.Hour, false}, {7*24*time.Hour + 10*time.Hour, true},
	} {
		w.moveTo(today.Add(each.after))
		coupon := w.send(stock)
		err := failure(w.shop.coupons.UseCoupon(ctx, w.using(stock, coupon)))
		if each.held {
			that("usable after "+each.after.String(), err == nil, err)
		} else {
			refused("after "+each.after.String(), err, 403, "RULE_LIMIT", notInTime)
		}
	}
}

func (w *world) afterwards() {
	stock := w.stock(func(r *favor.CreateBusifavorStockRequest) {
		r.CouponUseRule.CouponAvailableTime.AvailableEndTime = to(w.endOfDay(1))
	})
	coupon := w.send(stock)
	w.moveTo(w.day(2))
	w.isIn(stock, coupon, favor.COUPONSTATUS_EXPIRED)
	_, err := w.shop.stocks.ModifyStockInfo(ctx, favor.ModifyStockInfoRequest{StockId: to(stock), OutRequestNo: w.number(), Comment: to("晚了")})
	refused("modify", err, 400, "INVALID_REQUEST", "批次已过期")
	refused("budget", failure(w.shop.stocks.ModifyBudget(ctx, favor.ModifyBudgetRequest{StockId: to(stock), TargetMaxCoupons: to(int64(200)),
		CurrentMaxCoupons: to(int64(100)), ModifyBudgetRequestNo: w.number()})), 400, "INVALID_REQUEST", "批次已过期")
	refused("deactivate", failure(w.shop.coupons.DeactivateCoupon(ctx, w.deactivating(stock, coupon))), 400, "INVALID_REQUEST", notUsable)
	refused("an order", failure(w.shop.coupons.AssociateTradeInfo(ctx, favor.AssociateTradeInfoRequest{StockId: to(stock), CouponCode: to(coupon),
		OutTradeNo: to("late"), OutRequestNo: w.number()})), 400, "INVALID_REQUEST", notUsable)
}
