package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.op;
import static quan.conformance.ordervoucher.World.over;
import static quan.conformance.ordervoucher.World.realShop;
import static quan.conformance.ordervoucher.World.shop;

import java.util.List;
import java.util.Map;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Numbers;
import quan.conformance.Samples;

/** Partial success, as both forms of the answer tell it, for every kind of scope. */
record ShopChanges(World world) {
    private static final String NONE = "业务异常门店无效.请检查门店是否存在，并且门店属于该商户PID";

    void run() throws Exception {
        sample();
        creates();
        legacyShops();
        legacyRealShops();
        legacyAllShops();
        legacyCities();
        shops();
        realShops();
        allShops();
        cities();
        bothForms();
    }

    /** The modify that the documentation shows: two shops of four, and one twice. */
    private void sample() throws Exception {
        String activity = world.create(world.legacy());
        Map<String, Object> change = world.samples.load("modify-request-valid");
        Fields.same("sample", json("""
                {'voucher_use_rule_result':{'voucher_available_scope_result':{'voucher_available_type':'SHOP',
                'order_voucher_available_shop_result':{'success_shop_ids':['%s','%s'],'shop_fail_infos':[
                {'shop_id':'%s','fail_reasons':['SHOP_NOT_EXIST'],'fail_message':'门店不存在'},
                {'shop_id':'%s','fail_reasons':['MERCHANT_SHOP_RELATION_NOT_EXIST'],'fail_message':'门店与商户没有关联关系'}
                ]}}}}""", shop(3), shop(4), shop(5), shop(6)), world.modify(activity, change));
        Object seen = world.query(activity);
        for (String field : List.of("activity_name", "publish_end_time")) {
            Check.equal("sample: " + field, change.get(field), Fields.get(seen, field));
        }
        Check.equal("sample: shops", List.of(shop(1), shop(2), shop(3), shop(4)), legacyScope(seen,
                "order_voucher_available_shop.shop_ids"));
        Check.equal("sample: the same in the new form", List.of(shop(1), shop(2), shop(3), shop(4)), scope(seen,
                "available_geography_shop_info.available_shop_ids"));
        Check.equal("sample: the guide in the new form",
                "alipays://platformapi/startapp?appId=" + World.MINI_APP + "&page=pages%2Fcoupon%2Findex",
                Fields.get(seen, "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url"));
    }

    /** Creating tells of shops, too. */
    private void creates() throws Exception {
        Object answer = world.sdk.done(op("create"), withLegacyShop("{'shop_ids':['%s','%s','%s','%s']}",
                shop(1), shop(5), shop(7), shop(1)));
        Fields.hold("create", json("""
                {'voucher_available_scope_result_info':null,'voucher_use_rule_result':{
                'voucher_available_scope_result':{'voucher_available_type':'SHOP',
                'order_voucher_available_shop_result':{'success_shop_ids':['%s'],'shop_fail_infos':[
                {'shop_id':'%s','fail_reasons':['SHOP_NOT_EXIST'],'fail_message':'门店不存在'},
                {'shop_id':'%s','fail_reasons':['SHOP_INFO_NOT_PASS'],'fail_message':'门店信息不全'}]}}}}""",
                shop(1), shop(5), shop(7)), answer);
        Check.equal("create without a valid shop: its text", NONE, world.sdk.refused("create without a valid shop",
                op("create"), "BIZ_ERROR", withLegacyShop("{'shop_ids':['%s','%s']}", shop(5), shop(6))));
        Fields.hold("create in the new form", json("""
                {'voucher_use_rule_result':null,'voucher_available_scope_result_info':{
                'voucher_available_geography_scope_result_info':{'available_geography_shop_result_info':{
                'success_available_shop_ids':['%s'],'fail_available_shop_infos':[{'shop_id':'%s','real_shop_id':null,
                'fail_reasons':['SHOP_NOT_EXIST'],'fail_message':'门店不存在'}]}}}}""", shop(2), shop(9)),
                world.sdk.done(op("create"), withShop("{'available_shop_ids':['%s','%s']}", shop(2), shop(9))));
    }

