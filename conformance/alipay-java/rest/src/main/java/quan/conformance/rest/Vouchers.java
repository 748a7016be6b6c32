package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.api.AlipayMarketingActivityVoucherApi;
import com.alipay.v3.model.AlipayMarketingActivityVoucherAppendModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherAppendResponseModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherCreateModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherModifyModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherPublishModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherPublishResponseModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherQueryResponseModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherSendModel;
import com.alipay.v3.model.AlipayMarketingActivityVoucherStopModel;

/** The seven operations, one method each. */
final class Vouchers {
    static final String SELF = "SELF_MODE";

    private final AlipayMarketingActivityVoucherApi api;

    Vouchers(ApiClient client) {
        api = new AlipayMarketingActivityVoucherApi(client);
    }

    String create(AlipayMarketingActivityVoucherCreateModel model) throws ApiException {
        return api.create(model).getActivityId();
    }

    AlipayMarketingActivityVoucherPublishResponseModel publish(String activity, String outBizNo) throws ApiException {
        return api.publish(new AlipayMarketingActivityVoucherPublishModel()
                .activityId(activity).outBizNo(outBizNo).merchantAccessMode(SELF));
    }

    AlipayMarketingActivityVoucherAppendResponseModel append(String activity, String outBizNo, int total)
            throws ApiException {
        return api.append(new AlipayMarketingActivityVoucherAppendModel()
                .activityId(activity).outBizNo(outBizNo).merchantAccessMode(SELF).voucherQuantity(total));
    }

    Object modify(AlipayMarketingActivityVoucherModifyModel model) throws ApiException {
        return api.modify(model);
    }

    AlipayMarketingActivityVoucherQueryResponseModel query(String activity) throws ApiException {
        return api.query(activity, SELF);
    }

    String send(String activity, String outBizNo, String user) throws ApiException {
        return api.send(new AlipayMarketingActivityVoucherSendModel()
                .activityId(activity).outBizNo(outBizNo).userId(user)).getVoucherId();
    }

    String sendByOpenId(String activity, String outBizNo, String openId) throws ApiException {
        return api.send(new AlipayMarketingActivityVoucherSendModel()
                .activityId(activity).outBizNo(outBizNo).openId(openId).merchantAccessMode(SELF)).getVoucherId();
    }

    Object stop(String activity, String outBizNo) throws ApiException {
        return api.stop(new AlipayMarketingActivityVoucherStopModel()
                .activityId(activity).outBizNo(outBizNo).merchantAccessMode(SELF));
    }
}
