package quan.conformance.wechatpay;

import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running {@code quan serve} of a sandbox, and its own API. */
final class Quan {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path binary;
    private final Path data;
    private final Path log;
    private final Process server;
    private final String url;

    Quan(Path binary, Path home, Path provision) throws Exception {
        this.binary = binary;
        data = home.resolve("data");
        log = home.resolve("serve.log");
        server = new ProcessBuilder(binary.toString(), "--json", "serve", "--sandbox", "true", "--data", data.toString(),
                "--listen", "127.0.0.1:0", "--provision", provision.toString())
                .redirectError(home.resolve("serve.err").toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        CompletableFuture<String> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> follow(ready), "quan serve");
        reader.setDaemon(true);
        reader.start();
        try {
            url = ready.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            server.destroyForcibly();
            throw new IllegalStateException("quan serve did not say that it is ready; it said:\n" + said(), e);
        }
    }

    String url() {
        return url;
    }

    /** Writes the platform's certificate and public key, as merchants download them. */
    Path exportKeys() throws Exception {
        Path out = Files.createDirectories(data.resolveSibling("platform"));
        Process export = new ProcessBuilder(binary.toString(), "keys", "export",
                "--data", data.toString(), "--out", out.toString()).redirectErrorStream(true).start();
        String text = new String(export.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (export.waitFor() != 0) {
            throw new IllegalStateException("quan keys export failed: " + text);
        }
        return out;
    }

    /** What users and the platform's staff do, and no SDK can. */
    JsonObject staff(String method, String path, JsonObject body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer conformance")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body.toString())).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        Check.need(method + " " + path + " is answered", answer.statusCode() / 100 == 2, answer.statusCode() + " " + answer.body());
        return answer.body().isEmpty() ? new JsonObject() : Tree.GSON.fromJson(answer.body(), JsonObject.class);
    }

    /** What the server printed, for the report of a failure. */
    String said() throws IOException {
        String text = "";
        for (Path each : new Path[] {log, log.resolveSibling("serve.err")}) {
            text += Files.exists(each) ? Files.readString(each) : "";
        }
        return text.length() < 4000 ? text : "…" + text.substring(text.length() - 4000);
    }

    /** Asks the server to stop, and answers its exit code; null if it does not stop. */
    Integer stop() throws InterruptedException {
        server.destroy();
        return server.waitFor(20, TimeUnit.SECONDS) ? server.exitValue() : null;
    }

    private void follow(CompletableFuture<String> ready) {
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8); var out = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line + "\n");
                out.flush();
                if (line.startsWith("{")) {
                    String said = Tree.text(Tree.GSON.fromJson(line, JsonObject.class), "url");
                    if (said != null) {
                        ready.complete(said);
                    }
                }
            }
            ready.completeExceptionally(new IllegalStateException("it ended"));
        } catch (IOException | JsonSyntaxException e) {
            ready.completeExceptionally(e);
        }
    }
}
