package quan.conformance.gateway;

import com.alipay.api.AlipayApiException;
import com.alipay.api.domain.AlipayMarketingActivityAppBatchqueryModel;
import com.alipay.api.domain.AlipayMarketingActivityBatchqueryModel;
import com.alipay.api.domain.AlipayMarketingActivityConsultModel;
import com.alipay.api.domain.AlipayMarketingActivityGoodsBatchqueryModel;
import com.alipay.api.domain.AlipayMarketingActivityMerchantBatchqueryModel;
import com.alipay.api.domain.AlipayMarketingActivityMessageQueryModel;
import com.alipay.api.domain.AlipayMarketingActivityQueryModel;
import com.alipay.api.domain.AlipayMarketingActivityShopBatchqueryModel;
import com.alipay.api.domain.AlipayMarketingActivityUserBatchqueryvoucherModel;
import com.alipay.api.domain.AlipayMarketingActivityUserQueryvoucherModel;
import com.alipay.api.domain.ConsultActivityInfo;
import com.alipay.api.request.AlipayMarketingActivityAppBatchqueryRequest;
import com.alipay.api.request.AlipayMarketingActivityBatchqueryRequest;
import com.alipay.api.request.AlipayMarketingActivityConsultRequest;
import com.alipay.api.request.AlipayMarketingActivityGoodsBatchqueryRequest;
import com.alipay.api.request.AlipayMarketingActivityMerchantBatchqueryRequest;
import com.alipay.api.request.AlipayMarketingActivityMessageQueryRequest;
import com.alipay.api.request.AlipayMarketingActivityQueryRequest;
import com.alipay.api.request.AlipayMarketingActivityShopBatchqueryRequest;
import com.alipay.api.request.AlipayMarketingActivityUserBatchqueryvoucherRequest;
import com.alipay.api.request.AlipayMarketingActivityUserQueryvoucherRequest;
import com.alipay.api.response.AlipayMarketingActivityConsultResponse;
import java.util.List;
import quan.conformance.Check;
import quan.conformance.Setting;
import quan.conformance.Times;

/** The queries around an active activity of the new shape, of which the first user has a voucher. */
final class Neighbours {
    private final Setting.App app;
    private final Caller caller;

    Neighbours(Setting.App app, Caller caller) {
        this.app = app;
        this.caller = caller;
    }

    void run(String activity, String voucher) throws AlipayApiException {
        activity(activity);
        list(activity);
        consult(activity);
        scope(activity);
        usersVouchers(activity, voucher);
        receiverOfMessages(activity);
    }

    private void activity(String activity) throws AlipayApiException {
        var model = new AlipayMarketingActivityQueryModel();
        model.setActivityId(activity);
        var request = new AlipayMarketingActivityQueryRequest();
        request.setBizModel(model);
        var seen = Answers.done("activity.query", caller.call(request));
        Check.equal("activity.query: activity_id", activity, seen.getActivityId());
        Check.equal("activity.query: activity_name", NewShape.MODIFIED_NAME, seen.getActivityName());
        Check.equal("activity.query: activity_status", "ACTIVE", seen.getActivityStatus());
        Check.equal("activity.query: belong_merchant_id", Setting.MERCHANT, seen.getBelongMerchantId());
        Check.equal("activity.query: publish_end_time", Times.date(NewShape.MODIFIED_PUBLISH_END),
                seen.getPublishEndTime());
        Check.equal("activity.query: amount", "20.00", seen.getVoucherUseRule().getFixVoucher().getAmount());
        Check.equal("activity.query: new containers", "20.00",
                seen.getVoucherDeductInfo().getFixVoucherInfo().getAmount());
        Check.matches("activity.query: voucher_image", "https?://.+", seen.getVoucherDisplayInfo().getVoucherImage());
    }

