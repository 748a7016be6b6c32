package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.util.AlipayConfigUtil;
import com.alipay.v3.util.AlipayLogger;
import com.alipay.v3.util.AlipaySignature;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import quan.conformance.Check;
import quan.conformance.Message;
import quan.conformance.Numbers;
import quan.conformance.Receiver;
import quan.conformance.Run;
import quan.conformance.Setting;
import quan.conformance.Spi;
import quan.conformance.ordervoucher.Suite;

/** The SDK of REST v3, com.alipay.sdk:alipay-sdk-java-v3, against a server. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        AlipayLogger.setNeedEnableLogger(false);
        Run.main(arguments, Main::run);
    }

    private static void run(Setting setting, Run.Server server, Receiver receiver, Spi spi) throws Exception {
        String url = server.url();
        Path platform = server.platform();
        ApiClient plain = Client.withKey(setting.plain, url, platform);
        ApiClient encrypted = Client.withKey(setting.encrypted, url, platform);
        ApiClient certified = Client.withCertificate(setting.certified, url, platform);
        String publicKey = Client.publicKey(platform);
        receiver.read(setting.plain, fields -> byKey(setting.plain, fields, publicKey));
        receiver.read(setting.encrypted, fields -> byKey(setting.encrypted, fields, publicKey));
        receiver.read(setting.certified, fields -> byCertificate(fields, Client.certificate(platform)));

        Check.part("the SDK verifies answers", () -> {
            ApiClient misled = Client.withKey(setting.plain, url, setting.anotherPlatform());
            try {
                Check.that("refuses", false, new Vouchers(misled).query(Setting.NO_ACTIVITY));
            } catch (ApiException e) {
                Check.matches("says why", "(?s).*sign check fail.*", e.getMessage());
            }
        });
        for (var mode : new Object[][] {{"key mode", setting.plain, plain},
                {"encrypted", setting.encrypted, encrypted}, {"certificate mode", setting.certified, certified}}) {
            var app = (Setting.App) mode[1];
            var client = (ApiClient) mode[2];
            Check.part(mode[0] + ": uploads", () -> new Images(client).run());
            Check.part(mode[0] + ": life of an activity, new shape",
                    () -> new NewLife(app, client, receiver).run());
            Check.part(mode[0] + ": life of a prepaid activity, old shape",
                    () -> new OldLife(app, client, receiver, new Images(client).cover()).run());
            Check.part(mode[0] + ": unknown activity", () -> new Refusals(client).unknownActivity());
            Check.part(mode[0] + ": wrong contents", () -> new Refusals(client).contents());
            Check.part(mode[0] + ": escaped parameters", () -> new Refusals(client).escapes());
        }

        for (var mode : new Object[][] {{"key mode", setting.plain, plain},
                {"encrypted", setting.encrypted, encrypted}, {"certificate mode", setting.certified, certified}}) {
            var app = (Setting.App) mode[1];
            Suite.run((String) mode[0], setting, app, new Rest(app, (ApiClient) mode[2]), server, receiver, spi);
        }

        Check.part("another merchant's activity", () -> {
            String activity = new Vouchers(plain).create(NewShape.create(Numbers.next("CREATE"), Setting.COVER));
            new Refusals(Client.withKey(setting.stranger, url, platform)).strangers(activity);
        });
        Check.part("tokens", () -> new Refusals(plain).tokens());
        Check.part("wrong signature", () -> new Refusals(Client.withKey(
                setting.plain.signingAs(setting.imposter), url, platform)).signature("invalid-signature"));
        Check.part("wrong signature, encrypted", () -> new Refusals(Client.withKey(
                setting.encrypted.signingAs(setting.imposter), url, platform)).signature("invalid-signature"));
        Check.part("wrong signature, certificate mode", () -> new Refusals(Client.withCertificate(
                setting.certified.signingAs(setting.imposter), url, platform)).signature("invalid-signature"));
        Check.part("unknown app", () -> new Refusals(Client.withKey(setting.imposter, url, platform))
                .signature("invalid-app-id"));
        Check.part("unregistered certificate", () -> new Refusals(Client.withCertificate(
                setting.certified.certifiedAs(setting.imposter), url, platform)).signature("app-cert-not-exist"));
        Suite.accepted(setting, setting.plain, beside -> rest(setting, beside), server, receiver, spi,
                beside -> fields -> byKey(setting.plain, fields, Client.publicKey(beside.platform())));
        Check.part("a message that was tampered with", () -> tampered(receiver, publicKey));
    }

    private static Rest rest(Setting setting, Run.Server server) {
        try {
            return new Rest(setting.plain, Client.withKey(setting.plain, server.url(), server.platform()));
        } catch (ApiException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, ?> byKey(Setting.App app, Map<String, String> fields, String publicKey)
            throws Exception {
        String content = fields.get("biz_content");
        // The SDK's check takes sign and sign_type out of the map that it is given.
        if (!AlipaySignature.rsaCheckV1(new TreeMap<>(fields), publicKey, fields.get("charset"),
                fields.get("sign_type"))) {
            throw new SecurityException("rsaCheckV1 says no");
        }
        if (fields.containsKey("encrypt_type")) {
            AlipayConfigUtil cipher = new AlipayConfigUtil();
            cipher.setEncryptType(fields.get("encrypt_type"));
            cipher.setEncryptKey(app.encryptKey());
            content = cipher.decrypt(content);
        }
        return parse(content);
    }

    private static Map<String, ?> byCertificate(Map<String, String> fields, String certificate) throws Exception {
        if (!AlipaySignature.rsaCertCheckV1(new TreeMap<>(fields), certificate, fields.get("charset"),
                fields.get("sign_type"))) {
            throw new SecurityException("rsaCertCheckV1 says no");
        }
        return parse(fields.get("biz_content"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> parse(String content) {
        return new Gson().fromJson(content, Map.class);
    }

    /** The check that accepts the others does refuse. */
    private static void tampered(Receiver receiver, String publicKey) throws Exception {
        Check.need("there is a message", !receiver.all().isEmpty(), receiver.all());
        Message message = receiver.all().get(0);
        Map<String, String> fields = new TreeMap<>(message.fields());
        fields.put("biz_content", fields.get("biz_content") + " ");
        Check.that("is refused by the SDK", !AlipaySignature.rsaCheckV1(fields, publicKey, fields.get("charset"),
                fields.get("sign_type")), fields);
    }
}
