package quan.conformance.wechatpay;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes of a stock, its budget, its uploaded codes. */
final class Stocks {
    private Stocks() {}

    static void modify(World w) throws Exception {
        JsonObject request = Tree.without(Lives.fullStock(w, "NORMAL", "WECHATPAY_MODE"), "subsidy", "stock_send_rule.prevent_api_abuse");
        String stock = Tree.text(w.shop.done("createBusifavorStock", request), "stock_id");
        String coupon = w.send(stock);
        JsonObject want = Tree.with(Tree.without(request, "out_request_no"), "stock_id", stock, "stock_state", "RUNNING");

        w.shop.done("modifyStockInfo", "stock_id", stock, "out_request_no", w.number(), "comment", "改过的备注");
        want = Tree.with(want, "comment", "改过的备注");
        Check.says("one field changed", want, w.query(stock), "send_count_information");

        JsonObject change = Tree.of("comment", "夏末活动", "goods_name", "冷饮",
                "custom_entrance.mini_programs_info.mini_programs_appid", World.SHOP_OTHER,
                "custom_entrance.mini_programs_info.mini_programs_path", "/new",
                "custom_entrance.mini_programs_info.entrance_words", "来吧", "custom_entrance.mini_programs_info.guiding_words", "新品",
                "custom_entrance.appid", World.SHOP_APP, "custom_entrance.hall_id", "99", "custom_entrance.code_display_mode", "QRCODE",
                "display_pattern_info.description", "新的须知", "display_pattern_info.background_color", "Color100",
                "display_pattern_info.coupon_image_url", "https://wxpaylogo.qpic.cn/new/0",
                "display_pattern_info.finder_info.finder_id", "f2", "display_pattern_info.finder_info.finder_video_id", "v2",
                "display_pattern_info.finder_info.finder_video_cover_image_url", "https://wxpaylogo.qpic.cn/v2/0",
                "coupon_use_rule.use_method", "MINI_PROGRAMS", "coupon_use_rule.mini_programs_appid", World.SHOP_APP,
                "coupon_use_rule.mini_programs_path", "/use", "stock_send_rule.prevent_api_abuse", true,
                "notify_config.notify_appid", World.SHOP_APP, "subsidy", true);
        JsonObject all = Tree.with(change, "stock_id", stock, "out_request_no", w.number());
        w.shop.done("modifyStockInfo", all);
        want = Tree.merged(want, change);
        Check.says("every field changed", want, w.query(stock), "send_count_information");
        JsonObject seen = w.coupon(coupon);
        Check.equal("an issued coupon shows it: goods_name", "冷饮", Tree.at(seen, "goods_name"));
        Check.equal("an issued coupon shows it: description", "新的须知", Tree.at(seen, "display_pattern_info.description"));
        w.shop.done("modifyStockInfo", all);
        Check.says("the same number again changes nothing", want, w.query(stock), "send_count_information");
        w.shop.done("modifyStockInfo", "stock_id", stock, "out_request_no", w.number(), "custom_entrance.mini_programs_info.guiding_words", "再来");
        want = Tree.with(want, "custom_entrance.mini_programs_info.guiding_words", "再来");
        Check.says("one member of a member changed", want, w.query(stock), "send_count_information");

        String op = "modifyStockInfo";
        JsonObject none = Tree.of("stock_id", stock, "out_request_no", w.number());
        w.refused("the number with other contents", op, Tree.with(all, "comment", "又改"), 400, "INVALID_REQUEST", World.REPEATED);
        w.refused("another name", op, Tree.with(none, "stock_name", "别的名字"), 400, "INVALID_REQUEST", "");
        w.refused("the subsidy withdrawn", op, Tree.with(none, "subsidy", false), 400, "INVALID_REQUEST", "");
        w.refused("a foreign app", op, Tree.with(none, "notify_config.notify_appid", World.STRANGER_APP), 400, "APPID_MCHID_NOT_MATCH", World.FOREIGN_APP);
        w.refused("a color that is none", op, Tree.with(none, "display_pattern_info.background_color", "Color110"), 400, "PARAM_ERROR",
                "/body/display_pattern_info/background_color");
        w.refused("an unknown stock", op, Tree.with(none, "stock_id", World.NO_STOCK), 404, "RESOURCE_NOT_EXISTS", World.UNKNOWN);
        w.refused("by somebody else", w.stranger, op, Tree.with(none, "comment", "别人"), 403, "NO_AUTH", "无权限");
        Check.says("after all refusals", want, w.query(stock), "send_count_information");
    }