    private void legacyShops() throws Exception {
        String activity = world.create(withLegacyShop("{'shop_ids':['%s','%s']}", shop(1), shop(2)));
        // All four reasons at once, and one shop with two of them.
        Fields.same("legacy shops", legacyResult("""
                {'success_shop_ids':['%s'],'shop_fail_infos':[
                {'shop_id':'%s','fail_reasons':['ACTIVITY_SHOP_NOT_EXIST'],'fail_message':'活动不存在该门店'},
                {'shop_id':'%s','fail_reasons':['SHOP_NOT_EXIST'],'fail_message':'门店不存在'},
                {'shop_id':'%s','fail_reasons':['MERCHANT_SHOP_RELATION_NOT_EXIST','ACTIVITY_SHOP_NOT_EXIST'],
                 'fail_message':'门店与商户没有关联关系'},
                {'shop_id':'%s','fail_reasons':['SHOP_INFO_NOT_PASS','ACTIVITY_SHOP_NOT_EXIST'],
                 'fail_message':'门店信息不全'}]}""", shop(2), shop(3), shop(5), shop(6), shop(7)),
                world.modify(activity, legacyChange("REMOVE", "{'shop_ids':['%s','%s','%s','%s','%s']}",
                        shop(2), shop(3), shop(5), shop(6), shop(7))));
        Check.equal("legacy shops: after the removal", List.of(shop(1)),
                legacyScope(world.query(activity), "order_voucher_available_shop.shop_ids"));
        Fields.same("legacy shops, all new", legacyResult("""
                {'success_shop_ids':['%s','%s'],'shop_fail_infos':[
                {'shop_id':'%s','fail_reasons':['SHOP_INFO_NOT_PASS','MERCHANT_SHOP_RELATION_NOT_EXIST'],
                 'fail_message':'门店信息不全'},
                {'shop_id':'%s','fail_reasons':['SHOP_NOT_EXIST'],'fail_message':'门店不存在'}]}""",
                shop(3), shop(4), shop(8), realShop(1)),
                world.modify(activity, legacyChange("MODIFY_ALL", "{'shop_ids':['%s','%s','%s','%s']}",
                        shop(3), shop(4), shop(8), realShop(1))));
        Check.equal("legacy shops: all new", List.of(shop(3), shop(4)),
                legacyScope(world.query(activity), "order_voucher_available_shop.shop_ids"));
        Check.equal("no valid shop: its text", NONE, world.sdk.refused("no valid shop", op("modify"), "BIZ_ERROR",
                World.modification(activity, Numbers.next("MODIFY"),
                        legacyChange("ADD", "{'shop_ids':['%s','%s']}", shop(5), shop(6)))));
        world.sdk.refused("the last shop", op("modify"), "BIZ_ERROR", World.modification(activity,
                Numbers.next("MODIFY"), legacyChange("REMOVE", "{'shop_ids':['%s','%s']}", shop(3), shop(4))));
        // A kind that the activity was not created with is not looked at.
        Object ignored = world.modify(activity, over(legacyChange("ADD", "{'shop_ids':['%s']}", shop(1)), """
                {'voucher_use_rule':{'voucher_available_scope':{'order_voucher_available_shop':{
                'real_shop_ids':['%s']}}}}""", realShop(1)));
        Fields.same("another kind", legacyResult("{'success_shop_ids':['%s']}", shop(1)), ignored);
    }

    private void legacyRealShops() throws Exception {
        String activity = world.create(withLegacyShop("{'real_shop_ids':['%s']}", realShop(1)));
        Fields.same("legacy real shops", legacyResult("""
                {'success_real_shop_ids':['%s'],'real_shop_fail_infos':[
                {'real_shop_id':'%s','fail_reasons':['SHOP_INFO_NOT_PASS'],'fail_message':'门店信息不全'},
                {'real_shop_id':'%s','fail_reasons':['SHOP_NOT_EXIST'],'fail_message':'门店不存在'},
                {'real_shop_id':'%s','fail_reasons':['MERCHANT_SHOP_RELATION_NOT_EXIST'],
                 'fail_message':'门店与商户没有关联关系'}]}""", realShop(3), realShop(2), shop(1), realShop(6)),
                world.modify(activity, legacyChange("ADD", "{'real_shop_ids':['%s','%s','%s','%s']}",
                        realShop(3), realShop(2), shop(1), realShop(6))));
        Check.equal("legacy real shops: afterwards", List.of(realShop(1), realShop(3)),
                legacyScope(world.query(activity), "order_voucher_available_shop.real_shop_ids"));
    }

