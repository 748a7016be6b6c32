package quan.conformance.gateway;

import com.alipay.api.domain.AlipayMarketingActivityVoucherCreateModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherModifyModel;
import com.alipay.api.domain.PaymentFixVoucher;
import com.alipay.api.domain.PaymentVoucherAlipayBalanceRechargeInfo;
import com.alipay.api.domain.PaymentVoucherAvailableGoods;
import com.alipay.api.domain.PaymentVoucherAvailableGoodsModify;
import com.alipay.api.domain.PaymentVoucherAvailableMerchant;
import com.alipay.api.domain.PaymentVoucherBudgetInfo;
import com.alipay.api.domain.PaymentVoucherDisplayInfo;
import com.alipay.api.domain.PaymentVoucherRechargeInfo;
import com.alipay.api.domain.PaymentVoucherSendRule;
import com.alipay.api.domain.PaymentVoucherUseRule;
import com.alipay.api.domain.PaymentVoucherUseRuleModify;
import com.alipay.api.domain.PaymentVoucherValidPeriod;
import com.alipay.api.domain.PaymentVoucherValidPeriodModify;
import java.util.List;
import quan.conformance.Setting;
import quan.conformance.Times;

/** The request of 2021: flat; here prepaid, limited to goods, valid for some days from the next day on. */
final class OldShape {
    static final String NAME = "预充值满50减5";
    static final long QUANTITY = 100;
    static final int WAIT_DAYS = 1;
    static final int VALID_DAYS = 7;
    static final long MODIFIED_VALID_DAYS = 10;

    private OldShape() {}

    static AlipayMarketingActivityVoucherCreateModel create(String outBizNo, String image) {
        var model = new AlipayMarketingActivityVoucherCreateModel();
        model.setOutBizNo(outBizNo);
        model.setActivityName(NAME);
        model.setPublishStartTime(Times.date(Times.startOfToday()));
        model.setPublishEndTime(Times.date(Times.endOfDay(20)));
        model.setVoucherType("FIX_VOUCHER");
        var send = new PaymentVoucherSendRule();
        send.setVoucherQuantity(QUANTITY);
        send.setVoucherQuantityLimitPerUser(1L);
        send.setVoucherQuantityLimitPerUserPeriodType("LIFE_CYCLE");
        send.setRealNameLimit(true);
        model.setVoucherSendRule(send);
        model.setVoucherUseRule(useRule());
        var balance = new PaymentVoucherAlipayBalanceRechargeInfo();
        balance.setUserId(Setting.MERCHANT);
        var recharge = new PaymentVoucherRechargeInfo();
        recharge.setRechargeType("ALIPAY_BALANCE");
        recharge.setAlipayBalanceRechargeInfo(balance);
        var budget = new PaymentVoucherBudgetInfo();
        budget.setBudgetType("RECHARGE");
        budget.setAmount("500.00");
        budget.setRechargeInfo(recharge);
        model.setVoucherBudgetInfo(budget);
        var display = new PaymentVoucherDisplayInfo();
        display.setBrandName("示例咖啡");
        display.setCustomerServiceMobile("4000000000");
        display.setVoucherDescription("仅限指定商品");
        display.setVoucherImage(image);
        model.setVoucherDisplayInfo(display);
        return model;
    }

    /** More days and more goods; named by the old shape's activity_id. */
    static AlipayMarketingActivityVoucherModifyModel modify(String activity, String outBizNo) {
        var period = new PaymentVoucherValidPeriodModify();
        period.setValidDaysAfterReceive(MODIFIED_VALID_DAYS);
        var goods = new PaymentVoucherAvailableGoodsModify();
        goods.setGoodsIds(List.of("SKU-1", "SKU-2", "SKU-3"));
        var use = new PaymentVoucherUseRuleModify();
        use.setVoucherValidPeriod(period);
        use.setAvailableGoods(goods);
        var model = new AlipayMarketingActivityVoucherModifyModel();
        model.setOutBizNo(outBizNo);
        model.setActivityId(activity);
        model.setPublishEndTime(Times.date(Times.endOfDay(25)));
        model.setVoucherUseRule(use);
        return model;
    }

    private static PaymentVoucherUseRule useRule() {
        var merchant = new PaymentVoucherAvailableMerchant();
        merchant.setAvailablePids(List.of(Setting.MERCHANT));
        merchant.setAvailableSmids(List.of(Setting.SMID));
        var goods = new PaymentVoucherAvailableGoods();
        goods.setGoodsIds(List.of("SKU-1", "SKU-2"));
        goods.setGoodsName("拿铁");
        goods.setGoodsDescription("大杯拿铁");
        var fix = new PaymentFixVoucher();
        fix.setAmount("5.00");
        fix.setFloorAmount("50.00");
        var period = new PaymentVoucherValidPeriod();
        period.setType("RELATIVE");
        period.setWaitDaysAfterReceive((long) WAIT_DAYS);
        period.setValidDaysAfterReceive((long) VALID_DAYS);
        var use = new PaymentVoucherUseRule();
        use.setAvailableMerchant(merchant);
        use.setAvailableGoods(goods);
        use.setFixVoucher(fix);
        use.setUseMode("SELF_LINK");
        use.setUseUrl("alipays://platformapi/startapp?appId=2021000000000001");
        use.setVoucherValidPeriod(period);
        return use;
    }
}
