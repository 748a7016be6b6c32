package quan.conformance.gateway;

import com.alipay.api.AlipayObject;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.internal.util.AlipayHashMap;
import java.util.Map;

/** A call that the SDK has no class for, as its users write one: the name of the method, and the contents as text. */
final class Plain implements AlipayRequest<Plain.Answer> {
    /** The common fields, and the text to look for the rest in. */
    public static final class Answer extends AlipayResponse {}

    private final String method;
    private final String content;
    private boolean encrypted;
    private AlipayObject model;

    Plain(String method, String content) {
        this.method = method;
        this.content = content;
    }

    @Override
    public String getApiMethodName() {
        return method;
    }

    @Override
    public Map<String, String> getTextParams() {
        AlipayHashMap parameters = new AlipayHashMap();
        parameters.put("biz_content", content);
        return parameters;
    }

    @Override
    public String getApiVersion() {
        return "1.0";
    }

    @Override
    public Class<Answer> getResponseClass() {
        return Answer.class;
    }

    @Override
    public boolean isNeedEncrypt() {
        return encrypted;
    }

    @Override
    public void setNeedEncrypt(boolean encrypted) {
        this.encrypted = encrypted;
    }

    @Override
    public AlipayObject getBizModel() {
        return model;
    }

    @Override
    public void setBizModel(AlipayObject model) {
        this.model = model;
    }

    @Override
    public void setApiVersion(String version) {}

    @Override
    public String getTerminalType() {
        return null;
    }

    @Override
    public void setTerminalType(String type) {}

    @Override
    public String getTerminalInfo() {
        return null;
    }

    @Override
    public void setTerminalInfo(String info) {}

    @Override
    public String getProdCode() {
        return null;
    }

    @Override
    public void setProdCode(String code) {}

    @Override
    public String getNotifyUrl() {
        return null;
    }

    @Override
    public void setNotifyUrl(String url) {}

    @Override
    public String getReturnUrl() {
        return null;
    }

    @Override
    public void setReturnUrl(String url) {}
}
