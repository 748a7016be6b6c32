package quan.conformance.gateway;

import com.alipay.api.AlipayApiException;
import com.alipay.api.domain.AlipayMarketingActivityVoucherAppendModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherCreateModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherModifyModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherPublishModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherQueryModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherSendModel;
import com.alipay.api.domain.AlipayMarketingActivityVoucherStopModel;
import com.alipay.api.request.AlipayMarketingActivityVoucherAppendRequest;
import com.alipay.api.request.AlipayMarketingActivityVoucherCreateRequest;
import com.alipay.api.request.AlipayMarketingActivityVoucherModifyRequest;
import com.alipay.api.request.AlipayMarketingActivityVoucherPublishRequest;
import com.alipay.api.request.AlipayMarketingActivityVoucherQueryRequest;
import com.alipay.api.request.AlipayMarketingActivityVoucherSendRequest;
import com.alipay.api.request.AlipayMarketingActivityVoucherStopRequest;
import com.alipay.api.response.AlipayMarketingActivityVoucherAppendResponse;
import com.alipay.api.response.AlipayMarketingActivityVoucherCreateResponse;
import com.alipay.api.response.AlipayMarketingActivityVoucherModifyResponse;
import com.alipay.api.response.AlipayMarketingActivityVoucherPublishResponse;
import com.alipay.api.response.AlipayMarketingActivityVoucherQueryResponse;
import com.alipay.api.response.AlipayMarketingActivityVoucherSendResponse;
import com.alipay.api.response.AlipayMarketingActivityVoucherStopResponse;

/** The seven operations, one method each. */
record Vouchers(Caller caller) {
    static final String SELF = "SELF_MODE";

    AlipayMarketingActivityVoucherCreateResponse create(AlipayMarketingActivityVoucherCreateModel model)
            throws AlipayApiException {
        var request = new AlipayMarketingActivityVoucherCreateRequest();
        request.setBizModel(model);
        return caller.call(request);
    }

    AlipayMarketingActivityVoucherPublishResponse publish(String activity, String outBizNo) throws AlipayApiException {
        var model = new AlipayMarketingActivityVoucherPublishModel();
        model.setActivityId(activity);
        model.setOutBizNo(outBizNo);
        model.setMerchantAccessMode(SELF);
        var request = new AlipayMarketingActivityVoucherPublishRequest();
        request.setBizModel(model);
        return caller.call(request);
    }

    AlipayMarketingActivityVoucherAppendResponse append(String activity, String outBizNo, long total)
            throws AlipayApiException {
        var model = new AlipayMarketingActivityVoucherAppendModel();
        model.setActivityId(activity);
        model.setOutBizNo(outBizNo);
        model.setMerchantAccessMode(SELF);
        model.setVoucherQuantity(total);
        var request = new AlipayMarketingActivityVoucherAppendRequest();
        request.setBizModel(model);
        return caller.call(request);
    }

    AlipayMarketingActivityVoucherModifyResponse modify(AlipayMarketingActivityVoucherModifyModel model)
            throws AlipayApiException {
        var request = new AlipayMarketingActivityVoucherModifyRequest();
        request.setBizModel(model);
        return caller.call(request);
    }

    AlipayMarketingActivityVoucherQueryResponse query(String activity) throws AlipayApiException {
        var model = new AlipayMarketingActivityVoucherQueryModel();
        model.setActivityId(activity);
        model.setMerchantAccessMode(SELF);
        var request = new AlipayMarketingActivityVoucherQueryRequest();
        request.setBizModel(model);
        return caller.call(request);
    }

    AlipayMarketingActivityVoucherSendResponse send(String activity, String outBizNo, String user)
            throws AlipayApiException {
        return send(activity, outBizNo, user, null);
    }

    AlipayMarketingActivityVoucherSendResponse sendByOpenId(String activity, String outBizNo, String openId)
            throws AlipayApiException {
        return send(activity, outBizNo, null, openId);
    }

    private AlipayMarketingActivityVoucherSendResponse send(String activity, String outBizNo, String user,
            String openId) throws AlipayApiException {
        var model = new AlipayMarketingActivityVoucherSendModel();
        model.setActivityId(activity);
        model.setOutBizNo(outBizNo);
        model.setUserId(user);
        model.setOpenId(openId);
        model.setMerchantAccessMode(SELF);
        var request = new AlipayMarketingActivityVoucherSendRequest();
        request.setBizModel(model);
        return caller.call(request);
    }

    AlipayMarketingActivityVoucherStopResponse stop(String activity, String outBizNo) throws AlipayApiException {
        var model = new AlipayMarketingActivityVoucherStopModel();
        model.setActivityId(activity);
        model.setOutBizNo(outBizNo);
        model.setMerchantAccessMode(SELF);
        var request = new AlipayMarketingActivityVoucherStopRequest();
        request.setBizModel(model);
        return caller.call(request);
    }
}
