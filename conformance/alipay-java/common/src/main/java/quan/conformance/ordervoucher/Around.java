package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.over;

import java.util.List;
import java.util.Map;
import quan.conformance.Await;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Numbers;
import quan.conformance.Pictures;
import quan.conformance.Setting;
import quan.conformance.Times;

/** What activities refer to: packages, shops, services, payees; and plans that promote them. */
record Around(World world) {
    void packages() throws Exception {
        String operation = "alipay.marketing.activity.voucherpackage.";
        String activity = world.create(over(world.direct("MERCHANT_API"), """
                {'voucher_send_mode_info':{'voucher_send_mode':'VOUCHER_PACKAGE',
                'voucher_package_mode_info':{'voucher_package_id':'%s'}}}""", World.PACKAGE));
        Object seen = world.sdk.done(operation + "query", json("{'voucher_package_id':'%s'}", World.PACKAGE));
        Fields.hold("query", json("""
                {'voucher_package_base_info':{'voucher_package_id':'%s','voucher_package_name':'咖啡月卡',
                  'voucher_package_status':'ENABLE','purchase_start_time':'%s','purchase_end_time':'%s'},
                'voucher_package_sales_info':{'sale_price':'9.90','budget':1000,'sale_period_limit':'MONTH',
                  'sale_count_limit_in_period':1,'pay_channel':'pcredit'},
                'voucher_package_use_rule':{'use_rule_desc':'每月限购一份'}}""", World.PACKAGE,
                Times.text(Times.startOfToday()), Times.text(Times.endOfDay(60))), seen);
        Check.that("query: the activity", ((List<?>) Fields.get(seen, "voucher_package_activity_info")).stream()
                .anyMatch(a -> activity.equals(Fields.get(a, "activity_base_info.activity_id"))
                        && "1.00".equals(Fields.get(a, "voucher_deduct_info.fix_voucher_info.amount"))), seen);
        Check.matches("query: voucher_total_amount", "\\d+\\.\\d\\d",
                Fields.text(seen, "voucher_package_base_info.voucher_total_amount"));
        world.sdk.refused("no such package", operation + "query", "VOUCHER_PACKAGE_NOT_EXIST",
                json("{'voucher_package_id':'IP-none'}"));
        Fields.hold("batchquery", json("""
                {'page_num':1,'page_size':30,'total_size':1,'voucher_package_info':[{'voucher_package_base_info':{
                'voucher_package_id':'%s'},'voucher_package_sales_lite_info':{'budget':1000,'sale_price':'9.90'}}]}""",
                World.PACKAGE), world.sdk.done(operation + "batchquery",
                json("{'page_num':1,'page_size':30,'voucher_package_status':'ENABLE'}")));
        world.sdk.refused("a page too long", operation + "batchquery", "INVALID_PARAMETER",
                json("{'page_num':1,'page_size':31}"));
        Fields.hold("consult", json("""
                {'voucher_package_consult_result':[{'voucher_package_id':'%s','consult_result_code':'SUCCESS'},
                {'voucher_package_id':'IP-none','consult_result_code':'OTHER'}]}""", World.PACKAGE),
                world.sdk.done(operation + "consult",
                        json("{'voucher_package_id_list':['%s','IP-none']}", World.PACKAGE)));
    }

    void shops() throws Exception {
        String create = "ant.merchant.expand.shop.create";
        String query = "ant.merchant.expand.shop.query";
        String store = Numbers.next("NO");
        Map<String, Object> request = json("""
                {'ip_role_id':'%s','store_id':'%s','shop_name':'%s','shop_category':'B0001','shop_type':'01',
                'business_address':{'province_code':'330000','city_code':'330100','district_code':'330106',
                'address':'文三路1号','longitude':'120.120000','latitude':'30.270000'},'contact_mobile':'13901390139',
                'business_time':[{'week_day':1,'open_time':'09:00','close_time':'21:00'}]}""",
                Setting.MERCHANT, store, "新店" + store);
        Check.that("create: order_id", Fields.text(world.sdk.done(create, request), "order_id") != null, null);
        Map<String, Object> byStore = json("{'store_id':'%s','ip_role_id':'%s'}", store, Setting.MERCHANT);
        Object seen = Await.until("the shop is there", () -> world.sdk.done(query, byStore),
                a -> Fields.get(a, "shop_id") != null);
        String shop = Fields.text(seen, "shop_id");
        Fields.hold("query", json("""
                {'shop_info_status':'01','store_id':'%s','shop_name':'%s','ip_role_id':'%s','business_address':{
                'city_code':'330100','address':'文三路1号'}}""", store, "新店" + store, Setting.MERCHANT), seen);
        Check.equal("query by shop_id", store,
                Fields.get(world.sdk.done(query, json("{'shop_id':'%s'}", shop)), "store_id"));
        Check.equal("create again: exist_shop_id", shop, Fields.get(world.sdk.done(create, request), "exist_shop_id"));
        world.sdk.refused("no name", create, "SHOP_SHOPNAME_IS_EMPTY",
                over(request, "{'shop_name':null,'store_id':'%s'}", Numbers.next("NO")));
        world.sdk.refused("no such shop", query, "SHOP_NOT_EXIST", json("{'shop_id':'2018011900502000000005124744'}"));
        world.sdk.refused("no way to name it", query, "MER_ARGUMENT_NULL", json("{'store_id':'%s'}", store));
        // A new shop is one that activities can name.
        world.create(over(world.legacy(), """
                {'voucher_use_rule':{'voucher_available_scope':{'order_voucher_available_shop':{
                'shop_ids':['%s']}}}}""", shop));

        String relation = "alipay.business.relation.shop.create";
        if (world.can(relation)) {
            String real = Fields.text(world.sdk.done(relation, json("""
                    {'shop_name':'门面%s','real_shop_no':'%s','shop_category':'B0001','business_address':[{
                    'province_code':'330000','city_code':'330100','district_code':'330106','address':'文三路2号'}],
                    'contact_mobile':'13901390139','real_shop_logo':'IMG-1'}""", store, store)), "real_shop_id");
            world.create(over(world.legacy(), """
                    {'voucher_use_rule':{'voucher_available_scope':{'order_voucher_available_shop':{
                    'shop_ids':null,'real_shop_ids':['%s']}}}}""", real));
        }
    }

