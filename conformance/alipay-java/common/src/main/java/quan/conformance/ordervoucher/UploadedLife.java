package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.op;
import static quan.conformance.ordervoucher.World.over;
import static quan.conformance.ordervoucher.World.shop;

import java.util.List;
import java.util.Map;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Message;
import quan.conformance.Numbers;
import quan.conformance.Pictures;
import quan.conformance.Setting;
import quan.conformance.Times;

/** From creation to stop of an activity of uploaded codes, in the form of 2021, its pictures uploaded first. */
record UploadedLife(World world) {
    private static final List<String> CODES = List.of("123AB", "45zz6", "A+B=C|D", "x-1_y");

    void run() throws Exception {
        Map<String, Object> request = pictured();
        String activity = world.create(request);
        again(activity, request);
        deposits(activity);
        appends(activity);
        String code = sends(activity);
        String other = sendsByOpenId(activity);
        Check.that("two codes of those uploaded", CODES.contains(code) && CODES.contains(other) && !code.equals(other),
                code + ", " + other);
        reads(activity, code);
        associates(activity, code);
        uses(activity, code);
        refunds(activity, code);
        counts(activity, 2, 0);
        invalidates(activity, other);
        Check.equal("codecount counts them all", "4", count(activity));
        world.stop(activity);
        stopped(activity, code, request);
    }

    private Map<String, Object> pictured() throws Exception {
        Object logo = world.sdk.upload("PROMO_BRAND_LOGO", Pictures.png(600, 600));
        Object cover = world.sdk.upload("PROMO_VOUCHER_IMAGE", Pictures.png(670, 335));
        Object detail = world.sdk.upload("PROMO_VOUCHER_DETAIL_IMAGE", Pictures.png(600, 600));
        for (Object picture : List.of(logo, cover, detail)) {
            Check.matches("resource_url", "https?://.+", Fields.text(picture, "resource_url"));
            Check.that("is kept as it is", !Boolean.TRUE.equals(Fields.get(picture, "resource_enhance")), picture);
        }
        Check.equal("another size is adapted", true,
                Fields.get(world.sdk.upload("PROMO_VOUCHER_IMAGE", Pictures.png(300, 300)), "resource_enhance"));
        return over(world.legacy(), """
                {'voucher_display_info':{'brand_logo':'%s','voucher_image':'%s','voucher_detail_images':['%s']}}""",
                Fields.get(logo, "resource_id"), Fields.get(cover, "resource_id"), Fields.get(detail, "resource_id"));
    }

    private void again(String activity, Map<String, Object> request) throws Exception {
        Check.equal("create again under the number", activity,
                Fields.get(world.sdk.done(op("create"), request), "activity_id"));
        Check.equal("another under the number: its text", "参数有误外部业务单号重复，且请求参数不一致",
                world.sdk.refused("another under the number", op("create"), "INVALID_PARAMETER",
                        over(request, "{'activity_name':'别的名字'}")));
        Object seen = world.query(activity);
        Fields.hold("query", over(request, "{'out_biz_no':null,'code_mode':null}"), seen);
        Fields.hold("query, what was not sent", json("""
                {'activity_status':'ACTIVE','activity_operation_status':null,'belong_merchant_info':null,
                'voucher_send_mode_info':{'voucher_send_mode':'DIRECT_SEND_MODE'},
                'activity_base_info':{'activity_id':'%s','code_mode':'MERCHANT_UPLOAD','activity_status':'ACTIVE'},
                'voucher_deduct_info':{'voucher_type':'FIX_VOUCHER','discount_voucher_info':null,
                  'fix_voucher_info':{'amount':'1.00','floor_amount':'10.00'}},
                'voucher_display_pattern_info':{'voucher_name':'全场1元券'}}""", activity), seen);
    }

