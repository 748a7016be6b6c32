package quan.conformance.wechatpay;

import com.google.gson.JsonObject;
import com.wechat.pay.java.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Notices and their address, service providers, subsidies, cards, the form of requests. */
final class Around {
    private Around() {}

    static void callbacks(World w) throws Exception {
        JsonObject shop = Tree.of("mchid", w.shop.mchid(), "notify_url", w.receiver.url() + "/shop");
        Check.says("the provisioned address", shop, w.shop.done("getCouponNotify"));
        Check.says("it is asked for by number", shop, w.shop.done("getCouponNotify", "mchid", w.shop.mchid()));
        JsonObject own = Tree.of("mchid", w.stranger.mchid());
        w.refused("no address", w.stranger, "getCouponNotify", new JsonObject(), 404, "RESOURCE_NOT_EXISTS", World.UNKNOWN);
        for (String url : List.of("https://pay.example.com/first", "https://pay.example.com/second")) {
            Check.says("set", Tree.with(own, "notify_url", url, "update_time", w.now()), w.stranger.done("setCouponNotify", "notify_url", url));
            Check.says("as queried", Tree.with(own, "notify_url", url), w.stranger.done("getCouponNotify", own));
            w.pass(Duration.ofMinutes(1));
        }
        String op = "setCouponNotify";
        w.refused("without https", w.stranger, op, Tree.with(own, "notify_url", "http://pay.example.com/first"), 400, "PARAM_ERROR", "");
        w.refused("with a query", w.stranger, op, Tree.with(own, "notify_url", "https://pay.example.com/first?a=1"), 400, "PARAM_ERROR", "");
        w.refused("too short", w.stranger, op, Tree.with(own, "notify_url", "https://a"), 400, "PARAM_ERROR", "/body/notify_url");
        w.refused("without an address", w.stranger, op, own, 400, "PARAM_ERROR", "/body/notify_url");
        w.refused("for another", w.stranger, op, Tree.of("mchid", w.shop.mchid(), "notify_url", "https://pay.example.com/first"), 403, "NO_AUTH", "无权限");
        w.refused("asked for another", w.stranger, "getCouponNotify", Tree.of("mchid", w.shop.mchid()), 403, "NO_AUTH", "无权限");
        Check.says("after all refusals", Tree.with(own, "notify_url", "https://pay.example.com/second"), w.stranger.done("getCouponNotify"));
    }

    static void notices(World w) throws Exception {
        String stock = w.stock("notify_config.notify_appid", World.SHOP_OTHER);
        String coupon = w.send(stock);
        Receiver.Notice notice = w.receiver.await(stock, coupon, 1).get(0);
        var envelope = notice.envelope();
        Check.equal("path", "/shop", notice.path());
        Check.equal("event_type", "COUPON.SEND", envelope.getEventType());
        Check.equal("resource_type", "encrypt-resource", envelope.getResourceType());
        Check.equal("summary", "商家券领券通知", envelope.getSummary());
        Check.equal("create_time", w.now(), envelope.getCreateTime());
        Check.that("id has at most 36 characters", envelope.getId() != null && envelope.getId().length() <= 36, envelope.getId());
        Check.equal("algorithm", "AEAD_AES_256_GCM", envelope.getResource().getAlgorithm());
        Check.equal("original_type", "coupon", envelope.getResource().getOriginalType());
        String associated = envelope.getResource().getAssociatedData();
        Check.that("associated_data is there", associated != null && !associated.isEmpty() && associated.length() <= 16, associated);
        Check.equal("its header of the signature's type", "WECHATPAY2-SHA256-RSA2048", notice.headers().getFirst("Wechatpay-Signature-Type"));
        Check.that("it has a Request-ID", notice.headers().getFirst("Request-ID") != null, notice.headers().keySet());
        Check.says("its contents", Tree.of("event_type", "EVENT_TYPE_BUSICOUPON_SEND", "stock_id", stock, "coupon_code", coupon, "send_time", w.now(),
                "openid", World.ONE_AT_OTHER, "unionid", World.ONE_UNION, "send_channel", "BUSICOUPON_SEND_CHANNEL_API",
                "send_merchant", w.shop.mchid()), notice.content(), "attach_info");
        String plain = w.stock();
        coupon = w.send(plain);
        Check.equal("openid without notify_appid", "", Tree.at(w.receiver.await(plain, coupon, 1).get(0).content(), "openid"));

        // What is refused comes again after a minute, the same but for its signature.
        String again = w.stock();
        w.receiver.refuseNext(again, 2);
        coupon = w.send(again);
        w.receiver.await(again, coupon, 1);
        awaitLater(w, again, coupon, 2);
        var all = awaitLater(w, again, coupon, 3);
        Check.equal("the second's id", all.get(0).envelope().getId(), all.get(1).envelope().getId());
        Check.equal("the third's id", all.get(0).envelope().getId(), all.get(2).envelope().getId());
        Check.that("each is signed anew", !all.get(0).headers().getFirst("Wechatpay-Signature").equals(all.get(1).headers().getFirst("Wechatpay-Signature")), "the same");
        w.pass(Duration.ofMinutes(10));
        w.receiver.await(plain, w.send(plain), 1);
        Check.equal("after it was taken it comes no more", 3, w.receiver.about(again, coupon).size());
        w.shop.done("deactivateCoupon", w.deactivating(again, coupon));
        w.receiver.await(plain, w.send(plain), 1);
        Check.equal("deactivate sends none", 3, w.receiver.about(again, coupon).size());
    }

