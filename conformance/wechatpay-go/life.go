package main

import (
	"fmt"
	"regexp"

	favor "github.com/wechatpay-apiv3/wechatpay-go/services/merchantexclusivecoupon"
)

// A code with every character that a merchant's own code may have.
const ownCode = `A1 b-2_c\3/d=4|e`

// Every type of stock in every code mode, from its creation to a deactivated coupon,
// with every field that the SDK has read back.
func (w *world) lives() {
	for _, kind := range []favor.BusiFavorStockType{favor.BUSIFAVORSTOCKTYPE_NORMAL, favor.BUSIFAVORSTOCKTYPE_DISCOUNT, favor.BUSIFAVORSTOCKTYPE_EXCHANGE} {
		for _, mode := range []favor.CouponCodeMode{favor.COUPONCODEMODE_WECHATPAY_MODE, favor.COUPONCODEMODE_MERCHANT_API, favor.COUPONCODEMODE_MERCHANT_UPLOAD} {
			part(fmt.Sprintf("life of %s with %s", kind, mode), func() { w.life(kind, mode) })
		}
	}
}

// A stock with everything.
func (w *world) fullStock(kind favor.BusiFavorStockType, mode favor.CouponCodeMode) favor.CreateBusifavorStockRequest {
	request := w.plainStock()
	request.StockName = to("夏季饮品券" + string(kind))
	request.Comment = to("夏季活动")
	request.StockType, request.CouponCodeMode = &kind, &mode
	rule := request.CouponUseRule
	rule.FixedNormalCoupon = nil
	switch kind {
	case favor.BUSIFAVORSTOCKTYPE_NORMAL:
		rule.FixedNormalCoupon = &favor.FixedValueStockMsg{DiscountAmount: to(int64(500)), TransactionMinimum: to(int64(2000))}
		rule.UseMethod = favor.COUPONUSEMETHOD_OFF_LINE.Ptr()
	case favor.BUSIFAVORSTOCKTYPE_DISCOUNT:
		rule.DiscountCoupon = &favor.DiscountMsg{DiscountPercent: to(int64(88)), TransactionMinimum: to(int64(2000))}
		rule.UseMethod = favor.COUPONUSEMETHOD_MINI_PROGRAMS.Ptr()
		rule.MiniProgramsAppid, rule.MiniProgramsPath = to(shopOther), to("/pages/use/index")
	default:
		rule.ExchangeCoupon = &favor.ExchangeMsg{ExchangePrice: to(int64(990)), TransactionMinimum: to(int64(2000))}
		rule.UseMethod = favor.COUPONUSEMETHOD_PAYMENT_CODE.Ptr()
	}
	times := rule.CouponAvailableTime
	times.AvailableDayAfterReceive = to(int64(30))
	times.AvailableWeek = &favor.AvailableWeek{
		WeekDay: []int64{0, 1, 2, 3, 4, 5, 6},
		AvailableDayTime: []favor.AvailableCurrentDayTime{
			{BeginTime: to(int64(28800)), EndTime: to(int64(43199))}, {BeginTime: to(int64(50400)), EndTime: to(int64(79199))}},
	}
	times.IrregularyAvaliableTime = []favor.IrregularAvailableTime{{BeginTime: to(w.day(8)), EndTime: to(w.endOfDay(9))}}
	request.StockSendRule = &favor.StockSendRule{
		MaxCoupons: to(int64(10)), MaxCouponsPerUser: to(int64(5)), MaxCouponsByDay: to(int64(8)),
		NaturalPersonLimit: to(true), PreventApiAbuse: to(true), Transferable: to(false), Shareable: to(false),
	}
	request.CustomEntrance = &favor.CustomEntrance{
		MiniProgramsInfo: &favor.MiniAppInfo{MiniProgramsAppid: to(shopApp), MiniProgramsPath: to("/path/index/index"),
			EntranceWords: to("欢迎选购"), GuidingWords: to("更多优惠")},
		Appid: to(shopOther), HallId: to("233455656"), StoreId: to("233554655"), CodeDisplayMode: favor.CODEDISPLAYMODE_BARCODE.Ptr(),
	}
	request.DisplayPatternInfo = &favor.DisplayPatternInfo{
		Description: to("全场通用，每单限用一张 <a&b>"), MerchantLogoUrl: to("https://wxpaylogo.qpic.cn/wxpaylogo/logo/0"),
		MerchantName: to("演示便利店"), BackgroundColor: to("Color020"), CouponImageUrl: to("https://wxpaylogo.qpic.cn/wxpaylogo/cover/0"),
		FinderInfo: &favor.FinderInfo{FinderId: to("sph6Rngt2T4RlUf"), FinderVideoId: to("export/UzFfAgtgekIEAQAAAAAAb4MgnPInmAAAAAstQy6ubaLX4KHWvLEZgBPE"),
			FinderVideoCoverImageUrl: to("https://wxpaylogo.qpic.cn/wxpaylogo/video/0")},
	}
	request.NotifyConfig = &favor.NotifyConfig{NotifyAppid: to(shopOther)}
	request.Subsidy = to(true)
	return request
}