    private void legacyAllShops() throws Exception {
        String activity = world.create(withLegacyShop(
                "{'order_voucher_merchant_all_shop':{'exclude_shop_ids':['%s']}}", shop(1)));
        Fields.same("legacy all shops", legacyResult("""
                {'order_voucher_merchant_all_shop_result':{'success_exclude_shop_ids':['%s'],'exclude_shop_fail_infos':[
                {'shop_id':'%s','fail_reasons':['SHOP_NOT_EXIST'],'fail_message':'门店不存在'}]}}""",
                shop(2), shop(5)), world.modify(activity, legacyChange("ADD",
                        "{'order_voucher_merchant_all_shop':{'exclude_shop_ids':['%s','%s']}}", shop(2), shop(5))));
        Fields.same("legacy all shops, taken out", legacyResult("""
                {'order_voucher_merchant_all_shop_result':{'success_exclude_shop_ids':['%s'],'exclude_shop_fail_infos':[
                {'shop_id':'%s','fail_reasons':['ACTIVITY_SHOP_NOT_EXIST'],'fail_message':'活动不存在该门店'}]}}""",
                shop(1), shop(3)), world.modify(activity, legacyChange("REMOVE",
                        "{'order_voucher_merchant_all_shop':{'exclude_shop_ids':['%s','%s']}}", shop(1), shop(3))));
        Object seen = world.query(activity);
        Check.equal("legacy all shops: afterwards", List.of(shop(2)), legacyScope(seen,
                "order_voucher_available_shop.order_voucher_merchant_all_shop.exclude_shop_ids"));
        Check.equal("legacy all shops: in the new form", List.of(shop(2)), scope(seen,
                "available_geography_shop_info.available_geography_all_shop.exclude_shop_ids"));
        Check.equal("legacy all shops: whose", List.of("2088102111111111"), scope(seen,
                "available_geography_shop_info.available_geography_all_shop.merchant_ids"));
    }

    private void legacyCities() throws Exception {
        String activity = world.create(over(world.legacy(), """
                {'voucher_use_rule':{'voucher_available_scope':{'voucher_available_type':'CITY_CODE',
                'order_voucher_available_shop':null,'order_voucher_available_city_code':{'city_codes':['330100']}}}}"""));
        Map<String, Object> type = json(
                "{'voucher_use_rule_result':{'voucher_available_scope_result':{'voucher_available_type':'CITY_CODE'}}}");
        Fields.same("legacy cities", type, world.modify(activity, legacyCity("ADD", "'110100','310100','110100'")));
        Fields.same("legacy cities, taken out", type, world.modify(activity, legacyCity("REMOVE", "'330100'")));
        Object seen = world.query(activity);
        Check.equal("legacy cities: afterwards", List.of("110100", "310100"),
                legacyScope(seen, "order_voucher_available_city_code.city_codes"));
        Check.equal("legacy cities: in the new form", List.of("110100", "310100"),
                scope(seen, "available_geography_city_info.available_city_codes"));
        world.sdk.refused("no such city", op("modify"), "INVALID_PARAMETER",
                World.modification(activity, Numbers.next("MODIFY"), legacyCity("ADD", "'999999'")));
        world.sdk.refused("no modify_type", op("modify"), "INVALID_PARAMETER", World.modification(activity,
                Numbers.next("MODIFY"), over(legacyCity("ADD", "'110100'"),
                        "{'voucher_use_rule':{'voucher_available_scope':{'modify_type':null}}}")));
    }

