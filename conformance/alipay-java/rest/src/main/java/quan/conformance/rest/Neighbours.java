package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.api.AlipayMarketingActivityApi;
import com.alipay.v3.api.AlipayMarketingActivityAppApi;
import com.alipay.v3.api.AlipayMarketingActivityGoodsApi;
import com.alipay.v3.api.AlipayMarketingActivityMerchantApi;
import com.alipay.v3.api.AlipayMarketingActivityShopApi;
import com.alipay.v3.api.AlipayMarketingActivityUserApi;
import com.alipay.v3.model.AlipayMarketingActivityBatchqueryModel;
import com.alipay.v3.model.AlipayMarketingActivityConsultModel;
import com.alipay.v3.model.AlipayMarketingActivityConsultResponseModel;
import com.alipay.v3.model.ConsultActivityInfo;
import java.util.List;
import quan.conformance.Check;
import quan.conformance.Setting;
import quan.conformance.Times;

/** The queries around an active activity of the new shape, of which the first user has a voucher. */
final class Neighbours {
    private final Setting.App app;
    private final ApiClient client;
    private final AlipayMarketingActivityApi activities;

    Neighbours(Setting.App app, ApiClient client) {
        this.app = app;
        this.client = client;
        activities = new AlipayMarketingActivityApi(client);
    }

    void run(String activity, String voucher) throws Exception {
        activity(activity);
        list(activity);
        consult(activity);
        scope(activity);
        usersVouchers(activity, voucher);
    }

    private void activity(String activity) throws ApiException {
        var seen = activities.query(activity, Setting.MERCHANT, Vouchers.SELF);
        Check.equal("activity.query: activity_id", activity, seen.getActivityId());
        Check.equal("activity.query: activity_name", NewShape.MODIFIED_NAME, seen.getActivityName());
        Check.equal("activity.query: activity_status", "ACTIVE", seen.getActivityStatus());
        Check.equal("activity.query: belong_merchant_id", Setting.MERCHANT, seen.getBelongMerchantId());
        Check.equal("activity.query: publish_end_time", Times.text(NewShape.MODIFIED_PUBLISH_END),
                seen.getPublishEndTime());
        Check.equal("activity.query: amount", "20.00", seen.getVoucherUseRule().getFixVoucher().getAmount());
        Check.equal("activity.query: new containers", "20.00",
                seen.getVoucherDeductInfo().getFixVoucherInfo().getAmount());
        Check.matches("activity.query: voucher_image", "https?://.+", seen.getVoucherDisplayInfo().getVoucherImage());
    }

    private void list(String activity) throws Exception {
        var model = new AlipayMarketingActivityBatchqueryModel().activityStatus("ACTIVE").pageNum(1).pageSize(20);
        var seen = activities.batchquery(model);
        Check.equal("activity.batchquery: page_num", 1, seen.getPageNum());
        Check.equal("activity.batchquery: page_size", 20, seen.getPageSize());
        Check.matches("activity.batchquery: total_size", "\\d+", seen.getTotalSize());
        var lite = seen.getActivityLiteInfos().stream().filter(a -> activity.equals(a.getActivityId())).findFirst();
        Check.need("activity.batchquery: lists the activity", lite.isPresent(), seen);
        Check.equal("activity.batchquery: activity_name", NewShape.MODIFIED_NAME, lite.get().getActivityName());
        Check.that("activity.batchquery: create_time", lite.get().getCreateTime() != null, lite.get());
        Answers.refused("activity.batchquery: page too long", "INVALID_PARAMETER",
                () -> activities.batchquery(new AlipayMarketingActivityBatchqueryModel().pageNum(1).pageSize(21)));
    }

    private void consult(String activity) throws ApiException {
        Check.equal("consult for one who has it", List.of("COUNT_OVER_LIMIT", "OTHER"),
                codes(consult(activity, Setting.FIRST_USER, null)));
        Check.equal("consult for one who has none", List.of("SUCCESS", "OTHER"),
                codes(consult(activity, Setting.THIRD_USER, null)));
        var seen = consult(activity, null, app.openIdOfSecondUser());
        Check.equal("consult by open_id", List.of("COUNT_OVER_LIMIT", "OTHER"), codes(seen));
        Check.equal("consult answers the open_id", app.openIdOfSecondUser(), seen.getOpenId());
    }