    /**
     * Waits for one more notice, a minute later. The clock may move before the server notes
     * that the one before was refused, so it is moved again.
     */
    private static List<Receiver.Notice> awaitLater(World w, String stock, String coupon, int count) throws Exception {
        for (int tries = 0; tries < 5 && w.receiver.about(stock, coupon).size() < count; tries++) {
            w.pass(Duration.ofSeconds(61));
            for (int rest = 0; rest < 50 && w.receiver.about(stock, coupon).size() < count; rest++) {
                Thread.sleep(20);
            }
        }
        return w.receiver.await(stock, coupon, count);
    }

    /** A stock that a service provider makes for its merchant. */
    private static String partnerStock(World w, Object... changes) throws Exception {
        return Tree.text(w.partner.done("createBusifavorStock", Tree.with(Tree.with(w.plainStock(), "belong_merchant", "1900000004"), changes)), "stock_id");
    }

    private static String give(World w, String stock) throws Exception {
        return Tree.text(w.partner.done("sendCoupon", "openid", World.ONE_AT_TEA, "appid", World.TEA_APP, "stock_id", stock,
                "out_request_no", w.number()), "send_coupon_result.coupon_code");
    }

    static void partnership(World w) throws Exception {
        Merchant teahouse = w.certified("teahouse", "1900000004");
        String stock = partnerStock(w);
        String coupon = give(w, stock);
        Check.equal("belong_merchant", "1900000004", Tree.at(w.partner.done("queryStock", "stock_id", stock), "belong_merchant"));
        Check.equal("the owner reads the stock", stock, Tree.at(teahouse.done("queryStock", "stock_id", stock), "stock_id"));
        Check.equal("the owner lists the coupon", List.of(coupon), World.codes(teahouse.done("listCouponsByFilter", "openid", World.ONE_AT_TEA,
                "appid", World.TEA_APP, "belong_merchant", "1900000004", "stock_id", stock)));
        JsonObject ending = w.deactivating(stock, coupon);
        w.refused("the owner does not deactivate", teahouse, "deactivateCoupon", ending, 403, "NO_AUTH", World.NOT_ALLOWED);
        w.partner.done("deactivateCoupon", ending);
        w.refused("a stock for a stranger", w.partner, "createBusifavorStock", w.plainStock(), 403, "NO_AUTH", "无权限");
        w.refused("a stock for nobody", w.partner, "createBusifavorStock", Tree.with(w.plainStock(), "belong_merchant", "1999999999"), 400, "MCH_NOT_EXISTS", "商户号不存在");
    }

