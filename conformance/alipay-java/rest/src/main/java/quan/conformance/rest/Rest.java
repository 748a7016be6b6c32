package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.JSON;
import com.alipay.v3.api.AlipayMarketingActivityDeliveryApi;
import com.alipay.v3.api.AlipayMarketingActivityOrdervoucherApi;
import com.alipay.v3.api.AlipayMarketingActivityUserApi;
import com.alipay.v3.api.AlipayMarketingActivityVoucherpackageApi;
import com.alipay.v3.api.AlipayMarketingMaterialImageApi;
import com.alipay.v3.api.AntMerchantExpandShopApi;
import com.alipay.v3.model.*;
import com.alipay.v3.util.AlipaySignature;
import com.alipay.v3.util.GenericExecuteApi;
import com.alipay.v3.util.model.OpenApiGenericRequest;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Json;
import quan.conformance.Sdk;
import quan.conformance.Setting;

/** The operations that v3 has, by the gateway's names for them. */
final class Rest implements Sdk {
    private static final String ORDER_VOUCHER = "alipay.marketing.activity.ordervoucher.";
    private static final List<String> UNBOUND = List.of("send", "batchsend", "receive", "invalid", "settle");

    /** One operation: what it takes from the request by itself, and the SDK's method. */
    private record Operation(Class<?> model, List<String> apart, Call call) {}

    @FunctionalInterface
    private interface Call {
        Object with(Map<String, ?> request, Object model) throws Exception;
    }

    private final Setting.App app;
    private final ApiClient client;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    Rest(Setting.App app, ApiClient client) {
        this.app = app;
        this.client = client;
        vouchers();
        around();
    }

    private void vouchers() {
        var api = new AlipayMarketingActivityOrdervoucherApi(client);
        body("create", AlipayMarketingActivityOrdervoucherCreateModel.class, api::create);
        path("modify", AlipayMarketingActivityOrdervoucherModifyModel.class, api::modify);
        path("append", AlipayMarketingActivityOrdervoucherAppendModel.class, api::append);
        path("stop", AlipayMarketingActivityOrdervoucherStopModel.class, api::stop);
        path("codedeposit", AlipayMarketingActivityOrdervoucherCodedepositModel.class, api::codedeposit);
        body("associate", AlipayMarketingActivityOrdervoucherAssociateModel.class, api::associate);
        body("disassociate", AlipayMarketingActivityOrdervoucherDisassociateModel.class, api::disassociate);
        parameters(ORDER_VOUCHER + "query", (r, m) -> api.query(text(r, "activity_id"), text(r, "merchant_access_mode")));
        parameters(ORDER_VOUCHER + "codecount",
                (r, m) -> api.codecount(text(r, "activity_id"), text(r, "merchant_access_mode")));
        List<String> voucher = List.of("activity_id", "voucher_code");
        operations.put(ORDER_VOUCHER + "use", new Operation(AlipayMarketingActivityOrdervoucherUseModel.class, voucher,
                (r, m) -> api.use(text(r, "activity_id"), text(r, "voucher_code"),
                        (AlipayMarketingActivityOrdervoucherUseModel) m)));
        operations.put(ORDER_VOUCHER + "refund", new Operation(AlipayMarketingActivityOrdervoucherRefundModel.class,
                voucher, (r, m) -> api.refund(text(r, "activity_id"), text(r, "voucher_code"),
                        (AlipayMarketingActivityOrdervoucherRefundModel) m)));
        for (String unbound : UNBOUND) {
            parameters(ORDER_VOUCHER + unbound, (r, m) -> generic(unbound, r));
        }
    }

    private void around() {
        var users = new AlipayMarketingActivityUserApi(client);
        parameters("alipay.marketing.activity.user.queryvoucher", (r, m) -> users.queryvoucher(text(r, "merchant_id"),
                text(r, "user_id"), text(r, "open_id"), text(r, "activity_id"), text(r, "voucher_id"),
                text(r, "voucher_code"), text(r, "merchant_access_mode")));
        parameters("alipay.marketing.activity.user.batchqueryvoucher", (r, m) -> users.batchqueryvoucher(
                text(r, "user_id"), text(r, "open_id"), text(r, "activity_id"), text(r, "belong_merchant_id"),
                text(r, "sender_merchant_id"), text(r, "voucher_status"), number(r, "page_num"),
                text(r, "merchant_access_mode"), number(r, "page_size")));
        var packages = new AlipayMarketingActivityVoucherpackageApi(client);
        String pack = "alipay.marketing.activity.voucherpackage.";
        parameters(pack + "query", (r, m) -> packages.query(text(r, "voucher_package_id")));
        operations.put(pack + "batchquery", new Operation(AlipayMarketingActivityVoucherpackageBatchqueryModel.class,
                List.of(), (r, m) -> packages.batchquery((AlipayMarketingActivityVoucherpackageBatchqueryModel) m)));
        operations.put(pack + "consult", new Operation(AlipayMarketingActivityVoucherpackageConsultModel.class,
                List.of(), (r, m) -> packages.consult(null, (AlipayMarketingActivityVoucherpackageConsultModel) m)));
        var deliveries = new AlipayMarketingActivityDeliveryApi(client);
        String delivery = "alipay.marketing.activity.delivery.";
        operations.put(delivery + "create", new Operation(AlipayMarketingActivityDeliveryCreateModel.class, List.of(),
                (r, m) -> deliveries.create((AlipayMarketingActivityDeliveryCreateModel) m)));
        List<String> plan = List.of("delivery_id");
        operations.put(delivery + "query", new Operation(AlipayMarketingActivityDeliveryQueryModel.class, plan,
                (r, m) -> deliveries.query(text(r, "delivery_id"), (AlipayMarketingActivityDeliveryQueryModel) m)));
        operations.put(delivery + "stop", new Operation(AlipayMarketingActivityDeliveryStopModel.class, plan,
                (r, m) -> deliveries.stop(text(r, "delivery_id"), (AlipayMarketingActivityDeliveryStopModel) m)));
        var shops = new AntMerchantExpandShopApi(client);
        operations.put("ant.merchant.expand.shop.create", new Operation(AntMerchantExpandShopCreateModel.class,
                List.of(), (r, m) -> shops.create((AntMerchantExpandShopCreateModel) m)));
        parameters("ant.merchant.expand.shop.query", (r, m) -> shops.query(text(r, "shop_id"),
                text(r, "store_id"), text(r, "ip_role_id"), text(r, "address_version"), text(r, "need_recommend"),
                text(r, "need_industry_info"), text(r, "need_industry_license")));
    }

