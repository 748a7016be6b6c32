package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.COVER;
import static quan.conformance.ordervoucher.World.DETAIL;
import static quan.conformance.ordervoucher.World.LOGO;
import static quan.conformance.ordervoucher.World.MINI_APP;
import static quan.conformance.ordervoucher.World.PACKAGE;
import static quan.conformance.ordervoucher.World.SERVICE_CODE;
import static quan.conformance.ordervoucher.World.URL;
import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.op;
import static quan.conformance.ordervoucher.World.over;
import static quan.conformance.ordervoucher.World.realShop;
import static quan.conformance.ordervoucher.World.shop;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Samples;
import quan.conformance.Times;

/** Modifies that break no rule, and together set every field that the SDK's model has; each is read back. */
final class ValidModifies {
    private static final String START = Times.text(Times.startOfToday());
    private static final String END = Times.text(Times.endOfDay(175));
    private static final String VALID_END = Times.text(Times.endOfDay(220));

    private static final String NIGHT = "'time_range_info':{'begin_time':'22:00:00','end_time_info':{"
            + "'end_time':'07:00:00','end_time_type':'NEXT_DAY'}}";
    private static final String MORNING = "'time_range_info':{'begin_time':'10:00:00','end_time_info':{"
            + "'end_time':'12:00:00','end_time_type':'SAME_DAY'}}";
    private static final int LAST_YEAR_OF_HOLIDAYS = 2026;

    private final World world;
    /** Set by a modify that was accepted. */
    private final Set<String> set = new TreeSet<>();

    ValidModifies(World world) {
        this.world = world;
    }

    void run() throws Exception {
        uploaded();
        oldPositions();
        exchange();
        excluded();
        legacyCity();
        sold();
        packaged();
        realShops();
        cities();
        holidays();
        Set<String> missing = new TreeSet<>(Fields.paths(world.sdk.model(op("modify"))));
        missing.removeAll(set);
        Check.that("every field was set", missing.isEmpty(), "not set: " + missing);
    }

    private void uploaded() throws Exception {
        String activity = world.create(world.legacy());
        Object seen = modifies(activity, json("""
                {'merchant_access_mode':'SELF_MODE','activity_name':'夏季满10减1',
                'publish_start_time':'%s','publish_end_time':'%s',
                'voucher_display_info':{'brand_name':'新招牌','brand_logo':'%s','voucher_description':'另写的说明',
                  'voucher_image':'%s','voucher_detail_images':['%s1','%s2'],'customer_service_mobile':'4001234567'},
                'voucher_use_rule':{'voucher_valid_period':{'valid_begin_time':'%s','valid_end_time':'%s'},
                  'voucher_available_scope':{'modify_type':'ADD','order_voucher_available_shop':{'shop_ids':['%s']}}},
                'voucher_send_rule':{'natural_person_limit':true,'phone_number_limit':'true',
                  'voucher_quantity_limit_per_user':3},
                'customer_guide':{'voucher_use_guide':{'mini_app_id':'%s','mini_app_path':'pages/new/index'}}}""",
                START, END, LOGO, COVER, DETAIL, DETAIL, START, VALID_END, shop(3), MINI_APP));
        Fields.hold("uploaded", json("""
                {'activity_name':'夏季满10减1','publish_start_time':'%s','publish_end_time':'%s',
                'voucher_display_info':{'brand_name':'新招牌','brand_logo':'%s','voucher_description':'另写的说明',
                  'voucher_image':'%s','voucher_detail_images':['%s1','%s2'],'customer_service_mobile':'4001234567'},
                'voucher_use_rule':{'fix_voucher':{'amount':'1.00','floor_amount':'10.00'},
                  'voucher_valid_period':{'type':'ABSOLUTE','valid_begin_time':'%s','valid_end_time':'%s',
                  'valid_days_after_receive':null},
                  'voucher_available_scope':{'voucher_available_type':'SHOP','order_voucher_available_city_code':null,
                  'order_voucher_available_shop':{'shop_ids':['%s','%s','%s'],'real_shop_ids':null}}},
                'voucher_send_rule':{'natural_person_limit':true,'phone_number_limit':true,
                  'voucher_quantity_limit_per_user':3},
                'customer_guide':{'voucher_use_guide':{'mini_app_id':'%s','mini_app_path':'pages/new/index',
                  'offline_code_use_guide':true,'mini_app_use_guide':true,'service_codes':null}},
                'voucher_send_mode_info':{'voucher_send_mode':'DIRECT_SEND_MODE','voucher_send_rule_info':{
                  'publish_start_time':'%s','publish_end_time':'%s','quantity_limit_per_user':3,
                  'quantity_limit_per_user_period_type':'LIFE_CYCLE','natural_person_limit':true,
                  'phone_number_limit':true}},
                'voucher_display_pattern_info':{'brand_name':'新招牌','brand_logo':'%s','voucher_image':'%s',
                  'voucher_detail_images':['%s1','%s2'],'voucher_description':'另写的说明',
                  'customer_service_mobile':'4001234567'},
                'voucher_use_rule_info':{'voucher_use_time_info':{'period_type':'ABSOLUTE','absolute_period_info':{
                  'valid_begin_time':'%s','valid_end_time':'%s'}}}}""",
                START, END, LOGO, COVER, DETAIL, DETAIL, START, VALID_END, shop(1), shop(2), shop(3), MINI_APP, START,
                END, LOGO, COVER, DETAIL, DETAIL, START, VALID_END), seen);
        for (String twin : List.of("brand_logo_url", "voucher_image_url", "voucher_detail_image_urls.1")) {
            Check.matches("uploaded: " + twin, "https?://.+",
                    Fields.text(seen, "voucher_display_pattern_info." + twin));
        }
        seen = modifies(activity, json("""
                {'customer_guide':{'voucher_use_guide':{'mini_app_id':'%s','service_codes':['%s']}},
                'voucher_display_info':{'customer_service_url':'%s'}}""", MINI_APP, SERVICE_CODE, URL));
        Fields.hold("uploaded, a service", json("""
                {'customer_guide':{'voucher_use_guide':{'mini_app_id':'%s','mini_app_path':null,
                'service_codes':['%s']}},'voucher_customer_guide_info':{'voucher_use_guide_info':{
                'mini_app_use_guide_info':{'mini_app_service_codes':['%s']}}},
                'voucher_display_info':{'customer_service_url':'%s'}}""",
                MINI_APP, SERVICE_CODE, SERVICE_CODE, URL), seen);
    }