    static void budget(World w) throws Exception {
        String stock = w.stock("stock_send_rule.max_coupons", 2);
        w.send(stock);
        w.send(stock);
        w.refused("the third of two", "sendCoupon", w.sending(stock, World.ONE), 403, "RULE_LIMIT", "批次预算不足");

        String op = "modifyBudget";
        JsonObject total = Tree.of("stock_id", stock, "target_max_coupons", 5, "current_max_coupons", 2, "modify_budget_request_no", w.number());
        Check.says("the total raised", Tree.of("max_coupons", 5), w.shop.done(op, total));
        Check.equal("as queried", 5, Tree.at(w.query(stock), "stock_send_rule.max_coupons"));
        w.send(stock);
        Check.says("the same number again", Tree.of("max_coupons", 5), w.shop.done(op, total));
        Check.says("a day's limit", Tree.of("max_coupons", 5, "max_coupons_by_day", 4), w.shop.done(op, "stock_id", stock,
                "target_max_coupons_by_day", 4, "current_max_coupons_by_day", 0, "modify_budget_request_no", w.number()));
        w.send(stock);
        w.refused("the fifth of the day", "sendCoupon", w.sending(stock, World.ONE), 403, "RULE_LIMIT", "已达到单天发放上限");

        JsonObject none = Tree.of("stock_id", stock, "modify_budget_request_no", w.number());
        w.refused("an outdated current value", op, Tree.with(none, "target_max_coupons", 9, "current_max_coupons", 2), 400, "INVALID_REQUEST",
                "批次库存的当前值错误，请获取批次详情查看最新值");
        w.refused("fewer than are issued", op, Tree.with(none, "target_max_coupons", 3, "current_max_coupons", 5), 400, "INVALID_REQUEST", "");
        w.refused("no target", op, none, 400, "PARAM_ERROR", "");
        w.refused("both targets", op, Tree.with(none, "target_max_coupons", 9, "current_max_coupons", 5, "target_max_coupons_by_day", 9,
                "current_max_coupons_by_day", 4), 400, "PARAM_ERROR", "");
        w.refused("a target without its current value", op, Tree.with(none, "target_max_coupons", 9), 400, "PARAM_ERROR", "/body/current_max_coupons");
        w.refused("the number with other contents", op, Tree.with(total, "target_max_coupons", 9, "current_max_coupons", 5), 400, "INVALID_REQUEST", World.REPEATED);
        w.refused("an unknown stock", op, Tree.with(none, "stock_id", World.NO_STOCK, "target_max_coupons", 9, "current_max_coupons", 5), 404,
                "RESOURCE_NOT_EXISTS", World.UNKNOWN);
        w.refused("by somebody else", w.stranger, op, Tree.with(none, "target_max_coupons", 9, "current_max_coupons", 5), 403, "NO_AUTH", "无权限");
        Check.says("as many as are issued", Tree.of("max_coupons", 4, "max_coupons_by_day", 4), w.shop.done(op,
                Tree.with(none, "target_max_coupons", 4, "current_max_coupons", 5)));
    }

