package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.op;
import static quan.conformance.ordervoucher.World.over;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import quan.conformance.Await;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Json;
import quan.conformance.Message;
import quan.conformance.Numbers;
import quan.conformance.Samples;
import quan.conformance.Setting;
import quan.conformance.Times;

/** Orders, paid as buyers pay them; the merchant is asked for the codes. */
public record Sale(World world) {
    private static final String ORDER = "alipay.marketing.activity.order.";

    void run() throws Exception {
        Map<String, Object> request = over(world.sale(), "{'voucher_send_mode_info':{'voucher_sale_mode_info':{"
                + "'settle_info':{'settle_mode':'CAPTURE'}}}}");
        String activity = world.create(request);
        Fields.hold("query", known(over(request, """
                {'out_biz_no':null,'merchant_access_mode':null}""")), world.query(activity));
        Object first = order(activity, Numbers.next("ORDER"), Setting.FIRST_USER);
        String code = pays(activity, first);
        settles(activity, Fields.text(first, "order_no"), code);
        refunds(activity);
        confirms();
        closes(activity);
        uploaded();
        wrong(activity);
    }

    private Map<String, Object> known(Map<String, Object> expected) {
        return Samples.cast(Fields.known(world.sdk.model(op("create")), expected, new TreeSet<>()));
    }

    private static Map<String, Object> ordering(String activity, String number, String buyer) {
        return json("""
                {'out_order_no':'%s','buyer_id':'%s','total_amount':'88.00','sale_activity_info_list':[
                {'activity_id':'%s','amount':'88.00','quantity':1}]}""", number, buyer, activity);
    }

    private Object order(String activity, String number, String buyer) throws Exception {
        Map<String, Object> request = ordering(activity, number, buyer);
        Object answer = world.sdk.done(ORDER + "create", request);
        Check.equal("out_order_no", number, Fields.get(answer, "out_order_no"));
        Check.matches("order_no", "\\d{34}", Fields.text(answer, "order_no"));
        Check.matches("trade_no", "\\d{28}", Fields.text(answer, "trade_no"));
        Check.equal("order again under the number", Fields.get(answer, "order_no"),
                Fields.get(world.sdk.done(ORDER + "create", request), "order_no"));
        return answer;
    }

    private String pays(String activity, Object order) throws Exception {
        String number = Fields.text(order, "order_no");
        world.staff.post("/api/trades/" + Fields.get(order, "trade_no") + "/pay");
        Message message = world.messages.about("alipay.marketing.activity.ordermessage.received", "ORDERRECEIVED",
                m -> number.equals(m.get("order_no")));
        Check.equal("ordermessage.received: out_order_no", Fields.get(order, "out_order_no"),
                message.get("out_order_no"));
        Check.equal("ordermessage.received: send_status", "SUCCESS", message.get("send_status"));
        Map<String, String> question = world.spi.asked().stream().filter(q -> number.equals(q.get("order_no")))
                .findFirst().orElse(Map.of());
        Check.equal("the question: method", "spi.alipay.marketing.activity.order.send", question.get("method"));
        Check.equal("the question: out_order_no", Fields.get(order, "out_order_no"), question.get("out_order_no"));
        Check.that("the question: buyer", question.containsKey("buyer_id") || question.containsKey("buyer_open_id"),
                question);
        Check.matches("the question: utc_timestamp", "\\d{10}", question.get("utc_timestamp"));
        Check.equal("the question: what for", List.of(activity), ((List<?>) Json.parse(
                question.get("send_activity_info_list"))).stream().map(a -> Fields.get(a, "activity_id")).toList());
        String code = codeFor(number);
        world.about("received", "ORDERSEND", activity, code, m -> true);
        Fields.hold("the trade", json("{'order_no':'%s','activity_id':'%s'}", number, activity),
                world.staff.get("/api/trades/" + Fields.get(order, "trade_no")));
        return code;
    }

    /** What the driver answers when it is asked: for codes at once, for money later or never. */
    public static Map<String, ?> answer(Map<String, String> question) {
        if (question.get("method").endsWith(".refundconfirm")) {
            Map<String, String> later = Map.of("code", "10000", "msg", "Success", "order_no", question.get("order_no"));
            return question.get("out_order_no").startsWith("NEVER")
                    ? Samples.over(later, Map.of("result", "REFUSE", "reason", "已备货")) : later;
        }
        String activity = Fields.text(Json.parse(question.get("send_activity_info_list")), "0.activity_id");
        Map<String, Object> voucher = Map.of("voucher_code", codeFor(question.get("order_no")),
                "merchant_order_url", World.URL);
        return Map.of("code", "10000", "msg", "Success", "order_no", question.get("order_no"),
                "buyer_id", question.getOrDefault("buyer_id", ""),
                "send_activity_info_result_list", Map.of("activity_id", activity,
                        "send_voucher_info_result_list", List.of(voucher)));
    }

