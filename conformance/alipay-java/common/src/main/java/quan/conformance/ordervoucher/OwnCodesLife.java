package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.op;
import static quan.conformance.ordervoucher.World.over;

import java.util.List;
import java.util.Map;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Message;
import quan.conformance.Numbers;
import quan.conformance.Samples;
import quan.conformance.Setting;
import quan.conformance.Times;

/** Vouchers under codes that the merchant makes, redeemed more than once. */
record OwnCodesLife(World world) {
    /** Every character that a code may have besides letters and digits; a path carries them escaped. */
    private static final String CODE = "A+B=C|D-e_9";
    private static final String OTHER = "A%2BB";

    void run() throws Exception {
        String activity = world.create(exchange());
        Check.equal("codecount of an activity without uploads", "0", Fields.get(world.sdk.done(op("codecount"),
                json("{'activity_id':'%s'}", activity)), "success_count"));
        world.sdk.refused("codedeposit", op("codedeposit"), "INVALID_PARAMETER",
                json("{'activity_id':'%s','out_biz_no':'%s','voucher_codes':['A']}", activity, Numbers.next("DEPOSIT")));
        world.sdk.refused("send without a code", op("send"), "BIZ_ERROR", Samples.over(json("""
                {'activity_id':'%s','out_biz_no':'%s','user_id':'%s'}""", activity, Numbers.next("SEND"),
                Setting.FIRST_USER), Map.of("merchant_order_url", World.URL, "biz_dt", today())));
        sends(activity);
        uses(activity);
        receives(activity);
        world.append(activity, 2000);
        Check.equal("quantity", "2000", Fields.get(world.query(activity), "voucher_send_rule.voucher_quantity"));
        world.stop(activity);
    }

    private static String today() {
        return Times.text(Times.startOfToday());
    }

    /** An exchange voucher that is given away and can be redeemed three times. */
    private Map<String, Object> exchange() throws Exception {
        return over(world.sale(), """
                {'merchant_access_mode':'SELF_MODE','activity_base_info':{'belong_merchant_info':null},
                'voucher_send_mode_info':{'voucher_send_mode':'DIRECT_SEND_MODE','voucher_sale_mode_info':null},
                'voucher_use_rule_info':{'voucher_max_use_times':3}}""");
    }

    private void sends(String activity) throws Exception {
        String number = Numbers.next("BATCH");
        Map<String, Object> request = batch(activity, number, CODE);
        for (String what : List.of("batchsend", "batchsend again under the number")) {
            Fields.hold(what, json("""
                    {'activity_send_voucher_result_info_list':[{'voucher_code':'%s','result':true}]}""", CODE),
                    world.sdk.done(op("batchsend"), request));
        }
        Message message = world.about("received", "ORDERSEND", activity, CODE, m -> true);
        Check.equal("received: receive_user_id", Setting.FIRST_USER, message.get("receive_user_id"));
        Object refused = world.sdk.done(op("batchsend"), batch(activity, Numbers.next("BATCH"), CODE));
        Fields.hold("batchsend of a code that was issued", json("""
                {'activity_send_voucher_result_info_list':[{'result':false,'error_code':'VOUCHER_CODE_DUPLICATE'}]}"""),
                refused);
        Check.that("batchsend of a code that was issued: its text", Fields.text(refused,
                "activity_send_voucher_result_info_list.0.error_msg") != null, refused);
        Object bad = world.sdk.done(op("batchsend"), batch(activity, Numbers.next("BATCH"), OTHER));
        Check.equal("batchsend of a code with a wrong character", false,
                Fields.get(bad, "activity_send_voucher_result_info_list.0.result"));
    }

    private static Map<String, Object> batch(String activity, String number, String code) {
        Map<String, Object> element = Map.of("activity_id", activity, "out_biz_no", number, "voucher_code", code,
                "merchant_order_url", World.URL);
        return Map.of("activity_send_voucher_info_list", List.of(element), "user_id", Setting.FIRST_USER,
                "biz_dt", today());
    }

