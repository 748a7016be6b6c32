package quan.conformance.gateway;

import com.alipay.api.domain.ActivityBaseInfo;
import com.alipay.api.domain.AlipayMarketingActivityVoucherCreateModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherModifyModel;
import com.alipay.api.domain.FixVoucherInfo;
import com.alipay.api.domain.VoucherAbsolutePeriodInfo;
import com.alipay.api.domain.VoucherAvailableAccountInfo;
import com.alipay.api.domain.VoucherAvailableAppInfo;
import com.alipay.api.domain.VoucherAvailableGeographyScopeInfo;
import com.alipay.api.domain.VoucherAvailableGeographyShopInfo;
import com.alipay.api.domain.VoucherAvailableGoodsInfo;
import com.alipay.api.domain.VoucherAvailableScopeInfo;
import com.alipay.api.domain.VoucherBudgetSupplyInfo;
import com.alipay.api.domain.VoucherCustomerGuideInfo;
import com.alipay.api.domain.VoucherDeductInfo;
import com.alipay.api.domain.VoucherDisplayPatternInfo;
import com.alipay.api.domain.VoucherSendModeInfo;
import com.alipay.api.domain.VoucherSendRuleInfo;
import com.alipay.api.domain.VoucherUseGuideInfo;
import com.alipay.api.domain.VoucherUseRuleInfo;
import com.alipay.api.domain.VoucherUseTimeInfo;
import java.time.LocalDateTime;
import java.util.List;
import quan.conformance.Setting;
import quan.conformance.Times;

/** The request of today: nested containers; here without prepaid budget, valid from today on. */
final class NewShape {
    static final String NAME = "满100减20活动";
    static final String MODIFIED_NAME = "满100减20（延期）";
    static final long QUANTITY = 1000;
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
        rule.setPublishEndTime(Times.date(publishEnd));
        var mode = new VoucherSendModeInfo();
        mode.setVoucherSendRuleInfo(rule);
        model.setVoucherSendModeInfo(mode);
        var period = new VoucherAbsolutePeriodInfo();
        period.setValidEndTime(Times.date(validEnd));
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
        rule.setMaxQuantityByDay(20L);
        rule.setQuantityLimitPerUser(1L);
        rule.setQuantityLimitPerUserPeriodType("LIFE_CYCLE");
        rule.setNaturalPersonLimit(true);
        rule.setPhoneNumberLimit(true);
        rule.setRealNameLimit(true);
        rule.setPublishStartTime(Times.date(PUBLISH_START));
        rule.setPublishEndTime(Times.date(PUBLISH_END));
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
        period.setValidBeginTime(Times.date(PUBLISH_START));
        period.setValidEndTime(Times.date(VALID_END));
        var time = new VoucherUseTimeInfo();
        time.setPeriodType("ABSOLUTE");
        time.setAbsolutePeriodInfo(period);
        var use = new VoucherUseRuleInfo();
        use.setQuantityLimitPerUser(1L);
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