    private static String codeFor(String order) {
        return "SOLD-" + order.substring(order.length() - 12);
    }

    private Map<String, Object> use(String activity, String code) {
        return json("""
                {'activity_id':'%s','voucher_code':'%s','out_biz_no':'%s','biz_dt':'%s','total_fee':'88.00',
                'trade_channel':'ZHIFUBAO_TRADE_CHANNEL','trade_no':'2027011022001426261436764012'}""",
                activity, code, Numbers.next("USE"), Times.text(Times.startOfToday()));
    }

    private void settles(String activity, String order, String code) throws Exception {
        Map<String, Object> request = json("{'activity_id':'%s','order_no':'%s','out_biz_no':'%s'}",
                activity, order, Numbers.next("SETTLE"));
        world.sdk.refused("L5 settle before use", op("settle"), "BIZ_ERROR", request);
        world.sdk.done(op("use"), use(activity, code));
        String number = Fields.text(world.sdk.done(op("settle"), request), "settle_no");
        Check.that("settle_no", number != null, null);
        Check.equal("settle again under the number", number,
                Fields.get(world.sdk.done(op("settle"), request), "settle_no"));
        world.sdk.refused("L4 settle again", op("settle"), "BIZ_ERROR",
                over(request, "{'out_biz_no':'%s'}", Numbers.next("SETTLE")));
        Object seen = world.sdk.done("alipay.marketing.activity.settle.query",
                json("{'activity_id':'%s','order_no':'%s','settle_no':'%s'}", activity, order, number));
        Fields.hold("settle.query", json("""
                {'order_no':'%s','settle_info':[{'trans_in':'2088102111111111','amount':'88.00'}]}""", order), seen);
        Check.matches("settle.query: status", "PROCESSING|SUCCESS", Fields.text(seen, "settle_info.0.status"));
        Check.matches("settle.query: charge", "\\d+\\.\\d\\d", Fields.text(seen, "summary.charge"));
        world.sdk.refused("OR7 refund after use", ORDER + "refund", "BIZ_ERROR",
                refund(activity, order, code, Setting.FIRST_USER));
    }

    private static Map<String, Object> refund(String activity, String order, String code, String buyer) {
        return json("""
                {'order_no':'%s','out_biz_no':'%s','buyer_id':'%s','refund_activity_info_list':[{'activity_id':'%s',
                'quantity':'1','voucher_code_list':['%s']}]}""", order, Numbers.next("REFUND"), buyer, activity, code);
    }

    private void refunds(String activity) throws Exception {
        Object order = order(activity, Numbers.next("ORDER"), Setting.SECOND_USER);
        String code = pays(activity, order);
        String number = Fields.text(order, "order_no");
        world.sdk.refused("OR3 somebody else", ORDER + "refund", "BIZ_ERROR",
                refund(activity, number, code, Setting.THIRD_USER));
        Map<String, Object> request = refund(activity, number, code, Setting.SECOND_USER);
        for (String what : List.of("order.refund", "order.refund again under the number")) {
            Check.equal(what, number, Fields.get(world.sdk.done(ORDER + "refund", request), "order_no"));
        }
        Message message = world.messages.about("alipay.marketing.activity.ordermessage.refunded", "ORDERREFUND",
                m -> number.equals(m.get("order_no")));
        Check.equal("ordermessage.refunded: out_order_no", Fields.get(order, "out_order_no"),
                message.get("out_order_no"));
        Check.equal("ordermessage.refunded: out_biz_no", request.get("out_biz_no"), message.get("out_biz_no"));
        Check.equal("ordermessage.refunded: refund_type", "USER_REFUND", message.get("refund_type"));
        Check.equal("ordermessage.refunded: refund_status", "SUCCESS", message.get("refund_status"));
        world.sdk.refused("use after the refund", op("use"), "BIZ_ERROR", use(activity, code));
    }