    static void subsidies(World w) throws Exception {
        Merchant partner = w.partner;
        String stock = partnerStock(w, "subsidy", true);
        String coupon = give(w, stock);
        String transaction = String.format("42%026d", System.nanoTime());
        JsonObject pay = Tree.of("stock_id", stock, "coupon_code", coupon, "transaction_id", transaction, "payer_merchant", partner.mchid(),
                "payee_merchant", "1900000004", "amount", 300, "description", "补差", "out_subsidy_no", w.number());
        w.refused("for a coupon that is not used", partner, "subsidyPay", pay, 400, "INVALID_REQUEST", "");
        partner.done("useCoupon", Tree.with(w.using(stock, coupon), "appid", World.TEA_APP));
        w.refused("more than the coupon's worth", partner, "subsidyPay", Tree.with(pay, "amount", 301), 400, "INVALID_REQUEST", "");
        String poor = Tree.text(partner.done("subsidyPay", pay), "subsidy_receipt_id");
        Check.says("without money", Tree.with(pay, "subsidy_receipt_id", poor, "status", "PAY_RECEIPT_FAIL", "fail_reason", "PAY_RECEIPT_INSUFFICIENT_BALANCE",
                "create_time", w.now()), settled(partner, "payReceiptInfo", "subsidy_receipt_id", poor, "PAY_RECEIPT_ACCEPTED"));
        w.quan.staff("POST", "/api/merchants/" + partner.mchid() + "/deposits", Tree.of("request_no", w.number(), "amount", "10.00"));
        pay = Tree.with(pay, "out_subsidy_no", w.number());
        JsonObject first = partner.done("subsidyPay", pay);
        Check.says("the receipt", Tree.with(pay, "create_time", w.now()), first, "subsidy_receipt_id", "status", "success_time");
        String id = Tree.text(first, "subsidy_receipt_id");
        Check.that("its number has 28 to 32 characters", id != null && id.matches(".{28,32}"), id);
        Check.that("status", List.of("PAY_RECEIPT_ACCEPTED", "PAY_RECEIPT_SUCCESS").contains(Tree.text(first, "status")), first);
        JsonObject receipt = settled(partner, "payReceiptInfo", "subsidy_receipt_id", id, "PAY_RECEIPT_ACCEPTED");
        JsonObject want = Tree.with(pay, "subsidy_receipt_id", id, "status", "PAY_RECEIPT_SUCCESS", "create_time", w.now(), "success_time", w.now());
        Check.says("the receipt when it is paid", want, receipt);
        Check.equal("pay again: the receipt", id, Tree.at(partner.done("subsidyPay", pay), "subsidy_receipt_id"));
        w.refused("the number with another amount", partner, "subsidyPay", Tree.with(pay, "amount", 1), 400, "INVALID_REQUEST", World.REPEATED);
        JsonObject list = Tree.of("stock_id", stock, "coupon_code", coupon);
        Check.equal("receipts of the coupon, with the one that failed", 2, World.items(partner.done("payReceiptList", list), "pay_receipt_list").size());
        var receipts = World.items(partner.done("payReceiptList", Tree.with(list, "out_subsidy_no", Tree.text(pay, "out_subsidy_no"))), "pay_receipt_list");
        Check.need("the list under its number has it", receipts.size() == 1, receipts);
        Check.says("the receipt in the list", want, receipts.get(0));
        Check.equal("receipts under another number", 0, World.items(partner.done("payReceiptList", Tree.with(list, "out_subsidy_no", "none")), "pay_receipt_list").size());

        JsonObject back = Tree.with(Tree.without(pay, "out_subsidy_no"), "refund_id", "50" + transaction.substring(2), "description", "补差回退");
        for (var each : List.of(Map.entry(100, "PAY_RECEIPT_PARTIAL_RETURN"), Map.entry(200, "PAY_RECEIPT_FULL_RETURN"))) {
            JsonObject request = Tree.with(back, "amount", each.getKey(), "out_subsidy_return_no", w.number());
            JsonObject answer = partner.done("subsidyReturn", request);
            JsonObject returned = Tree.with(request, "subsidy_receipt_id", id, "return_create_time", w.now());
            Check.says("the return", returned, answer, "subsidy_return_receipt_id", "status", "return_done_time");
            String number = Tree.text(answer, "subsidy_return_receipt_id");
            Check.says("the return when it is done", Tree.with(returned, "subsidy_return_receipt_id", number, "status", "RETURN_RECEIPT_SUCCESS",
                    "return_done_time", w.now()), settled(partner, "returnReceiptInfo", "subsidy_return_receipt_id", number, "RETURN_RECEIPT_ACCEPTED"));
            Check.equal("the same number again", number, Tree.at(partner.done("subsidyReturn", request), "subsidy_return_receipt_id"));
            Check.equal("the receipt's status", each.getValue(), Tree.at(partner.done("payReceiptInfo", "subsidy_receipt_id", id), "status"));
        }
        w.refused("a fen more", partner, "subsidyReturn", Tree.with(back, "amount", 1, "out_subsidy_return_no", w.number()), 400, "INVALID_REQUEST", "");
        String none = "9999999999999999999999999999";
        w.refused("an unknown receipt", partner, "payReceiptInfo", Tree.of("subsidy_receipt_id", none), 404, "RESOURCE_NOT_EXISTS", "");
        w.refused("an unknown return", partner, "returnReceiptInfo", Tree.of("subsidy_return_receipt_id", none), 404, "RESOURCE_NOT_EXISTS", "");
        w.refused("by somebody else", w.stranger, "subsidyPay", Tree.with(pay, "out_subsidy_no", w.number()), 403, "NO_AUTH", "");
    }

