package quan.conformance.wechatpay;

import com.google.gson.JsonObject;
import com.wechat.pay.java.core.RSAConfig;
import com.wechat.pay.java.core.certificate.AutoCertificateService;
import com.wechat.pay.java.core.exception.DecryptionException;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.http.AbstractHttpClient;
import com.wechat.pay.java.core.http.ApacheHttpClientBuilder;
import com.wechat.pay.java.core.http.FileRequestBody;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.util.PemUtil;
import com.wechat.pay.java.service.certificate.CertificateService;
import com.wechat.pay.java.service.file.FileUploadService;
import com.wechat.pay.java.service.merchantexclusivecoupon.MerchantExclusiveCouponService;
import com.wechat.pay.java.service.merchantexclusivecoupon.model.QueryStockRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.HttpClients;

/** Signatures, certificates, keys, pictures. */
final class Transport {
    private static final String IMAGES = "/v3/marketing/favor/media/image-upload";

    private Transport() {}

    static void certificates(World w) throws Exception {
        CertificateService service = new CertificateService.Builder().httpClient(w.shop.client()).build();
        List<X509Certificate> list = service.downloadCertificate(World.apiKey("1900000001").getBytes());
        List<String> serials = list.stream().map(PemUtil::getSerialNumber).toList();
        Check.that("the exported certificate is among them", serials.contains(w.certificate), serials);
        Check.that("the SDK's certificate service has it", AutoCertificateService.getCertificate("1900000001", "RSA", w.certificate) != null, serials);
        try {
            service.downloadCertificate("00000000000000000000000000000000".getBytes());
            Check.that("another key does not open them", false, "certificates");
        } catch (DecryptionException e) {
            Check.that("another key does not open them", true, e);
        }
        JsonObject raw = w.shop.raw(HttpMethod.GET, "/v3/certificates", null);
        World.items(raw, "data").forEach(each -> {
            Check.that("serial_no is a certificate's", serials.contains(Tree.text(each, "serial_no")), each);
            Check.equal("algorithm", "AEAD_AES_256_GCM", Tree.at(each, "encrypt_certificate.algorithm"));
            X509Certificate own = list.get(Math.max(0, serials.indexOf(Tree.text(each, "serial_no"))));
            Check.equal("effective_time", own.getNotBefore().toInstant(), Tree.at(each, "effective_time"));
            Check.equal("expire_time", own.getNotAfter().toInstant(), Tree.at(each, "expire_time"));
        });

        Merchant fixed = new Merchant("1900000001", fixed(w), w.quan.url());
        fixed.done("getCouponNotify", "mchid", "1900000001");
    }

    /** A configuration of the certificate that was exported, and of no other. */
    private static RSAConfig fixed(World w) {
        return new RSAConfig.Builder().merchantId("1900000001").privateKeyFromPath(w.key("shop")).merchantSerialNumber(w.serial("shop"))
                .wechatPayCertificatesFromPath(w.exported.resolve("wechatpay_platform_cert.pem").toString()).build();
    }

    /**
     * A new platform certificate: both are listed, and each client is answered by the one it
     * names. A running server reads it within a minute; one that starts, at once.
     */
    static void rotation(World w) throws Exception {
        String before = w.certificate;
        Merchant old = new Merchant("1900000001", fixed(w), w.quan.url());
        String stock = w.stock();
        String coupon = w.send(stock);
        w.quan.rotate();
        w.quan.restart();
        w.moveTo(w.now());
        String after = before;
        long end = System.nanoTime() + 15_000_000_000L;
        while (after.equals(before) && System.nanoTime() < end) {
            Thread.sleep(50);
            after = PemUtil.getSerialNumber(AutoCertificateService.getAvailableCertificate("1900000001", "RSA"));
        }
        Check.need("the SDK finds the new certificate by itself", !after.equals(before), after);
        Check.that("and still has the one before", AutoCertificateService.getCertificate("1900000001", "RSA", before) != null, before);
        w.shop.done("getCouponNotify");
        Check.equal("a client that knows both asks for the new one and is answered with it", after, w.shop.lastHeader("Wechatpay-Serial"));
        old.done("getCouponNotify");
        Check.equal("a client that knows only the one before is answered with that", before, old.lastHeader("Wechatpay-Serial"));
        w.isIn(stock, coupon, "SENDED");
        w.receiver.await(stock, w.send(stock), 1);
    }