    private void deposits(String activity) throws Exception {
        Map<String, Object> first = json("""
                {'activity_id':'%s','out_biz_no':'%s','voucher_codes':['123AB','45zz6'],
                'merchant_access_mode':'SELF_MODE'}""", activity, Numbers.next("DEPOSIT"));
        Object answer = world.sdk.done(op("codedeposit"), first);
        Fields.hold("codedeposit", json("""
                {'success_count':2,'fail_count':0,'success_voucher_code_list':['123AB','45zz6']}"""), answer);
        Fields.hold("codedeposit again under the number", json("{'success_count':2,'fail_count':0}"),
                world.sdk.done(op("codedeposit"), first));
        Fields.hold("codedeposit in part", json("""
                {'success_count':2,'fail_count':3,'success_voucher_code_list':['A+B=C|D','x-1_y'],
                'fail_voucher_code_detail_list':[
                {'voucher_code':'45zz6','error_code':'VOUCHER_CODE_DUPLICATE','error_msg':'与之前导入的券码重复'},
                {'voucher_code':'A+B=C|D','error_code':'VOUCHER_CODE_DUPLICATE','error_msg':'与之前导入的券码重复'},
                {'voucher_code':'坏码','error_code':'VOUCHER_CODE_ILLEGAL','error_msg':'券码格式不合法'}]}"""),
                world.sdk.done(op("codedeposit"), json("""
                        {'activity_id':'%s','out_biz_no':'%s',
                        'voucher_codes':['45zz6','A+B=C|D','A+B=C|D','坏码','x-1_y']}""",
                        activity, Numbers.next("DEPOSIT"))));
        Check.equal("codecount", "4", count(activity));
    }

    private void appends(String activity) throws Exception {
        world.sdk.refused("A6 not as many as uploaded", op("append"), "INVALID_PARAMETER",
                World.appending(activity, Numbers.next("APPEND"), 3));
        if (world.can(op("send"))) {
            world.sdk.refused("send before codes are appended", op("send"), "BIZ_ERROR",
                    send(activity, Numbers.next("SEND"), Setting.FIRST_USER));
        }
        world.append(activity, 4);
        Object seen = world.query(activity);
        Check.equal("voucher_quantity", "4", Fields.get(seen, "voucher_send_rule.voucher_quantity"));
        Check.equal("quantity", "4", Fields.get(seen, "voucher_send_mode_info.voucher_send_rule_info.quantity"));
        world.sdk.refused("A4 not more", op("append"), "INVALID_PARAMETER",
                World.appending(activity, Numbers.next("APPEND"), 4));
    }

    private static Map<String, Object> send(String activity, String number, String user) {
        return json("{'activity_id':'%s','out_biz_no':'%s','user_id':'%s','biz_dt':'%s'}", activity, number, user,
                Times.text(Times.startOfToday()));
    }

    private String sends(String activity) throws Exception {
        Map<String, Object> request = send(activity, Numbers.next("SEND"), Setting.FIRST_USER);
        String code = Fields.text(world.sdk.done(op("send"), request), "voucher_code");
        Check.equal("send again under the number", code,
                Fields.get(world.sdk.done(op("send"), request), "voucher_code"));
        world.sdk.refused("above the user's limit", op("send"), "BIZ_ERROR",
                send(activity, Numbers.next("SEND"), Setting.FIRST_USER));
        Message message = world.about("received", "ORDERSEND", activity, code, m -> true);
        Check.equal("received: receive_user_id", Setting.FIRST_USER, message.get("receive_user_id"));
        Check.matches("received: voucher_id", ".{28}", message.get("voucher_id"));
        return code;
    }

    private String sendsByOpenId(String activity) throws Exception {
        String code = Fields.text(world.sdk.done(op("send"), json("""
                {'activity_id':'%s','out_biz_no':'%s','open_id':'%s','biz_dt':'%s'}""", activity,
                Numbers.next("SEND"), world.app.openIdOfSecondUser(), Times.text(Times.startOfToday()))),
                "voucher_code");
        Message message = world.about("received", "ORDERSEND", activity, code, m -> true);
        Check.that("received: somebody", message.get("receive_user_id") != null
                || world.app.openIdOfSecondUser().equals(message.get("receive_open_id")), message.content());
        return code;
    }

    private Object one(String activity, String code) throws Exception {
        return world.sdk.done("alipay.marketing.activity.user.queryvoucher",
                json("{'user_id':'%s','activity_id':'%s','voucher_code':'%s'}", Setting.FIRST_USER, activity, code));
    }