    private void shops() throws Exception {
        String activity = world.create(withShop("{'available_shop_ids':['%s','%s']}", shop(1), shop(2)));
        Fields.same("shops", result("""
                {'success_available_shop_ids':['%s'],'fail_available_shop_infos':[
                {'shop_id':'%s','fail_reasons':['SHOP_NOT_EXIST'],'fail_message':'门店不存在'},
                {'shop_id':'%s','fail_reasons':['SHOP_INFO_NOT_PASS'],'fail_message':'门店信息不全'}]}""",
                shop(3), shop(5), shop(7)),
                world.modify(activity, change("ADD", "{'available_shop_ids':['%s','%s','%s']}",
                        shop(3), shop(5), shop(7))));
        Fields.same("shops, taken out", result("""
                {'success_available_shop_ids':['%s'],'fail_available_shop_infos':[
                {'shop_id':'%s','fail_reasons':['ACTIVITY_SHOP_NOT_EXIST'],'fail_message':'活动不存在该门店'}]}""",
                shop(1), shop(4)),
                world.modify(activity, change("REMOVE", "{'available_shop_ids':['%s','%s']}", shop(1), shop(4))));
        Check.equal("shops: afterwards", List.of(shop(2), shop(3)),
                scope(world.query(activity), "available_geography_shop_info.available_shop_ids"));
        // Without a type the list is the whole new one.
        Fields.same("shops without a type", result("{'success_available_shop_ids':['%s']}", shop(4)), world.modify(
                activity, over(change("ADD", "{'available_shop_ids':['%s']}", shop(4)),
                        "{'voucher_available_scope_modify_type':null}")));
        Check.equal("shops without a type: afterwards", List.of(shop(4)),
                scope(world.query(activity), "available_geography_shop_info.available_shop_ids"));
        world.sdk.refused("two kinds", op("modify"), "INVALID_PARAMETER", World.modification(activity,
                Numbers.next("MODIFY"), change("ADD", "{'available_shop_ids':['%s'],'available_real_shop_ids':['%s']}",
                        shop(1), realShop(1))));
    }

    private void realShops() throws Exception {
        String activity = world.create(withShop("{'available_real_shop_ids':['%s']}", realShop(1)));
        Fields.same("real shops", result("""
                {'success_available_real_shop_ids':['%s'],'fail_available_real_shop_infos':[
                {'real_shop_id':'%s','fail_reasons':['SHOP_INFO_NOT_PASS'],'fail_message':'门店信息不全'},
                {'real_shop_id':'%s','fail_reasons':['MERCHANT_SHOP_RELATION_NOT_EXIST'],
                 'fail_message':'门店与商户没有关联关系'}]}""", realShop(4), realShop(2), realShop(6)),
                world.modify(activity, change("ADD", "{'available_real_shop_ids':['%s','%s','%s']}",
                        realShop(4), realShop(2), realShop(6))));
        Check.equal("real shops: afterwards", List.of(realShop(1), realShop(4)),
                scope(world.query(activity), "available_geography_shop_info.available_real_shop_ids"));
    }

    private void allShops() throws Exception {
        String all = "{'available_geography_all_shop':{'merchant_ids':['2088102111111111'],'exclude_shop_ids':[%s]}}";
        String activity = world.create(withShop(all, "'" + shop(1) + "'"));
        Fields.same("all shops", result("""
                {'available_geography_all_shop_result_info':{'success_exclude_shop_ids':['%s'],
                'fail_exclude_shop_infos':[
                {'shop_id':'%s','fail_reasons':['MERCHANT_SHOP_RELATION_NOT_EXIST'],
                 'fail_message':'门店与商户没有关联关系'}]}}""", shop(2), shop(6)),
                world.modify(activity, change("ADD", all, "'%s','%s'".formatted(shop(2), shop(6)))));
        Check.equal("all shops: afterwards", List.of(shop(1), shop(2)), scope(world.query(activity),
                "available_geography_shop_info.available_geography_all_shop.exclude_shop_ids"));
        world.sdk.refused("somebody else's shops", op("modify"), "INVALID_PARAMETER", World.modification(activity,
                Numbers.next("MODIFY"), over(change("ADD", all, "'" + shop(3) + "'"), """
                        {'voucher_available_scope_info':{'voucher_available_geography_scope_info':{
                        'available_geography_shop_info':{'available_geography_all_shop':{
                        'merchant_ids':['2088102122222222']}}}}}""")));
    }

