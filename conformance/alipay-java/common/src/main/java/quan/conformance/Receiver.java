package quan.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** The merchant's end of the push messages: one path an app, each post checked by the SDK. */
public final class Receiver implements AutoCloseable {
    /** Checks a post's signature with the SDK and reads its contents, or throws. */
    @FunctionalInterface
    public interface Reader {
        Map<String, ?> read(Map<String, String> fields) throws Exception;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void read(Setting.App app, Reader reader) {
        readers.put(app.name(), reader);
    }

    /** Waits for the message of an app about an activity. */
    public Message await(Setting.App app, String kind, String activity) throws InterruptedException {
        return await(app, kind, activity, message -> true);
    }

    public Message await(Setting.App app, String kind, String activity, Predicate<Message> which)
            throws InterruptedException {
        return await(app, kind, message -> activity.equals(message.get("activity_id")) && which.test(message));
    }

    /** Waits for a message of an app that need not be about an activity. */
    public synchronized Message await(Setting.App app, String kind, Predicate<Message> which)
            throws InterruptedException {
        long end = System.nanoTime() + Await.PATIENCE.toNanos();
        while (true) {
            for (Message message : messages) {
                if (message.app().equals(app.name()) && message.kind().equals(kind) && which.test(message)) {
                    return message;
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                Check.need("message " + kind + " arrives", false, lately() + "; refused: " + refused);
            }
            wait(Math.max(1, left));
        }
    }

    /** How many messages of this kind came about the activity. */
    public synchronized long count(String kind, String activity) {
        return messages.stream()
                .filter(m -> m.kind().equals(kind) && activity.equals(m.get("activity_id"))).count();
    }

    /** One of those that came, if any did. */
    public synchronized List<Message> all() {
        return List.copyOf(messages);
    }

    /** Forgets what came after so many: another server numbers its messages by itself. */
    public synchronized void forget(int known) {
        messages.subList(known, messages.size()).clear();
    }

    /** Posts that failed the check, and why. */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized List<String> lately() {
        return messages.stream().skip(Math.max(0, messages.size() - 8))
                .map(m -> m.kind() + " " + m.content()).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        String app = exchange.getRequestURI().getPath().substring(1);
        String answer = "success";
        try {
            Message message = check(exchange, app, body);
            synchronized (this) {
                messages.add(message);
                notifyAll();
            }
        } catch (Exception e) {
            answer = "fail";
            synchronized (this) {
                refused.add(app + ": " + e + " in " + body);
            }
        }
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Message check(HttpExchange exchange, String app, String body) throws Exception {
        if (!exchange.getRequestMethod().equals("POST")) {
            throw new IllegalArgumentException("not a POST");
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
            throw new IllegalArgumentException("Content-Type " + type);
        }
        Map<String, String> fields = form(body);
        Reader reader = readers.get(app);
        if (reader == null) {
            throw new IllegalArgumentException("nobody listens at this address");
        }
        return new Message(app, fields, reader.read(new TreeMap<>(fields)));
    }

    /** Decodes a form by the charset that it names itself. */
    static Map<String, String> form(String body) {
        Charset charset = StandardCharsets.UTF_8;
        for (String pair : body.split("&")) {
            if (pair.startsWith("charset=")) {
                charset = Charset.forName(pair.substring("charset=".length()));
            }
        }
        Map<String, String> fields = new TreeMap<>();
        for (String pair : body.split("&")) {
            int at = pair.indexOf('=');
            String name = URLDecoder.decode(pair.substring(0, at), charset);
            String before = fields.put(name, URLDecoder.decode(pair.substring(at + 1), charset));
            if (before != null) {
                throw new IllegalArgumentException(name + " twice");
            }
        }
        return fields;
    }
}