    private void reads(String activity, String code) throws Exception {
        Object seen = one(activity, code);
        Fields.hold("user.queryvoucher", json("""
                {'activity_id':'%s','voucher_name':'示例小馆全场1元券','voucher_type':'FIX_VOUCHER','voucher_status':'SENDED',
                'belong_merchant_id':'%s','voucher_use_rule':{'fix_voucher':{'amount':'1.00'}},
                'voucher_deduct_info':{'fix_voucher_info':{'amount':'1.00'}},
                'user_voucher_base_info':{'voucher_code':'%s','voucher_status':'SENDED','voucher_max_use_times':1,
                  'associate_trade_no':null,'belong_merchant_id':'%s'}}""",
                activity, Setting.MERCHANT, code, Setting.MERCHANT), seen);
        String voucher = Fields.text(seen, "user_voucher_base_info.voucher_id");
        Object list = world.sdk.done("alipay.marketing.activity.user.batchqueryvoucher", json("""
                {'user_id':'%s','activity_id':'%s','belong_merchant_id':'%s','voucher_status':'SENDED','page_num':1,
                'page_size':20}""", Setting.FIRST_USER, activity, Setting.MERCHANT));
        Fields.hold("user.batchqueryvoucher", json("""
                {'page_num':1,'page_size':20,'total_size':1,'user_voucher_infos':[{'voucher_id':'%s',
                'voucher_status':'SENDED','activity_id':'%s','user_voucher_base_info':{'voucher_id':'%s',
                'voucher_code':'%s'}}]}""", voucher, activity, voucher, code), list);
    }

    private void associates(String activity, String code) throws Exception {
        String trade = "2027012322001426261436764012";
        Map<String, Object> request = json("""
                {'activity_id':'%s','voucher_code':'%s','trade_no':'%s','out_biz_no':'%s'}""",
                activity, code, trade, Numbers.next("LINK"));
        String time = Fields.text(world.sdk.done(op("associate"), request), "associate_time");
        Check.matches("associate_time", "\\d{4}-.*", time);
        Check.equal("associate again", time, Fields.get(world.sdk.done(op("associate"),
                over(request, "{'out_biz_no':'%s'}", Numbers.next("LINK"))), "associate_time"));
        Check.equal("associate_trade_no", trade, Fields.get(one(activity, code),
                "user_voucher_base_info.associate_trade_no"));
        Map<String, Object> other = over(request, "{'trade_no':'T-2','out_biz_no':'%s'}", Numbers.next("LINK"));
        world.sdk.refused("another trade", op("associate"), "VOUCHER_ASSOCIATE_OTHER_TRADE_NO", other);
        world.sdk.refused("the wrong trade", op("disassociate"), "VOUCHER_ASSOCIATE_TRADE_NO_ERROR", other);
        world.sdk.refused("a code that was not issued", op("associate"), "VOUCHER_NOT_EXIST",
                over(other, "{'voucher_code':'none'}"));
        Check.matches("disassociate_time", "\\d{4}-.*", Fields.text(world.sdk.done(op("disassociate"),
                over(request, "{'out_biz_no':'%s'}", Numbers.next("LINK"))), "disassociate_time"));
        Check.equal("no trade any more", null, Fields.get(one(activity, code),
                "user_voucher_base_info.associate_trade_no"));
    }

    private static Map<String, Object> use(String activity, String code, String number) {
        return json("""
                {'activity_id':'%s','voucher_code':'%s','out_biz_no':'%s','biz_dt':'%s',
                'trade_channel':'ZHIFUBAO_TRADE_CHANNEL','trade_no':'2027011022001426261436764012',
                'total_fee':'36.00','store_id':'%s','goods_detail':[{'goods_id':'noodle-01','goods_name':'牛肉面',
                'quantity':2,'price':'18.00'}],'merchant_access_mode':'SELF_MODE'}""", activity, code, number,
                Times.text(Times.startOfToday()), shop(1));
    }