    /** The places of 2021, directly in customer_guide: the whole list each time, which may only grow. */
    private void oldPositions() throws Exception {
        String activity = world.create(world.legacy());
        Object seen = modifies(activity, json("{'customer_guide':{'shop_ids':['%s','%s','%s']}}",
                shop(1), shop(2), shop(3)));
        Check.equal("shop_ids", List.of(shop(1), shop(2), shop(3)), legacyShops(seen, "shop_ids"));
        seen = modifies(activity, json("{'customer_guide':{'store_ids':['%s','%s','%s','%s']}}",
                shop(1), shop(2), shop(3), shop(4)));
        Check.equal("store_ids", List.of(shop(1), shop(2), shop(3), shop(4)), legacyShops(seen, "shop_ids"));
        world.sdk.refused("a list that lacks one", op("modify"), "INVALID_PARAMETER", World.modification(activity,
                "LACKS" + activity, json("{'customer_guide':{'shop_ids':['%s']}}", shop(1))));
        seen = modifies(activity, json("{'customer_guide':{'mini_app_id':'%s','mini_app_path':'pages/old'}}", MINI_APP));
        Check.equal("mini_app_path", "pages/old", Fields.get(seen, "customer_guide.voucher_use_guide.mini_app_path"));
        seen = modifies(activity, json("{'customer_guide':{'mini_app_id':'%s','service_codes':['%s']}}",
                MINI_APP, SERVICE_CODE));
        Check.equal("service_codes", List.of(SERVICE_CODE),
                Fields.get(seen, "customer_guide.voucher_use_guide.service_codes"));
    }

    private Map<String, Object> legacyExchange() throws Exception {
        return over(world.legacy(), """
                {'voucher_type':'EXCHANGE_VOUCHER','voucher_use_rule':{'fix_voucher':null,
                'exchange_voucher':{'amount':'50.00','voucher_name':'下午茶','biz_type':'FIX_EXCHANGE_VOUCHER'},
                'voucher_valid_period':{'type':'RELATIVE','valid_begin_time':null,'valid_end_time':null,
                  'valid_days_after_receive':3,'wait_days_after_receive':2},
                'voucher_available_scope':{'order_voucher_available_shop':{'shop_ids':null,'real_shop_ids':['%s']}}},
                'voucher_display_info':{'voucher_image':'%s','voucher_comment':'现做'},
                'customer_guide':{'voucher_send_guide':{'voucher_detail_url':'%s'}}}""", realShop(1), COVER, URL);
    }