    static void publicKey(World w) throws Exception {
        Merchant book = w.bookshop;
        String stock = Tree.text(book.done("createBusifavorStock", Tree.with(w.plainStock(), "belong_merchant", book.mchid(),
                "notify_config.notify_appid", World.BOOK_APP)), "stock_id");
        Check.equal("the answer is signed by the public key", w.publicKeyId, book.lastHeader("Wechatpay-Serial"));
        String coupon = Tree.text(book.done("sendCoupon", "openid", World.ONE_AT_BOOK, "appid", World.BOOK_APP, "stock_id", stock,
                "out_request_no", w.number()), "send_coupon_result.coupon_code");
        book.done("modifyStockInfo", "stock_id", stock, "out_request_no", w.number(), "comment", "公钥");
        Check.equal("so is an empty one", w.publicKeyId, book.lastHeader("Wechatpay-Serial"));
        Receiver.Notice notice = w.receiver.await(stock, coupon, 1).get(0);
        Check.equal("and the notice", w.publicKeyId, notice.headers().getFirst("Wechatpay-Serial"));
        Check.equal("its openid", World.ONE_AT_BOOK, Tree.at(notice.content(), "openid"));
        Check.says("deactivate", Tree.of("wechatpay_deactivate_time", w.now()), book.done("deactivateCoupon", w.deactivating(stock, coupon)));
        Check.equal("the coupon's state", "DEACTIVATED", Tree.at(book.done("queryCoupon", "coupon_code", coupon, "appid", World.BOOK_APP,
                "openid", World.ONE_AT_BOOK), "coupon_state"));
        w.refused("deactivate again", book, "deactivateCoupon", w.deactivating(stock, coupon), 400, "INVALID_REQUEST", World.NOT_USABLE);

        // A merchant of certificates that changes over names the public key, and is answered by it.
        Merchant changing = new Merchant("1900000001", w.publicKey("shop", "1900000001", w.exportedPublicKey()), w.quan.url());
        changing.done("getCouponNotify");
        Check.equal("a merchant of certificates that names the key", w.publicKeyId, changing.lastHeader("Wechatpay-Serial"));

        // Whoever expects another public key refuses the answer by itself.
        X509Certificate other = PemUtil.loadX509FromPath(w.keys.resolve("other.crt").toString());
        Merchant wary = new Merchant(book.mchid(), new com.wechat.pay.java.core.RSAPublicKeyConfig.Builder().merchantId(book.mchid())
                .privateKeyFromPath(w.key("bookshop")).merchantSerialNumber(w.serial("bookshop")).apiV3Key(World.apiKey(book.mchid()))
                .publicKey(other.getPublicKey()).publicKeyId(w.publicKeyId).build(), w.quan.url());
        try {
            wary.call("getCouponNotify", new JsonObject());
            Check.that("the SDK does not take a signature of another key", false, "an answer");
        } catch (ValidationException e) {
            Check.that("the SDK does not take a signature of another key", true, e);
        }
    }