    void others() throws Exception {
        String payee = "alipay.marketing.activity.payeeinfo.create";
        if (world.can(payee)) {
            Check.matches("payeeinfo.create", "SUCCESS|APPLY", Fields.text(world.sdk.done(payee,
                    json("{'payee_pid':'2088102111111119','payee_settle_mode':'PERIOD'}")), "status"));
            Check.equal("payeeinfo.create of a known one", "SUCCESS", Fields.get(world.sdk.done(payee,
                    json("{'payee_pid':'2088102111111111'}")), "status"));
            world.sdk.refused("PY1 not an account", payee, "INVALID_PARAMETER", json("{'payee_pid':'1'}"));
        }
        String service = "alipay.open.app.appcontent.function.create";
        if (world.can(service)) {
            String code = Fields.text(world.sdk.done(service, json("""
                    {'service_name':'在线点单','short_desc':'用手机点单不排队','category_ids':['C1'],
                    'service_urls':[{'type':'MAIN','url':'%s'}]}""", World.URL)), "service_code");
            Check.that("service_code", code != null, null);
            world.create(over(world.legacy(), """
                    {'customer_guide':{'voucher_use_guide':{'mini_app_id':'%s','mini_app_path':null,
                    'service_codes':['%s']}}}""", world.app.id(), code));
        }
    }

    void deliveries() throws Exception {
        String operation = "alipay.marketing.activity.delivery.";
        String activity = world.create(world.legacy());
        String picture = Fields.text(world.sdk.upload("DELIVERY_CHANNEL_PIC", Pictures.png(600, 600)), "resource_id");
        Map<String, Object> request = json("""
                {'delivery_booth_code':'PAYMENT_RESULT','out_biz_no':'%s','merchant_access_mode':'SELF_MODE',
                'delivery_base_info':{'delivery_name':'支付后送券','delivery_begin_time':'%s','delivery_end_time':'%s',
                  'delivery_material':{'delivery_single_material':{'delivery_image':'%s'}}},
                'delivery_play_config':{'delivery_single_send_config':{'delivery_content_info':{
                  'delivery_content_type':'ACTIVITY','delivery_activity_content':{'activity_id':'%s'}}}},
                'delivery_target_rule':{'delivery_recall_mode':'CITY_RECALL','delivery_available_scope':{
                  'delivery_available_scope_type':'CITY_CODE','delivery_available_city_code':{
                  'city_codes':['330100']}},'delivery_merchant_mode':'MANUAL_INPUT_MERCHANT','delivery_merchant_infos':[
                  {'merchant_id':'2088102111111111','merchant_id_type':'PID'}]}}""", Numbers.next("PLAN"),
                Times.text(Times.startOfToday()), Times.text(Times.endOfDay(30)), picture, activity);
        Object made = world.sdk.done(operation + "create", request);
        String plan = Fields.text(made, "delivery_id");
        Check.equal("create: out_biz_no", request.get("out_biz_no"), Fields.get(made, "out_biz_no"));
        Check.equal("DL1 create again under the number", plan,
                Fields.get(world.sdk.done(operation + "create", request), "delivery_id"));
        Map<String, Object> named = json("{'delivery_id':'%s','merchant_access_mode':'SELF_MODE'}", plan);
        Fields.hold("query", over(request, """
                {'out_biz_no':null,'merchant_access_mode':null,'delivery_id':'%s','delivery_status':'ACTIVE'}""", plan),
                world.sdk.done(operation + "query", named));
        Map<String, Object> stop = over(named, "{'out_biz_no':'%s'}", Numbers.next("STOP"));
        Check.equal("stop", plan, Fields.get(world.sdk.done(operation + "stop", stop), "delivery_id"));
        Await.until("INACTIVE", () -> world.sdk.done(operation + "query", named),
                a -> "INACTIVE".equals(Fields.get(a, "delivery_status")));
        world.sdk.refused("no such plan", operation + "stop", "INVALID_PARAMETER",
                json("{'delivery_id':'20160427','out_biz_no':'%s'}", Numbers.next("STOP")));
        world.sdk.refused("a name too short", operation + "create", "INVALID_PARAMETER", over(request,
                "{'out_biz_no':'%s','delivery_base_info':{'delivery_name':'短'}}", Numbers.next("PLAN")));
    }
}
