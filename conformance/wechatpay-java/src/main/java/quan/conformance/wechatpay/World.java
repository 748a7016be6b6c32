package quan.conformance.wechatpay;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.certificate.AutoCertificateService;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSACombinedNotificationConfig;
import com.wechat.pay.java.core.util.PemUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the parts share: a server, merchants with the SDK's clients, a clock that the parts move. */
final class World {
    static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    // Appids of the provisioning file.
    static final String SHOP_APP = "wx0000000000000001";
    static final String SHOP_OTHER = "wx0000000000000002";
    static final String BOOK_APP = "wx0000000000000003";
    static final String TEA_APP = "wx0000000000000005";
    static final String STRANGER_APP = "wx0000000000000006";

    // Users as the shop's first app knows them, and the first one elsewhere. The second and the third are one person.
    static final String ONE = "oShopOne-0000000000000000001";
    static final String TWO = "oShopOne-0000000000000000002";
    static final String THREE = "oShopOne-0000000000000000003";
    static final String NOBODY = "oNobody-0000000000000000001";
    static final String ONE_AT_OTHER = "oShopTwo-0000000000000000001";
    static final String ONE_AT_BOOK = "oBook-0000000000000000000001";
    static final String ONE_AT_TEA = "oTea-00000000000000000000001";
    static final String ONE_UNION = "oUnion-000000000000000000001";

    // Sentences of the platform.
    static final String NOT_USABLE = "券状态非可用态";
    static final String REPEATED = "请求重入时，参数与首次请求时不一致";
    static final String NOT_IN_TIME = "券不在有效期";
    static final String NOT_ALLOWED = "商户无权限操作该券";
    static final String FOREIGN_APP = "AppID与请求方商户无关联关系";
    static final String UNKNOWN = "查询的资源不存在";
    static final String NO_COUPON = "查询不到该券，请确认批次号与coupon_code是否匹配";

    static final String NO_STOCK = "9999999999999999";
    static final String NO_CODE = "1234567890123456789012";

    /** A code with every character that a merchant's own code may have. */
    static final String OWN_CODE = "A1 b-2_c\\3/d=4|e";

    final Quan quan;
    final Receiver receiver;
    final Path keys;
    final Path exported;
    final String publicKeyId;
    final String certificate;
    final Merchant shop;
    final Merchant bookshop;
    final Merchant partner;
    final Merchant stranger;
    private OffsetDateTime now;
    private int numbers;

    World(Quan quan, Receiver receiver, Path keys) throws Exception {
        this.quan = quan;
        this.receiver = receiver;
        this.keys = keys;
        exported = quan.exportKeys();
        String text = Files.readString(exported.resolve("wechatpay.txt"));
        Matcher id = Pattern.compile("PUB_KEY_ID_\\d+").matcher(text);
        publicKeyId = id.find() ? id.group() : "";
        certificate = PemUtil.getSerialNumber(PemUtil.loadX509FromPath(exported.resolve("wechatpay_platform_cert.pem").toString()));
        Check.that("wechatpay.txt names the certificate", text.contains(certificate), text);
        Check.equal("the public key's id", "PUB_KEY_ID_0114000000012025112500000000000001", publicKeyId);

        // Tomorrow at ten, and it stands still until a part moves it.
        moveTo(OffsetDateTime.now(SHANGHAI).toLocalDate().plusDays(1).atTime(10, 0).atOffset(SHANGHAI));

        AutoCertificateService.start(Duration.ofSeconds(1));
        shop = certified("shop", "1900000001");
        partner = certified("partner", "1900000003");
        stranger = certified("stranger", "1900000005");
        bookshop = new Merchant("1900000002", publicKey("bookshop", "1900000002", exportedPublicKey()), quan.url());
        receiver.read("/shop", new NotificationParser(auto("shop", "1900000001")), either(shop, "shop"));
        receiver.read("/bookshop", new NotificationParser((RSAPublicKeyConfig) publicKey("bookshop", "1900000002", exportedPublicKey())));
    }

    String exportedPublicKey() {
        return exported.resolve("wechatpay_platform_public_key.pem").toString();
    }

    String key(String name) {
        return keys.resolve(name + ".pem").toString();
    }

    String serial(String name) {
        return PemUtil.getSerialNumber(PemUtil.loadX509FromPath(keys.resolve(name + ".crt").toString()));
    }

    static String apiKey(String mchid) {
        return "0123456789abcdef0123456789abcde" + mchid.substring(9);
    }

    /** A merchant whose platform certificates the SDK downloads by itself. */
    Merchant certified(String name, String mchid) {
        return new Merchant(mchid, auto(name, mchid), quan.url());
    }

    RSAAutoCertificateConfig auto(String name, String mchid) {
        return auto(name, mchid, apiKey(mchid));
    }

    RSAAutoCertificateConfig auto(String name, String mchid, String apiKey) {
        return new RSAAutoCertificateConfig.Builder().merchantId(mchid).privateKeyFromPath(key(name))
                .merchantSerialNumber(serial(name)).apiV3Key(apiKey)
                .httpClientBuilder(new DefaultHttpClientBuilder().okHttpClient(new Merchant.Route(quan.url()).client())).build();
    }

    Config publicKey(String name, String mchid, String path) {
        return new RSAPublicKeyConfig.Builder().merchantId(mchid).privateKeyFromPath(key(name))
                .merchantSerialNumber(serial(name)).apiV3Key(apiKey(mchid)).publicKeyFromPath(path).publicKeyId(publicKeyId).build();
    }

