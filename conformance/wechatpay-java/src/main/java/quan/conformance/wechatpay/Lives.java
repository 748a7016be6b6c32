package quan.conformance.wechatpay;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** Every type of stock in every code mode, from its creation to a deactivated coupon, every field read back. */
final class Lives {
    private Lives() {}

    static void check(World w) {
        for (String kind : List.of("NORMAL", "DISCOUNT", "EXCHANGE")) {
            for (String mode : List.of("WECHATPAY_MODE", "MERCHANT_API", "MERCHANT_UPLOAD")) {
                Check.part("life of " + kind + " with " + mode, () -> life(w, kind, mode));
            }
        }
    }

    /** A stock with everything. */
    static JsonObject fullStock(World w, String kind, String mode) {
        JsonObject all = Tree.with(Tree.without(w.plainStock(), "coupon_use_rule.fixed_normal_coupon"),
                "stock_name", "夏季饮品券" + kind, "comment", "夏季活动", "stock_type", kind, "coupon_code_mode", mode,
                "coupon_use_rule.coupon_available_time.available_day_after_receive", 30,
                "coupon_use_rule.coupon_available_time.available_week.week_day", List.of(0, 1, 2, 3, 4, 5, 6),
                "coupon_use_rule.coupon_available_time.available_week.available_day_time",
                List.of(Map.of("begin_time", 28800, "end_time", 43199), Map.of("begin_time", 50400, "end_time", 79199)),
                "coupon_use_rule.coupon_available_time.irregulary_avaliable_time",
                List.of(Map.of("begin_time", Tree.text(w.day(8)), "end_time", Tree.text(w.endOfDay(9)))),
                "stock_send_rule.max_coupons", 10, "stock_send_rule.max_coupons_per_user", 5, "stock_send_rule.max_coupons_by_day", 8,
                "stock_send_rule.natural_person_limit", true, "stock_send_rule.prevent_api_abuse", true,
                "stock_send_rule.transferable", false, "stock_send_rule.shareable", false,
                "custom_entrance.mini_programs_info.mini_programs_appid", World.SHOP_APP,
                "custom_entrance.mini_programs_info.mini_programs_path", "/path/index/index",
                "custom_entrance.mini_programs_info.entrance_words", "欢迎选购",
                "custom_entrance.mini_programs_info.guiding_words", "更多优惠",
                "custom_entrance.appid", World.SHOP_OTHER, "custom_entrance.hall_id", "233455656",
                "custom_entrance.store_id", "233554655", "custom_entrance.code_display_mode", "BARCODE",
                "display_pattern_info.description", "全场通用，每单限用一张 <a&b>",
                "display_pattern_info.merchant_logo_url", "https://wxpaylogo.qpic.cn/wxpaylogo/logo/0",
                "display_pattern_info.merchant_name", "演示便利店", "display_pattern_info.background_color", "Color020",
                "display_pattern_info.coupon_image_url", "https://wxpaylogo.qpic.cn/wxpaylogo/cover/0",
                "display_pattern_info.finder_info.finder_id", "sph6Rngt2T4RlUf",
                "display_pattern_info.finder_info.finder_video_id", "export/UzFfAgtgekIEAQAAAAAAb4MgnPInmAAAAAstQy6ubaLX4KHWvLEZgBPE",
                "display_pattern_info.finder_info.finder_video_cover_image_url", "https://wxpaylogo.qpic.cn/wxpaylogo/video/0",
                "notify_config.notify_appid", World.SHOP_OTHER, "subsidy", true);
        return switch (kind) {
            case "NORMAL" -> Tree.with(all, "coupon_use_rule.fixed_normal_coupon.discount_amount", 500,
                    "coupon_use_rule.fixed_normal_coupon.transaction_minimum", 2000);
            case "DISCOUNT" -> Tree.with(all, "coupon_use_rule.discount_coupon.discount_percent", 88,
                    "coupon_use_rule.discount_coupon.transaction_minimum", 2000, "coupon_use_rule.use_method", "MINI_PROGRAMS",
                    "coupon_use_rule.mini_programs_appid", World.SHOP_OTHER, "coupon_use_rule.mini_programs_path", "/pages/use/index");
            default -> Tree.with(all, "coupon_use_rule.exchange_coupon.exchange_price", 990,
                    "coupon_use_rule.exchange_coupon.transaction_minimum", 2000, "coupon_use_rule.use_method", "PAYMENT_CODE");
        };
    }