    private void list(String activity) throws AlipayApiException {
        var model = new AlipayMarketingActivityBatchqueryModel();
        model.setActivityStatus("ACTIVE");
        model.setPageNum(1L);
        model.setPageSize(20L);
        var request = new AlipayMarketingActivityBatchqueryRequest();
        request.setBizModel(model);
        var seen = Answers.done("activity.batchquery", caller.call(request));
        Check.equal("activity.batchquery: page_num", 1L, seen.getPageNum());
        Check.equal("activity.batchquery: page_size", 20L, seen.getPageSize());
        Check.matches("activity.batchquery: total_size", "\\d+", seen.getTotalSize());
        var lite = seen.getActivityLiteInfos().stream().filter(a -> activity.equals(a.getActivityId())).findFirst();
        Check.need("activity.batchquery: lists the activity", lite.isPresent(), seen.getBody());
        Check.equal("activity.batchquery: activity_name", NewShape.MODIFIED_NAME, lite.get().getActivityName());
        Check.that("activity.batchquery: create_time", lite.get().getCreateTime() != null, seen.getBody());

        model.setPageSize(21L);
        Answers.refused("activity.batchquery: page too long", "INVALID_PARAMETER", caller.call(request));
    }

    private void consult(String activity) throws AlipayApiException {
        Check.equal("consult for one who has it", List.of("COUNT_OVER_LIMIT", "OTHER"),
                codes(consult(activity, Setting.FIRST_USER, null)));
        Check.equal("consult for one who has none", List.of("SUCCESS", "OTHER"),
                codes(consult(activity, Setting.THIRD_USER, null)));
        var seen = consult(activity, null, app.openIdOfSecondUser());
        Check.equal("consult by open_id", List.of("COUNT_OVER_LIMIT", "OTHER"), codes(seen));
        Check.equal("consult answers the open_id", app.openIdOfSecondUser(), seen.getOpenId());
    }

    private AlipayMarketingActivityConsultResponse consult(String activity, String user, String openId)
            throws AlipayApiException {
        var known = new ConsultActivityInfo();
        known.setActivityId(activity);
        var unknown = new ConsultActivityInfo();
        unknown.setActivityId(Setting.NO_ACTIVITY);
        var model = new AlipayMarketingActivityConsultModel();
        model.setConsultActivityInfoList(List.of(known, unknown));
        model.setUserId(user);
        model.setOpenId(openId);
        var request = new AlipayMarketingActivityConsultRequest();
        request.setBizModel(model);
        return Answers.done("activity.consult", caller.call(request));
    }

    private static List<String> codes(AlipayMarketingActivityConsultResponse seen) {
        return seen.getConsultResultInfoList().stream().map(r -> r.getConsultResultCode()).toList();
    }

    private void scope(String activity) throws AlipayApiException {
        var apps = new AlipayMarketingActivityAppBatchqueryModel();
        apps.setActivityId(activity);
        apps.setPageNum(1L);
        apps.setPageSize("20");
        var appRequest = new AlipayMarketingActivityAppBatchqueryRequest();
        appRequest.setBizModel(apps);
        var seenApps = Answers.done("app.batchquery", caller.call(appRequest));
        Check.equal("app.batchquery: total_size", 1L, seenApps.getTotalSize());
        Check.equal("app.batchquery: mini_app_id", "2021000000000001", seenApps.getAppInfos().get(0).getMiniAppId());

        var goods = new AlipayMarketingActivityGoodsBatchqueryModel();
        goods.setActivityId(activity);
        goods.setGoodsUseType("AVAILABLE");
        goods.setPageNum(1L);
        goods.setPageSize(1L);
        goods.setProductVersion("2.0.0");
        var goodsRequest = new AlipayMarketingActivityGoodsBatchqueryRequest();
        goodsRequest.setBizModel(goods);
        var seenGoods = Answers.done("goods.batchquery", caller.call(goodsRequest));
        Check.equal("goods.batchquery: total_size", 2L, seenGoods.getTotalSize());
        Check.equal("goods.batchquery: a page of one", 1, seenGoods.getGoodsInfos().size());
        Check.equal("goods.batchquery: goods_id", "SKU-1", seenGoods.getGoodsInfos().get(0).getGoodsId());
        Check.equal("goods.batchquery: goods_use_type", "AVAILABLE",
                seenGoods.getGoodsInfos().get(0).getGoodsUseType());

        var shops = new AlipayMarketingActivityShopBatchqueryModel();
        shops.setActivityId(activity);
        shops.setProductVersion("2.0.0");
        var shopRequest = new AlipayMarketingActivityShopBatchqueryRequest();
        shopRequest.setBizModel(shops);
        var seenShops = Answers.done("shop.batchquery", caller.call(shopRequest));
        Check.equal("shop.batchquery: shop_id", Setting.SHOP, seenShops.getShopInfos().get(0).getShopId());
        Check.equal("shop.batchquery: shop_name", "西湖店", seenShops.getShopInfos().get(0).getShopName());
        Check.equal("shop.batchquery: page_size when absent", 20L, seenShops.getPageSize());

        var merchants = new AlipayMarketingActivityMerchantBatchqueryModel();
        merchants.setActivityId(activity);
        merchants.setPageNum(1L);
        merchants.setPageSize(20L);
        var merchantRequest = new AlipayMarketingActivityMerchantBatchqueryRequest();
        merchantRequest.setBizModel(merchants);
        var seenMerchants = Answers.done("merchant.batchquery", caller.call(merchantRequest));
        Check.equal("merchant.batchquery: merchant_id", Setting.MERCHANT,
                seenMerchants.getMerchantInfos().get(0).getMerchantId());
        Check.equal("merchant.batchquery: merchant_id_type", "PID",
                seenMerchants.getMerchantInfos().get(0).getMerchantIdType());
    }

