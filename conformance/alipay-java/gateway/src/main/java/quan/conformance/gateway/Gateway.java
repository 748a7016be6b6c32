package quan.conformance.gateway;

import com.alipay.api.AlipayObject;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.FileItem;
import com.alipay.api.internal.parser.json.JsonConverter;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.internal.util.json.JSONWriter;
import com.alipay.api.request.AlipayMarketingMaterialImageUploadRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import quan.conformance.Check;
import quan.conformance.Fields;
import quan.conformance.Json;
import quan.conformance.Sdk;
import quan.conformance.Setting;

/** Any operation by its name: the SDK names its classes after the methods. */
record Gateway(Setting.App app, Caller caller) implements Sdk {
    @Override
    public boolean has(String operation) {
        return true;
    }

    @Override
    public Class<?> model(String operation) {
        return find("domain", operation, "Model");
    }

    @Override
    public String written(String operation, Map<String, ?> request) throws Exception {
        return new JSONWriter().write(build(operation, request), true);
    }

    @Override
    public Object done(String operation, Map<String, ?> request) throws Exception {
        AlipayResponse answer = Answers.done(operation, call(operation, request));
        if (answer instanceof Plain.Answer) {
            String name = operation.replace('.', '_') + "_response";
            return Json.object(answer.getBody()).get(name);
        }
        return answer;
    }

    @Override
    public String refused(String what, String operation, String code, Map<String, ?> request) throws Exception {
        AlipayResponse answer = call(operation, request);
        Answers.refused(what, code, answer);
        return answer.getSubMsg();
    }

    @Override
    public Object upload(String fileKey, byte[] picture) throws Exception {
        var request = new AlipayMarketingMaterialImageUploadRequest();
        request.setFileKey(fileKey);
        request.setMerchantAccessMode(Vouchers.SELF);
        request.setFileContent(new FileItem("图.png", picture));
        return Answers.done("upload " + fileKey, caller.call(request));
    }

    @Override
    public String sign(String content) throws Exception {
        return AlipaySignature.rsaSign(content, app.privateKey(), "UTF-8", "RSA2");
    }

    @SuppressWarnings("unchecked")
    private AlipayResponse call(String operation, Map<String, ?> request) throws Exception {
        Class<?> known = find("request", operation, "Request");
        if (known == null) {
            return caller.call(new Plain(operation, Json.write(request)));
        }
        var call = (AlipayRequest<AlipayResponse>) known.getConstructor().newInstance();
        call.setBizModel(build(operation, request));
        return caller.call(call);
    }

    private AlipayObject build(String operation, Map<String, ?> request) throws Exception {
        Set<String> unknown = new TreeSet<>();
        Map<String, Object> known = Fields.known(model(operation), request, unknown);
        Check.skip(operation, unknown);
        return (AlipayObject) new JsonConverter().fromJson(known, model(operation));
    }

    private static Class<?> find(String part, String operation, String kind) {
        StringBuilder name = new StringBuilder("com.alipay.api." + part + ".");
        for (String word : operation.split("[._]")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        try {
            return Class.forName(name + kind);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