    private static void life(World w, String kind, String mode) throws Exception {
        JsonObject request = fullStock(w, kind, mode);
        JsonObject created = w.shop.done("createBusifavorStock", request);
        String stock = Tree.text(created, "stock_id");
        Check.that("the stock's number is digits, at most 20", stock != null && stock.matches("\\d{1,20}"), stock);
        Check.equal("create_time", w.now(), Tree.at(created, "create_time"));

        boolean uploads = mode.equals("MERCHANT_UPLOAD");
        JsonObject want = Tree.with(Tree.without(request, "out_request_no"), "stock_id", stock, "stock_state", "RUNNING");
        if (uploads) {
            want = Tree.with(want, "coupon_code_count.total_count", 0, "coupon_code_count.available_count", 0);
        }
        Check.says("the new stock", want, w.query(stock), "send_count_information");

        JsonObject sending = w.sending(stock, World.ONE);
        String own = World.OWN_CODE + kind.charAt(0) + (uploads ? "u" : "");
        if (mode.equals("MERCHANT_API")) {
            sending = Tree.with(sending, "coupon_code", own);
        } else if (uploads) {
            w.shop.done("uploadCouponCode", "stock_id", stock, "upload_request_no", w.number(), "coupon_code_list", List.of(own));
        }
        JsonObject sent = w.shop.done("sendCoupon", sending);
        String coupon = Tree.text(sent, "send_coupon_result.coupon_code");
        Check.need("send_coupon_result is there", coupon != null, sent);
        Check.equal("stock_id", stock, Tree.at(sent, "send_coupon_result.stock_id"));
        Check.equal("out_request_no", Tree.text(sending, "out_request_no"), Tree.at(sent, "send_coupon_result.out_request_no"));
        if (mode.equals("WECHATPAY_MODE")) {
            Check.that("the code is 22 digits", coupon.matches("\\d{22}"), coupon);
        } else {
            Check.equal("the code", own, coupon);
        }

        JsonObject seen = Tree.with(Tree.without(request, "out_request_no", "stock_send_rule", "coupon_code_mode", "notify_config", "subsidy"),
                "stock_id", stock, "coupon_code", coupon, "coupon_state", "SENDED", "send_request_no", Tree.text(sending, "out_request_no"),
                "transferable", false, "shareable", false, "receive_time", w.now(), "available_start_time", w.now(), "expire_time", w.endOfDay(29));
        Check.says("the new coupon", seen, w.coupon(coupon));
        want = Tree.with(want, "send_count_information.total_send_num", 1, "send_count_information.today_send_num", 1);
        if (kind.equals("NORMAL")) {
            want = Tree.with(want, "send_count_information.total_send_amount", 500, "send_count_information.today_send_amount", 500);
        }
        if (uploads) {
            want = Tree.with(want, "coupon_code_count.total_count", 1, "coupon_code_count.available_count", 0);
        }
        Check.says("the stock after sending", want, w.query(stock));

        JsonObject using = Tree.with(w.using(stock, coupon), "openid", World.ONE);
        Check.says("the use", Tree.of("stock_id", stock, "openid", World.ONE, "wechatpay_use_time", w.now()), w.shop.done("useCoupon", using));
        seen = Tree.with(seen, "coupon_state", "USED", "use_request_no", Tree.text(using, "use_request_no"), "use_time", w.now());
        Check.says("the used coupon", seen, w.coupon(coupon));

        JsonObject giving = w.returning(stock, coupon);
        Check.says("the return", Tree.of("wechatpay_return_time", w.now()), w.shop.done("returnCoupon", giving));
        seen = Tree.with(seen, "coupon_state", "SENDED", "return_request_no", Tree.text(giving, "return_request_no"), "return_time", w.now());
        Check.says("the returned coupon", seen, w.coupon(coupon));

        Check.says("the order", Tree.of("wechatpay_associate_time", w.now()), w.shop.done("associateTradeInfo", w.linking(stock, coupon, "MCH_1|2*3-4")));
        Check.says("the coupon with an order", Tree.with(seen, "associate_out_trade_no", "MCH_1|2*3-4"), w.coupon(coupon));
        Check.says("the parting", Tree.of("wechatpay_disassociate_time", w.now()), w.shop.done("disassociateTradeInfo", w.linking(stock, coupon, "MCH_1|2*3-4")));
        Check.says("the coupon without an order", seen, w.coupon(coupon));

        JsonObject ending = w.deactivating(stock, coupon);
        Check.says("the end", Tree.of("wechatpay_deactivate_time", w.now()), w.shop.done("deactivateCoupon", ending));
        seen = Tree.with(seen, "coupon_state", "DEACTIVATED", "deactivate_request_no", Tree.text(ending, "deactivate_request_no"),
                "deactivate_time", w.now(), "deactivate_reason", Tree.text(ending, "deactivate_reason"));
        Check.says("the deactivated coupon", seen, w.coupon(coupon));
        JsonArray list = World.items(w.shop.done("listCouponsByFilter", "openid", World.ONE, "appid", World.SHOP_APP, "stock_id", stock,
                "creator_merchant", w.shop.mchid()), "data");
        Check.need("the list has one coupon", list.size() == 1, list.size());
        Check.says("the coupon in the list", Tree.without(seen, "display_pattern_info.description"), list.get(0));
        if (uploads) {
            JsonObject code = w.shop.done("couponCodeInfo", "stock_id", stock, "coupon_code", coupon, "appid", World.SHOP_APP);
            Check.says("the coupon beside its code", seen, Tree.at(code, "coupon_information"));
        }
    }
}