    private Map<String, Object> use(String activity, int times) {
        return json("""
                {'activity_id':'%s','voucher_code':'%s','out_biz_no':'%s','biz_dt':'%s',
                'trade_channel':'OTHER_TRADE_CHANNEL','total_fee':'128.00',
                'voucher_use_detail_info':{'voucher_use_times':%d}}""",
                activity, CODE, Numbers.next("USE"), today(), times);
    }

    private void uses(String activity) throws Exception {
        left("use once", 2, world.sdk.done(op("use"), use(activity, 1)));
        world.sdk.refused("more than is left", op("use"), "BIZ_ERROR", use(activity, 3));
        Check.equal("status after a part", "SENDED", status(activity));
        left("use twice", 0, world.sdk.done(op("use"), use(activity, 2)));
        Check.equal("status after all", "USED", status(activity));
        Map<String, Object> refund = json("""
                {'activity_id':'%s','voucher_code':'%s','out_biz_no':'%s','biz_dt':'%s','total_fee':'128.00',
                'voucher_refund_detail_info':{'voucher_refund_use_times':1}}""",
                activity, CODE, Numbers.next("REFUND"), today());
        left("refund one", 1, world.sdk.done(op("refund"), refund));
        world.sdk.refused("refund more than was used", op("refund"), "BIZ_ERROR", over(refund,
                "{'out_biz_no':'%s','voucher_refund_detail_info':{'voucher_refund_use_times':3}}",
                Numbers.next("REFUND")));
        left("refund the rest", 3, world.sdk.done(op("refund"),
                over(refund, "{'out_biz_no':'%s','voucher_refund_detail_info':null}", Numbers.next("REFUND"))));
        world.sdk.refused("U14 an excluded shop", op("use"), "BIZ_ERROR",
                over(use(activity, 1), "{'store_id':'%s'}", World.shop(4)));
        left("use at a shop", 2, world.sdk.done(op("use"), over(use(activity, 1), "{'store_id':'%s'}", World.shop(1))));
        world.sdk.refused("V5 used in part", op("invalid"), "BIZ_ERROR", json("""
                {'activity_id':'%s','voucher_code':'%s','out_biz_no':'%s','biz_dt':'%s'}""",
                activity, CODE, Numbers.next("INVALID"), today()));
    }

    private String status(String activity) throws Exception {
        return Fields.text(world.sdk.done("alipay.marketing.activity.user.queryvoucher", json("""
                {'user_id':'%s','activity_id':'%s','voucher_code':'%s'}""", Setting.FIRST_USER, activity, CODE)),
                "user_voucher_base_info.voucher_status");
    }

    private static void left(String what, int times, Object answer) {
        Check.equal(what, String.valueOf(times),
                Fields.get(answer, "voucher_use_detail_result_info.voucher_max_un_use_times"));
    }

    private void receives(String activity) throws Exception {
        Map<String, Object> element = Map.of("activity_id", activity, "out_biz_no", Numbers.next("RECEIVE"),
                "voucher_code", "RECEIVED-1", "customize_send_time", today());
        Map<String, Object> request = Map.of("receive_info_list", List.of(element), "user_id", Setting.THIRD_USER);
        Object answer = world.sdk.done(op("receive"), request);
        Fields.hold("receive", json("""
                {'receive_result_list':[{'activity_id':'%s','out_biz_no':'%s','result':true,
                'voucher_code':'RECEIVED-1'}]}""", activity, element.get("out_biz_no")), answer);
        String voucher = Fields.text(answer, "receive_result_list.0.voucher_id");
        Check.equal("receive again under the number", voucher,
                Fields.get(world.sdk.done(op("receive"), request), "receive_result_list.0.voucher_id"));
        Message message = world.about("received", "ORDERSEND", activity, "RECEIVED-1", m -> true);
        Check.equal("received: voucher_id", voucher, message.get("voucher_id"));
        Object seen = world.sdk.done("alipay.marketing.activity.user.queryvoucher",
                json("{'user_id':'%s','voucher_id':'%s'}", Setting.THIRD_USER, voucher));
        Check.equal("valid from the time that was given", today(),
                Fields.get(seen, "user_voucher_base_info.valid_begin_time"));
    }
}
