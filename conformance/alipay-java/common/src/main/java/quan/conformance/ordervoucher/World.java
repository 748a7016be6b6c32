package quan.conformance.ordervoucher;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import quan.conformance.Await;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Json;
import quan.conformance.Message;
import quan.conformance.Messages;
import quan.conformance.Numbers;
import quan.conformance.Receiver;
import quan.conformance.Samples;
import quan.conformance.Sdk;
import quan.conformance.Setting;
import quan.conformance.Spi;
import quan.conformance.Staff;

/** Everything around an SDK in one mode, and the steps that most parts of the run have in common. */
public final class World {
    static final String MINI_APP = "2021238412323412";
    static final String SERVICE_CODE = "2026030921000303380758";
    static final String PACKAGE = "IP20261101016671405804297103167741";
    static final String LOGO = "adeDSktiQO-u5vJUqVbcQwAAACMAAQED";
    static final String COVER = "bQ7RfWmzTx2kP0aHcLdNsgAAACMAAQED";
    static final String DETAIL = "c1XyLq8sRhOZt3vJm5GfUwAAACMAAQE";
    static final String URL = "alipays://platformapi/startapp?appId=" + MINI_APP + "&page=pages%2Fcoupon%2Findex";

    final Setting.App app;
    final Sdk sdk;
    final Samples samples;
    final Receiver receiver;
    final Messages messages;
    final Staff staff;
    final Spi spi;

    public World(Setting setting, Setting.App app, Sdk sdk, Receiver receiver, Spi spi, String url) {
        this.app = app;
        this.sdk = sdk;
        this.receiver = receiver;
        this.spi = spi;
        samples = setting.samples;
        messages = new Messages(receiver, app);
        staff = new Staff(url);
    }

    static String op(String name) {
        return "alipay.marketing.activity.ordervoucher." + name;
    }

    /** The shop of the registry with this last digit. */
    static String shop(int digit) {
        return "202611050050200000001111000" + digit;
    }

    static String realShop(int digit) {
        return "202611060050200000002222000" + digit;
    }

    /** JSON with single quotes, for its being written in Java. */
    static Map<String, Object> json(String text, Object... filled) {
        return Json.object(text.formatted(filled).replace('\'', '"'));
    }

    static Map<String, Object> over(Map<String, ?> base, String text, Object... filled) {
        return Samples.over(base, json(text, filled));
    }

    /** A fixed-amount activity of uploaded codes in the form of 2021. */
    Map<String, Object> legacy() throws Exception {
        return over(samples.load("create-request-legacy-upload"), "{'out_biz_no':'%s'}", Numbers.next("CREATE"));
    }

    /** An exchange voucher for sale, the codes of which the merchant makes, in the form of today. */
    Map<String, Object> sale() throws Exception {
        return over(samples.load("create-request-v2-exchange-sale"), """
                {'out_biz_no':'%s', 'voucher_available_scope_info':{'voucher_available_geography_scope_info':{
                'available_geography_shop_info':{'available_geography_all_shop':{'exclude_shop_ids':['%s']}}}}}""",
                Numbers.next("CREATE"), shop(4));
    }

    /** A fixed-amount activity, given away, in the form of today. */
    Map<String, Object> direct(String codeMode) throws Exception {
        Map<String, Object> sold = sale();
        Map<String, Object> legacy = legacy();
        return over(sold, """
                {'merchant_access_mode':'SELF_MODE',
                'activity_base_info':{'activity_name':'满10减1','code_mode':'%s','belong_merchant_info':null},
                'voucher_send_mode_info':{'voucher_send_mode':'DIRECT_SEND_MODE','voucher_sale_mode_info':null,
                  'voucher_send_rule_info':{'quantity':%s,'max_quantity_by_day':null}},
                'voucher_deduct_info':{'voucher_type':'FIX_VOUCHER','exchange_voucher_info':null,
                  'fix_voucher_info':{'amount':'1.00','floor_amount':'10.00'}},
                'voucher_available_scope_info':{'voucher_available_goods_info':null,
                  'voucher_available_geography_scope_info':{'available_geography_shop_info':{
                    'available_geography_all_shop':null,'available_shop_ids':['%s','%s']}}},
                'voucher_use_rule_info':{'voucher_max_use_times':3,'voucher_use_time_info':{'period_type':'ABSOLUTE',
                  'relative_period_info':null,'absolute_period_info':%s}},
                'voucher_customer_guide_info':{'voucher_send_guide_info':null}}""",
                codeMode, codeMode.equals("MERCHANT_API") ? "1000" : "null", shop(1), shop(2),
                period(legacy));
    }

