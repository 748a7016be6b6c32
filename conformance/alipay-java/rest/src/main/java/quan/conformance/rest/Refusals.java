package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.api.AlipayMarketingActivityApi;
import com.alipay.v3.api.AlipayMarketingActivityVoucherApi;
import com.alipay.v3.api.AlipayMarketingCampaignOrderVoucherApi;
import com.alipay.v3.model.AlipayMarketingActivityVoucherCreateModel;
import com.alipay.v3.model.AlipayMarketingCampaignOrderVoucherConsultModel;
import com.alipay.v3.model.BelongMerchantInfo;
import com.alipay.v3.util.model.CustomizedParams;
import java.util.List;
import java.util.Map;
import quan.conformance.Check;
import quan.conformance.Numbers;
import quan.conformance.Setting;
import quan.conformance.Times;

/** What wrong requests get. */
record Refusals(ApiClient client) {
    /** Every operation on an activity that is not there. */
    void unknownActivity() throws Exception {
        var vouchers = new Vouchers(client);
        String activity = Setting.NO_ACTIVITY;
        Answers.refused("query", "INVALID_PARAMETER", () -> vouchers.query(activity));
        Answers.refused("publish", "INVALID_PARAMETER", () -> vouchers.publish(activity, Numbers.next("NONE")));
        Answers.refused("append", "INVALID_PARAMETER", () -> vouchers.append(activity, Numbers.next("NONE"), 10));
        Answers.refused("modify", "INVALID_PARAMETER", () -> vouchers.modify(
                NewShape.modify(activity, Numbers.next("NONE"), Times.endOfDay(40), Times.endOfDay(90))));
        Answers.refused("send", "INVALID_PARAMETER",
                () -> vouchers.send(activity, Numbers.next("NONE"), Setting.FIRST_USER));
        Answers.refused("stop", "INVALID_PARAMETER", () -> vouchers.stop(activity, Numbers.next("NONE")));
        Answers.refused("activity.query", "INVALID_PARAMETER",
                () -> new AlipayMarketingActivityApi(client).query(activity, null, null));
    }

    /** Contents that break a rule. */
    void contents() throws Exception {
        refusesToCreate("face value too small", NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "0.05"));
        refusesToCreate("three decimals", NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "1.005"));
        refusesToCreate("negative", NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "-1"));
        refusesToCreate("name too long", NewShape.create(Numbers.next("BAD"), Setting.COVER, "长".repeat(21), "1"));
        refusesToCreate("no such picture", NewShape.create(Numbers.next("BAD"), "A*none", "活动", "1"));
        var quantity = NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "1");
        quantity.getVoucherSendModeInfo().getVoucherSendRuleInfo().setQuantity(0);
        refusesToCreate("no quantity", quantity);
        var day = NewShape.create(Numbers.next("BAD"), Setting.COVER, "活动", "1");
        day.getVoucherSendModeInfo().getVoucherSendRuleInfo().setPublishEndTime("2027-02-30 00:00:00");
        refusesToCreate("no such day", day);
        var number = NewShape.create("N".repeat(65), Setting.COVER, "活动", "1");
        refusesToCreate("number too long", number);
    }

    /** One merchant's activity, asked for by another. */
    void strangers(String activity) throws Exception {
        var vouchers = new Vouchers(client);
        Answers.refused("voucher.query", "INVALID_PARAMETER", () -> vouchers.query(activity));
        Answers.refused("voucher.send", "INVALID_PARAMETER",
                () -> vouchers.send(activity, Numbers.next("SEND"), Setting.FIRST_USER));
        Answers.refused("voucher.stop", "INVALID_PARAMETER", () -> vouchers.stop(activity, Numbers.next("STOP")));
        Answers.refused("activity.query", "ACTIVITY_NOT_PERMISSION",
                () -> new AlipayMarketingActivityApi(client).query(activity, null, null));
    }

    /** Tokens of merchants and users, right and wrong. */
    void tokens() throws Exception {
        var api = new AlipayMarketingActivityVoucherApi(client);
        String activity = api.create(forMerchant(Setting.AUTHORIZING_MERCHANT), token(Setting.APP_AUTH_TOKEN))
                .getActivityId();
        var seen = api.query(activity, null, token(Setting.APP_AUTH_TOKEN));
        Check.equal("the merchant's own", Setting.AUTHORIZING_MERCHANT, seen.getBelongMerchantInfo().getMerchantId());
        Answers.refused("unknown app_auth_token", 401, "invalid-app-auth-token",
                () -> api.query(activity, null, token("202611BBnone")));
        Answers.refused("create for a merchant without relation", "BIZ_ERROR",
                () -> api.create(forMerchant(Setting.OTHER_MERCHANT)));
        Answers.refused("unknown auth_token", 401, "invalid-auth-token",
                () -> new AlipayMarketingCampaignOrderVoucherApi(client).consult("202611BBnobody",
                        new AlipayMarketingCampaignOrderVoucherConsultModel().orderAmount("100.00")));
    }

    /** A parameter that the path and the signature must carry as it was escaped. */
    void escapes() throws Exception {
        var strange = new CustomizedParams();
        strange.setQueryParams(Map.of("note", "空 格+加号&与%百分~*'()"));
        Answers.refused("query", "INVALID_PARAMETER", () -> new AlipayMarketingActivityVoucherApi(client)
                .query("2016/0427 00826004+08%4", null, strange));
        Answers.refused("path", "INVALID_PARAMETER",
                () -> new AlipayMarketingActivityApi(client).query("2016 0427+08%4", null, null));
    }

    /** The caller is not who it says it is. */
    void signature(String code) throws Exception {
        Answers.refused("POST", code, () -> new Vouchers(client).stop(Setting.NO_ACTIVITY, Numbers.next("STOP")));
        Answers.refused("GET", code, () -> new Vouchers(client).query(Setting.NO_ACTIVITY));
    }

    private void refusesToCreate(String what, AlipayMarketingActivityVoucherCreateModel model) throws Exception {
        Answers.refused(what, "INVALID_PARAMETER", () -> new Vouchers(client).create(model));
    }

    private static CustomizedParams token(String appAuthToken) {
        var parameters = new CustomizedParams();
        parameters.setAppAuthToken(appAuthToken);
        return parameters;
    }

    /** An activity on behalf of a merchant: no goods, shops or pictures, which would be another's. */
    private static AlipayMarketingActivityVoucherCreateModel forMerchant(String merchant) {
        var model = NewShape.create(Numbers.next("AGENCY"), null);
        model.setMerchantAccessMode("AGENCY_MODE");
        model.getActivityBaseInfo().setBelongMerchantInfo(
                new BelongMerchantInfo().merchantId(merchant).merchantIdType("PID"));
        var scope = model.getVoucherAvailableScopeInfo();
        scope.getVoucherAvailableAccountInfo().setAvailablePids(List.of(merchant));
        scope.setVoucherAvailableAppInfo(null);
        scope.setVoucherAvailableGeographyScopeInfo(null);
        scope.setVoucherAvailableGoodsInfo(null);
        return model;
    }
}