    private void cities() throws Exception {
        String activity = world.create(over(withShop("{}"), """
                {'voucher_available_scope_info':{'voucher_available_geography_scope_info':{
                'available_geography_scope_type':'CITY_CODE','available_geography_shop_info':null,
                'available_geography_city_info':{'available_city_codes':['330100']}}}}"""));
        Fields.same("cities", Map.of(), world.modify(activity, city("ADD", "{'available_city_codes':['310100']}")));
        Object seen = world.query(activity);
        Check.equal("cities: type", "CITY_CODE", scope(seen, "available_geography_scope_type"));
        Check.equal("cities: afterwards", List.of("330100", "310100"),
                scope(seen, "available_geography_city_info.available_city_codes"));
        Check.equal("cities: in the old form", List.of("330100", "310100"),
                legacyScope(seen, "order_voucher_available_city_code.city_codes"));
        Fields.same("all cities", Map.of(), world.modify(activity, city("MODIFY_ALL", "{'all_city':true}")));
        Check.equal("all cities: afterwards", true,
                scope(world.query(activity), "available_geography_city_info.all_city"));
        world.sdk.refused("from cities to shops", op("modify"), "INVALID_PARAMETER", World.modification(activity,
                Numbers.next("MODIFY"), change("ADD", "{'available_shop_ids':['%s']}", shop(1))));
    }

    /** A request in both forms is answered in both. */
    private void bothForms() throws Exception {
        String activity = world.create(withShop("{'available_shop_ids':['%s']}", shop(1)));
        Map<String, Object> both = Samples.over(legacyResult("{'success_shop_ids':['%s']}", shop(2)),
                result("{'success_available_shop_ids':['%s']}", shop(2)));
        Fields.same("both forms", both, world.modify(activity, Samples.over(
                legacyChange("ADD", "{'shop_ids':['%s']}", shop(2)),
                change("ADD", "{'available_shop_ids':['%s']}", shop(2)))));
    }

    private Map<String, Object> withLegacyShop(String block, Object... filled) throws Exception {
        Map<String, Object> request = over(world.legacy(), """
                {'voucher_use_rule':{'voucher_available_scope':{'order_voucher_available_shop':null}}}""");
        return over(request, "{'voucher_use_rule':{'voucher_available_scope':{'order_voucher_available_shop':"
                + block + "}}}", filled);
    }

    private Map<String, Object> withShop(String block, Object... filled) throws Exception {
        Map<String, Object> request = over(world.direct("MERCHANT_API"), """
                {'voucher_available_scope_info':{'voucher_available_geography_scope_info':{
                'available_geography_shop_info':null}}}""");
        return over(request, "{'voucher_available_scope_info':{'voucher_available_geography_scope_info':{"
                + "'available_geography_shop_info':" + block + "}}}", filled);
    }

    private static Map<String, Object> legacyChange(String type, String block, Object... filled) {
        return json("{'voucher_use_rule':{'voucher_available_scope':{'modify_type':'" + type
                + "','order_voucher_available_shop':" + block + "}}}", filled);
    }

    private static Map<String, Object> legacyCity(String type, String codes) {
        return json("{'voucher_use_rule':{'voucher_available_scope':{'modify_type':'%s',"
                + "'order_voucher_available_city_code':{'city_codes':[%s]}}}}", type, codes);
    }

    private static Map<String, Object> change(String type, String block, Object... filled) {
        return json("{'voucher_available_scope_modify_type':'" + type + "','voucher_available_scope_info':{"
                + "'voucher_available_geography_scope_info':{'available_geography_scope_type':'SHOP',"
                + "'available_geography_shop_info':" + block + "}}}", filled);
    }

    private static Map<String, Object> city(String type, String block) {
        return json("{'voucher_available_scope_modify_type':'%s','voucher_available_scope_info':{"
                + "'voucher_available_geography_scope_info':{'available_geography_scope_type':'CITY_CODE',"
                + "'available_geography_city_info':%s}}}", type, block);
    }

    private static Map<String, Object> legacyResult(String block, Object... filled) {
        return json("{'voucher_use_rule_result':{'voucher_available_scope_result':{'voucher_available_type':'SHOP',"
                + "'order_voucher_available_shop_result':" + block + "}}}", filled);
    }

    private static Map<String, Object> result(String block, Object... filled) {
        return json("{'voucher_available_scope_result_info':{'voucher_available_geography_scope_result_info':{"
                + "'available_geography_shop_result_info':" + block + "}}}", filled);
    }

    private static Object legacyScope(Object seen, String path) {
        return Fields.get(seen, "voucher_use_rule.voucher_available_scope." + path);
    }

    private static Object scope(Object seen, String path) {
        return Fields.get(seen, "voucher_available_scope_info.voucher_available_geography_scope_info." + path);
    }
}
