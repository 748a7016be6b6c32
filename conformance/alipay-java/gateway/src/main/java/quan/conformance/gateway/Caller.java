package quan.conformance.gateway;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.AlipayUploadRequest;
import com.alipay.api.CertAlipayRequest;
import com.alipay.api.DefaultAlipayClient;
import java.io.IOException;
import java.nio.file.Path;
import quan.conformance.Setting;

/** The SDK's client as a user of one mode sets it up; responses are always verified. */
final class Caller {
    private final AlipayClient client;
    private final boolean encrypts;
    private final boolean certified;

    private Caller(AlipayClient client, boolean encrypts, boolean certified) {
        this.client = client;
        this.encrypts = encrypts;
        this.certified = certified;
    }

    /** Public key mode, by the configuration object that the SDK's documentation shows. */
    static Caller withKey(Setting.App app, String url, Path platform, String signType, String charset)
            throws AlipayApiException, IOException {
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(gateway(url));
        config.setAppId(app.id());
        config.setPrivateKey(app.privateKey());
        config.setAlipayPublicKey(publicKey(platform));
        config.setFormat("json");
        config.setCharset(charset);
        config.setSignType(signType);
        return new Caller(new DefaultAlipayClient(config), false, false);
    }

    static Caller withKey(Setting.App app, String url, Path platform) throws AlipayApiException, IOException {
        return withKey(app, url, platform, "RSA2", "utf-8");
    }

    /** Public key mode with contents encrypted, by the long constructor of older programs. */
    static Caller withEncryption(Setting.App app, String url, Path platform) throws IOException {
        return new Caller(new DefaultAlipayClient(gateway(url), app.id(), app.privateKey(), "json", "UTF-8",
                publicKey(platform), "RSA2", app.encryptKey(), "AES"), true, false);
    }

    static Caller withCertificate(Setting.App app, String url, Path platform) throws AlipayApiException {
        CertAlipayRequest request = new CertAlipayRequest();
        request.setServerUrl(gateway(url));
        request.setAppId(app.id());
        request.setPrivateKey(app.privateKey());
        request.setFormat("json");
        request.setCharset("UTF-8");
        request.setSignType("RSA2");
        request.setCertPath(app.certificate().toString());
        request.setAlipayPublicCertPath(certificate(platform));
        request.setRootCertPath(platform.resolve("alipay_root.crt").toString());
        return new Caller(new DefaultAlipayClient(request), false, true);
    }

    <T extends AlipayResponse> T call(AlipayRequest<T> request) throws AlipayApiException {
        return call(request, null, null);
    }

    /** Calls for the merchant that gave the app this token. */
    <T extends AlipayResponse> T call(AlipayRequest<T> request, String authToken, String appAuthToken)
            throws AlipayApiException {
        // The SDK encrypts biz_content only, and an upload has none.
        request.setNeedEncrypt(encrypts && !(request instanceof AlipayUploadRequest));
        return certified
                ? client.certificateExecute(request, authToken, appAuthToken)
                : client.execute(request, authToken, appAuthToken);
    }

    static String publicKey(Path platform) throws IOException {
        return Setting.bare(platform.resolve("alipay_public_key.pem"));
    }

    static String certificate(Path platform) {
        return platform.resolve("alipay_cert_public_key.crt").toString();
    }

    private static String gateway(String url) {
        return url + "/gateway.do";
    }
}
