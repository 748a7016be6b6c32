package quan.conformance.gateway;

import com.alipay.api.AlipayApiException;
import com.alipay.api.domain.AlipayMarketingActivityQueryModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherCreateModel;
import com.alipay.api.domain.AlipayMarketingCampaignOrderVoucherConsultModel;
import com.alipay.api.domain.BelongMerchantInfo;
import com.alipay.api.request.AlipayEcoMycarParkingEnterinfoSyncRequest;
import com.alipay.api.request.AlipayMarketingActivityQueryRequest;
import com.alipay.api.request.AlipayMarketingActivityVoucherCreateRequest;
import com.alipay.api.request.AlipayMarketingActivityVoucherQueryRequest;
import com.alipay.api.request.AlipayMarketingCampaignOrderVoucherConsultRequest;
import java.util.List;
import quan.conformance.Check;
import quan.conformance.Numbers;
import quan.conformance.Setting;
import quan.conformance.Times;

/** What wrong requests get. */
record Refusals(Caller caller) {
    /** Every operation on an activity that is not there. */
    void unknownActivity() throws AlipayApiException {
        var vouchers = new Vouchers(caller);
        String activity = Setting.NO_ACTIVITY;
        Answers.refused("query", "INVALID_PARAMETER", vouchers.query(activity));
        Answers.refused("publish", "INVALID_PARAMETER", vouchers.publish(activity, Numbers.next("NONE")));
        Answers.refused("append", "INVALID_PARAMETER", vouchers.append(activity, Numbers.next("NONE"), 10));
        Answers.refused("modify", "INVALID_PARAMETER", vouchers.modify(
                NewShape.modify(activity, Numbers.next("NONE"), Times.endOfDay(40), Times.endOfDay(90))));
        Answers.refused("send", "INVALID_PARAMETER",
                vouchers.send(activity, Numbers.next("NONE"), Setting.FIRST_USER));
        Answers.refused("stop", "INVALID_PARAMETER", vouchers.stop(activity, Numbers.next("NONE")));
    }

    /** Contents that break a rule. */
    void contents() throws AlipayApiException {
        refusesToCreate("face value too small", NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "0.05"));
        refusesToCreate("three decimals", NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "1.005"));
        refusesToCreate("negative", NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "-1"));
        refusesToCreate("name too long", NewShape.create(Numbers.next("BAD"), Setting.COVER, "长".repeat(21), "1"));
        refusesToCreate("no such picture", NewShape.create(Numbers.next("BAD"), "A*none", "活动", "1"));
        var quantity = NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "1");
        quantity.getVoucherSendModeInfo().getVoucherSendRuleInfo().setQuantity(0L);
        refusesToCreate("no quantity", quantity);
        var window = NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "1");
        window.getVoucherSendModeInfo().getVoucherSendRuleInfo().setPublishEndTime(Times.date(Times.endOfDay(200)));
        refusesToCreate("window too long", window);
        var number = NewShape.create("N".repeat(65), Setting.COVER, "活动", "1");
        refusesToCreate("number too long", number);
    }

    /** One merchant's activity, asked for by another. */
    void strangers(String activity) throws AlipayApiException {
        var vouchers = new Vouchers(caller);
        Answers.refused("voucher.query", "INVALID_PARAMETER", vouchers.query(activity));
        Answers.refused("voucher.send", "INVALID_PARAMETER",
                vouchers.send(activity, Numbers.next("SEND"), Setting.FIRST_USER));
        Answers.refused("voucher.stop", "INVALID_PARAMETER", vouchers.stop(activity, Numbers.next("STOP")));
        Answers.refused("activity.query", "ACTIVITY_NOT_PERMISSION", activity(activity));
    }

    /** Tokens of merchants and users, right and wrong. */
    void tokens() throws AlipayApiException {
        var request = new AlipayMarketingActivityVoucherCreateRequest();
        request.setBizModel(forMerchant(Setting.AUTHORIZING_MERCHANT));
        String activity = Answers.done("create for a merchant who gave a token",
                caller.call(request, null, Setting.APP_AUTH_TOKEN)).getActivityId();
        var query = new AlipayMarketingActivityVoucherQueryRequest();
        query.setBizContent("{\"activity_id\":\"" + activity + "\"}");
        var seen = Answers.done("query with the token", caller.call(query, null, Setting.APP_AUTH_TOKEN));
        Check.equal("the merchant's own", Setting.AUTHORIZING_MERCHANT, seen.getBelongMerchantInfo().getMerchantId());
        Answers.refused("unknown app_auth_token", "20001", "aop.invalid-app-auth-token",
                caller.call(query, null, "202611BBnone"));

        var other = new AlipayMarketingActivityVoucherCreateRequest();
        other.setBizModel(forMerchant(Setting.OTHER_MERCHANT));
        Answers.refused("create for a merchant without relation", "BIZ_ERROR", caller.call(other));

        var model = new AlipayMarketingCampaignOrderVoucherConsultModel();
        model.setOrderAmount("100.00");
        var consult = new AlipayMarketingCampaignOrderVoucherConsultRequest();
        consult.setBizModel(model);
        Answers.refused("unknown auth_token", "20001", "aop.invalid-auth-token",
                caller.call(consult, "202611BBnobody", null));
    }

    void unknownMethod() throws AlipayApiException {
        var request = new AlipayEcoMycarParkingEnterinfoSyncRequest();
        request.setBizContent("{}");
        Answers.refused("unknown method", "40002", "isv.invalid-method", caller.call(request));
    }

    void brokenJson() throws AlipayApiException {
        var request = new AlipayMarketingActivityVoucherQueryRequest();
        request.setBizContent("{\"activity_id\":");
        var answer = caller.call(request);
        Check.that("broken JSON", !answer.isSuccess(), answer.getBody());
    }

    /** The caller is not who it says it is. */
    void signature(String subCode) throws AlipayApiException {
        Answers.refused(subCode, "40002", subCode, new Vouchers(caller).query(Setting.NO_ACTIVITY));
    }

    com.alipay.api.AlipayResponse activity(String activity) throws AlipayApiException {
        var model = new AlipayMarketingActivityQueryModel();
        model.setActivityId(activity);
        var request = new AlipayMarketingActivityQueryRequest();
        request.setBizModel(model);
        return caller.call(request);
    }

    private void refusesToCreate(String what, AlipayMarketingActivityVoucherCreateModel model)
            throws AlipayApiException {
        Answers.refused(what, "INVALID_PARAMETER", new Vouchers(caller).create(model));
    }

    /** An activity on behalf of a merchant: no goods, shops or pictures, which would be another's. */
    private static AlipayMarketingActivityVoucherCreateModel forMerchant(String merchant) {
        var model = NewShape.create(Numbers.next("AGENCY"), null);
        model.setMerchantAccessMode("AGENCY_MODE");
        var owner = new BelongMerchantInfo();
        owner.setMerchantId(merchant);
        owner.setMerchantIdType("PID");
        model.getActivityBaseInfo().setBelongMerchantInfo(owner);
        var scope = model.getVoucherAvailableScopeInfo();
        scope.getVoucherAvailableAccountInfo().setAvailablePids(List.of(merchant));
        scope.setVoucherAvailableAppInfo(null);
        scope.setVoucherAvailableGeographyScopeInfo(null);
        scope.setVoucherAvailableGoodsInfo(null);
        return model;
    }
}
