package main

import (
	"time"

	favor "github.com/wechatpay-apiv3/wechatpay-go/services/merchantexclusivecoupon"
)

func (w *world) modify() {
	request := w.fullStock(favor.BUSIFAVORSTOCKTYPE_NORMAL, favor.COUPONCODEMODE_WECHATPAY_MODE)
	request.Subsidy = nil
	request.StockSendRule.PreventApiAbuse = nil
	stock := *done(w.shop.stocks.CreateBusifavorStock(ctx, request)).StockId
	coupon := w.send(stock)
	want := leaves(request).without("out_request_no").with(fields{"stock_id": stock, "stock_state": "RUNNING"})

	one := favor.ModifyStockInfoRequest{StockId: to(stock), OutRequestNo: w.number(), Comment: to("改过的备注")}
	emptied(w.shop.stocks.ModifyStockInfo(ctx, one))
	want = want.with(fields{"comment": "改过的备注"})
	says("one field changed", want, w.query(stock), "send_count_information")

	all := favor.ModifyStockInfoRequest{
		StockId: to(stock), OutRequestNo: w.number(), Comment: to("夏末活动"), GoodsName: to("冷饮"),
		CustomEntrance: &favor.ModifyCustomEntrance{
			MiniProgramsInfo: &favor.ModifyMiniAppInfo{MiniProgramsAppid: to(shopOther), MiniProgramsPath: to("/new"), EntranceWords: to("来吧"), GuidingWords: to("新品")},
			Appid:            to(shopApp), HallId: to("99"), CodeDisplayMode: favor.CODEDISPLAYMODE_QRCODE.Ptr(),
		},
		DisplayPatternInfo: &favor.DisplayPatternInfo{Description: to("新的须知"), BackgroundColor: to("Color100"), CouponImageUrl: to("https://wxpaylogo.qpic.cn/new/0"),
			FinderInfo: &favor.FinderInfo{FinderId: to("f2"), FinderVideoId: to("v2"), FinderVideoCoverImageUrl: to("https://wxpaylogo.qpic.cn/v2/0")}},
		CouponUseRule: &favor.ModifyCouponUseRule{UseMethod: favor.COUPONUSEMETHOD_MINI_PROGRAMS.Ptr(), MiniProgramsAppid: to(shopApp), MiniProgramsPath: to("/use")},
		StockSendRule: &favor.ModifyStockSendRule{PreventApiAbuse: to(true)},
		NotifyConfig:  &favor.NotifyConfig{NotifyAppid: to(shopApp)},
		Subsidy:       to(true),
	}
	emptied(w.shop.stocks.ModifyStockInfo(ctx, all))
	want = want.with(leaves(all).without("out_request_no"))
	says("every field changed", want, w.query(stock), "send_count_information")
	seen := w.coupon(coupon)
	equal("an issued coupon shows it: goods_name", "冷饮", seen.GoodsName)
	equal("an issued coupon shows it: description", "新的须知", seen.DisplayPatternInfo.Description)
	emptied(w.shop.stocks.ModifyStockInfo(ctx, all))
	says("the same number again changes nothing", want, w.query(stock), "send_count_information")

	member := favor.ModifyStockInfoRequest{StockId: to(stock), OutRequestNo: w.number(),
		CustomEntrance: &favor.ModifyCustomEntrance{MiniProgramsInfo: &favor.ModifyMiniAppInfo{GuidingWords: to("再来")}}}
	emptied(w.shop.stocks.ModifyStockInfo(ctx, member))
	want = want.with(fields{"custom_entrance.mini_programs_info.guiding_words": "再来"})
	says("one member of a member changed", want, w.query(stock), "send_count_information")

	change := func(what, code, message string, status int, set func(*favor.ModifyStockInfoRequest)) {
		request := favor.ModifyStockInfoRequest{StockId: to(stock), OutRequestNo: w.number()}
		set(&request)
		_, err := w.shop.stocks.ModifyStockInfo(ctx, request)
		refused(what, err, status, code, message)
	}
	change("the number with other contents", "INVALID_REQUEST", repeated, 400, func(r *favor.ModifyStockInfoRequest) {
		r.OutRequestNo, r.Comment = all.OutRequestNo, to("又改")
	})
	change("another name", "INVALID_REQUEST", "", 400, func(r *favor.ModifyStockInfoRequest) { r.StockName = to("别的名字") })
	change("the subsidy withdrawn", "INVALID_REQUEST", "", 400, func(r *favor.ModifyStockInfoRequest) { r.Subsidy = to(false) })
	change("a foreign app", "APPID_MCHID_NOT_MATCH", "AppID与请求方商户无关联关系", 400, func(r *favor.ModifyStockInfoRequest) {
		r.NotifyConfig = &favor.NotifyConfig{NotifyAppid: to(strangerApp)}
	})
	change("a color that is none", "PARAM_ERROR", "/body/display_pattern_info/background_color", 400, func(r *favor.ModifyStockInfoRequest) {
		r.DisplayPatternInfo = &favor.DisplayPatternInfo{BackgroundColor: to("Color110")}
	})
	change("an unknown stock", "RESOURCE_NOT_EXISTS", "查询的资源不存在", 404, func(r *favor.ModifyStockInfoRequest) { r.StockId = to("9999999999999999") })
	_, err := w.stranger.stocks.ModifyStockInfo(ctx, favor.ModifyStockInfoRequest{StockId: to(stock), OutRequestNo: w.number(), Comment: to("别人")})
	refused("by somebody else", err, 403, "NO_AUTH", "无权限")
	says("after all refusals", want, w.query(stock), "send_count_information")
}