    private void exchange() throws Exception {
        String activity = world.create(legacyExchange());
        Object seen = modifies(activity, json("""
                {'voucher_display_info':{'voucher_comment':'食材新鲜'},
                'voucher_use_rule':{'exchange_voucher':{'voucher_name':'双人下午茶'},
                  'voucher_valid_period':{'valid_days_after_receive':5,'wait_days_after_receive':1},
                  'voucher_available_scope':{'modify_type':'MODIFY_ALL','order_voucher_available_shop':{
                  'real_shop_ids':['%s','%s']}}},
                'customer_guide':{'voucher_send_guide':{'voucher_detail_url':'%s&new=1'}}}""",
                realShop(1), realShop(3), URL));
        Fields.hold("exchange", json("""
                {'voucher_display_info':{'voucher_comment':'食材新鲜'},
                'voucher_use_rule':{'exchange_voucher':{'voucher_name':'双人下午茶','amount':'50.00',
                  'biz_type':'FIX_EXCHANGE_VOUCHER'},
                  'voucher_valid_period':{'type':'RELATIVE','valid_days_after_receive':5,'wait_days_after_receive':1},
                  'voucher_available_scope':{'order_voucher_available_shop':{'real_shop_ids':['%s','%s']}}},
                'customer_guide':{'voucher_send_guide':{'voucher_detail_url':'%s&new=1'}},
                'voucher_display_pattern_info':{'voucher_name':'双人下午茶'},
                'voucher_use_rule_info':{'voucher_use_time_info':{'period_type':'RELATIVE','relative_period_info':{
                  'valid_days_after_receive':5,'wait_days_after_receive':1}}},
                'voucher_customer_guide_info':{'voucher_send_guide_info':{'send_guide_mode':['MINI_APP'],
                  'mini_app_send_guide_info':{'mini_app_url':'%s&new=1'}}}}""",
                realShop(1), realShop(3), URL, URL), seen);
        seen = modifies(activity, json("""
                {'voucher_use_rule':{'exchange_voucher':{'voucher_detail_url':'%s&new=2'}},
                'customer_guide':{'real_shop_ids':['%s','%s','%s']}}""",
                URL, realShop(1), realShop(3), realShop(4)));
        Check.equal("exchange: real shops of 2021", List.of(realShop(1), realShop(3), realShop(4)),
                legacyShops(seen, "real_shop_ids"));
        Check.equal("exchange: its page", URL + "&new=2",
                Fields.get(seen, "customer_guide.voucher_send_guide.voucher_detail_url"));
    }

    private void excluded() throws Exception {
        String activity = world.create(over(world.legacy(), """
                {'voucher_use_rule':{'voucher_available_scope':{'order_voucher_available_shop':{'shop_ids':null,
                'order_voucher_merchant_all_shop':{'exclude_shop_ids':['%s']}}}}}""", shop(1)));
        Object seen = modifies(activity, json("""
                {'voucher_use_rule':{'voucher_available_scope':{'modify_type':'MODIFY_ALL',
                'order_voucher_available_shop':{'order_voucher_merchant_all_shop':{'exclude_shop_ids':['%s']}}}}}""",
                shop(2)));
        Check.equal("excluded", List.of(shop(2)), legacyShops(seen, "order_voucher_merchant_all_shop.exclude_shop_ids"));
    }

    private void legacyCity() throws Exception {
        String activity = world.create(over(world.legacy(), """
                {'voucher_use_rule':{'voucher_available_scope':{'voucher_available_type':'CITY_CODE',
                'order_voucher_available_shop':null,'order_voucher_available_city_code':{'city_codes':['330100']}}}}"""));
        Object seen = modifies(activity, json("""
                {'voucher_use_rule':{'voucher_available_scope':{'modify_type':'MODIFY_ALL',
                'order_voucher_available_city_code':{'city_codes':['110100','100100']}}}}"""));
        Check.equal("city_codes", List.of("110100", "100100"), Fields.get(seen,
                "voucher_use_rule.voucher_available_scope.order_voucher_available_city_code.city_codes"));
    }

