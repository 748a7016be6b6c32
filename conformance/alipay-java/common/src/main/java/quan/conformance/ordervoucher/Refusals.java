package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.op;
import static quan.conformance.ordervoucher.World.over;

import java.util.Map;
import java.util.stream.Collectors;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Numbers;
import quan.conformance.Setting;
import quan.conformance.Times;

/** What wrong requests get, with the texts that the platform's documentation shows. */
record Refusals(World world) {
    private static final String ILLEGAL = "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|";

    void run() throws Exception {
        nobodysActivity();
        creates();
        modifies();
    }

    private void nobodysActivity() throws Exception {
        String activity = Setting.NO_ACTIVITY;
        String number = Numbers.next("NONE");
        for (String operation : new String[] {"query", "codecount", "modify", "append", "stop", "codedeposit", "send",
                "invalid", "refund", "use"}) {
            if (!world.sdk.has(op(operation))) {
                continue;
            }
            String text = world.sdk.refused(operation, op(operation), "INVALID_PARAMETER", json("""
                    {'activity_id':'%s','out_biz_no':'%s','voucher_quantity':1,'voucher_codes':['A'],
                    'voucher_code':'A','user_id':'%s','biz_dt':'%s','trade_channel':'OTHER_TRADE_CHANNEL',
                    'total_fee':'1.00'}""", activity, number, Setting.FIRST_USER,
                    Times.text(Times.startOfToday())).entrySet().stream().filter(e -> takes(operation, e.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            Check.equal(operation + ": its text", "参数有误活动不存在", text);
        }
        for (String operation : new String[] {"associate", "disassociate"}) {
            world.sdk.refused(operation, op(operation), "ACTIVITY_NOT_EXIST",
                    json("{'activity_id':'%s','out_biz_no':'%s','voucher_code':'A','trade_no':'T-1'}", activity, number));
        }
        world.sdk.refused("user.queryvoucher", "alipay.marketing.activity.user.queryvoucher", "VOUCHER_NOT_EXIST",
                json("{'user_id':'%s','voucher_id':'2021072900073002214009F8QHR3'}", Setting.FIRST_USER));
    }

    /** Only what an operation has a field for: what is under no rule is not to be skipped aloud. */
    private static boolean takes(String operation, String field) {
        return switch (field) {
            case "activity_id", "out_biz_no" -> true;
            case "voucher_quantity" -> operation.equals("append");
            case "voucher_codes" -> operation.equals("codedeposit");
            case "voucher_code" -> "invalid refund use".contains(operation);
            case "user_id" -> operation.equals("send");
            case "biz_dt" -> "send invalid refund use".contains(operation);
            case "trade_channel" -> operation.equals("use");
            default -> "refund use".contains(operation);
        } && !(field.equals("out_biz_no") && "query codecount".contains(operation));
    }

    private void creates() throws Exception {
        create("C3 name too long", "{'activity_name':'%s'}", "长".repeat(21));
        create("C7 quantity of uploaded codes", "{'voucher_send_rule':{'voucher_quantity':5}}");
        Check.equal("C9: its text", ILLEGAL + "打开了身份证计次和电话号码计次.则 voucherQuantityLimitPerUser 必须大于0",
                create("C9 a person's limit without a number", """
                        {'voucher_send_rule':{'voucher_quantity_limit_per_user':null,'phone_number_limit':true}}"""));
        create("C11 window too long", "{'publish_end_time':'%s'}", Times.text(Times.endOfDay(181)));
        Check.equal("C13: its text", "参数有误券有效属于绝对时间情况下：券过期时间早于活动结束时间",
                create("C13 vouchers end first", "{'voucher_use_rule':{'voucher_valid_period':{'valid_end_time':'%s'}}}",
                        Times.text(Times.endOfDay(20))));
        Check.equal("C14: its text", "参数有误券有效属于绝对时间情况下：活动开始时间晚于券有效时间",
                create("C14 vouchers begin first",
                        "{'voucher_use_rule':{'voucher_valid_period':{'valid_begin_time':'%s'}}}",
                        Times.text(Times.startOfToday().minusDays(1))));
        create("C17 amount too small", "{'voucher_use_rule':{'fix_voucher':{'amount':'0.05'}}}");
        create("C17 three decimals", "{'voucher_use_rule':{'fix_voucher':{'amount':'1.005'}}}");
        create("C34 no such picture", "{'voucher_display_info':{'brand_logo':'A*none'}}");
        create("C34 a picture for something else", "{'voucher_display_info':{'voucher_image':'%s'}}", World.LOGO);
        Check.equal("C36: its text", ILLEGAL + "用户引导信息 miniAppPath 有值,则 miniAppId 必须有 值",
                create("C36 a path without an app", """
                        {'customer_guide':{'voucher_use_guide':{'mini_app_id':null,'mini_app_use_guide':false}}}"""));
        world.sdk.refused("C40 an unknown payee", op("create"), "INVALID_PARAMETER", over(world.sale(),
                "{'voucher_send_mode_info':{'voucher_sale_mode_info':{'payee_pid':'2088102199999999'}}}"));
        world.sdk.refused("C41 an unknown package", op("create"), "INVALID_PARAMETER",
                over(world.direct("MERCHANT_API"), """
                        {'voucher_send_mode_info':{'voucher_send_mode':'VOUCHER_PACKAGE',
                        'voucher_package_mode_info':{'voucher_package_id':'IP-none'}}}"""));
        world.sdk.refused("D10 no relation with the merchant", op("create"), "BIZ_ERROR", over(world.sale(),
                "{'activity_base_info':{'belong_merchant_info':{'merchant_id':'%s'}}}", Setting.OTHER_MERCHANT));
    }

    private void modifies() throws Exception {
        String activity = world.create(world.legacy());
        Object before = world.query(activity);
        String brief = world.create(over(world.legacy(),
                "{'voucher_use_rule':{'voucher_valid_period':{'valid_end_time':'%s'}}}", Times.text(Times.endOfDay(160))));
        Check.equal("M18: its text", "参数有误券有效属于绝对时间情况下：券过期时间早于活动结束时间",
                modify(brief, "M18 until the vouchers' end", "{'publish_end_time':'%s'}",
                        Times.text(Times.endOfDay(160))));
        modify(activity, "M13 an earlier end", "{'publish_end_time':'%s'}", Times.text(Times.endOfDay(10)));
        modify(activity, "M20 vouchers end earlier",
                "{'voucher_use_rule':{'voucher_valid_period':{'valid_end_time':'%s'}}}", Times.text(Times.endOfDay(160)));
        modify(activity, "M21 days of an absolute period",
                "{'voucher_use_rule':{'voucher_valid_period':{'valid_days_after_receive':9}}}");
        modify(activity, "M28 a comment", "{'voucher_display_info':{'voucher_comment':'现做'}}");
        modify(activity, "M31 details without a cover",
                "{'voucher_display_info':{'voucher_detail_images':['%s1']}}", World.DETAIL);
        modify(activity, "M37 a name", "{'voucher_use_rule':{'exchange_voucher':{'voucher_name':'套餐'}}}");
        modify(activity, "M66 two services", """
                {'customer_guide':{'voucher_use_guide':{'mini_app_id':'%s','service_codes':['%s','X']}}}""",
                World.MINI_APP, World.SERVICE_CODE);
        modify(activity, "M68 a page", "{'customer_guide':{'voucher_send_guide':{'voucher_detail_url':'%s'}}}", World.URL);
        Check.equal("a refusal changes nothing", Fields.text(before, "publish_end_time"),
                Fields.text(world.query(activity), "publish_end_time"));
        Fields.same("M3 nothing is changed, and that is fine", Map.of(), world.modify(activity, Map.of()));
    }

    private String create(String what, String text, Object... filled) throws Exception {
        return world.sdk.refused(what, op("create"), "INVALID_PARAMETER", over(world.legacy(), text, filled));
    }

    private String modify(String activity, String what, String text, Object... filled) throws Exception {
        return world.sdk.refused(what, op("modify"), "INVALID_PARAMETER",
                World.modification(activity, Numbers.next("MODIFY"), json(text, filled)));
    }
}