func (w *world) budget() {
	stock := w.stock(func(r *favor.CreateBusifavorStockRequest) { r.StockSendRule.MaxCoupons = to(int64(2)) })
	w.send(stock)
	w.send(stock)
	refused("the third of two", failure(w.shop.coupons.SendCoupon(ctx, w.sending(stock, one))), 403, "RULE_LIMIT", "批次预算不足")

	total := favor.ModifyBudgetRequest{StockId: to(stock), TargetMaxCoupons: to(int64(5)), CurrentMaxCoupons: to(int64(2)), ModifyBudgetRequestNo: w.number()}
	raised := done(w.shop.stocks.ModifyBudget(ctx, total))
	equal("max_coupons", 5, raised.MaxCoupons)
	equal("max_coupons_by_day", nil, raised.MaxCouponsByDay)
	equal("as queried", 5, w.query(stock).StockSendRule.MaxCoupons)
	w.send(stock)
	equal("the same number again", 5, done(w.shop.stocks.ModifyBudget(ctx, total)).MaxCoupons)

	byDay := favor.ModifyBudgetRequest{StockId: to(stock), TargetMaxCouponsByDay: to(int64(4)), CurrentMaxCouponsByDay: to(int64(0)), ModifyBudgetRequestNo: w.number()}
	raised = done(w.shop.stocks.ModifyBudget(ctx, byDay))
	equal("max_coupons", 5, raised.MaxCoupons)
	equal("max_coupons_by_day", 4, raised.MaxCouponsByDay)
	w.send(stock)
	refused("the fifth of the day", failure(w.shop.coupons.SendCoupon(ctx, w.sending(stock, one))), 403, "RULE_LIMIT", "已达到单天发放上限")

	change := func(what string, status int, code, message string, set func(*favor.ModifyBudgetRequest)) {
		request := favor.ModifyBudgetRequest{StockId: to(stock), ModifyBudgetRequestNo: w.number()}
		set(&request)
		refused(what, failure(w.shop.stocks.ModifyBudget(ctx, request)), status, code, message)
	}
	change("an outdated current value", 400, "INVALID_REQUEST", "批次库存的当前值错误，请获取批次详情查看最新值", func(r *favor.ModifyBudgetRequest) {
		r.TargetMaxCoupons, r.CurrentMaxCoupons = to(int64(9)), to(int64(2))
	})
	change("fewer than are issued", 400, "INVALID_REQUEST", "", func(r *favor.ModifyBudgetRequest) {
		r.TargetMaxCoupons, r.CurrentMaxCoupons = to(int64(3)), to(int64(5))
	})
	change("no target", 400, "PARAM_ERROR", "", func(*favor.ModifyBudgetRequest) {})
	change("both targets", 400, "PARAM_ERROR", "", func(r *favor.ModifyBudgetRequest) {
		r.TargetMaxCoupons, r.CurrentMaxCoupons = to(int64(9)), to(int64(5))
		r.TargetMaxCouponsByDay, r.CurrentMaxCouponsByDay = to(int64(9)), to(int64(4))
	})
	change("a target without its current value", 400, "PARAM_ERROR", "/body/current_max_coupons", func(r *favor.ModifyBudgetRequest) { r.TargetMaxCoupons = to(int64(9)) })
	change("the number with other contents", 400, "INVALID_REQUEST", repeated, func(r *favor.ModifyBudgetRequest) {
		r.ModifyBudgetRequestNo, r.TargetMaxCoupons, r.CurrentMaxCoupons = total.ModifyBudgetRequestNo, to(int64(9)), to(int64(5))
	})
	change("an unknown stock", 404, "RESOURCE_NOT_EXISTS", "查询的资源不存在", func(r *favor.ModifyBudgetRequest) {
		r.StockId, r.TargetMaxCoupons, r.CurrentMaxCoupons = to("9999999999999999"), to(int64(9)), to(int64(5))
	})
	total.ModifyBudgetRequestNo = w.number()
	refused("by somebody else", failure(w.stranger.stocks.ModifyBudget(ctx, total)), 403, "NO_AUTH", "无权限")
	lower := favor.ModifyBudgetRequest{StockId: to(stock), TargetMaxCoupons: to(int64(4)), CurrentMaxCoupons: to(int64(5)), ModifyBudgetRequestNo: w.number()}
	equal("as many as are issued", 4, done(w.shop.stocks.ModifyBudget(ctx, lower)).MaxCoupons)
}