func (w *world) life(kind favor.BusiFavorStockType, mode favor.CouponCodeMode) {
	request := w.fullStock(kind, mode)
	created := done(w.shop.stocks.CreateBusifavorStock(ctx, request))
	stock := *created.StockId
	that("the stock's number is digits, at most 20", regexp.MustCompile(`^\d{1,20}$`).MatchString(stock), stock)
	equal("create_time", w.now, created.CreateTime)

	uploads := mode == favor.COUPONCODEMODE_MERCHANT_UPLOAD
	want := leaves(request).without("out_request_no").with(fields{"stock_id": stock, "stock_state": "RUNNING"})
	if uploads {
		want = want.with(fields{"coupon_code_count.total_count": 0, "coupon_code_count.available_count": 0})
	}
	says("the new stock", want, w.query(stock), "send_count_information")

	sending := w.sending(stock, one)
	switch mode {
	case favor.COUPONCODEMODE_MERCHANT_API:
		sending.CouponCode = to(ownCode + string(kind[:1]))
	case favor.COUPONCODEMODE_MERCHANT_UPLOAD:
		done(w.shop.stocks.UploadCouponCode(ctx, favor.UploadCouponCodeRequest{StockId: to(stock), UploadRequestNo: w.number(),
			CouponCodeList: []string{ownCode + string(kind[:1]) + "u"}}))
	}
	sent := done(w.shop.coupons.SendCoupon(ctx, sending)).SendCouponResult
	need("send_coupon_result is there", sent != nil && sent.CouponCode != nil, sent)
	equal("stock_id", stock, sent.StockId)
	equal("out_request_no", sending.OutRequestNo, sent.OutRequestNo)
	coupon := *sent.CouponCode
	switch mode {
	case favor.COUPONCODEMODE_WECHATPAY_MODE:
		that("the code is 22 digits", regexp.MustCompile(`^\d{22}$`).MatchString(coupon), coupon)
	case favor.COUPONCODEMODE_MERCHANT_API:
		equal("the code", sending.CouponCode, coupon)
	default:
		equal("the code", ownCode+string(kind[:1])+"u", coupon)
	}

	received := w.now
	base := leaves(request).without("out_request_no", "stock_send_rule", "coupon_code_mode", "notify_config", "subsidy").with(fields{
		"stock_id": stock, "coupon_code": coupon, "coupon_state": "SENDED", "send_request_no": sending.OutRequestNo,
		"transferable": false, "shareable": false, "receive_time": received, "available_start_time": received, "expire_time": w.endOfDay(29)})
	says("the new coupon", base, w.coupon(coupon))
	count := fields{"send_count_information.total_send_num": 1, "send_count_information.today_send_num": 1}
	if kind == favor.BUSIFAVORSTOCKTYPE_NORMAL {
		count = count.with(fields{"send_count_information.total_send_amount": 500, "send_count_information.today_send_amount": 500})
	}
	if uploads {
		count = count.with(fields{"coupon_code_count.total_count": 1, "coupon_code_count.available_count": 0})
	}
	says("the stock after sending", want.with(count), w.query(stock))

	using := w.using(stock, coupon)
	using.Openid = to(one)
	used := done(w.shop.coupons.UseCoupon(ctx, using))
	says("the use", fields{"stock_id": stock, "openid": one, "wechatpay_use_time": w.now}, used)
	base = base.with(fields{"coupon_state": "USED", "use_request_no": using.UseRequestNo, "use_time": w.now})
	says("the used coupon", base, w.coupon(coupon))

	giving := w.returning(stock, coupon)
	equal("the time of the return", w.now, done(w.shop.coupons.ReturnCoupon(ctx, giving)).WechatpayReturnTime)
	base = base.with(fields{"coupon_state": "SENDED", "return_request_no": giving.ReturnRequestNo, "return_time": w.now})
	says("the returned coupon", base, w.coupon(coupon))

	linking := favor.AssociateTradeInfoRequest{StockId: to(stock), CouponCode: to(coupon), OutTradeNo: to("MCH_1|2*3-4"), OutRequestNo: w.number()}
	equal("the time of the order", w.now, done(w.shop.coupons.AssociateTradeInfo(ctx, linking)).WechatpayAssociateTime)
	says("the coupon with an order", base.with(fields{"associate_out_trade_no": "MCH_1|2*3-4"}), w.coupon(coupon))
	leaving := favor.DisassociateTradeInfoRequest{StockId: to(stock), CouponCode: to(coupon), OutTradeNo: to("MCH_1|2*3-4"), OutRequestNo: w.number()}
	equal("the time of parting", w.now, done(w.shop.coupons.DisassociateTradeInfo(ctx, leaving)).WechatpayDisassociateTime)
	says("the coupon without an order", base, w.coupon(coupon))

	ending := w.deactivating(stock, coupon)
	equal("the time of the end", w.now, done(w.shop.coupons.DeactivateCoupon(ctx, ending)).WechatpayDeactivateTime)
	base = base.with(fields{"coupon_state": "DEACTIVATED", "deactivate_request_no": ending.DeactivateRequestNo,
		"deactivate_time": w.now, "deactivate_reason": ending.DeactivateReason})
	says("the deactivated coupon", base, w.coupon(coupon))
	list := done(w.shop.coupons.ListCouponsByFilter(ctx, favor.ListCouponsByFilterRequest{Openid: to(one), Appid: to(shopApp),
		StockId: to(stock), CreatorMerchant: to(w.shop.mchid)}))
	need("the list has one coupon", len(list.Data) == 1, len(list.Data))
	says("the coupon in the list", base.without("display_pattern_info.description"), list.Data[0])
	if uploads {
		one := done(w.shop.stocks.CouponCodeInfo(ctx, favor.CouponCodeInfoRequest{StockId: to(stock), CouponCode: to(coupon), Appid: to(shopApp)}))
		says("the coupon beside its code", base, one.CouponInformation)
	}
}