    /** Reads notices signed by certificate or public key, as merchants do while they change over. */
    private NotificationParser either(Merchant merchant, String name) {
        return new NotificationParser(new RSACombinedNotificationConfig.Builder().merchantId(merchant.mchid()).privateKeyFromPath(key(name))
                .merchantSerialNumber(serial(name)).apiV3Key(apiKey(merchant.mchid())).httpClient(merchant.client())
                .publicKeyFromPath(exportedPublicKey()).publicKeyId(publicKeyId).build());
    }

    OffsetDateTime now() {
        return now;
    }

    void moveTo(OffsetDateTime at) throws Exception {
        quan.staff("PUT", "/api/clock", Tree.of("set", at.toInstant().toString(), "frozen", true));
        now = at;
    }

    void pass(Duration by) throws Exception {
        moveTo(now.plus(by));
    }

    /** The first instant of the day so many days from now. */
    OffsetDateTime day(int ahead) {
        return now.toLocalDate().plusDays(ahead).atStartOfDay().atOffset(SHANGHAI);
    }

    /** The last second of the day so many days from now. */
    OffsetDateTime endOfDay(int ahead) {
        return day(ahead + 1).minusSeconds(1);
    }

    /** A request number that was never used. */
    String number() {
        return String.format("java-%d-%04d", System.currentTimeMillis() / 1000, ++numbers);
    }

    /** A stock with nothing but what it must have: 3 yuan off 10, for sixty days from today. */
    JsonObject plainStock() {
        return Tree.of("stock_name", "立减三元", "belong_merchant", "1900000001", "goods_name", "全场", "stock_type", "NORMAL",
                "coupon_use_rule.coupon_available_time.available_begin_time", day(0),
                "coupon_use_rule.coupon_available_time.available_end_time", endOfDay(59),
                "coupon_use_rule.fixed_normal_coupon.discount_amount", 300,
                "coupon_use_rule.fixed_normal_coupon.transaction_minimum", 1000,
                "coupon_use_rule.use_method", "OFF_LINE",
                "stock_send_rule.max_coupons", 100, "stock_send_rule.max_coupons_per_user", 50,
                "out_request_no", number(), "coupon_code_mode", "WECHATPAY_MODE");
    }

    /** Creates the shop's plain stock with these changes. */
    String stock(Object... changes) throws Exception {
        return Tree.text(shop.done("createBusifavorStock", Tree.with(plainStock(), changes)), "stock_id");
    }

    JsonObject sending(String stock, String openid) {
        return Tree.of("openid", openid, "appid", SHOP_APP, "stock_id", stock, "out_request_no", number());
    }

    /** Gives the first user a coupon of the shop. */
    String send(String stock) throws Exception {
        return Tree.text(shop.done("sendCoupon", sending(stock, ONE)), "send_coupon_result.coupon_code");
    }

    JsonObject using(String stock, String coupon) {
        return Tree.of("coupon_code", coupon, "stock_id", stock, "appid", SHOP_APP, "use_time", now, "use_request_no", number());
    }

    JsonObject returning(String stock, String coupon) {
        return Tree.of("coupon_code", coupon, "stock_id", stock, "return_request_no", number());
    }

    JsonObject deactivating(String stock, String coupon) {
        return Tree.of("coupon_code", coupon, "stock_id", stock, "deactivate_request_no", number(), "deactivate_reason", "券使用错误");
    }

    JsonObject linking(String stock, String coupon, String order) {
        return Tree.of("stock_id", stock, "coupon_code", coupon, "out_trade_no", order, "out_request_no", number());
    }

    void use(String stock, String coupon) throws Exception {
        shop.done("useCoupon", using(stock, coupon));
    }

    JsonObject query(String stock) throws Exception {
        return shop.done("queryStock", "stock_id", stock);
    }

    /** A coupon of the first user, as the shop sees it. */
    JsonObject coupon(String coupon) throws Exception {
        return shop.done("queryCoupon", "coupon_code", coupon, "appid", SHOP_APP, "openid", ONE);
    }

    /** The codes of the first user's coupons of a stock in a state, the newest first. */
    List<String> listed(String stock, String state) throws Exception {
        JsonObject answer = shop.done("listCouponsByFilter", "openid", ONE, "appid", SHOP_APP, "stock_id", stock,
                "creator_merchant", shop.mchid(), "coupon_state", state);
        List<String> codes = codes(answer);
        Check.equal("the list's total", codes.size(), Tree.at(answer, "total_count"));
        return codes;
    }

    static List<String> codes(JsonObject list) {
        List<String> codes = new ArrayList<>();
        for (JsonElement each : items(list, "data")) {
            codes.add(Tree.text(each, "coupon_code"));
        }
        return codes;
    }

    static JsonArray items(JsonObject from, String name) {
        return from.has(name) ? from.getAsJsonArray(name) : new JsonArray();
    }

    /** That a coupon is in one state, alone and in lists. */
    JsonObject isIn(String stock, String coupon, String state) throws Exception {
        JsonObject seen = coupon(coupon);
        Check.equal("the coupon's state", state, Tree.at(seen, "coupon_state"));
        for (String each : List.of("SENDED", "USED", "EXPIRED", "DEACTIVATED")) {
            Check.equal("it is listed among " + each, each.equals(state), listed(stock, each).contains(coupon));
        }
        return seen;
    }

    /** That the shop's call is refused. */
    void refused(String what, String operation, JsonObject request, int status, String code, String message) {
        refused(what, shop, operation, request, status, code, message);
    }

    void refused(String what, Merchant by, String operation, JsonObject request, int status, String code, String message) {
        Check.refused(what, () -> by.call(operation, request), status, code, message);
    }
}
