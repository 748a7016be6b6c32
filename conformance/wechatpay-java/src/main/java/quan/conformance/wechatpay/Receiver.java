package quan.conformance.wechatpay;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.wechat.pay.java.core.notification.Notification;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.core.util.GsonUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The merchants' end of the notices: one path a merchant, each read by the SDK. */
final class Receiver {
    /** A notice that the SDK accepted. */
    record Notice(String path, Notification envelope, JsonObject content, Headers headers) {}

    private final HttpServer server;
    private final Map<String, List<NotificationParser>> readers = new HashMap<>();
    private final List<Notice> came = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> refuse = new HashMap<>();

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Who reads what comes for a path; several must all accept it. */
    synchronized void read(String path, NotificationParser... parsers) {
        readers.put(path, List.of(parsers));
    }

    /** Answers the next notices about a stock with 500, after reading them. */
    synchronized void refuseNext(String stock, int count) {
        refuse.put(stock, count);
    }

    /** Waits until so many notices about a coupon came, and answers them. */
    synchronized List<Notice> await(String stock, String coupon, int count) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        List<Notice> found = about(stock, coupon);
        for (; found.size() < count && System.nanoTime() < end; found = about(stock, coupon)) {
            wait(100);
        }
        Check.need(count + " notices about coupon " + coupon + " arrive", found.size() >= count, found.size() + "; refused: " + wrong);
        return found;
    }

    synchronized List<Notice> about(String stock, String coupon) {
        return came.stream().filter(each -> stock.equals(Tree.text(each.content, "stock_id"))
                && coupon.equals(Tree.text(each.content, "coupon_code"))).toList();
    }

    /** Posts that failed the check, and why. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    private synchronized void receive(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Headers headers = exchange.getRequestHeaders();
        boolean taken = false;
        try {
            RequestParam request = new RequestParam.Builder()
                    .serialNumber(headers.getFirst("Wechatpay-Serial"))
                    .nonce(headers.getFirst("Wechatpay-Nonce"))
                    .timestamp(headers.getFirst("Wechatpay-Timestamp"))
                    .signature(headers.getFirst("Wechatpay-Signature"))
                    .signType(headers.getFirst("Wechatpay-Signature-Type"))
                    .body(body).build();
            JsonObject content = null;
            for (NotificationParser parser : readers.getOrDefault(path, List.of())) {
                content = parser.parse(request, JsonObject.class);
            }
            if (content == null) {
                throw new IllegalStateException("nobody reads " + path);
            }
            came.add(new Notice(path, GsonUtil.getGson().fromJson(body, Notification.class), content, headers));
            taken = refuse.merge(Tree.text(content, "stock_id"), -1, Integer::sum) < 0;
        } catch (Exception e) {
            wrong.add(Check.describe(e));
        }
        notifyAll();
        byte[] answer = (taken ? "{\"code\":\"SUCCESS\",\"message\":\"\"}" : "{\"code\":\"FAIL\",\"message\":\"later\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(taken ? 200 : 500, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
