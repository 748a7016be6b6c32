package quan.conformance.wechatpay;

import com.google.gson.JsonObject;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.http.HttpMethod;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Coupons made invalid. */
final class Deactivate {
    private static final String OP = "deactivateCoupon";

    private Deactivate() {}

    static void check(World w) {
        Check.part("deactivate", () -> allowed(w));
        Check.part("deactivate: refused", () -> refused(w));
        Check.part("deactivate: other states", () -> states(w));
        Check.part("deactivate beside use", () -> race(w));
        Check.part("many at once", () -> together(w));
        Check.part("deleted by the user", () -> deleted(w));
    }

    private static void allowed(World w) throws Exception {
        String stock = w.stock();
        String coupon = w.send(stock);
        String other = w.send(stock);
        JsonObject ending = w.deactivating(stock, coupon);
        OffsetDateTime at = w.now();
        Check.says("its time", Tree.of("wechatpay_deactivate_time", at), w.shop.done(OP, ending));
        w.pass(Duration.ofHours(1));
        Check.says("the same number again: the first time", Tree.of("wechatpay_deactivate_time", at), w.shop.done(OP, ending));
        JsonObject seen = w.isIn(stock, coupon, "DEACTIVATED");
        Check.equal("deactivate_request_no", Tree.text(ending, "deactivate_request_no"), Tree.at(seen, "deactivate_request_no"));
        Check.equal("deactivate_time", at, Tree.at(seen, "deactivate_time"));
        Check.equal("deactivate_reason", "券使用错误", Tree.at(seen, "deactivate_reason"));
        w.isIn(stock, other, "SENDED");

        w.refused("the same number with another reason", OP, Tree.with(ending, "deactivate_reason", "别的理由"), 400, "INVALID_REQUEST", World.REPEATED);
        w.refused("the same number without a reason", OP, Tree.without(ending, "deactivate_reason"), 400, "INVALID_REQUEST", World.REPEATED);
        w.refused("the same number for another coupon", OP, Tree.with(ending, "coupon_code", other), 400, "INVALID_REQUEST", World.REPEATED);
        w.refused("another number", OP, w.deactivating(stock, coupon), 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.refused("use afterwards", "useCoupon", w.using(stock, coupon), 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.refused("return afterwards", "returnCoupon", w.returning(stock, coupon), 400, "INVALID_REQUEST", "");
        w.refused("an order afterwards", "associateTradeInfo", w.linking(stock, coupon, "order-1"), 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.isIn(stock, coupon, "DEACTIVATED");
        w.isIn(stock, other, "SENDED");
        Check.equal("nothing is given back", 2, Tree.at(w.query(stock), "send_count_information.total_send_num"));
        w.shop.done(OP, Tree.without(w.deactivating(stock, other), "deactivate_reason"));
        seen = w.isIn(stock, other, "DEACTIVATED");
        Check.equal("no reason is said where none was given", null, Tree.at(seen, "deactivate_reason"));
    }

    private static void refused(World w) throws Exception {
        String stock = w.stock();
        String coupon = w.send(stock);
        JsonObject ending = w.deactivating(stock, coupon);
        w.refused("an unknown stock", OP, Tree.with(ending, "stock_id", World.NO_STOCK), 404, "RESOURCE_NOT_EXISTS", "批次不存在");
        w.refused("an unknown coupon", OP, Tree.with(ending, "coupon_code", World.NO_CODE), 404, "RESOURCE_NOT_EXISTS", "券不存在");
        w.refused("a coupon of another stock", OP, Tree.with(ending, "stock_id", w.stock()), 404, "RESOURCE_NOT_EXISTS", "券不存在");
        w.refused("somebody else's coupon", w.stranger, OP, ending, 403, "NO_AUTH", World.NOT_ALLOWED);
        w.refused("a reason of 65 characters", OP, Tree.with(ending, "deactivate_reason", "长".repeat(65)), 400, "PARAM_ERROR", "/body/deactivate_reason");
        w.refused("a number of 129 characters", OP, Tree.with(ending, "deactivate_request_no", "n".repeat(129)), 400, "PARAM_ERROR", "/body/deactivate_request_no");
        w.refused("a code of 33 characters", OP, Tree.with(ending, "coupon_code", "1".repeat(33)), 400, "PARAM_ERROR", "/body/coupon_code");
        for (String missing : List.of("coupon_code", "stock_id", "deactivate_request_no")) {
            w.refused("without " + missing, OP, Tree.without(ending, missing), 400, "PARAM_ERROR", "输入源“/body/" + missing + "”映射到字段“");
            w.refused("without " + missing, OP, Tree.without(ending, missing), 400, "PARAM_ERROR", "必填性规则校验失败，此字段为必填项");
        }
        Check.refused("a number for a text", () -> w.shop.raw(HttpMethod.POST, "/v3/marketing/busifavor/coupons/deactivate",
                "{\"coupon_code\":1,\"stock_id\":\"1\",\"deactivate_request_no\":\"1\"}"), 400, "PARAM_ERROR", "无法将 JSON 输入源“/body/coupon_code”映射到目标字段“");
        w.isIn(stock, coupon, "SENDED");
        // None of these refusals was remembered, so the number may come again.
        w.shop.done(OP, Tree.with(ending, "deactivate_reason", "长".repeat(64)));
        Check.equal("a reason of 64 characters", "长".repeat(64), Tree.at(w.isIn(stock, coupon, "DEACTIVATED"), "deactivate_reason"));
    }

    private static void states(World w) throws Exception {
        String stock = w.stock();
        String coupon = w.send(stock);
        w.use(stock, coupon);
        JsonObject ending = w.deactivating(stock, coupon);
        w.refused("a used coupon", OP, ending, 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.isIn(stock, coupon, "USED");
        w.shop.done("returnCoupon", w.returning(stock, coupon));
        Check.says("a returned coupon, under the refused number", Tree.of("wechatpay_deactivate_time", w.now()), w.shop.done(OP, ending));
        w.isIn(stock, coupon, "DEACTIVATED");

        coupon = w.send(stock);
        w.shop.done("associateTradeInfo", w.linking(stock, coupon, "order-2"));
        w.shop.done(OP, w.deactivating(stock, coupon));
        w.isIn(stock, coupon, "DEACTIVATED");

        coupon = w.send(stock);
        w.quan.staff("POST", "/api/activities/" + stock + "/pause", null);
        Check.equal("the paused stock's state", "PAUSED", Tree.at(w.query(stock), "stock_state"));
        w.shop.done(OP, w.deactivating(stock, coupon));
        w.isIn(stock, coupon, "DEACTIVATED");

        String ended = w.stock();
        coupon = w.send(ended);
        w.quan.staff("POST", "/api/activities/" + ended + "/stop", null);
        Check.equal("the ended stock's state", "STOPED", Tree.at(w.query(ended), "stock_state"));
        w.refused("a coupon of an ended stock", "sendCoupon", w.sending(ended, World.ONE), 400, "INVALID_REQUEST", "批次状态非运营中");
        w.shop.done(OP, w.deactivating(ended, coupon));
        w.isIn(ended, coupon, "DEACTIVATED");

        String later = w.stock("coupon_use_rule.coupon_available_time.available_begin_time", w.day(3));
        coupon = w.send(later);
        w.shop.done(OP, w.deactivating(later, coupon));
        w.isIn(later, coupon, "DEACTIVATED");

        String limited = w.stock("stock_send_rule.max_coupons_per_user", 1);
        w.shop.done(OP, w.deactivating(limited, w.send(limited)));
        w.refused("another one, for the user's limit", "sendCoupon", w.sending(limited, World.ONE), 403, "RULE_LIMIT", "用户已达领取上限");

        String own = w.stock("coupon_code_mode", "MERCHANT_API");
        w.shop.done("sendCoupon", Tree.with(w.sending(own, World.ONE), "coupon_code", World.OWN_CODE));
        w.shop.done(OP, w.deactivating(own, World.OWN_CODE));
        w.isIn(own, World.OWN_CODE, "DEACTIVATED");
        w.refused("the deactivated coupon's code again", "sendCoupon", Tree.with(w.sending(own, World.ONE), "coupon_code", World.OWN_CODE),
                400, "RESOURCE_ALREADY_EXISTS", "券code已存在");
    }

    /** Many at once, with a coupon each time: one call wins, and the coupon is as it says. */
    private static void race(World w) throws Exception {
        String stock = w.stock();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        for (int round = 0; round < 8; round++) {
            String coupon = w.send(stock);
            List<Callable<JsonObject>> calls = new ArrayList<>();
            for (int at = 0; at < 6; at++) {
                boolean uses = at % 2 == 0;
                JsonObject request = uses ? w.using(stock, coupon) : w.deactivating(stock, coupon);
                calls.add(() -> w.shop.call(uses ? "useCoupon" : OP, request));
            }
            int won = 0;
            String state = "USED";
            int at = 0;
            for (Future<JsonObject> each : threads.invokeAll(calls)) {
                try {
                    each.get();
                    won++;
                    state = at % 2 == 0 ? "USED" : "DEACTIVATED";
                } catch (ExecutionException e) {
                    String code = e.getCause() instanceof ServiceException refusal ? refusal.getErrorCode() : "";
                    Check.that("who loses is refused by the platform", List.of("INVALID_REQUEST", "RESOURCE_ALREADY_EXISTS").contains(code), e.getCause());
                }
                at++;
            }
            Check.equal("how many win", 1, won);
            w.isIn(stock, coupon, state);
        }
        threads.shutdown();
    }

    /** The same number many times at once has one effect and one answer; a limit holds. */
    private static void together(World w) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        String stock = w.stock();
        String coupon = w.send(stock);
        JsonObject ending = w.deactivating(stock, coupon);
        Callable<JsonObject> call = () -> w.shop.call(OP, ending);
        for (Future<JsonObject> each : threads.invokeAll(Collections.nCopies(6, call))) {
            Check.says("each is answered with the same time", Tree.of("wechatpay_deactivate_time", w.now()), each.get());
        }
        w.isIn(stock, coupon, "DEACTIVATED");

        String few = w.stock("stock_send_rule.max_coupons", 5);
        List<Callable<JsonObject>> calls = new ArrayList<>();
        for (int at = 0; at < 12; at++) {
            JsonObject sending = w.sending(few, World.ONE);
            calls.add(() -> w.shop.call("sendCoupon", sending));
        }
        int given = 0;
        for (Future<JsonObject> each : threads.invokeAll(calls)) {
            try {
                each.get();
                given++;
            } catch (ExecutionException e) {
                String code = e.getCause() instanceof ServiceException refusal ? refusal.getErrorCode() : "";
                Check.equal("one too many: its code", "RULE_LIMIT", code);
            }
        }
        Check.equal("coupons given of five", 5, given);
        Check.equal("coupons counted", 5, Tree.at(w.query(few), "send_count_information.total_send_num"));
        Check.equal("coupons listed", 5, w.listed(few, null).size());
        threads.shutdown();
    }

    /** What the user threw away. */
    private static void deleted(World w) throws Exception {
        String stock = w.stock();
        String coupon = w.send(stock);
        w.pass(Duration.ofSeconds(1));
        String used = w.send(stock);
        w.use(stock, used);
        hide(w, coupon);
        hide(w, used);
        Check.equal("its state", "DELETED", Tree.at(w.coupon(coupon), "coupon_state"));
        Check.equal("a list without a state", List.of(), w.listed(stock, null));
        Check.equal("the list of these, newest first", List.of(used, coupon), w.listed(stock, "DELETED"));
        w.refused("deactivate", OP, w.deactivating(stock, coupon), 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.refused("use", "useCoupon", w.using(stock, coupon), 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.refused("return", "returnCoupon", w.returning(stock, used), 404, "RESOURCE_NOT_EXISTS", "券已被删除");
        Check.equal("its state afterwards", "DELETED", Tree.at(w.coupon(coupon), "coupon_state"));
    }

    /** What a user does to a coupon in the card pack. */
    private static void hide(World w, String coupon) throws Exception {
        w.quan.staff("POST", "/api/vouchers/" + coupon + "/hide", null);
    }
}
