package quan.conformance.wechatpay;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When coupons can be used, with the clock moved. */
final class Validity {
    private static final String TIMES = "coupon_use_rule.coupon_available_time.";

    /** Days to wait and days to use; 0 is none. */
    private record Terms(int waiting, int days) {}

    private Validity() {}

    /** What a coupon's validity comes to, by when it is received; the last day is day 80. */
    static void check(World w) throws Exception {
        OffsetDateTime begin = w.day(10);
        OffsetDateTime end = w.endOfDay(80);
        Terms all = new Terms(0, 0);
        Terms three = new Terms(0, 3);
        Terms waitThree = new Terms(1, 3);
        Map<Terms, String> stocks = new HashMap<>();
        for (Terms each : List.of(all, new Terms(0, 1), three, waitThree, new Terms(1, 7))) {
            stocks.put(each, w.stock(TIMES + "available_begin_time", begin, TIMES + "available_end_time", end,
                    TIMES + "available_day_after_receive", each.days > 0 ? each.days : null,
                    TIMES + "wait_days_after_receive", each.waiting > 0 ? each.waiting : null));
        }
        String early = receive(w, stocks, all, begin, end);
        String brief = receive(w, stocks, three, begin, last(begin, 12));
        String waiting = receive(w, stocks, waitThree, day(begin, 11), last(begin, 13));
        w.refused("use before the period", "useCoupon", w.using(stocks.get(all), early), 403, "RULE_LIMIT", World.NOT_IN_TIME);

        w.moveTo(begin.minusSeconds(1));
        w.refused("use a second before the period", "useCoupon", w.using(stocks.get(all), early), 403, "RULE_LIMIT", World.NOT_IN_TIME);
        w.moveTo(begin);
        w.use(stocks.get(all), early);
        w.refused("use before the waiting day is over", "useCoupon", w.using(stocks.get(waitThree), waiting), 403, "RULE_LIMIT", World.NOT_IN_TIME);

        w.moveTo(day(begin, 12).plusHours(9));
        w.use(stocks.get(waitThree), waiting);
        w.shop.done("returnCoupon", w.returning(stocks.get(waitThree), waiting));
        receive(w, stocks, new Terms(0, 1), w.now(), last(begin, 12));
        receive(w, stocks, waitThree, day(begin, 13), last(begin, 15));
        w.moveTo(last(begin, 12));
        w.use(stocks.get(three), brief);
        w.moveTo(last(begin, 13));
        w.isIn(stocks.get(waitThree), waiting, "SENDED");
        w.pass(Duration.ofSeconds(1));
        w.isIn(stocks.get(waitThree), waiting, "EXPIRED");
        w.refused("use of an expired coupon", "useCoupon", w.using(stocks.get(waitThree), waiting), 403, "RULE_LIMIT", World.NOT_IN_TIME);
        w.refused("deactivate of an expired coupon", "deactivateCoupon", w.deactivating(stocks.get(waitThree), waiting), 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.shop.done("returnCoupon", w.returning(stocks.get(three), brief));
        w.isIn(stocks.get(three), brief, "EXPIRED");

        w.moveTo(day(begin, 79).plusHours(9));
        receive(w, stocks, new Terms(1, 7), day(begin, 80), end);
        String final_ = receive(w, stocks, three, w.now(), end);
        w.moveTo(end);
        w.use(stocks.get(three), final_);
        w.pass(Duration.ofSeconds(1));
        w.refused("a coupon after the period", "sendCoupon", w.sending(stocks.get(all), World.ONE), 400, "INVALID_REQUEST", "批次状态非运营中");
        Check.equal("the stock's state", "STOPED", Tree.at(w.query(stocks.get(all)), "stock_state"));
    }

    private static OffsetDateTime day(OffsetDateTime begin, int number) {
        return begin.plusDays(number - 10);
    }

    private static OffsetDateTime last(OffsetDateTime begin, int number) {
        return day(begin, number + 1).minusSeconds(1);
    }

    private static String receive(World w, Map<Terms, String> stocks, Terms of, OffsetDateTime from, OffsetDateTime until) throws Exception {
        String coupon = w.send(stocks.get(of));
        JsonObject seen = w.coupon(coupon);
        String what = "after " + of.waiting + " days for " + of.days + ": ";
        Check.equal(what + "receive_time", w.now(), Tree.at(seen, "receive_time"));
        Check.equal(what + "available_start_time", from, Tree.at(seen, "available_start_time"));
        Check.equal(what + "expire_time", until, Tree.at(seen, "expire_time"));
        return coupon;
    }

    /** Hours of a weekday, and periods beside them. */
    static void hours(World w) throws Exception {
        w.moveTo(w.day(1));
        OffsetDateTime today = w.now();
        String stock = w.stock(TIMES + "available_week.week_day", List.of(today.getDayOfWeek().getValue() % 7),
                TIMES + "available_week.available_day_time", List.of(Map.of("begin_time", 36000, "end_time", 39599), Map.of("begin_time", 72000, "end_time", 75599)),
                TIMES + "irregulary_avaliable_time", List.of(Map.of("begin_time", Tree.text(today.plusHours(58)), "end_time", Tree.text(today.plusHours(59).minusSeconds(1)))));
        int hour = 3600;
        int week = 7 * 24 * hour;
        List<Integer> held = List.of(10 * hour, 11 * hour - 1, 20 * hour, 58 * hour, 59 * hour - 1, week + 10 * hour);
        for (int after : new int[] {10 * hour - 1, 10 * hour, 11 * hour - 1, 11 * hour, 20 * hour, 21 * hour, 34 * hour, 58 * hour - 1, 58 * hour,
            59 * hour - 1, 59 * hour, week + 10 * hour}) {
            w.moveTo(today.plusSeconds(after));
            JsonObject using = w.using(stock, w.send(stock));
            String what = "after " + Duration.ofSeconds(after);
            if (held.contains(after)) {
                Check.says("usable " + what, Tree.of("wechatpay_use_time", w.now()), w.shop.done("useCoupon", using), "stock_id", "openid");
            } else {
                w.refused(what, "useCoupon", using, 403, "RULE_LIMIT", World.NOT_IN_TIME);
            }
        }
    }

    static void afterwards(World w) throws Exception {
        String stock = w.stock(TIMES + "available_end_time", w.endOfDay(1));
        String coupon = w.send(stock);
        w.moveTo(w.day(2));
        w.isIn(stock, coupon, "EXPIRED");
        w.refused("modify", "modifyStockInfo", Tree.of("stock_id", stock, "out_request_no", w.number(), "comment", "晚了"), 400, "INVALID_REQUEST", "批次已过期");
        w.refused("budget", "modifyBudget", Tree.of("stock_id", stock, "target_max_coupons", 200, "current_max_coupons", 100,
                "modify_budget_request_no", w.number()), 400, "INVALID_REQUEST", "批次已过期");
        w.refused("deactivate", "deactivateCoupon", w.deactivating(stock, coupon), 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.refused("an order", "associateTradeInfo", w.linking(stock, coupon, "late"), 400, "INVALID_REQUEST", World.NOT_USABLE);
    }
}
