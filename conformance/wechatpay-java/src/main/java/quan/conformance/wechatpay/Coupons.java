package quan.conformance.wechatpay;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Lists, repeated requests, orders, limits. */
final class Coupons {
    private Coupons() {}

    static void lists(World w) throws Exception {
        String stock = w.stock();
        List<String> codes = new ArrayList<>();
        for (int each = 0; each < 5; each++) {
            codes.add(0, w.send(stock));
            w.pass(Duration.ofSeconds(1));
        }
        String op = "listCouponsByFilter";
        String mchid = w.shop.mchid();
        Check.equal("the newest first", codes, w.listed(stock, null));
        JsonObject filter = Tree.of("openid", World.ONE, "appid", World.SHOP_APP, "stock_id", stock, "creator_merchant", mchid,
                "belong_merchant", mchid, "sender_merchant", mchid, "offset", 1, "limit", 2);
        JsonObject page = w.shop.done(op, filter);
        Check.says("page 1", Tree.of("total_count", 5, "offset", 1, "limit", 2), page, "data");
        Check.equal("it has the third and the fourth", codes.subList(2, 4), World.codes(page));
        Check.equal("those that another sent", List.of(), World.codes(w.shop.done(op, Tree.with(filter, "offset", null, "sender_merchant", w.stranger.mchid()))));
        JsonObject other = Tree.with(filter, "offset", null, "sender_merchant", null, "appid", World.SHOP_OTHER, "openid", World.ONE_AT_OTHER);
        Check.equal("the same user under another app", 5, Tree.at(w.shop.done(op, other), "total_count"));
        Check.equal("a coupon under another app", codes.get(0), Tree.at(w.shop.done("queryCoupon", "coupon_code", codes.get(0),
                "appid", World.SHOP_OTHER, "openid", World.ONE_AT_OTHER), "coupon_code"));

        JsonObject mine = Tree.of("openid", World.ONE, "appid", World.SHOP_APP, "creator_merchant", mchid);
        w.refused("no merchant", op, Tree.without(mine, "creator_merchant"), 400, "PARAM_ERROR", "");
        w.refused("another merchant", op, Tree.with(mine, "creator_merchant", w.stranger.mchid()), 403, "NO_AUTH", "无权限");
        w.refused("another's app", op, Tree.with(mine, "appid", World.STRANGER_APP), 400, "APPID_MCHID_NOT_MATCH", World.FOREIGN_APP);
        w.refused("an unknown user", op, Tree.with(mine, "openid", World.NOBODY), 404, "USER_NOT_EXISTS", "OpenID不正确");
        JsonObject one = Tree.of("coupon_code", codes.get(0), "appid", World.SHOP_APP, "openid", World.ONE);
        w.refused("no such coupon", "queryCoupon", Tree.with(one, "coupon_code", World.NO_CODE), 404, "RESOURCE_NOT_EXISTS", World.NO_COUPON);
        w.refused("another user's coupon", "queryCoupon", Tree.with(one, "openid", World.TWO), 404, "RESOURCE_NOT_EXISTS", World.NO_COUPON);
        w.refused("a coupon under another's app", "queryCoupon", Tree.with(one, "appid", World.STRANGER_APP), 400, "APPID_MCHID_NOT_MATCH", "");
        w.refused("a coupon of nobody", "queryCoupon", Tree.with(one, "openid", World.NOBODY), 404, "USER_NOT_EXISTS", "");
        w.refused("an unknown stock", "queryStock", Tree.of("stock_id", World.NO_STOCK), 404, "RESOURCE_NOT_EXISTS", World.UNKNOWN);
        w.refused("somebody else's stock", w.stranger, "queryStock", Tree.of("stock_id", stock), 403, "NO_AUTH", "无权限");
    }