    /** Everything of today's form that an exchange voucher for sale has. */
    private void sold() throws Exception {
        String activity = world.create(over(world.sale(), "{'activity_base_info':{'belong_merchant_info':{"
                + "'merchant_id_type':'SMID','merchant_id':'2088212222222222'}}}"));
        String restrict = restrict();
        Map<String, Object> change = json("""
                {'merchant_access_mode':'AGENCY_MODE','voucher_available_scope_modify_type':'MODIFY_ALL',
                'activity_base_info':{'activity_id':'%s','activity_name':'四人火锅套餐','code_mode':'MERCHANT_API',
                  'activity_status':'FINISHED','activity_operation_status':'CREATING','activity_product_type':'T-1',
                  'out_activity_id':'OUT-1','belong_merchant_info':{'business_type':'ISV_FOR_MERCHANT',
                  'merchant_id_type':'SMID','merchant_id':'2088212222222222'}},
                'voucher_send_mode_info':{'voucher_send_mode':'SALE_MODE','delivery_channel_list':['C-1'],
                  'voucher_sale_mode_info':{'payee_pid':'2088102111111111','sale_amount':'99.00',
                    'fund_custody_mode':'GUARANTEE','refundable':true,'overdue_refundable':true,
                    'refundable_need_confirm':true,'overdue_refundable_need_confirm':true,
                    'settle_info':{'settle_mode':'CAPTURE','settle_target_type':'MERCHANT'}},
                  'voucher_send_rule_info':{'quantity':1000,'max_quantity_by_day':5,'natural_person_limit':true,
                    'phone_number_limit':true,'phone_number_need_input_limit':true,'real_name_limit':true,
                    'publish_start_time':'%s','publish_end_time':'%s','quantity_limit_per_user':9,
                    'quantity_limit_per_user_period_type':'MONTH','quantity_day_limit_per_user':2,
                    'quantity_week_limit_per_user':4,'quantity_month_limit_per_user':8}},
                'voucher_available_scope_info':{
                  'voucher_available_account_info':{'available_pids':['2088102111111111'],
                    'available_smids':['2088212222222222']},
                  'voucher_available_app_info':{'available_app_ids':['%s']},
                  'voucher_available_geography_scope_info':{'available_geography_scope_type':'SHOP',
                    'available_geography_shop_info':{'available_geography_all_shop':{
                    'merchant_ids':['2088102111111111'],'exclude_shop_ids':['%s','%s'],'available_brand_id':'B-1'}}},
                  'voucher_available_goods_info':{'goods_name':'四人火锅','goods_description':'六荤八素',
                    'origin_amount':'256.00','available_goods_sku_ids':['pot-01'],'goods_detail':'详情',
                    'goods_detail_images':['IMG-1'],'goods_detail_rich_description':'<b>详情</b>'},
                  'voucher_available_item_info':{'item_id':'I-1','out_item_info':[{'item_app_id':'%s',
                    'out_item_id':'O-1'}]}},
                'voucher_use_rule_info':{'quantity_limit_per_user':2,'quantity_limit_per_user_period_type':'WEEK',
                  'voucher_max_use_times':2,'voucher_use_ext_info':'{}','payment_restriction_list':['P-1'],
                  'voucher_use_time_info':{'period_type':'RELATIVE','relative_period_info':{
                  'valid_days_after_receive':40,'wait_days_after_receive':0,
                  'valid_days_relative_type':'ROUND_FORWARD','time_restrict_info':%s}}},
                'voucher_customer_guide_info':{
                  'voucher_send_guide_info':{'send_guide_mode':['MINI_APP'],'mini_app_send_guide_info':{
                    'mini_app_url':'%s&send=1'}},
                  'voucher_use_guide_info':{'use_guide_mode':['OFFLINE_CODE','MINI_APP','SCAN_CODE','CAN_USE'],
                    'mini_app_use_guide_info':{'mini_app_url':'%s&use=1'},'use_url':'%s&use=2'}},
                'voucher_display_pattern_info':{'brand_name':'火锅馆','brand_logo':'%s',
                  'brand_logo_url':'https://img.example.test/a','voucher_name':'四人火锅套餐券',
                  'voucher_description':'每桌限用2张。','voucher_image':'%s',
                  'voucher_image_url':'https://img.example.test/b',
                  'voucher_detail_image_urls':['https://img.example.test/c'],
                  'customer_service_mobile':'4001234567'}}""",
                activity, START, END, MINI_APP, shop(1), shop(2), MINI_APP, restrict, URL, URL, URL, LOGO, COVER);
        Object seen = modifies(activity, change);
        // What only describes, or is the server's to fill in, is not taken from the request.
        Map<String, Object> expected = over(change, """
                {'merchant_access_mode':null,'voucher_available_scope_modify_type':null,
                'activity_base_info':{'activity_status':'ACTIVE','activity_operation_status':null},
                'voucher_use_rule_info':{'voucher_use_time_info':{'relative_period_info':{
                  'wait_days_after_receive':null}}},
                'voucher_display_pattern_info':{'brand_logo_url':null,'voucher_image_url':null,
                  'voucher_detail_image_urls':null}}""");
        Fields.hold("sold", known(expected), seen);
        Check.equal("sold: no operation", null, Fields.get(seen, "activity_base_info.activity_operation_status"));
        Check.matches("sold: brand_logo_url", "http://127.*",
                Fields.text(seen, "voucher_display_pattern_info.brand_logo_url"));
        Fields.hold("sold, in the old form", json("""
                {'activity_name':'四人火锅套餐','voucher_type':'EXCHANGE_VOUCHER','publish_end_time':'%s',
                'voucher_use_rule':{'exchange_voucher':{'sale_amount':'99.00','payee_pid':'2088102111111111',
                'refundable':true,'overdue_refundable':true,'voucher_name':'四人火锅套餐券','amount':'128.00'}}}""",
                END), seen);
    }

