package quan.conformance.rest;

import com.alipay.v3.model.AlipayMarketingActivityVoucherCreateModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherModifyModel;
import com.alipay.v3.model.PaymentFixVoucher;
import com.alipay.v3.model.PaymentVoucherAlipayBalanceRechargeInfo;
import com.alipay.v3.model.PaymentVoucherAvailableGoods;
import com.alipay.v3.model.PaymentVoucherAvailableGoodsModify;
import com.alipay.v3.model.PaymentVoucherAvailableMerchant;
import com.alipay.v3.model.PaymentVoucherBudgetInfo;
import com.alipay.v3.model.PaymentVoucherDisplayInfo;
import com.alipay.v3.model.PaymentVoucherRechargeInfo;
import com.alipay.v3.model.PaymentVoucherSendRule;
import com.alipay.v3.model.PaymentVoucherUseRule;
import com.alipay.v3.model.PaymentVoucherUseRuleModify;
import com.alipay.v3.model.PaymentVoucherValidPeriod;
import com.alipay.v3.model.PaymentVoucherValidPeriodModify;
import java.util.List;
import quan.conformance.Setting;
import quan.conformance.Times;

/** The request of 2021: flat; here prepaid, limited to goods, valid for some days from the next day on. */
final class OldShape {
    static final String NAME = "预充值满50减5";
    static final int QUANTITY = 100;
    static final int WAIT_DAYS = 1;
    static final int VALID_DAYS = 7;
    static final int MODIFIED_VALID_DAYS = 10;

    private OldShape() {}

    static AlipayMarketingActivityVoucherCreateModel create(String outBizNo, String image) {
        var model = new AlipayMarketingActivityVoucherCreateModel();
        model.setOutBizNo(outBizNo);
        model.setActivityName(NAME);
        model.setPublishStartTime(Times.text(Times.startOfToday()));
        model.setPublishEndTime(Times.text(Times.endOfDay(20)));
        model.setVoucherType("FIX_VOUCHER");
        var send = new PaymentVoucherSendRule();
        send.setVoucherQuantity(QUANTITY);
        send.setVoucherQuantityLimitPerUser(1);
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
        model.setPublishEndTime(Times.text(Times.endOfDay(25)));
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
        period.setWaitDaysAfterReceive(WAIT_DAYS);
        period.setValidDaysAfterReceive(VALID_DAYS);
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