func (w *world) uploads() {
	stock := w.stock(func(r *favor.CreateBusifavorStockRequest) {
		r.CouponCodeMode, r.StockSendRule.MaxCoupons = favor.COUPONCODEMODE_MERCHANT_UPLOAD.Ptr(), to(int64(6))
	})
	refused("a coupon without any code", failure(w.shop.coupons.SendCoupon(ctx, w.sending(stock, one))), 403, "RULE_LIMIT", "批次预算不足")

	first := favor.UploadCouponCodeRequest{StockId: to(stock), UploadRequestNo: w.number(),
		CouponCodeList: []string{"A1", "a1", "B/2 =|", "A1", "bad!code", "123456789012345678901234567890123"}}
	answer := done(w.shop.stocks.UploadCouponCode(ctx, first))
	equal("stock_id", stock, answer.StockId)
	equal("total_count", 5, answer.TotalCount)
	equal("success_count", 3, answer.SuccessCount)
	equal("success_codes", []string{"A1", "a1", "B/2 =|"}, answer.SuccessCodes)
	equal("success_time", w.now, answer.SuccessTime)
	equal("fail_count", 2, answer.FailCount)
	equal("duplicate_codes", []string{"A1"}, answer.DuplicateCodes)
	equal("how many exist already", 0, len(answer.ExistCodes))
	failed := map[string]favor.UploadCouponCodeFailReason{}
	for _, each := range answer.FailCodes {
		failed[*each.CouponCode] = each
	}
	equal("the long code's reason", "LENGTH_LIMIT", failed["123456789012345678901234567890123"].Code)
	equal("the long code's message", "长度超过最大值32位", failed["123456789012345678901234567890123"].Message)
	equal("the wrong code's reason", "PARAM_ERROR", failed["bad!code"].Code)
	at := w.now
	w.pass(time.Minute)
	again := done(w.shop.stocks.UploadCouponCode(ctx, first))
	equal("the same number again: success_count", 3, again.SuccessCount)
	equal("the same number again: success_time", at, again.SuccessTime)
	first.CouponCodeList = []string{"C3"}
	refused("the number with other codes", failure(w.shop.stocks.UploadCouponCode(ctx, first)), 400, "INVALID_REQUEST", repeated)

	second := favor.UploadCouponCodeRequest{StockId: to(stock), UploadRequestNo: w.number(), CouponCodeList: []string{"A1", "C3"}}
	answer = done(w.shop.stocks.UploadCouponCode(ctx, second))
	equal("exist_codes", []string{"A1"}, answer.ExistCodes)
	equal("success_codes", []string{"C3"}, answer.SuccessCodes)
	equal("codes of the stock", fields{"total_count": float64(4), "available_count": float64(4)}, leaves(w.query(stock).CouponCodeCount))

	list := done(w.shop.stocks.QueryCouponCodeList(ctx, favor.QueryCouponCodeListRequest{StockId: to(stock), Offset: to(int64(1)), Limit: to(int64(2)), Appid: to(shopApp)}))
	equal("total_count", 4, list.TotalCount)
	equal("offset", 1, list.Offset)
	equal("limit", 2, list.Limit)
	equal("stock_id", stock, list.StockId)
	equal("codes on the page", 2, len(list.Data))
	says("a free code", fields{"code": "B/2 =|", "code_status": "AVAILABLE", "upload_time": at},
		done(w.shop.stocks.CouponCodeInfo(ctx, favor.CouponCodeInfoRequest{StockId: to(stock), CouponCode: to("B/2 =|"), Appid: to(shopApp)})).CodeInformation)

	gone := favor.DeleteCouponCodeRequest{StockId: to(stock), CouponCode: to("B/2 =|"), DeleteRequestNo: w.number()}
	deleted := done(w.shop.stocks.DeleteCouponCode(ctx, gone))
	equal("stock_id", stock, deleted.StockId)
	equal("delete_time", w.now, deleted.DeleteTime)
	at = w.now
	w.pass(time.Minute)
	equal("the same number again: delete_time", at, done(w.shop.stocks.DeleteCouponCode(ctx, gone)).DeleteTime)
	refused("the deleted code", failure(w.shop.stocks.CouponCodeInfo(ctx, favor.CouponCodeInfoRequest{StockId: to(stock), CouponCode: to("B/2 =|")})),
		404, "RESOURCE_NOT_EXISTS", "查询的资源不存在")

	coupon := w.send(stock)
	that("the coupon's code is one of those", coupon == "A1" || coupon == "a1" || coupon == "C3", coupon)
	info := done(w.shop.stocks.CouponCodeInfo(ctx, favor.CouponCodeInfoRequest{StockId: to(stock), CouponCode: to(coupon), Appid: to(shopApp)}))
	says("a code that is handed out", fields{"code": coupon, "code_status": "DISPATCHED", "dispatched_time": w.now, "openid": one,
		"unionid": oneUnion, "coupon_code": coupon}, info.CodeInformation, "upload_time")
	equal("its coupon", coupon, info.CouponInformation.CouponCode)
	for status, count := range map[favor.CouponCodeStatus]int{favor.COUPONCODESTATUS_AVAILABLE: 2, favor.COUPONCODESTATUS_DISPATCHED: 1} {
		list = done(w.shop.stocks.QueryCouponCodeList(ctx, favor.QueryCouponCodeListRequest{StockId: to(stock), Status: status.Ptr()}))
		equal("codes that are "+string(status), count, len(list.Data))
		equal("their total", count, list.TotalCount)
	}
	refused("deleting what is handed out", failure(w.shop.stocks.DeleteCouponCode(ctx, favor.DeleteCouponCodeRequest{StockId: to(stock),
		CouponCode: to(coupon), DeleteRequestNo: w.number()})), 400, "INVALID_REQUEST", "券code已发放")

	upload := func(into string, codes ...string) error {
		return failure(w.shop.stocks.UploadCouponCode(ctx, favor.UploadCouponCodeRequest{StockId: to(into), UploadRequestNo: w.number(), CouponCodeList: codes}))
	}
	that("codes fill the stock up to its quantity", upload(stock, "D1", "D2", "B/2 =|") == nil, "a refusal")
	refused("one code more", upload(stock, "D3"), 400, "INVALID_REQUEST", "上传的自定义code已达上限")
	refused("codes for a stock that makes its own", upload(w.stock(nil), "E1"), 400, "INVALID_REQUEST", "发券模式不合法")
	refused("no codes", upload(stock, []string{}...), 400, "PARAM_ERROR", "/body/coupon_code_list")
	refused("an unknown stock", upload("9999999999999999", "E1"), 404, "RESOURCE_NOT_EXISTS", "查询的资源不存在")
	second.UploadRequestNo = w.number()
	refused("by somebody else", failure(w.stranger.stocks.UploadCouponCode(ctx, second)), 403, "NO_AUTH", "无权限")
}