    private void packaged() throws Exception {
        String activity = world.create(over(world.direct("MERCHANT_API"), """
                {'voucher_send_mode_info':{'voucher_send_mode':'VOUCHER_PACKAGE',
                'voucher_package_mode_info':{'voucher_package_id':'%s'}}}""", PACKAGE));
        Map<String, Object> change = json("""
                {'voucher_send_mode_info':{'voucher_package_mode_info':{'voucher_package_id':'%s'},
                  'voucher_send_rule_info':{'publish_end_time':'%s'}},
                'voucher_available_scope_modify_type':'ADD',
                'voucher_available_scope_info':{
                  'voucher_available_geography_scope_info':{'available_geography_scope_type':'SHOP',
                    'available_geography_shop_info':{'available_shop_ids':['%s']}},
                  'voucher_available_goods_info':{'exclude_goods_sku_ids':['pot-03']}},
                'voucher_use_rule_info':{'voucher_use_time_info':{'absolute_period_info':{
                  'valid_begin_time':'%s','valid_end_time':'%s','time_restrict_info':%s}}},
                'voucher_customer_guide_info':{'voucher_use_guide_info':{'use_guide_mode':['MINI_APP'],
                  'mini_app_use_guide_info':{'mini_app_service_codes':['%s']}}},
                'voucher_display_pattern_info':{'voucher_image':'%s','voucher_detail_images':['%s1','%s2','%s3'],
                  'customer_service_url':'%s'}}""",
                PACKAGE, END, shop(3), START, VALID_END, restrict(), SERVICE_CODE, COVER, DETAIL, DETAIL, DETAIL, URL);
        Object seen = modifies(activity, change);
        Map<String, Object> expected = over(change, """
                {'voucher_available_scope_modify_type':null,'voucher_available_scope_info':{
                'voucher_available_geography_scope_info':{'available_geography_shop_info':{
                'available_shop_ids':['%s','%s','%s']}}}}""", shop(1), shop(2), shop(3));
        Fields.hold("packaged", known(expected), seen);
        Check.equal("packaged: the page of before is gone", null, Fields.get(seen,
                "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url"));
    }

    private void realShops() throws Exception {
        String activity = world.create(over(world.direct("MERCHANT_UPLOAD"), """
                {'voucher_available_scope_info':{'voucher_available_geography_scope_info':{
                'available_geography_shop_info':{'available_shop_ids':null,'available_real_shop_ids':['%s']}}}}""",
                realShop(1)));
        Object seen = modifies(activity, json("""
                {'voucher_available_scope_modify_type':'ADD','voucher_available_scope_info':{
                'voucher_available_geography_scope_info':{'available_geography_scope_type':'SHOP',
                'available_geography_shop_info':{'available_real_shop_ids':['%s']}}}}""", realShop(3)));
        Check.equal("available_real_shop_ids", List.of(realShop(1), realShop(3)), Fields.get(seen,
                "voucher_available_scope_info.voucher_available_geography_scope_info"
                        + ".available_geography_shop_info.available_real_shop_ids"));
    }

