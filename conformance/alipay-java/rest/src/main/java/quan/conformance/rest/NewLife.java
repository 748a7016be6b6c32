package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.model.AlipayMarketingActivityVoucherQueryResponseModel;
import java.util.List;
import quan.conformance.Await;
import quan.conformance.Check;
import quan.conformance.Messages;
import quan.conformance.Numbers;
import quan.conformance.Receiver;
import quan.conformance.Setting;
import quan.conformance.Times;

/** The whole life of an activity in the new shape, with the refusals on the way. */
final class NewLife {
    private final Setting.App app;
    private final Vouchers vouchers;
    private final Messages messages;
    private final Receiver receiver;
    private final Neighbours neighbours;

    NewLife(Setting.App app, ApiClient client, Receiver receiver) {
        this.app = app;
        this.receiver = receiver;
        vouchers = new Vouchers(client);
        messages = new Messages(receiver, app);
        neighbours = new Neighbours(app, client);
    }

    void run() throws Exception {
        String activity = createsAndQueries();
        publishes(activity);
        String firstNumber = Numbers.next("SEND");
        String voucher = sends(activity, firstNumber);
        appends(activity);
        modifies(activity);
        counts(activity);
        neighbours.run(activity, voucher);
        stops(activity, firstNumber, voucher);
    }

    private String createsAndQueries() throws Exception {
        String number = Numbers.next("CREATE");
        var model = NewShape.create(number, Setting.COVER);
        String activity = vouchers.create(model);
        Check.matches("activity_id", "\\d{8}00826004\\d{12}", activity);
        Check.equal("create again under the number", activity, vouchers.create(model));
        Answers.refused("create another under the number", "INVALID_PARAMETER",
                () -> vouchers.create(NewShape.create(number, Setting.COVER, "别的活动", "20.00")));

        var seen = vouchers.query(activity);
        Check.equal("status before publish", "INIT", seen.getActivityBaseInfo().getActivityStatus());
        Check.equal("operation before publish", null, seen.getActivityBaseInfo().getActivityOperationStatus());
        newContainers(seen);
        oldProjection(seen);
        Answers.refused("send before publish", "ACTIVITY_NOT_ACTIVE",
                () -> vouchers.send(activity, Numbers.next("SEND"), Setting.FIRST_USER));
        return activity;
    }

    private void newContainers(AlipayMarketingActivityVoucherQueryResponseModel seen) {
        Check.equal("activity_name", NewShape.NAME, seen.getActivityBaseInfo().getActivityName());
        Check.matches("out_activity_id", "OUT-CREATE-.*", seen.getActivityBaseInfo().getOutActivityId());
        var rule = seen.getVoucherSendModeInfo().getVoucherSendRuleInfo();
        Check.equal("voucher_send_mode", "DIRECT_SEND_MODE", seen.getVoucherSendModeInfo().getVoucherSendMode());
        Check.equal("quantity", NewShape.QUANTITY, rule.getQuantity());
        Check.equal("quantity_limit_per_user", 1, rule.getQuantityLimitPerUser());
        Check.equal("natural_person_limit", true, rule.getNaturalPersonLimit());
        Check.equal("publish_start_time", Times.text(NewShape.PUBLISH_START), rule.getPublishStartTime());
        Check.equal("publish_end_time", Times.text(NewShape.PUBLISH_END), rule.getPublishEndTime());
        Check.equal("amount", "20.00", seen.getVoucherDeductInfo().getFixVoucherInfo().getAmount());
        Check.equal("floor_amount", "100.00", seen.getVoucherDeductInfo().getFixVoucherInfo().getFloorAmount());
        var scope = seen.getVoucherAvailableScopeInfo();
        Check.equal("available_pids", List.of(Setting.MERCHANT),
                scope.getVoucherAvailableAccountInfo().getAvailablePids());
        Check.equal("available_goods_sku_ids", List.of("SKU-1", "SKU-2"),
                scope.getVoucherAvailableGoodsInfo().getAvailableGoodsSkuIds());
        var period = seen.getVoucherUseRuleInfo().getVoucherUseTimeInfo();
        Check.equal("period_type", "ABSOLUTE", period.getPeriodType());
        Check.equal("valid_end_time", Times.text(NewShape.VALID_END), period.getAbsolutePeriodInfo().getValidEndTime());
        var display = seen.getVoucherDisplayPatternInfo();
        Check.equal("voucher_description", "1、单笔满100元可用。2、每人限领1张。\"引号\" & <符号> / 100%+",
                display.getVoucherDescription());
        Check.equal("voucher_image", Setting.COVER, display.getVoucherImage());
        Check.matches("voucher_image_url", "https?://.+", display.getVoucherImageUrl());
        Check.equal("budget_type", "NO_CASH", seen.getVoucherBudgetSupplyInfo().getBudgetType());
    }

    private void oldProjection(AlipayMarketingActivityVoucherQueryResponseModel seen) {
        Check.equal("old activity_name", NewShape.NAME, seen.getActivityName());
        Check.equal("old activity_status", "INIT", seen.getActivityStatus());
        Check.equal("old belong_merchant_info", Setting.MERCHANT, seen.getBelongMerchantInfo().getMerchantId());
        Check.equal("old publish_end_time", Times.text(NewShape.PUBLISH_END), seen.getPublishEndTime());
        Check.equal("old voucher_type", "FIX_VOUCHER", seen.getVoucherType());
        Check.equal("old voucher_quantity", NewShape.QUANTITY, seen.getVoucherSendRule().getVoucherQuantity());
        Check.equal("old amount", "20.00", seen.getVoucherUseRule().getFixVoucher().getAmount());
        Check.equal("old valid_end_time", Times.text(NewShape.VALID_END),
                seen.getVoucherUseRule().getVoucherValidPeriod().getValidEndTime());
        Check.equal("old budget_type", "NO_CASH", seen.getVoucherBudgetInfo().getBudgetType());
    }