    /** Asks for a receipt until it is more than accepted. */
    private static JsonObject settled(Merchant by, String operation, String field, String id, String accepted) throws Exception {
        JsonObject seen = by.done(operation, field, id);
        for (int tries = 0; tries < 50 && accepted.equals(Tree.text(seen, "status")); tries++) {
            Thread.sleep(50);
            seen = by.done(operation, field, id);
        }
        return seen;
    }

    static void cards(World w) throws Exception {
        String stock = w.stock();
        String id = "pIJMr5MMiIkO_93VtPyIiEk2DZ4w";
        w.quan.staff("PUT", "/api/wechat-cards/" + id, Tree.of("merchant", w.shop.mchid(), "stock", stock));
        JsonObject card = Tree.of("card_id", id, "appid", World.SHOP_APP, "openid", World.ONE, "out_request_no", w.number(), "send_time", w.now());
        String code = Tree.text(w.shop.done("sendGovCard", card), "card_code");
        Check.need("card_code is there", code != null && !code.isEmpty(), code);
        Check.equal("it is a coupon of its stock", stock, Tree.at(w.coupon(code), "stock_id"));
        Check.equal("the same again", code, Tree.at(w.shop.done("sendGovCard", card), "card_code"));
        String other = Tree.text(w.shop.done("sendGovCard", Tree.with(card, "send_time", w.now().minusHours(1))), "card_code");
        Check.that("the number with another send_time is another card", !code.equals(other), other);
        Check.equal("cards sent", 2, Tree.at(w.query(stock), "send_count_information.total_send_num"));
        JsonObject more = Tree.with(card, "out_request_no", w.number());
        w.refused("a send_time of 25 hours ago", "sendGovCard", Tree.with(more, "send_time", w.now().minusHours(25)), 400, "PARAM_ERROR", "");
        w.refused("an unknown user", "sendGovCard", Tree.with(more, "openid", World.NOBODY), 404, "USER_NOT_EXISTS", "OpenID不正确");
        w.refused("an unknown card", "sendGovCard", Tree.with(more, "card_id", "none"), 404, "RESOURCE_NOT_EXISTS", "");
        w.refused("without a time", "sendGovCard", Tree.without(more, "send_time"), 400, "PARAM_ERROR", "/body/send_time");
    }

