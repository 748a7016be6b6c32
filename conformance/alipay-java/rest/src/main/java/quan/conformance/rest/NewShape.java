package quan.conformance.rest;

import com.alipay.v3.model.ActivityBaseInfo;
import com.alipay.v3.model.AlipayMarketingActivityVoucherCreateModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherModifyModel;
import com.alipay.v3.model.FixVoucherInfo;
import com.alipay.v3.model.VoucherAbsolutePeriodInfo;
import com.alipay.v3.model.VoucherAvailableAccountInfo;
import com.alipay.v3.model.VoucherAvailableAppInfo;
import com.alipay.v3.model.VoucherAvailableGeographyScopeInfo;
import com.alipay.v3.model.VoucherAvailableGeographyShopInfo;
import com.alipay.v3.model.VoucherAvailableGoodsInfo;
import com.alipay.v3.model.VoucherAvailableScopeInfo;
import com.alipay.v3.model.VoucherBudgetSupplyInfo;
import com.alipay.v3.model.VoucherCustomerGuideInfo;
import com.alipay.v3.model.VoucherDeductInfo;
import com.alipay.v3.model.VoucherDisplayPatternInfo;
import com.alipay.v3.model.VoucherSendModeInfo;
import com.alipay.v3.model.VoucherSendRuleInfo;
import com.alipay.v3.model.VoucherUseGuideInfo;
import com.alipay.v3.model.VoucherUseRuleInfo;
import com.alipay.v3.model.VoucherUseTimeInfo;
import java.time.LocalDateTime;
import java.util.List;
import quan.conformance.Setting;
import quan.conformance.Times;

/** The request of today: nested containers; here without prepaid budget, valid from today on. */
final class NewShape {
    static final String NAME = "满100减20活动";
    static final String MODIFIED_NAME = "满100减20（延期）";
    static final int QUANTITY = 1000;
    static final LocalDateTime PUBLISH_START = Times.startOfToday();
    static final LocalDateTime PUBLISH_END = Times.endOfDay(30);
    static final LocalDateTime VALID_END = Times.endOfDay(60);
    static final LocalDateTime MODIFIED_PUBLISH_END = Times.endOfDay(40);
    static final LocalDateTime MODIFIED_VALID_END = Times.endOfDay(90);

    private NewShape() {}

    static AlipayMarketingActivityVoucherCreateModel create(String outBizNo, String image) {
        return create(outBizNo, image, NAME, "20.00");
    }

    static AlipayMarketingActivityVoucherCreateModel create(String outBizNo, String image, String name, String amount) {
        var model = new AlipayMarketingActivityVoucherCreateModel();
        model.setOutBizNo(outBizNo);
        model.setMerchantAccessMode(Vouchers.SELF);
        var base = new ActivityBaseInfo();
        base.setActivityName(name);
        base.setOutActivityId("OUT-" + outBizNo);
        model.setActivityBaseInfo(base);
        model.setVoucherSendModeInfo(sendMode());
        model.setVoucherDeductInfo(deduct(amount));
        model.setVoucherAvailableScopeInfo(scope());
        model.setVoucherUseRuleInfo(useRule());
        var useGuide = new VoucherUseGuideInfo();
        useGuide.setUseGuideMode(List.of("CAN_USE"));
        var guide = new VoucherCustomerGuideInfo();
        guide.setVoucherUseGuideInfo(useGuide);
        model.setVoucherCustomerGuideInfo(guide);
        model.setVoucherDisplayPatternInfo(display(image));
        var budget = new VoucherBudgetSupplyInfo();
        budget.setBudgetType("NO_CASH");
        model.setVoucherBudgetSupplyInfo(budget);
        return model;
    }

