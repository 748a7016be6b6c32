package quan.conformance.ordervoucher;

import static quan.conformance.ordervoucher.World.json;
import static quan.conformance.ordervoucher.World.op;

import java.util.Map;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Numbers;

/** Between the answer and the message: the old values, and the name of what is under way. */
record Accepted(World world) {
    private static final String BUSY = "业务异常活动存在正在进行中的其他操作";

    void run() throws Exception {
        Map<String, Object> request = world.legacy();
        String activity = Fields.text(world.sdk.done(op("create"), request), "activity_id");
        stands(activity, null, "CREATING");
        busy(activity);
        Check.matches("codedeposit before it is created: its text", "参数有误活动不存在.*",
                world.sdk.refused("codedeposit before it is created", op("codedeposit"), "INVALID_PARAMETER",
                        json("{'activity_id':'%s','out_biz_no':'%s','voucher_codes':['A1']}", activity,
                                Numbers.next("DEPOSIT"))));
        completes(activity, "created", "CREATED", (String) request.get("out_biz_no"));
        stands(activity, "ACTIVE", null);

        String number = Numbers.next("MODIFY");
        Map<String, Object> change =
                World.modification(activity, number, Map.of("activity_name", "改过的名字"));
        world.sdk.done(op("modify"), change);
        stands(activity, "ACTIVE", "MODIFYING");
        Check.equal("the old name until it is done", "新春满10减1", name(activity));
        busy(activity);
        world.sdk.done(op("modify"), change);
        completes(activity, "modified", "MODIFIED", number);
        stands(activity, "ACTIVE", null);
        Check.equal("the new name", "改过的名字", name(activity));

        world.sdk.done(op("codedeposit"), json("{'activity_id':'%s','out_biz_no':'%s','voucher_codes':['A1']}",
                activity, Numbers.next("DEPOSIT")));
        number = Numbers.next("APPEND");
        world.sdk.done(op("append"), World.appending(activity, number, 1));
        stands(activity, "ACTIVE", "APPENDING");
        Check.that("the old quantity until it is done", quantity(activity) == null || "0".equals(quantity(activity)),
                quantity(activity));
        busy(activity);
        completes(activity, "appended", "APPENDED", number);
        Check.equal("the new quantity", "1", quantity(activity));

        number = Numbers.next("STOP");
        world.sdk.done(op("stop"), json("{'activity_id':'%s','out_biz_no':'%s'}", activity, number));
        stands(activity, "ACTIVE", "FINISHEING");
        busy(activity);
        completes(activity, "stopped", "STOPPED", number);
        stands(activity, "FINISHED", null);
    }

    private void stands(String activity, String status, String operation) throws Exception {
        Object seen = world.query(activity);
        for (String block : new String[] {"", "activity_base_info."}) {
            Check.equal(block + "activity_status", status, Fields.get(seen, block + "activity_status"));
            Check.equal(block + "activity_operation_status", operation,
                    Fields.get(seen, block + "activity_operation_status"));
        }
    }

    private void busy(String activity) throws Exception {
        Check.equal("modify meanwhile: its text", BUSY, world.sdk.refused("modify meanwhile", op("modify"), "BIZ_ERROR",
                World.modification(activity, Numbers.next("MODIFY"), Map.of("activity_name", "另一个名字"))));
        Check.equal("append meanwhile: its text", BUSY, world.sdk.refused("append meanwhile", op("append"),
                "BIZ_ERROR", World.appending(activity, Numbers.next("APPEND"), 9)));
        Check.equal("stop meanwhile: its text", BUSY, world.sdk.refused("stop meanwhile", op("stop"), "BIZ_ERROR",
                json("{'activity_id':'%s','out_biz_no':'%s'}", activity, Numbers.next("STOP"))));
    }

    private void completes(String activity, String kind, String prefix, String number) throws Exception {
        Check.equal("no message before it is done", 0L, world.receiver.all().stream()
                .filter(m -> number.equals(m.get("out_biz_no"))).count());
        world.staff.post("/api/activities/" + activity + "/complete");
        world.messages.completes(kind, prefix, activity, number);
    }

    private String name(String activity) throws Exception {
        return Fields.text(world.query(activity), "activity_name");
    }

    private String quantity(String activity) throws Exception {
        return Fields.text(world.query(activity), "voucher_send_mode_info.voucher_send_rule_info.quantity");
    }
}