    static void uploads(World w) throws Exception {
        String stock = w.stock("coupon_code_mode", "MERCHANT_UPLOAD", "stock_send_rule.max_coupons", 6);
        w.refused("a coupon without any code", "sendCoupon", w.sending(stock, World.ONE), 403, "RULE_LIMIT", "批次预算不足");
        String op = "uploadCouponCode";
        String tooLong = "123456789012345678901234567890123";
        JsonObject first = Tree.of("stock_id", stock, "upload_request_no", w.number(),
                "coupon_code_list", List.of("A1", "a1", "B/2 =|", "A1", "bad!code", tooLong));
        JsonObject answer = w.shop.done(op, first);
        OffsetDateTime at = w.now();
        JsonObject want = Tree.of("stock_id", stock, "total_count", 5, "success_count", 3, "success_codes", List.of("A1", "a1", "B/2 =|"),
                "success_time", at, "fail_count", 2, "duplicate_codes", List.of("A1"));
        Check.says("the upload", want, answer, "fail_codes");
        Map<String, JsonElement> failed = new TreeMap<>();
        World.items(answer, "fail_codes").forEach(each -> failed.put(Tree.text(each, "coupon_code"), each));
        Check.equal("the long code's reason", "LENGTH_LIMIT", Tree.at(failed.get(tooLong), "code"));
        Check.equal("the long code's message", "长度超过最大值32位", Tree.at(failed.get(tooLong), "message"));
        Check.equal("the wrong code's reason", "PARAM_ERROR", Tree.at(failed.get("bad!code"), "code"));
        w.pass(Duration.ofMinutes(1));
        Check.says("the same number again", want, w.shop.done(op, first), "fail_codes");
        w.refused("the number with other codes", op, Tree.with(first, "coupon_code_list", List.of("C3")), 400, "INVALID_REQUEST", World.REPEATED);
        JsonObject second = Tree.of("stock_id", stock, "upload_request_no", w.number(), "coupon_code_list", List.of("A1", "C3"));
        Check.says("a code that is there", Tree.of("stock_id", stock, "total_count", 2, "success_count", 1, "success_codes", List.of("C3"),
                "exist_codes", List.of("A1"), "success_time", w.now(), "fail_count", 0), w.shop.done(op, second));
        Check.says("codes of the stock", Tree.of("total_count", 4, "available_count", 4), Tree.at(w.query(stock), "coupon_code_count"));

        JsonObject list = w.shop.done("queryCouponCodeList", "stock_id", stock, "offset", 1, "limit", 2, "appid", World.SHOP_APP);
        Check.says("a page of codes", Tree.of("stock_id", stock, "total_count", 4, "offset", 1, "limit", 2), list, "data");
        Check.equal("codes on the page", 2, World.items(list, "data").size());
        JsonObject one = Tree.of("stock_id", stock, "coupon_code", "B/2 =|", "appid", World.SHOP_APP);
        Check.says("a free code", Tree.of("code_information.code", "B/2 =|", "code_information.code_status", "AVAILABLE",
                "code_information.upload_time", at), w.shop.done("couponCodeInfo", one));

        JsonObject gone = Tree.of("stock_id", stock, "coupon_code", "B/2 =|", "delete_request_no", w.number());
        JsonObject deleted = Tree.of("stock_id", stock, "delete_time", w.now());
        Check.says("a code deleted", deleted, w.shop.done("deleteCouponCode", gone));
        w.pass(Duration.ofMinutes(1));
        Check.says("the same number again", deleted, w.shop.done("deleteCouponCode", gone));
        w.refused("the deleted code", "couponCodeInfo", one, 404, "RESOURCE_NOT_EXISTS", World.UNKNOWN);

        String coupon = w.send(stock);
        Check.that("the coupon's code is one of those", List.of("A1", "a1", "C3").contains(coupon), coupon);
        JsonObject info = w.shop.done("couponCodeInfo", "stock_id", stock, "coupon_code", coupon, "appid", World.SHOP_APP);
        Check.says("a code that is handed out", Tree.of("code", coupon, "code_status", "DISPATCHED", "dispatched_time", w.now(),
                "openid", World.ONE, "unionid", World.ONE_UNION, "coupon_code", coupon), Tree.at(info, "code_information"), "upload_time");
        Check.equal("its coupon", coupon, Tree.at(info, "coupon_information.coupon_code"));
        for (var each : Map.of("AVAILABLE", 2, "DISPATCHED", 1).entrySet()) {
            list = w.shop.done("queryCouponCodeList", "stock_id", stock, "status", each.getKey());
            Check.equal("codes that are " + each.getKey(), each.getValue(), World.items(list, "data").size());
            Check.equal("their total", each.getValue(), Tree.at(list, "total_count"));
        }
        w.refused("deleting what is handed out", "deleteCouponCode", Tree.of("stock_id", stock, "coupon_code", coupon, "delete_request_no", w.number()),
                400, "INVALID_REQUEST", "券code已发放");
        w.shop.done(op, "stock_id", stock, "upload_request_no", w.number(), "coupon_code_list", List.of("D1", "D2", "B/2 =|"));
        JsonObject more = Tree.of("stock_id", stock, "upload_request_no", w.number(), "coupon_code_list", List.of("D3"));
        w.refused("one code more", op, more, 400, "INVALID_REQUEST", "上传的自定义code已达上限");
        w.refused("codes for a stock that makes its own", op, Tree.with(more, "stock_id", w.stock()), 400, "INVALID_REQUEST", "发券模式不合法");
        w.refused("no codes", op, Tree.with(more, "coupon_code_list", List.of()), 400, "PARAM_ERROR", "/body/coupon_code_list");
        w.refused("an unknown stock", op, Tree.with(more, "stock_id", World.NO_STOCK), 404, "RESOURCE_NOT_EXISTS", World.UNKNOWN);
        w.refused("by somebody else", w.stranger, op, more, 403, "NO_AUTH", "无权限");
    }
}