    private void uses(String activity, String code) throws Exception {
        world.sdk.refused("U7 no trade", op("use"), "INVALID_PARAMETER",
                over(use(activity, code, Numbers.next("USE")), "{'trade_no':null}"));
        world.sdk.refused("U14 a shop that is not in it", op("use"), "BIZ_ERROR",
                over(use(activity, code, Numbers.next("USE")), "{'store_id':'%s'}", shop(3)));
        world.sdk.refused("refund before use", op("refund"), "BIZ_ERROR", refund(activity, code));
        String number = Numbers.next("USE");
        for (String what : List.of("use", "use again under the number")) {
            Fields.hold(what, json("""
                    {'activity_id':'%s','voucher_use_detail_result_info':{'voucher_max_un_use_times':0}}""", activity),
                    world.sdk.done(op("use"), use(activity, code, number)));
        }
        Check.matches("use once more: its text", "业务异常.+", world.sdk.refused("use once more", op("use"), "BIZ_ERROR",
                use(activity, code, Numbers.next("USE"))));
        Message message = world.about("used", "USED", activity, code, m -> true);
        Check.equal("used: out_biz_no", number, message.get("out_biz_no"));
        Check.equal("used: user_id", Setting.FIRST_USER, message.get("user_id"));
        Check.matches("used: use_time", "\\d{4}-.*", message.get("use_time"));
        Check.equal("used: trade_no", "2027011022001426261436764012", message.get("trade_no"));
        Check.equal("status after use", "USED", Fields.get(one(activity, code), "voucher_status"));
        counts(activity, 2, 1);
    }

    private static Map<String, Object> refund(String activity, String code) {
        return json("""
                {'activity_id':'%s','voucher_code':'%s','out_biz_no':'%s','biz_dt':'%s','total_fee':'36.00'}""",
                activity, code, Numbers.next("REFUND"), Times.text(Times.startOfToday()));
    }

    private void refunds(String activity, String code) throws Exception {
        Map<String, Object> request = refund(activity, code);
        for (String what : List.of("refund", "refund again under the number")) {
            Fields.hold(what, json("""
                    {'activity_id':'%s','voucher_use_detail_result_info':{'voucher_max_un_use_times':1}}""", activity),
                    world.sdk.done(op("refund"), request));
        }
        world.sdk.refused("refund again", op("refund"), "BIZ_ERROR", refund(activity, code));
        Check.equal("status after refund", "SENDED", Fields.get(one(activity, code), "voucher_status"));
    }

    private void invalidates(String activity, String code) throws Exception {
        Map<String, Object> request = json("{'activity_id':'%s','voucher_code':'%s','out_biz_no':'%s','biz_dt':'%s'}",
                activity, code, Numbers.next("INVALID"), Times.text(Times.startOfToday()));
        world.sdk.done(op("invalid"), request);
        world.sdk.done(op("invalid"), request);
        world.sdk.refused("invalid already", op("invalid"), "BIZ_ERROR",
                over(request, "{'out_biz_no':'%s'}", Numbers.next("INVALID")));
        world.sdk.refused("use of an invalid one", op("use"), "BIZ_ERROR", use(activity, code, Numbers.next("USE")));
        world.sdk.refused("an invalid one is not shown", "alipay.marketing.activity.user.queryvoucher",
                "VOUCHER_NOT_EXIST", json("{'open_id':'%s','activity_id':'%s','voucher_code':'%s'}",
                        world.app.openIdOfSecondUser(), activity, code));
    }

    private void stopped(String activity, String code, Map<String, Object> request) throws Exception {
        world.sdk.refused("send after stop", op("send"), "BIZ_ERROR",
                send(activity, Numbers.next("SEND"), Setting.THIRD_USER));
        world.sdk.refused("append after stop", op("append"), "BIZ_ERROR",
                World.appending(activity, Numbers.next("APPEND"), 9));
        Check.equal("an old number is answered after stop", activity,
                Fields.get(world.sdk.done(op("create"), request), "activity_id"));
        Fields.hold("use after stop", json("{'voucher_use_detail_result_info':{'voucher_max_un_use_times':0}}"),
                world.sdk.done(op("use"), use(activity, code, Numbers.next("USE"))));
        for (String kind : List.of("created", "appended", "stopped")) {
            Check.equal("messages " + kind, 1L, world.receiver.count(kind, activity));
        }
    }

    private void counts(String activity, int sent, int used) throws Exception {
        Object seen = world.query(activity);
        Fields.hold("counters", json("""
                {'summary':{'publish_count':%d,'used_count':%d},
                'voucher_inventory_info':{'send_count':%d,'use_count':%d}}""", sent, used, sent, used), seen);
    }

    private String count(String activity) throws Exception {
        return Fields.text(world.sdk.done(op("codecount"),
                json("{'activity_id':'%s','merchant_access_mode':'SELF_MODE'}", activity)), "success_count");
    }
}