    private void usersVouchers(String activity, String voucher) throws AlipayApiException {
        var list = new AlipayMarketingActivityUserBatchqueryvoucherModel();
        list.setUserId(Setting.FIRST_USER);
        list.setActivityId(activity);
        list.setBelongMerchantId(Setting.MERCHANT);
        list.setVoucherStatus("SENDED");
        list.setPageNum(1L);
        list.setPageSize(20L);
        var listRequest = new AlipayMarketingActivityUserBatchqueryvoucherRequest();
        listRequest.setBizModel(list);
        var seenList = Answers.done("user.batchqueryvoucher", caller.call(listRequest));
        Check.equal("user.batchqueryvoucher: total_size", 1L, seenList.getTotalSize());
        var item = seenList.getUserVoucherInfos().get(0);
        Check.equal("user.batchqueryvoucher: voucher_id", voucher, item.getVoucherId());
        Check.equal("user.batchqueryvoucher: voucher_status", "SENDED", item.getVoucherStatus());
        Check.equal("user.batchqueryvoucher: base", voucher, item.getUserVoucherBaseInfo().getVoucherId());
        Check.equal("user.batchqueryvoucher: extended with the activity", Times.date(NewShape.MODIFIED_VALID_END),
                item.getUserVoucherBaseInfo().getValidEndTime());

        var one = new AlipayMarketingActivityUserQueryvoucherModel();
        one.setUserId(Setting.FIRST_USER);
        one.setVoucherId(voucher);
        var oneRequest = new AlipayMarketingActivityUserQueryvoucherRequest();
        oneRequest.setBizModel(one);
        var seenOne = Answers.done("user.queryvoucher", caller.call(oneRequest));
        Check.equal("user.queryvoucher: activity_id", activity, seenOne.getActivityId());
        Check.equal("user.queryvoucher: voucher_status", "SENDED", seenOne.getVoucherStatus());
        Check.equal("user.queryvoucher: amount", "20.00", seenOne.getVoucherUseRule().getFixVoucher().getAmount());
        one.setUserId(Setting.THIRD_USER);
        Answers.refused("user.queryvoucher: of somebody else", "VOUCHER_NOT_EXIST", caller.call(oneRequest));
    }

    private void receiverOfMessages(String activity) throws AlipayApiException {
        var model = new AlipayMarketingActivityMessageQueryModel();
        model.setActivityId(activity);
        model.setMerchantId(Setting.MERCHANT);
        var request = new AlipayMarketingActivityMessageQueryRequest();
        request.setBizModel(model);
        var seen = Answers.done("message.query", caller.call(request));
        Check.equal("message.query: activity_id", activity, seen.getActivityId());
        Check.equal("message.query: notify_appid", app.id(), seen.getNotifyAppid());
    }
}