    static void images(World w) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(120, 120, BufferedImage.TYPE_INT_RGB), "png", out);
        byte[] picture = out.toByteArray();
        FileUploadService service = new FileUploadService.Builder().httpClient(w.shop.client()).build();
        String url = Merchant.PLATFORM + IMAGES;
        Check.that("the SDK's own service is answered", service.uploadImage(url, meta("logo.png", picture), "logo.png", picture) != null, "nothing");
        // The service's answer has no media_url, so the rest goes through the SDK's client.
        String logo = upload(w.shop.client(), "封面.PNG", picture);
        Check.that("media_url is an address", logo != null && logo.startsWith("http") && logo.length() <= 128, logo);
        String stock = w.stock("display_pattern_info.merchant_logo_url", logo, "display_pattern_info.coupon_image_url", logo);
        Check.equal("a stock with it", logo, Tree.at(w.query(stock), "display_pattern_info.merchant_logo_url"));
        Check.that("for a merchant of the public key", upload(w.bookshop.client(), "b.jpg", picture) != null, "nothing");
        Check.refused("a name without a picture's ending", () -> upload(w.shop.client(), "logo.gif", picture), 400, "PARAM_ERROR", "");
        Check.refused("2 MiB and a byte", () -> upload(w.shop.client(), "big.png", new byte[(2 << 20) + 1]), 400, "PARAM_ERROR", "");
        Check.refused("a digest of something else", () -> service.uploadImage(url, meta("logo.png", new byte[1]), "logo.png", picture), 400, "PARAM_ERROR", "");

        // The SDK's other client, which names no boundary.
        HttpClient apache = apache(w);
        Check.that("through Apache's client", upload(apache, "logo.png", picture) != null, "nothing");
        QueryStockRequest query = new QueryStockRequest();
        query.setStockId(stock);
        Check.equal("a query through Apache's client", stock,
                new MerchantExclusiveCouponService.Builder().httpClient(apache).build().queryStock(query).getStockId());
    }

    private static AbstractHttpClient apache(World w) {
        URI to = URI.create(w.quan.url());
        return new ApacheHttpClientBuilder().config(w.auto("shop", "1900000001")).apacheHttpClient(HttpClients.custom()
                .setRoutePlanner((target, request, context) -> new HttpRoute(new HttpHost(to.getHost(), to.getPort(), "http"))).build()).build();
    }

    private static String meta(String name, byte[] file) throws Exception {
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        return Tree.of("filename", name, "sha256", digest).toString();
    }

    private static String upload(HttpClient client, String name, byte[] file) throws Exception {
        HttpRequest request = new HttpRequest.Builder().httpMethod(HttpMethod.POST).url(Merchant.PLATFORM + IMAGES)
                .addHeader("Accept", " */*").addHeader("Content-Type", "multipart/form-data")
                .body(new FileRequestBody.Builder().meta(meta(name, file)).fileName(name).file(file).build()).build();
        return Tree.text(client.execute(request, JsonObject.class).getServiceResponse(), "media_url");
    }

    /** Signatures that are not right, and paths that are none. */
    static void refusals(World w) throws Exception {
        ServiceException e = asking(w, "another key", "1900000001", "shop", "stranger", "错误的签名，验签失败");
        String body = e == null ? "" : e.getResponseBody();
        Check.that("the detail names the signed text", body.contains("sign not match") && body.contains("/v3/marketing/busifavor/stocks/1"), body);
        asking(w, "a certificate that is not the merchant's", "1900000001", "stranger", "stranger", "商户证书序列号有误");
        asking(w, "an unknown merchant", "1999999999", "shop", "shop", "商户证书序列号有误");
        asking(w, "an expired certificate", "1900000006", "expired", "expired", "商户证书已过期");
        asking(w, "a revoked certificate", "1900000007", "revoked", "revoked", "商户证书已作废");
        w.quan.staff("PUT", "/api/wechat-merchants/1900000006/certificate-state", Tree.of("serial_no", w.serial("expired"), "state", "replaced"));
        asking(w, "a replaced certificate", "1900000006", "expired", "expired", "已更换证书，请使用新证书");
        asking(w, "a merchant without an APIv3 key", "1900000008", "keyless", "keyless", "商户未设置APIv3密钥");
        Check.refused("certificates for a merchant that is none", () -> w.auto("shop", "1999999999"), 401, "SIGN_ERROR", "");

        e = Check.refused("an unknown path", () -> w.shop.raw(HttpMethod.GET, "/v3/marketing/busifavor/nothing", null), 404, null, "");
        Check.equal("its body", "", e == null ? null : e.getResponseBody());
        Check.that("it has a Request-ID", w.shop.lastHeader("Request-ID") != null, "none");
        e = Check.refused("a method that the path has not", () -> w.shop.raw(HttpMethod.DELETE, "/v3/marketing/busifavor/stocks", null), 405, null, "");
        Check.equal("its body", "", e == null ? null : e.getResponseBody());
        w.refused("an unknown stock", "queryStock", Tree.of("stock_id", World.NO_STOCK), 404, "RESOURCE_NOT_EXISTS", World.UNKNOWN);
        Check.that("a refusal by the platform is signed", w.shop.lastHeader("Wechatpay-Signature") != null, "none");
        Check.refused("a body that is no object", () -> w.shop.raw(HttpMethod.POST, "/v3/marketing/busifavor/coupons/use", "[1]"), 400, "PARAM_ERROR", "");
    }

    private static ServiceException asking(World w, String what, String mchid, String certificate, String key, String message) {
        RSAConfig config = new RSAConfig.Builder().merchantId(mchid).privateKeyFromPath(w.key(key)).merchantSerialNumber(w.serial(certificate))
                .wechatPayCertificatesFromPath(w.exported.resolve("wechatpay_platform_cert.pem").toString()).build();
        Merchant merchant = new Merchant(mchid, config, w.quan.url());
        ServiceException e = Check.refused(what, () -> merchant.call("queryStock", Tree.of("stock_id", "1")), 401, "SIGN_ERROR", message);
        Check.equal("it is not signed", null, merchant.lastHeader("Wechatpay-Signature"));
        return e;
    }
}