    private static String period(Map<String, Object> legacy) {
        Map<String, Object> period = Samples.cast(Fields.get(legacy, "voucher_use_rule.voucher_valid_period"));
        return "{'valid_begin_time':'%s','valid_end_time':'%s'}"
                .formatted(period.get("valid_begin_time"), period.get("valid_end_time"));
    }

    /** Creates, and waits until it is done. */
    String create(Map<String, ?> request) throws Exception {
        String activity = Fields.text(sdk.done(op("create"), request), "activity_id");
        Check.matches("activity_id", "\\d{28}", activity);
        messages.completes("created", "CREATED", activity, (String) request.get("out_biz_no"));
        return activity;
    }

    Object query(String activity) throws Exception {
        return sdk.done(op("query"), json("{'activity_id':'%s','merchant_access_mode':'SELF_MODE'}", activity));
    }

    /** Modifies, waits until it is done, and answers what the call answered. */
    Object modify(String activity, Map<String, ?> change) throws Exception {
        String number = Numbers.next("MODIFY");
        Object answer = sdk.done(op("modify"), modification(activity, number, change));
        messages.completes("modified", "MODIFIED", activity, number);
        return answer;
    }

    static Map<String, Object> modification(String activity, String number, Map<String, ?> change) {
        return over(change, "{'activity_id':'%s','out_biz_no':'%s'}", activity, number);
    }

    /** Uploads codes to an activity, and makes them part of what it gives. */
    void fill(String activity, String... codes) throws Exception {
        sdk.done(op("codedeposit"), Map.of("activity_id", activity, "out_biz_no", Numbers.next("DEPOSIT"),
                "voucher_codes", List.of(codes), "merchant_access_mode", "SELF_MODE"));
        append(activity, codes.length);
    }

    void append(String activity, int total) throws Exception {
        String number = Numbers.next("APPEND");
        sdk.done(op("append"), appending(activity, number, total));
        messages.completes("appended", "APPENDED", activity, number);
    }

    static Map<String, Object> appending(String activity, String number, int total) {
        return json("{'activity_id':'%s','out_biz_no':'%s','voucher_quantity':%d,'merchant_access_mode':'SELF_MODE'}",
                activity, number, total);
    }

    void stop(String activity) throws Exception {
        String number = Numbers.next("STOP");
        Map<String, Object> request = json("{'activity_id':'%s','out_biz_no':'%s'}", activity, number);
        sdk.done(op("stop"), request);
        messages.completes("stopped", "STOPPED", activity, number);
        Object seen = Await.until("FINISHED", () -> query(activity),
                a -> "FINISHED".equals(Fields.get(a, "activity_status")));
        Check.equal("status of the new block after stop", "FINISHED",
                Fields.get(seen, "activity_base_info.activity_status"));
        sdk.done(op("stop"), request);
        sdk.refused("stop again", op("stop"), "BIZ_ERROR",
                json("{'activity_id':'%s','out_biz_no':'%s'}", activity, Numbers.next("STOP")));
    }

    /** Waits for a message about a voucher by its code. */
    Message about(String kind, String prefix, String activity, String code, Predicate<Message> which)
            throws InterruptedException {
        return messages.about(kind, prefix, m -> activity.equals(m.get("activity_id"))
                && code.equals(m.get("voucher_code")) && which.test(m));
    }

    /** Calls what the SDK may have no class for; says so, and answers null, if it has none. */
    boolean can(String operation) {
        if (!sdk.has(operation)) {
            System.out.println("  skipped: this SDK has no " + operation);
        }
        return sdk.has(operation);
    }
}
