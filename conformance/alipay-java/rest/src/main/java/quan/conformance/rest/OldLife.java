package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.api.AlipayMarketingActivityUserApi;
import java.time.LocalDate;
import java.time.LocalDateTime;
import quan.conformance.Await;
import quan.conformance.Check;
import quan.conformance.Messages;
import quan.conformance.Numbers;
import quan.conformance.Receiver;
import quan.conformance.Setting;
import quan.conformance.Times;

/** The life of a prepaid activity in the old shape. */
final class OldLife {
    private final ApiClient client;
    private final Vouchers vouchers;
    private final Messages messages;
    private final String image;

    OldLife(Setting.App app, ApiClient client, Receiver receiver, String image) {
        this.client = client;
        this.image = image;
        vouchers = new Vouchers(client);
        messages = new Messages(receiver, app);
    }

    void run() throws Exception {
        String activity = vouchers.create(OldShape.create(Numbers.next("CREATE"), image));
        var seen = vouchers.query(activity);
        Check.equal("activity_name", OldShape.NAME, seen.getActivityName());
        Check.equal("voucher_quantity", OldShape.QUANTITY, seen.getVoucherSendRule().getVoucherQuantity());
        Check.equal("use_mode", "SELF_LINK", seen.getVoucherUseRule().getUseMode());
        Check.equal("new containers too", "5.00", seen.getVoucherDeductInfo().getFixVoucherInfo().getAmount());
        Check.equal("period_type", "RELATIVE",
                seen.getVoucherUseRuleInfo().getVoucherUseTimeInfo().getPeriodType());

        String publish = Numbers.next("PUBLISH");
        String recharge = vouchers.publish(activity, publish).getRechargeUrl();
        Check.matches("recharge_url", "https?://.+", recharge);
        messages.completes("created", "CREATED", activity, publish);
        Await.until("ACTIVE", () -> vouchers.query(activity), a -> "ACTIVE".equals(a.getActivityStatus()));
        Check.equal("publish again under the number", recharge, vouchers.publish(activity, publish).getRechargeUrl());

        String voucher = vouchers.send(activity, Numbers.next("SEND"), Setting.FIRST_USER);
        messages.received(activity, voucher, Setting.FIRST_USER);
        validity(voucher);

        String append = Numbers.next("APPEND");
        Check.matches("recharge_url of append", "https?://.+",
                vouchers.append(activity, append, 2 * OldShape.QUANTITY).getRechargeUrl());
        messages.completes("appended", "APPENDED", activity, append);
        Check.equal("voucher_quantity after append", 2 * OldShape.QUANTITY,
                vouchers.query(activity).getVoucherSendRule().getVoucherQuantity());

        String modify = Numbers.next("MODIFY");
        Answers.accepted("modify", vouchers.modify(OldShape.modify(activity, modify)));
        messages.completes("modified", "MODIFIED", activity, modify);
        Check.equal("valid_days_after_receive after modify", OldShape.MODIFIED_VALID_DAYS,
                vouchers.query(activity).getVoucherUseRule().getVoucherValidPeriod().getValidDaysAfterReceive());

        String stop = Numbers.next("STOP");
        Answers.accepted("stop", vouchers.stop(activity, stop));
        messages.completes("stopped", "STOPPED", activity, stop);
    }

    /** From the start of the next day to the end of the seventh day after it. */
    private void validity(String voucher) throws Exception {
        var seen = new AlipayMarketingActivityUserApi(client)
                .queryvoucher(null, Setting.FIRST_USER, null, null, voucher, null, null).getUserVoucherBaseInfo();
        LocalDate received = Times.local(seen.getCreateTime()).toLocalDate();
        LocalDateTime begin = received.plusDays(OldShape.WAIT_DAYS).atStartOfDay();
        LocalDateTime end = Times.endOf(begin.toLocalDate().plusDays(OldShape.VALID_DAYS));
        Check.equal("valid_begin_time", Times.text(begin), seen.getValidBeginTime());
        Check.equal("valid_end_time", Times.text(end), seen.getValidEndTime());
    }
}