    /** The same number again is answered the same, and does nothing; with other contents it is refused. */
    static void repeats(World w) throws Exception {
        JsonObject create = w.plainStock();
        JsonObject made = w.shop.done("createBusifavorStock", create);
        String stock = Tree.text(made, "stock_id");
        JsonObject sending = w.sending(stock, World.ONE);
        JsonObject sent = w.shop.done("sendCoupon", sending);
        String coupon = Tree.text(sent, "send_coupon_result.coupon_code");
        String other = w.send(stock);
        JsonObject using = w.using(stock, coupon);
        JsonObject used = w.shop.done("useCoupon", using);
        w.pass(Duration.ofHours(1));
        Check.says("create again", made, w.shop.done("createBusifavorStock", create));
        w.refused("create with another name", "createBusifavorStock", Tree.with(create, "stock_name", "别的名字"), 400, "RESOURCE_ALREADY_EXISTS", "批次已存在");
        Check.says("send again", sent, w.shop.done("sendCoupon", sending));
        Check.equal("how many are issued", 2, Tree.at(w.query(stock), "send_count_information.total_send_num"));
        Check.says("use again", used, w.shop.done("useCoupon", using));
        w.refused("the use's number for another coupon", "useCoupon", Tree.with(using, "coupon_code", other), 400, "INVALID_REQUEST", World.REPEATED);
        w.refused("use under another number", "useCoupon", w.using(stock, coupon), 400, "RESOURCE_ALREADY_EXISTS", "券已被其他订单核销");
        JsonObject giving = w.returning(stock, coupon);
        JsonObject given = w.shop.done("returnCoupon", giving);
        w.pass(Duration.ofHours(1));
        Check.says("return again", given, w.shop.done("returnCoupon", giving));
        w.refused("return under another number", "returnCoupon", w.returning(stock, coupon), 400, "INVALID_REQUEST", "券未被核销，不能退券");
        w.refused("the return's number for another coupon", "returnCoupon", Tree.with(giving, "coupon_code", other), 400, "INVALID_REQUEST", World.REPEATED);
        Check.says("use again after the return", used, w.shop.done("useCoupon", using));
        w.isIn(stock, coupon, "SENDED");
        w.use(stock, coupon);
        w.isIn(stock, coupon, "USED");
    }

    static void orders(World w) throws Exception {
        String stock = w.stock();
        String coupon = w.send(stock);
        String link = "associateTradeInfo";
        String part = "disassociateTradeInfo";
        w.refused("parting from no order", part, w.linking(stock, coupon, "order-1"), 404, "RESOURCE_NOT_EXISTS", "查询记录为空");
        JsonObject first = w.linking(stock, coupon, "order-1");
        JsonObject answer = Tree.of("wechatpay_associate_time", w.now());
        Check.says("an order", answer, w.shop.done(link, first));
        w.pass(Duration.ofMinutes(1));
        Check.says("the same number again", answer, w.shop.done(link, first));
        Check.says("the same order under another number", answer, w.shop.done(link, w.linking(stock, coupon, "order-1")));
        w.refused("another order", link, w.linking(stock, coupon, "order-2"), 400, "INVALID_REQUEST", "券已关联其他订单");
        w.refused("the number with another order", link, Tree.with(first, "out_trade_no", "order-2"), 400, "INVALID_REQUEST", World.REPEATED);
        w.refused("an unknown coupon", link, w.linking(stock, World.NO_CODE, "order-1"), 400, "INVALID_REQUEST", "券不存在");
        w.refused("parting from another order", part, w.linking(stock, coupon, "order-2"), 404, "RESOURCE_NOT_EXISTS", "查询记录为空");
        w.refused("an order with a blank", link, w.linking(stock, coupon, "order 1"), 400, "PARAM_ERROR", "/body/out_trade_no");
        w.refused("by somebody else", w.stranger, link, w.linking(stock, coupon, "order-1"), 403, "NO_AUTH", World.NOT_ALLOWED);
        JsonObject leaving = w.linking(stock, coupon, "order-1");
        answer = Tree.of("wechatpay_disassociate_time", w.now());
        Check.says("parting", answer, w.shop.done(part, leaving));
        w.pass(Duration.ofMinutes(1));
        Check.says("parting again", answer, w.shop.done(part, leaving));
        Check.equal("no order is said", null, Tree.at(w.coupon(coupon), "associate_out_trade_no"));
        w.shop.done(link, w.linking(stock, coupon, "order-3"));
        w.use(stock, coupon);
        Check.equal("the order of the used coupon", "order-3", Tree.at(w.coupon(coupon), "associate_out_trade_no"));
        w.refused("an order for a used coupon", link, w.linking(stock, coupon, "order-4"), 400, "INVALID_REQUEST", World.NOT_USABLE);
        w.refused("parting of a used coupon", part, w.linking(stock, coupon, "order-3"), 400, "INVALID_REQUEST", World.NOT_USABLE);
    }