    @Override
    public boolean has(String operation) {
        return operations.containsKey(operation);
    }

    @Override
    public Class<?> model(String operation) {
        return operations.get(operation).model();
    }

    @Override
    public String written(String operation, Map<String, ?> request) {
        return JSON.serialize(build(operation, request));
    }

    @Override
    public Object done(String operation, Map<String, ?> request) throws Exception {
        try {
            Object answer = call(operation, request);
            Check.need(operation, answer != null, null);
            return answer;
        } catch (ApiException e) {
            Check.need(operation, false, e.getCode() + " " + e.getResponseBody() + " " + e.getMessage());
            return null;
        }
    }

    @Override
    public String refused(String what, String operation, String code, Map<String, ?> request) throws Exception {
        return Answers.refused(what, code, !unbound(operation),
                () -> call(operation, request));
    }

    @Override
    public Object upload(String fileKey, byte[] picture) throws Exception {
        File file = Files.createTempFile("picture", ".png").toFile();
        try {
            Files.write(file.toPath(), picture);
            return new AlipayMarketingMaterialImageApi(client).upload(new AlipayMarketingMaterialImageUploadModel()
                    .fileKey(fileKey).merchantAccessMode(Vouchers.SELF), file);
        } finally {
            Files.delete(file.toPath());
        }
    }

    @Override
    public String sign(String content) throws Exception {
        return AlipaySignature.sign(content, app.privateKey(), "UTF-8", "RSA2");
    }

    private Object call(String operation, Map<String, ?> request) throws Exception {
        return operations.get(operation).call().with(request, build(operation, request));
    }

    private Object build(String operation, Map<String, ?> request) {
        Operation known = operations.get(operation);
        if (known.model() == null) {
            return null;
        }
        Map<String, Object> body = new LinkedHashMap<>(request);
        body.keySet().removeAll(known.apart());
        Set<String> unknown = new TreeSet<>();
        body = Fields.known(known.model(), body, unknown);
        Check.skip(operation, unknown);
        return JSON.getGson().fromJson(Json.write(body), known.model());
    }

    /** A path that no method of the SDK has, through the helper that it has for such. */
    private Object generic(String operation, Map<String, ?> request) throws ApiException {
        var call = new OpenApiGenericRequest();
        call.setBizParams(new LinkedHashMap<>(request));
        return new GenericExecuteApi(client)
                .execute("/v3/alipay/marketing/activity/ordervoucher/" + operation, "POST", call).getData();
    }

    private static boolean unbound(String operation) {
        return operation.startsWith(ORDER_VOUCHER) && UNBOUND.contains(operation.substring(ORDER_VOUCHER.length()));
    }

    private void parameters(String operation, Call call) {
        operations.put(operation, new Operation(null, List.of(), call));
    }

    @FunctionalInterface
    private interface Body<M> {
        Object with(M model) throws ApiException;
    }

    @FunctionalInterface
    private interface PathAndBody<M> {
        Object with(String activity, M model) throws ApiException;
    }

    private <M> void body(String operation, Class<M> model, Body<M> call) {
        operations.put(ORDER_VOUCHER + operation,
                new Operation(model, List.of(), (r, m) -> call.with(model.cast(m))));
    }

    private <M> void path(String operation, Class<M> model, PathAndBody<M> call) {
        operations.put(ORDER_VOUCHER + operation, new Operation(model, List.of("activity_id"),
                (r, m) -> call.with(text(r, "activity_id"), model.cast(m))));
    }

    private static String text(Map<String, ?> request, String name) {
        return (String) request.get(name);
    }

    private static Integer number(Map<String, ?> request, String name) {
        Object value = request.get(name);
        return value == null ? null : new BigDecimal(value.toString()).intValueExact();
    }
}