    private void cities() throws Exception {
        String activity = world.create(over(world.direct("MERCHANT_API"), """
                {'voucher_available_scope_info':{'voucher_available_geography_scope_info':{
                'available_geography_scope_type':'CITY_CODE','available_geography_shop_info':null,
                'available_geography_city_info':{'available_city_codes':['330100']}}}}"""));
        String place = "{'voucher_available_scope_modify_type':'MODIFY_ALL','voucher_available_scope_info':{"
                + "'voucher_available_geography_scope_info':{'available_geography_scope_type':'CITY_CODE',"
                + "'available_geography_city_info':%s}}}";
        Object seen = modifies(activity, json(place, "{'available_city_codes':['110100']}"));
        String city = "voucher_available_scope_info.voucher_available_geography_scope_info"
                + ".available_geography_city_info.";
        Check.equal("available_city_codes", List.of("110100"), Fields.get(seen, city + "available_city_codes"));
        seen = modifies(activity, json(place, "{'all_city':true,'available_city_codes':['110100']}"));
        Check.equal("all_city", true, Fields.get(seen, city + "all_city"));
    }

    /** Rules about public holidays, where it is known when those are: until the vouchers end. */
    private void holidays() throws Exception {
        String rules = "{'disable_period_info':[{'rule_type':'HOLIDAY','holiday_rule_info':{%s}}],"
                .formatted(NIGHT) + "'usable_period_info':[{'rule_type':'HOLIDAY','holiday_rule_info':{%s}}]}"
                .formatted(MORNING);
        Map<String, Object> absolute = json("""
                {'voucher_use_rule_info':{'voucher_use_time_info':{'absolute_period_info':{
                'time_restrict_info':%s}}}}""", rules);
        Map<String, Object> relative = json("""
                {'voucher_use_rule_info':{'voucher_use_time_info':{'relative_period_info':{
                'valid_days_after_receive':5,'time_restrict_info':%s}}}}""", rules);
        String soon = "{'voucher_send_mode_info':{'voucher_send_rule_info':{'publish_end_time':'%s'}},".formatted(
                Times.text(Times.endOfDay(5))) + "'voucher_use_rule_info':{'voucher_use_time_info':{%s}}}";
        if (Times.endOfDay(15).getYear() > LAST_YEAR_OF_HOLIDAYS) {
            System.out.println("  skipped: the holidays of next year are not known");
            set.addAll(Fields.paths(absolute));
            set.addAll(Fields.paths(relative));
            return;
        }
        String activity = world.create(over(world.direct("MERCHANT_API"), soon,
                "'absolute_period_info':{'valid_end_time':'%s'}".formatted(Times.text(Times.endOfDay(15)))));
        Fields.hold("holidays", known(absolute), modifies(activity, absolute));
        activity = world.create(over(world.sale(), soon, "'relative_period_info':{'valid_days_after_receive':4}"));
        Fields.hold("holidays, relative", known(relative), modifies(activity, relative));
    }

    /** Dates and days of the week, forbidding and permitting. */
    private static String restrict() {
        int year = Times.startOfToday().getYear();
        String rules = "{'rule_type':'DATE','date_rule_info':{'date_range_info':{'begin_date':'%d-05-01',"
                + "'end_date':'%d-05-05'},%s}},{'rule_type':'WEEK','week_rule_info':{'week_day':'1,2,7',%s}}";
        return "{'disable_period_info':[%s],'usable_period_info':[%s]}".formatted(
                rules.formatted(year, year, NIGHT, NIGHT), rules.formatted(year, year, MORNING, MORNING));
    }

    private Object modifies(String activity, Map<String, Object> change) throws Exception {
        world.modify(activity, change);
        Map<String, Object> sent = World.modification(activity, "-", change);
        set.addAll(Fields.paths(sent));
        return world.query(activity);
    }

    /** An SDK that cannot send a field cannot read it back either. */
    private Map<String, Object> known(Map<String, Object> expected) {
        return Samples.cast(Fields.known(world.sdk.model(op("modify")), expected, new TreeSet<>()));
    }

    private static Object legacyShops(Object seen, String path) {
        return Fields.get(seen, "voucher_use_rule.voucher_available_scope.order_voucher_available_shop." + path);
    }
}
