package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.op;
import static quan.conformance.ordervoucher.World.over;

import java.util.Map;
import java.util.TreeSet;
import quan.conformance.Fields;
import quan.conformance.Samples;

/** The types that the lives do not have, each written in both forms and read in both. */
record Kinds(World world) {
    private static final String DISCOUNT = """
            {'voucher_type':'DISCOUNT_VOUCHER','voucher_use_rule':{'discount_voucher':{'discount':'6.5',
            'ceiling_amount':'20.00','floor_amount':'10.00','goods_name':'甜甜圈','origin_amount':'100.00'}}}""";
    private static final String NEW_DISCOUNT = """
            {'voucher_deduct_info':{'voucher_type':'DISCOUNT_VOUCHER','discount_voucher_info':{'discount':'6.5',
            'ceiling_amount':'20.00','floor_amount':'10.00'}},'voucher_available_scope_info':{
            'voucher_available_goods_info':{'goods_name':'甜甜圈','origin_amount':'100.00'}}}""";
    private static final String SPECIAL = """
            {'voucher_type':'SPECIAL_VOUCHER','voucher_use_rule':{'special_voucher':{'special_amount':'9.90',
            'floor_amount':'10.00','goods_name':'甜甜圈','origin_amount':'100.00'}}}""";
    private static final String NEW_SPECIAL = """
            {'voucher_deduct_info':{'voucher_type':'SPECIAL_VOUCHER','special_voucher_info':{'special_amount':'9.90',
            'floor_amount':'10.00'}},'voucher_available_scope_info':{
            'voucher_available_goods_info':{'goods_name':'甜甜圈','origin_amount':'100.00'}}}""";

    void run() throws Exception {
        both("discount", DISCOUNT, NEW_DISCOUNT);
        both("special", SPECIAL, NEW_SPECIAL);
        world.sdk.refused("C19 not below the price", op("create"), "INVALID_PARAMETER", over(
                over(legacy(), SPECIAL), "{'voucher_use_rule':{'special_voucher':{'special_amount':'100.00'}}}"));
        world.sdk.refused("C18 no discount at all", op("create"), "INVALID_PARAMETER", over(
                over(legacy(), DISCOUNT), "{'voucher_use_rule':{'discount_voucher':{'discount':'10.00'}}}"));
        newer();
        ofServiceProvider();
    }

    private void both(String kind, String old, String today) throws Exception {
        Object seen = world.query(world.create(over(legacy(), old)));
        Fields.hold(kind, json(old), seen);
        Fields.hold(kind + ", in the new form", json(today), seen);
        Map<String, Object> direct = over(world.direct("MERCHANT_UPLOAD"),
                "{'voucher_deduct_info':{'fix_voucher_info':null}}");
        seen = world.query(world.create(over(direct, today)));
        Fields.hold("new " + kind, json(today), seen);
        Fields.hold("new " + kind + ", in the old form", json(old), seen);
    }

    private Map<String, Object> legacy() throws Exception {
        return over(world.legacy(), "{'voucher_use_rule':{'fix_voucher':null}}");
    }

    /** What only newer SDKs know is kept and told. */
    private void newer() throws Exception {
        Map<String, Object> threshold = json("""
                {'voucher_deduct_info':{'fix_voucher_info':{'voucher_deduct_threshold_info':{
                'customer_define_voucher_threshold_desc':'任意两件','voucher_express_info':{'pay_express':'FREE'},
                'voucher_goods_quantity_specification_info':{'directional_type':'FIX','specification_quantity':2,
                'specification_unit':'件'}}}}}""");
        Map<String, Object> known = Samples.cast(
                Fields.known(world.sdk.model(op("create")), threshold, new TreeSet<>()));
        Fields.hold("threshold", known, world.query(world.create(
                Samples.over(world.direct("MERCHANT_UPLOAD"), known))));
    }

    /** A service provider's own exchange voucher. */
    private void ofServiceProvider() throws Exception {
        Map<String, Object> own = json("{'activity_base_info':{'belong_merchant_info':{'business_type':'ISV'}}}");
        Object seen = world.query(world.create(Samples.over(over(world.sale(),
                "{'activity_base_info':{'belong_merchant_info':null}}"), own)));
        Fields.hold("a service provider's", own, seen);
        world.sdk.refused("C6 only exchange vouchers", op("create"), "INVALID_PARAMETER",
                Samples.over(world.direct("MERCHANT_UPLOAD"), own));
    }
}
