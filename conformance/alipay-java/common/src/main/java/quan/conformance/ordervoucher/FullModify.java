package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.op;
import static quan.conformance.ordervoucher.World.over;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Json;
import quan.conformance.Numbers;
import quan.conformance.Setting;

/** The request with every field of the page: it survives the SDK, and is refused by its first broken rule. */
public record FullModify(World world) {
    /** The rows of the page's table; settle_info and what is in it are in its example only. */
    private static final int ROWS = 131;

    public void run() throws Exception {
        Map<String, Object> full = world.samples.load("modify-request-all-fields");
        Set<String> rows = rows(full, "");
        rows.removeIf(row -> row.contains("settle_info"));
        Check.equal("rows of the request's table", ROWS, rows.size());

        // What a class has no field for is elsewhere: in v3 the activity is named by the path.
        Map<String, Object> written = Json.object(world.sdk.written(op("modify"), full));
        Fields.same("the SDK writes", Fields.known(world.sdk.model(op("modify")), full, new TreeSet<>()), written);

        // The page names the voucher twice, and not alike.
        String activity = world.create(world.legacy());
        refused("as it is", activity, full, "voucher_display_pattern_info.voucher_name: .*");
        full = over(full, "{'voucher_display_pattern_info':{'voucher_name':'双人火锅套餐'}}");
        Check.equal("M2: its text", "参数有误活动不存在", world.sdk.refused("no such activity", op("modify"),
                "INVALID_PARAMETER", over(full, "{'activity_id':'%s','activity_base_info':{'activity_id':'%s'}}",
                        Setting.NO_ACTIVITY, Setting.NO_ACTIVITY)));
        uploaded(activity, full);
        sold(full);
    }

    /** On an activity of uploaded codes in the old form the fixed code_mode is the first to differ: M8. */
    private void uploaded(String activity, Map<String, Object> full) throws Exception {
        refused("uploaded", activity, full, ".*code_mode.*");
        Check.equal("uploaded: nothing changed", "新春满10减1", Fields.get(world.query(activity), "activity_name"));
    }

    /** On a sold one the code_mode is right, and the package is the first that is not: M8. */
    private void sold(Map<String, Object> full) throws Exception {
        String activity = world.create(world.sale());
        refused("sold", activity, full, ".*(voucher_package_id|belong_merchant_info|merchant_id).*");
        Check.equal("sold: nothing changed", "双人火锅套餐", Fields.get(world.query(activity), "activity_name"));
    }

    private void refused(String what, String activity, Map<String, Object> full, String cause) throws Exception {
        String text = world.sdk.refused(what, op("modify"), "INVALID_PARAMETER",
                over(full, "{'activity_id':'%s','out_biz_no':'%s','activity_base_info':{'activity_id':'%s'}}",
                        activity, Numbers.next("MODIFY"), activity));
        Check.matches(what + ": the rule that is broken first",
                "参数有误REQUEST_PARAM_ILLEGAL\\|异常原因:请求参数非法\\|" + cause, text);
    }

    /** Blocks count, too. */
    private static Set<String> rows(Map<?, ?> block, String at) {
        Set<String> rows = new TreeSet<>();
        block.forEach((name, value) -> {
            rows.add(at + name);
            if (value instanceof Map<?, ?> inner) {
                rows.addAll(rows(inner, at + name + "."));
            }
        });
        return rows;
    }
}