    /** The merchant is asked before money goes back, and may take its time. */
    private void confirms() throws Exception {
        String activity = world.create(over(world.sale(),
                "{'voucher_send_mode_info':{'voucher_sale_mode_info':{'refundable_need_confirm':true}}}"));
        Object order = order(activity, Numbers.next("LATER"), Setting.FIRST_USER);
        String number = Fields.text(order, "order_no");
        String code = pays(activity, order);
        world.sdk.done(ORDER + "refund", refund(activity, number, code, Setting.FIRST_USER));
        asks(number);
        Check.equal("refundconfirmcommit", number, Fields.get(world.sdk.done(ORDER + "refundconfirmcommit", json("""
                {'order_no':'%s','buyer_id':'%s','refund_type':'USER_REFUND',
                'refund_confirm_commit_activity_info_list':[{'activity_id':'%s',
                'refund_confirm_commit_result_list':[{'voucher_code':'%s','result':'AGREE'}]}]}""",
                number, Setting.FIRST_USER, activity, code)), "order_no"));
        Message message = world.messages.about("alipay.marketing.activity.ordermessage.refunded", "ORDERREFUND",
                m -> number.equals(m.get("order_no")));
        Check.equal("ordermessage.refunded after a word: refund_type", "USER_REFUND", message.get("refund_type"));

        order = order(activity, Numbers.next("NEVER"), Setting.SECOND_USER);
        String refused = Fields.text(order, "order_no");
        code = pays(activity, order);
        world.sdk.done(ORDER + "refund", refund(activity, refused, code, Setting.SECOND_USER));
        asks(refused);
        String kept = code;
        Await.until("a refused one stays usable", () -> world.sdk.done(
                "alipay.marketing.activity.user.queryvoucher", json("""
                        {'user_id':'%s','activity_id':'%s','voucher_code':'%s'}""", Setting.SECOND_USER, activity, kept)),
                a -> "SENDED".equals(Fields.get(a, "voucher_status")));
    }

    private void asks(String order) throws Exception {
        Map<String, String> question = Await.until("the merchant is asked", () -> world.spi.asked().stream()
                .filter(q -> q.get("method").endsWith(".refundconfirm") && order.equals(q.get("order_no")))
                .findFirst().orElse(null), q -> q != null);
        Check.equal("the question: refund_type", "USER_REFUND", question.get("refund_type"));
        Check.that("the question: of which codes", question.get("refund_activity_info_list").contains(codeFor(order)),
                question);
    }

    private void closes(String activity) throws Exception {
        Object order = order(activity, Numbers.next("ORDER"), Setting.THIRD_USER);
        world.staff.post("/api/trades/" + Fields.get(order, "trade_no") + "/close");
        Check.matches("the trade is closed", "(?i)closed", Fields.text(
                world.staff.get("/api/trades/" + Fields.get(order, "trade_no")), "state"));
    }

    /** Codes that were uploaded are given without asking. */
    private void uploaded() throws Exception {
        String activity = world.create(over(world.sale(), """
                {'activity_base_info':{'code_mode':'MERCHANT_UPLOAD'},'voucher_send_mode_info':{
                'voucher_send_rule_info':{'quantity':null,'max_quantity_by_day':null}}}"""));
        world.fill(activity, "UP-1");
        Object order = order(activity, Numbers.next("ORDER"), Setting.FIRST_USER);
        world.sdk.refused("the only one is reserved", ORDER + "create", "BIZ_ERROR",
                ordering(activity, Numbers.next("ORDER"), Setting.SECOND_USER));
        world.staff.post("/api/trades/" + Fields.get(order, "trade_no") + "/pay");
        world.about("received", "ORDERSEND", activity, "UP-1", m -> true);
        Check.that("nobody was asked", world.spi.asked().stream()
                .noneMatch(q -> Fields.get(order, "order_no").equals(q.get("order_no"))), world.spi.asked());
    }

    private void wrong(String activity) throws Exception {
        Map<String, Object> request = ordering(activity, Numbers.next("ORDER"), Setting.FIRST_USER);
        world.sdk.refused("O3 total", ORDER + "create", "INVALID_PARAMETER", over(request, "{'total_amount':'1.00'}"));
        world.sdk.refused("O2 no buyer", ORDER + "create", "INVALID_PARAMETER", over(request, "{'buyer_id':null}"));
        world.sdk.refused("O6 amount", ORDER + "create", "INVALID_PARAMETER", over(request, """
                {'total_amount':'1.00','sale_activity_info_list':[
                {'activity_id':'%s','amount':'1.00','quantity':1}]}""", activity));
    }
}
