package quan.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The merchant's end of the platform's questions: one path an app, each question checked by the SDK. */
public final class Spi implements AutoCloseable {
    /** Answers a question with the members of {@code response}. */
    @FunctionalInterface
    public interface Answer {
        Map<String, ?> to(Map<String, String> question) throws Exception;
    }

    private record App(Receiver.Reader check, Sdk sdk, Answer answer) {}

    private final HttpServer server;
    private final Map<String, App> apps = new ConcurrentHashMap<>();
    private final List<Map<String, String>> asked = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    public Spi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How an app checks questions, and what it answers. */
    public void answer(Setting.App app, Receiver.Reader check, Sdk sdk, Answer answer) {
        apps.put(app.name(), new App(check, sdk, answer));
    }

    public synchronized List<Map<String, String>> asked() {
        return List.copyOf(asked);
    }

    /** Questions that failed the check, and why. */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        String name = exchange.getRequestURI().getPath().substring(1);
        String answer;
        try {
            App app = apps.get(name);
            if (app == null) {
                throw new IllegalArgumentException("nobody answers at this address");
            }
            Map<String, String> question = Receiver.form(body);
            app.check().read(new TreeMap<>(question));
            synchronized (this) {
                asked.add(question);
            }
            String response = Json.write(app.answer().to(question));
            answer = "{\"response\":" + response + ",\"sign\":\"" + app.sdk().sign(response) + "\"}";
        } catch (Exception e) {
            synchronized (this) {
                refused.add(name + ": " + e + " in " + body);
            }
            answer = "{\"response\":{\"code\":\"40004\",\"msg\":\"Business Failed\",\"sub_code\":\"WRONG\"}}";
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