    /** Another name, a later end of publishing and of validity. */
    static AlipayMarketingActivityVoucherModifyModel modify(String activity, String outBizNo,
            LocalDateTime publishEnd, LocalDateTime validEnd) {
        var model = new AlipayMarketingActivityVoucherModifyModel();
        model.setOutBizNo(outBizNo);
        model.setMerchantAccessMode(Vouchers.SELF);
        var base = new ActivityBaseInfo();
        base.setActivityId(activity);
        base.setActivityName(MODIFIED_NAME);
        model.setActivityBaseInfo(base);
        var rule = new VoucherSendRuleInfo();
        rule.setPublishEndTime(Times.text(publishEnd));
        var mode = new VoucherSendModeInfo();
        mode.setVoucherSendRuleInfo(rule);
        model.setVoucherSendModeInfo(mode);
        var period = new VoucherAbsolutePeriodInfo();
        period.setValidEndTime(Times.text(validEnd));
        var time = new VoucherUseTimeInfo();
        time.setAbsolutePeriodInfo(period);
        var use = new VoucherUseRuleInfo();
        use.setVoucherUseTimeInfo(time);
        model.setVoucherUseRuleInfo(use);
        return model;
    }

    private static VoucherSendModeInfo sendMode() {
        var rule = new VoucherSendRuleInfo();
        rule.setQuantity(QUANTITY);
        rule.setMaxQuantityByDay(20);
        rule.setQuantityLimitPerUser(1);
        rule.setQuantityLimitPerUserPeriodType("LIFE_CYCLE");
        rule.setNaturalPersonLimit(true);
        rule.setPhoneNumberLimit(true);
        rule.setRealNameLimit(true);
        rule.setPublishStartTime(Times.text(PUBLISH_START));
        rule.setPublishEndTime(Times.text(PUBLISH_END));
        var mode = new VoucherSendModeInfo();
        mode.setVoucherSendMode("DIRECT_SEND_MODE");
        mode.setVoucherSendRuleInfo(rule);
        return mode;
    }

    private static VoucherDeductInfo deduct(String amount) {
        var fix = new FixVoucherInfo();
        fix.setAmount(amount);
        fix.setFloorAmount("100.00");
        var deduct = new VoucherDeductInfo();
        deduct.setVoucherType("FIX_VOUCHER");
        deduct.setFixVoucherInfo(fix);
        return deduct;
    }

    private static VoucherAvailableScopeInfo scope() {
        var account = new VoucherAvailableAccountInfo();
        account.setAvailablePids(List.of(Setting.MERCHANT));
        var app = new VoucherAvailableAppInfo();
        app.setAvailableAppIds(List.of("2021000000000001"));
        var shop = new VoucherAvailableGeographyShopInfo();
        shop.setAvailableShopIds(List.of(Setting.SHOP));
        var geography = new VoucherAvailableGeographyScopeInfo();
        geography.setAvailableGeographyScopeType("SHOP");
        geography.setAvailableGeographyShopInfo(shop);
        var goods = new VoucherAvailableGoodsInfo();
        goods.setAvailableGoodsSkuIds(List.of("SKU-1", "SKU-2"));
        goods.setGoodsName("拿铁");
        var scope = new VoucherAvailableScopeInfo();
        scope.setVoucherAvailableAccountInfo(account);
        scope.setVoucherAvailableAppInfo(app);
        scope.setVoucherAvailableGeographyScopeInfo(geography);
        scope.setVoucherAvailableGoodsInfo(goods);
        return scope;
    }

    private static VoucherUseRuleInfo useRule() {
        var period = new VoucherAbsolutePeriodInfo();
        period.setValidBeginTime(Times.text(PUBLISH_START));
        period.setValidEndTime(Times.text(VALID_END));
        var time = new VoucherUseTimeInfo();
        time.setPeriodType("ABSOLUTE");
        time.setAbsolutePeriodInfo(period);
        var use = new VoucherUseRuleInfo();
        use.setQuantityLimitPerUser(1);
        use.setQuantityLimitPerUserPeriodType("DAY");
        use.setVoucherUseTimeInfo(time);
        return use;
    }

    private static VoucherDisplayPatternInfo display(String image) {
        var display = new VoucherDisplayPatternInfo();
        display.setBrandName("示例咖啡");
        display.setVoucherDescription("1、单笔满100元可用。2、每人限领1张。\"引号\" & <符号> / 100%+");
        display.setVoucherImage(image);
        display.setCustomerServiceMobile("4000000000");
        return display;
    }
}
