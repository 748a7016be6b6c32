package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.util.model.AlipayConfig;
import java.io.IOException;
import java.nio.file.Path;
import quan.conformance.Setting;

/** The SDK's client as a user of one mode sets it up; the SDK verifies every success. */
final class Client {
    private Client() {}

    /** Public key mode; with an encrypt key in the configuration every call is encrypted. */
    static ApiClient withKey(Setting.App app, String url, Path platform) throws ApiException, IOException {
        AlipayConfig config = base(app, url);
        config.setAlipayPublicKey(publicKey(platform));
        config.setEncryptKey(app.encryptKey());
        return client(config);
    }

    static ApiClient withCertificate(Setting.App app, String url, Path platform) throws ApiException {
        AlipayConfig config = base(app, url);
        config.setAppCertPath(app.certificate().toString());
        config.setAlipayPublicCertPath(certificate(platform));
        config.setRootCertPath(platform.resolve("alipay_root.crt").toString());
        return client(config);
    }

    static String publicKey(Path platform) throws IOException {
        return Setting.bare(platform.resolve("alipay_public_key.pem"));
    }

    static String certificate(Path platform) {
        return platform.resolve("alipay_cert_public_key.crt").toString();
    }

    private static AlipayConfig base(Setting.App app, String url) {
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(url);
        config.setAppId(app.id());
        config.setPrivateKey(app.privateKey());
        return config;
    }

    private static ApiClient client(AlipayConfig config) throws ApiException {
        ApiClient client = new ApiClient();
        client.setAlipayConfig(config);
        return client;
    }
}