    private void publishes(String activity) throws Exception {
        String number = Numbers.next("PUBLISH");
        Check.equal("nothing to recharge", null, vouchers.publish(activity, number).getRechargeUrl());
        Await.until("ACTIVE", () -> vouchers.query(activity), a -> "ACTIVE".equals(a.getActivityStatus()));
        messages.completes("created", "CREATED", activity, number);
        Check.that("publish again under the number", vouchers.publish(activity, number) != null, null);
        Answers.refused("publish again", "BIZ_ERROR", () -> vouchers.publish(activity, Numbers.next("PUBLISH")));
    }

    private String sends(String activity, String number) throws Exception {
        String voucher = vouchers.send(activity, number, Setting.FIRST_USER);
        Check.matches("voucher_id", "\\d{8}00073002[0-9A-Z]{12}", voucher);
        Check.equal("send again under the number", voucher, vouchers.send(activity, number, Setting.FIRST_USER));
        Answers.refused("send to another under the number", "INVALID_PARAMETER",
                () -> vouchers.send(activity, number, Setting.THIRD_USER));
        Answers.refused("send above the user's limit", "COUNT_OVER_LIMIT",
                () -> vouchers.send(activity, Numbers.next("SEND"), Setting.FIRST_USER));
        messages.received(activity, voucher, Setting.FIRST_USER);

        String other = vouchers.sendByOpenId(activity, Numbers.next("SEND"), app.openIdOfSecondUser());
        messages.received(activity, other, null);
        Answers.refused("the open_id is the user", "COUNT_OVER_LIMIT",
                () -> vouchers.send(activity, Numbers.next("SEND"), Setting.SECOND_USER));
        return voucher;
    }

    private void appends(String activity) throws Exception {
        String number = Numbers.next("APPEND");
        Check.equal("nothing to recharge", null,
                vouchers.append(activity, number, 2 * NewShape.QUANTITY).getRechargeUrl());
        messages.completes("appended", "APPENDED", activity, number);
        Check.equal("quantity after append", 2 * NewShape.QUANTITY,
                vouchers.query(activity).getVoucherSendModeInfo().getVoucherSendRuleInfo().getQuantity());
        Answers.refused("append to less", "INVALID_PARAMETER",
                () -> vouchers.append(activity, Numbers.next("APPEND"), NewShape.QUANTITY));
    }

    private void modifies(String activity) throws Exception {
        String number = Numbers.next("MODIFY");
        Answers.accepted("modify", vouchers.modify(NewShape.modify(activity, number,
                NewShape.MODIFIED_PUBLISH_END, NewShape.MODIFIED_VALID_END)));
        messages.completes("modified", "MODIFIED", activity, number);
        var seen = vouchers.query(activity);
        Check.equal("name after modify", NewShape.MODIFIED_NAME, seen.getActivityBaseInfo().getActivityName());
        Check.equal("publish_end_time after modify", Times.text(NewShape.MODIFIED_PUBLISH_END),
                seen.getVoucherSendModeInfo().getVoucherSendRuleInfo().getPublishEndTime());
        Check.equal("valid_end_time after modify", Times.text(NewShape.MODIFIED_VALID_END),
                seen.getVoucherUseRuleInfo().getVoucherUseTimeInfo().getAbsolutePeriodInfo().getValidEndTime());
        Answers.refused("modify to end earlier", "INVALID_PARAMETER", () -> vouchers.modify(NewShape.modify(activity,
                Numbers.next("MODIFY"), NewShape.PUBLISH_END, NewShape.MODIFIED_VALID_END)));
    }

    private void counts(String activity) throws ApiException {
        var seen = vouchers.query(activity);
        Check.equal("send_count", 2, seen.getVoucherInventoryInfo().getSendCount());
        Check.equal("use_count", 0, seen.getVoucherInventoryInfo().getUseCount());
        Check.equal("publish_count", 2, seen.getSummary().getPublishCount());
        Check.equal("used_count", 0, seen.getSummary().getUsedCount());
    }

    private void stops(String activity, String firstNumber, String voucher) throws Exception {
        String number = Numbers.next("STOP");
        Answers.accepted("stop", vouchers.stop(activity, number));
        messages.completes("stopped", "STOPPED", activity, number);
        Await.until("FINISHED", () -> vouchers.query(activity), a -> "FINISHED".equals(a.getActivityStatus()));
        Answers.refused("send after stop", "ACTIVITY_IS_STOPED",
                () -> vouchers.send(activity, Numbers.next("SEND"), Setting.THIRD_USER));
        Check.equal("an old number is answered after stop", voucher,
                vouchers.send(activity, firstNumber, Setting.FIRST_USER));
        Answers.refused("append after stop", "INVALID_PARAMETER",
                () -> vouchers.append(activity, Numbers.next("APPEND"), 3 * NewShape.QUANTITY));
        Answers.refused("modify after stop", "INVALID_PARAMETER", () -> vouchers.modify(NewShape.modify(activity,
                Numbers.next("MODIFY"), Times.endOfDay(45), Times.endOfDay(95))));
        Answers.refused("stop again", "INVALID_PARAMETER", () -> vouchers.stop(activity, Numbers.next("STOP")));
        for (String kind : new String[] {"created", "appended", "modified", "stopped"}) {
            Check.equal("one message " + kind, 1L, receiver.count(kind, activity));
        }
        Check.equal("two messages received", 2L, receiver.count("received", activity));
    }
}
