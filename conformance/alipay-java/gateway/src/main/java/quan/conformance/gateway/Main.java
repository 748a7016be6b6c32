package quan.conformance.gateway;

import com.alibaba.fastjson.JSONObject;
import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipayEncrypt;
import com.alipay.api.internal.util.AlipayLogger;
import com.alipay.api.internal.util.AlipaySignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import quan.conformance.Check;
import quan.conformance.Message;
import quan.conformance.Numbers;
import quan.conformance.Receiver;
import quan.conformance.Run;
import quan.conformance.Setting;
import quan.conformance.Spi;
import quan.conformance.ordervoucher.Sale;
import quan.conformance.ordervoucher.Suite;

/** The SDK of the gateway, com.alipay.sdk:alipay-sdk-java, against a server. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        AlipayLogger.setNeedEnableLogger(false);
        Run.main(arguments, Main::run);
    }

    private static void run(Setting setting, Run.Server server, Receiver receiver, Spi spi) throws Exception {
        String url = server.url();
        Path platform = server.platform();
        Caller plain = Caller.withKey(setting.plain, url, platform);
        Caller encrypted = Caller.withEncryption(setting.encrypted, url, platform);
        Caller certified = Caller.withCertificate(setting.certified, url, platform);
        String publicKey = Caller.publicKey(platform);
        receiver.read(setting.plain, fields -> byKey(setting.plain, fields, publicKey));
        receiver.read(setting.encrypted, fields -> byKey(setting.encrypted, fields, publicKey));
        receiver.read(setting.certified, fields -> byCertificate(fields, Caller.certificate(platform)));

        Check.part("the SDK verifies answers", () -> {
            Caller misled = Caller.withKey(setting.plain, url, setting.anotherPlatform());
            try {
                Check.that("refuses", false, new Vouchers(misled).query(Setting.NO_ACTIVITY).getBody());
            } catch (AlipayApiException e) {
                Check.matches("says why", "(?s).*(sign check fail|验签).*", String.valueOf(e));
            }
        });
        Check.part("key mode: uploads", () -> new Images(plain).run());
        Check.part("key mode: life of an activity, new shape",
                () -> new NewLife(setting.plain, plain, receiver).run());
        Check.part("key mode: life of a prepaid activity, old shape",
                () -> new OldLife(setting.plain, plain, receiver, new Images(plain).cover()).run());
        Check.part("encrypted: life of an activity, new shape",
                () -> new NewLife(setting.encrypted, encrypted, receiver).run());
        Check.part("encrypted: life of a prepaid activity, old shape",
                () -> new OldLife(setting.encrypted, encrypted, receiver, Setting.COVER).run());
        Check.part("certificate mode: uploads", () -> new Images(certified).run());
        Check.part("certificate mode: life of an activity, new shape",
                () -> new NewLife(setting.certified, certified, receiver).run());
        Check.part("certificate mode: life of a prepaid activity, old shape",
                () -> new OldLife(setting.certified, certified, receiver, Setting.COVER).run());

        for (Gateway gateway : List.of(new Gateway(setting.plain, plain), new Gateway(setting.encrypted, encrypted),
                new Gateway(setting.certified, certified))) {
            spi.answer(gateway.app(), fields -> question(gateway.app(), fields, platform), gateway, Sale::answer);
        }
        Suite.run("key mode", setting, setting.plain, new Gateway(setting.plain, plain), server, receiver, spi);
        Suite.run("encrypted", setting, setting.encrypted, new Gateway(setting.encrypted, encrypted), server, receiver,
                spi);
        Suite.run("certificate mode", setting, setting.certified, new Gateway(setting.certified, certified), server,
                receiver, spi);

        Check.part("sign_type RSA", () -> query(Caller.withKey(setting.plain, url, platform, "RSA", "utf-8")));
        Check.part("charset GBK", () -> query(Caller.withKey(setting.plain, url, platform, "RSA2", "GBK")));
        Check.part("charset GBK, sign_type RSA",
                () -> query(Caller.withKey(setting.plain, url, platform, "RSA", "GBK")));

        Check.part("key mode: unknown activity", () -> new Refusals(plain).unknownActivity());
        Check.part("encrypted: unknown activity", () -> new Refusals(encrypted).unknownActivity());
        Check.part("certificate mode: unknown activity", () -> new Refusals(certified).unknownActivity());
        Check.part("key mode: wrong contents", () -> new Refusals(plain).contents());
        Check.part("encrypted: wrong contents", () -> new Refusals(encrypted).contents());
        Check.part("another merchant's activity", () -> {
            String activity = Answers.done("create",
                    new Vouchers(plain).create(NewShape.create(Numbers.next("CREATE"), Setting.COVER))).getActivityId();
            Answers.refused("activity.query before publish", "ACTIVITY_NOT_ACTIVE",
                    new Refusals(plain).activity(activity));
            new Refusals(Caller.withKey(setting.stranger, url, platform)).strangers(activity);
        });
        Check.part("tokens", () -> new Refusals(plain).tokens());
        Check.part("unknown method", () -> new Refusals(plain).unknownMethod());
        Check.part("broken JSON", () -> new Refusals(plain).brokenJson());
        Check.part("wrong signature", () -> new Refusals(Caller.withKey(
                setting.plain.signingAs(setting.imposter), url, platform))
                .signature("isv.invalid-signature"));
        Check.part("wrong signature, certificate mode", () -> new Refusals(Caller.withCertificate(
                setting.certified.signingAs(setting.imposter), url, platform))
                .signature("isv.invalid-signature"));
        Check.part("unknown app", () -> new Refusals(Caller.withKey(setting.imposter, url, platform))
                .signature("isv.invalid-app-id"));
        Check.part("unknown app, certificate mode", () -> new Refusals(Caller.withCertificate(
                setting.imposter, url, platform)).signature("isv.invalid-app-id"));
        Check.part("unregistered certificate", () -> new Refusals(Caller.withCertificate(
                setting.certified.certifiedAs(setting.imposter), url, platform)).signature("isv.app-cert-not-exist"));
        Suite.accepted(setting, setting.plain, beside -> gateway(setting, beside), server, receiver, spi,
                beside -> fields -> byKey(setting.plain, fields, Caller.publicKey(beside.platform())));
        Check.part("a message that was tampered with", () -> tampered(receiver, publicKey));
    }

    private static Gateway gateway(Setting setting, Run.Server server) {
        try {
            return new Gateway(setting.plain, Caller.withKey(setting.plain, server.url(), server.platform()));
        } catch (AlipayApiException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A question is signed like a message, in the clear. */
    private static Map<String, ?> question(Setting.App app, Map<String, String> fields, Path platform)
            throws Exception {
        boolean right = app.certificate() == null
                ? AlipaySignature.rsaCheckV1(new TreeMap<>(fields), Caller.publicKey(platform), "UTF-8", "RSA2")
                : AlipaySignature.rsaCertCheckV1(new TreeMap<>(fields), Caller.certificate(platform), "UTF-8", "RSA2");
        if (!right) {
            throw new SecurityException("the SDK's check says no");
        }
        return fields;
    }

    /** Chinese text there and back. */
    private static void query(Caller caller) throws Exception {
        var vouchers = new Vouchers(caller);
        String activity = Answers.done("create", vouchers.create(NewShape.create(Numbers.next("CREATE"),
                Setting.COVER))).getActivityId();
        Check.equal("activity_name", NewShape.NAME,
                Answers.done("query", vouchers.query(activity)).getActivityName());
        Answers.refused("a refusal", "INVALID_PARAMETER", vouchers.query(Setting.NO_ACTIVITY));
    }

    private static Map<String, ?> byKey(Setting.App app, Map<String, String> fields, String publicKey)
            throws Exception {
        String charset = fields.get("charset");
        String content = fields.get("biz_content");
        String encryptType = fields.get("encrypt_type");
        // The SDK's check takes sign and sign_type out of the map that it is given.
        if (!AlipaySignature.rsaCheckV1(new TreeMap<>(fields), publicKey, charset, fields.get("sign_type"))) {
            throw new SecurityException("rsaCheckV1 says no");
        }
        if (encryptType != null) {
            content = AlipayEncrypt.decryptContent(content, encryptType, app.encryptKey(), charset);
        }
        return JSONObject.parseObject(content);
    }

    private static Map<String, ?> byCertificate(Map<String, String> fields, String certificate) throws Exception {
        if (!AlipaySignature.rsaCertCheckV1(new TreeMap<>(fields), certificate, fields.get("charset"),
                fields.get("sign_type"))) {
            throw new SecurityException("rsaCertCheckV1 says no");
        }
        return JSONObject.parseObject(fields.get("biz_content"));
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