    /** The first broken rule of a request's form, through the SDK's own models. */
    static void forms(World w) throws Exception {
        String times = "coupon_use_rule.coupon_available_time.";
        create(w, "a name of 22 characters", "/body/stock_name", "stock_name", "名".repeat(22));
        create(w, "a comment of 21 characters", "/body/comment", "comment", "注".repeat(21));
        create(w, "goods of 16 characters", "/body/goods_name", "goods_name", "品".repeat(16));
        create(w, "nothing off", "/body/coupon_use_rule/fixed_normal_coupon/discount_amount", "coupon_use_rule.fixed_normal_coupon.discount_amount", 0);
        create(w, "101 per user", "/body/stock_send_rule/max_coupons_per_user", "stock_send_rule.max_coupons_per_user", 101);
        create(w, "no coupons", "/body/stock_send_rule/max_coupons", "stock_send_rule.max_coupons", 0);
        create(w, "no rule of its type", "fixed_normal_coupon", "coupon_use_rule.fixed_normal_coupon", null);
        create(w, "a rule of another type", "", "coupon_use_rule.discount_coupon", Map.of("discount_percent", 88, "transaction_minimum", 100));
        create(w, "an end before the beginning", "", times + "available_end_time", w.day(-1));
        create(w, "more than a year", "", times + "available_end_time", w.day(367));
        create(w, "waiting days alone", "", times + "wait_days_after_receive", 1);
        create(w, "31 waiting days", "wait_days_after_receive", times + "wait_days_after_receive", 31, times + "available_day_after_receive", 3);
        create(w, "hours without weekdays", "", times + "available_week.available_day_time", List.of(Map.of("begin_time", 1, "end_time", 2)));
        create(w, "an eighth weekday", "week_day", times + "available_week.week_day", List.of(7));
        create(w, "a mini program without its app", "mini_programs_appid", "coupon_use_rule.use_method", "MINI_PROGRAMS");
        create(w, "a color that is none", "background_color", "display_pattern_info.background_color", "red");
        create(w, "a picture of four bytes a character", "", "stock_name", "券🎟");
        for (String missing : List.of("stock_name", "belong_merchant", "goods_name", "stock_type", "coupon_use_rule", "stock_send_rule", "out_request_no", "coupon_code_mode")) {
            create(w, "without " + missing, "输入源“/body/" + missing + "”映射到字段“", missing, null);
        }
        String op = "createBusifavorStock";
        w.refused("use by the user alone", op, Tree.with(w.plainStock(), "coupon_use_rule.use_method", "SELF_CONSUME"), 400, "INVALID_REQUEST", "");
        w.refused("somebody else's app", op, Tree.with(w.plainStock(), "notify_config.notify_appid", World.STRANGER_APP), 400, "APPID_MCHID_NOT_MATCH", World.FOREIGN_APP);
        w.refused("an owner that is none", op, Tree.with(w.plainStock(), "belong_merchant", "1999999999"), 400, "MCH_NOT_EXISTS", "商户号不存在");
        w.refused("a time that is none", "useCoupon", Tree.with(w.using("1", "1"), "use_time", "yesterday"), 400, "PARAM_ERROR", "/body/use_time");
        w.refused("use without an appid", "useCoupon", Tree.without(w.using("1", "1"), "appid"), 400, "PARAM_ERROR", "/body/appid");
        w.refused("return without a stock", "returnCoupon", Tree.without(w.returning("1", "1"), "stock_id"), 400, "PARAM_ERROR", "/body/stock_id");
        w.refused("a request number with a blank", "sendCoupon", Tree.with(w.sending("1", World.ONE), "out_request_no", "with blank"), 400, "PARAM_ERROR", "字符串必须匹配正则表达式");
        Check.refused("the path's field in the body", () -> w.shop.raw(HttpMethod.PATCH, "/v3/marketing/busifavor/stocks/1",
                "{\"out_request_no\":\"1\",\"stock_id\":\"1\"}"), 400, "PARAM_ERROR", "此字段并非多重字段但被输入源“/uri_template/stock_id”映射过了");
    }

    private static void create(World w, String what, String message, Object... changes) {
        w.refused(what, "createBusifavorStock", Tree.with(w.plainStock(), changes), 400, "PARAM_ERROR", message);
    }
}