    private AlipayMarketingActivityConsultResponseModel consult(String activity, String user, String openId)
            throws ApiException {
        return activities.consult(new AlipayMarketingActivityConsultModel().userId(user).openId(openId)
                .consultActivityInfoList(List.of(new ConsultActivityInfo().activityId(activity),
                        new ConsultActivityInfo().activityId(Setting.NO_ACTIVITY))));
    }

    private static List<String> codes(AlipayMarketingActivityConsultResponseModel seen) {
        return seen.getConsultResultInfoList().stream().map(r -> r.getConsultResultCode()).toList();
    }

    private void scope(String activity) throws ApiException {
        var apps = new AlipayMarketingActivityAppApi(client).batchquery(activity, null, 1, "20", null);
        Check.equal("app.batchquery: total_size", 1, apps.getTotalSize());
        Check.equal("app.batchquery: mini_app_id", "2021000000000001", apps.getAppInfos().get(0).getMiniAppId());

        var goods = new AlipayMarketingActivityGoodsApi(client)
                .batchquery(activity, null, "AVAILABLE", 1, 1, "2.0.0", Vouchers.SELF);
        Check.equal("goods.batchquery: total_size", 2, goods.getTotalSize());
        Check.equal("goods.batchquery: a page of one", 1, goods.getGoodsInfos().size());
        Check.equal("goods.batchquery: goods_id", "SKU-1", goods.getGoodsInfos().get(0).getGoodsId());
        Check.equal("goods.batchquery: goods_use_type", "AVAILABLE", goods.getGoodsInfos().get(0).getGoodsUseType());

        var shops = new AlipayMarketingActivityShopApi(client)
                .batchquery(activity, null, null, null, "2.0.0", null);
        Check.equal("shop.batchquery: shop_id", Setting.SHOP, shops.getShopInfos().get(0).getShopId());
        Check.equal("shop.batchquery: shop_name", "西湖店", shops.getShopInfos().get(0).getShopName());
        Check.equal("shop.batchquery: page_size when absent", 20, shops.getPageSize());

        var merchants = new AlipayMarketingActivityMerchantApi(client).batchquery(activity, null, 1, 20, null);
        Check.equal("merchant.batchquery: merchant_id", Setting.MERCHANT,
                merchants.getMerchantInfos().get(0).getMerchantId());
        Check.equal("merchant.batchquery: merchant_id_type", "PID",
                merchants.getMerchantInfos().get(0).getMerchantIdType());
    }

    private void usersVouchers(String activity, String voucher) throws Exception {
        var users = new AlipayMarketingActivityUserApi(client);
        var list = users.batchqueryvoucher(Setting.FIRST_USER, null, activity, Setting.MERCHANT, null, "SENDED",
                1, null, 20);
        Check.equal("user.batchqueryvoucher: total_size", 1, list.getTotalSize());
        var item = list.getUserVoucherInfos().get(0);
        Check.equal("user.batchqueryvoucher: voucher_id", voucher, item.getVoucherId());
        Check.equal("user.batchqueryvoucher: voucher_status", "SENDED", item.getVoucherStatus());
        Check.equal("user.batchqueryvoucher: base", voucher, item.getUserVoucherBaseInfo().getVoucherId());
        Check.equal("user.batchqueryvoucher: extended with the activity", Times.text(NewShape.MODIFIED_VALID_END),
                item.getUserVoucherBaseInfo().getValidEndTime());

        var one = users.queryvoucher(null, Setting.FIRST_USER, null, null, voucher, null, null);
        Check.equal("user.queryvoucher: activity_id", activity, one.getActivityId());
        Check.equal("user.queryvoucher: voucher_status", "SENDED", one.getVoucherStatus());
        Check.equal("user.queryvoucher: amount", "20.00", one.getVoucherUseRule().getFixVoucher().getAmount());
        Answers.refused("user.queryvoucher: of somebody else", "VOUCHER_NOT_EXIST",
                () -> users.queryvoucher(null, Setting.THIRD_USER, null, null, voucher, null, null));
    }
}