    static void limits(World w) throws Exception {
        String op = "sendCoupon";
        String stock = w.stock("stock_send_rule.max_coupons", 3, "stock_send_rule.max_coupons_per_user", 2, "stock_send_rule.max_coupons_by_day", 2);
        w.shop.done(op, w.sending(stock, World.ONE));
        w.shop.done(op, w.sending(stock, World.TWO));
        w.refused("the third of the day", op, w.sending(stock, World.TWO), 403, "RULE_LIMIT", "已达到单天发放上限");
        w.pass(Duration.ofDays(1));
        w.shop.done(op, w.sending(stock, World.ONE));
        Check.equal("today's", 1, Tree.at(w.query(stock), "send_count_information.today_send_num"));
        w.refused("the fourth of three", op, w.sending(stock, World.TWO), 403, "RULE_LIMIT", "批次预算不足");

        stock = w.stock("stock_send_rule.max_coupons_per_user", 1);
        w.shop.done(op, w.sending(stock, World.TWO));
        w.refused("a user's second", op, w.sending(stock, World.TWO), 403, "RULE_LIMIT", "用户已达领取上限");
        w.shop.done(op, w.sending(stock, World.THREE));
        stock = w.stock("stock_send_rule.max_coupons_per_user", 1, "stock_send_rule.natural_person_limit", true);
        w.shop.done(op, w.sending(stock, World.TWO));
        w.refused("the person's other account", op, w.sending(stock, World.THREE), 403, "RULE_LIMIT", "自然人领取达上限");

        stock = w.stock();
        w.quan.staff("POST", "/api/activities/" + stock + "/pause", null);
        w.refused("from a paused stock", op, w.sending(stock, World.ONE), 400, "INVALID_REQUEST", "批次状态非运营中");
        w.quan.staff("POST", "/api/activities/" + stock + "/resume", null);
        w.send(stock);
        Check.equal("its state", "RUNNING", Tree.at(w.query(stock), "stock_state"));
        w.refused("an unknown stock", op, w.sending(World.NO_STOCK, World.ONE), 404, "RESOURCE_NOT_EXISTS", "");
        w.refused("an unknown user", op, w.sending(stock, World.NOBODY), 404, "USER_NOT_EXISTS", "OpenID不正确");
        w.refused("a code for a stock that makes its own", op, Tree.with(w.sending(stock, World.ONE), "coupon_code", "MINE1"), 400, "PARAM_ERROR", "");
        w.refused("by somebody else", w.stranger, op, w.sending(stock, World.ONE), 403, "NO_AUTH", "无权限");
        w.refused("under somebody else's app", op, Tree.with(w.sending(stock, World.ONE), "appid", World.STRANGER_APP), 400, "APPID_MCHID_NOT_MATCH", World.FOREIGN_APP);

        String own = w.stock("coupon_code_mode", "MERCHANT_API");
        w.refused("a stock of own codes without one", op, w.sending(own, World.ONE), 400, "PARAM_ERROR", "");
        w.shop.done(op, Tree.with(w.sending(own, World.ONE), "coupon_code", "OWN-1"));
        w.refused("the same code to another user", op, Tree.with(w.sending(own, World.TWO), "coupon_code", "OWN-1"), 400, "RESOURCE_ALREADY_EXISTS", "券code已存在");

        JsonObject alone = Tree.without(w.using(stock, w.send(stock)), "stock_id");
        Check.equal("use by the code alone: stock_id", stock, Tree.at(w.shop.done("useCoupon", alone), "stock_id"));
        JsonObject using = w.using(own, "OWN-1");
        w.refused("use by an own code alone", "useCoupon", Tree.without(using, "stock_id"), 404, "RESOURCE_NOT_EXISTS", World.NO_COUPON);
        w.refused("use for another user", "useCoupon", Tree.with(using, "openid", World.TWO), 404, "USER_NOT_EXISTS", "OpenID不正确");
        w.refused("use by somebody else", w.stranger, "useCoupon", using, 403, "NO_AUTH", World.NOT_ALLOWED);
        w.refused("use under somebody else's app", "useCoupon", Tree.with(using, "appid", World.STRANGER_APP), 400, "APPID_MCHID_NOT_MATCH", World.FOREIGN_APP);
        w.refused("use of nothing", "useCoupon", w.using(own, "NONE"), 404, "RESOURCE_NOT_EXISTS", World.NO_COUPON);
        w.refused("return of nothing", "returnCoupon", w.returning(own, "NONE"), 404, "RESOURCE_NOT_EXISTS", "券不存在");
        OffsetDateTime at = w.now();
        Check.says("the holder under the app that asks", Tree.of("stock_id", own, "openid", World.ONE_AT_OTHER, "wechatpay_use_time", at),
                w.shop.done("useCoupon", Tree.with(using, "appid", World.SHOP_OTHER)));
    }
}
