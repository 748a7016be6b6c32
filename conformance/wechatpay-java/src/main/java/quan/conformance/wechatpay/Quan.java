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
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running {@code quan serve} of a sandbox, and its own API. */
final class Quan {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path binary;
    private final Path data;
    private final Path log;
    private final Path provision;
    private Process server;
    private String url;

    Quan(Path binary, Path home, Path provision) throws Exception {
        this.binary = binary;
        data = home.resolve("data");
        log = home.resolve("serve.log");
        this.provision = provision;
        begin("127.0.0.1:0");
    }

    /** Starts at an address, and waits until it is ready. */
    private void begin(String address) throws Exception {
        server = new ProcessBuilder(binary.toString(), "--json", "serve", "--sandbox", "true", "--data", data.toString(),
                "--listen", address, "--provision", provision.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.resolveSibling("serve.err").toFile())).start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<String> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> follow(lines, ready), "quan serve");
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
        keys("export", "--data", data.toString(), "--out", out.toString());
        return out;
    }

    /** Makes the certificate that follows the platform's, as its operator does. */
    void rotate() throws Exception {
        keys("rotate", "--data", data.toString(), "--wechatpay");
    }

    private void keys(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(binary.toString(), "keys"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Check.need("quan keys " + arguments[0] + " is done", process.waitFor() == 0, text);
    }

    /** Stops and starts again where it was. */
    void restart() throws Exception {
        Check.equal("the server stops with", 0, stop());
        begin(url.substring("http://".length()));
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

    private void follow(BufferedReader lines, CompletableFuture<String> ready) {
        try (lines; var out = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
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
