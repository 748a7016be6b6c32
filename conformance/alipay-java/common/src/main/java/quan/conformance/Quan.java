package quan.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code quan serve}. */
public final class Quan implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final Path binary;
    private final Path data;
    private final Path log;
    private final Process server;
    private final String url;

    public Quan(Path binary, Path home, Path provision, String... more) throws Exception {
        this.binary = binary;
        data = home.resolve("data");
        log = home.resolve("serve.log");
        var command = new ArrayList<>(List.of(binary.toString(), "serve", "--data", data.toString(),
                "--listen", "127.0.0.1:0", "--provision", provision.toString()));
        command.addAll(List.of(more));
        server = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> follow(address), "quan serve");
        reader.setDaemon(true);
        reader.start();
        try {
            url = address.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            server.destroyForcibly();
            throw new IllegalStateException("quan serve did not print its address; it said:\n" + said(), e);
        }
    }

    public String url() {
        return url;
    }

    /** Writes the platform's public key and certificates, as its users download them. */
    public Path exportKeys() throws Exception {
        Path out = data.resolveSibling("platform");
        Process export = new ProcessBuilder(binary.toString(), "keys", "export",
                "--data", data.toString(), "--out", out.toString())
                .redirectErrorStream(true).start();
        String text = new String(export.getInputStream().readAllBytes());
        if (export.waitFor() != 0) {
            throw new IllegalStateException("quan keys export failed: " + text);
        }
        return out;
    }

    /** What the server printed, for the report of a failure. */
    public String said() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Asks the server to stop, and answers its exit code; null if it does not stop. */
    public Integer stop() throws InterruptedException {
        server.destroy();
        return server.waitFor(20, TimeUnit.SECONDS) ? server.exitValue() : null;
    }

    @Override
    public void close() {
        server.destroyForcibly();
    }

    private void follow(CompletableFuture<String> address) {
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8); var out = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                Matcher found = ADDRESS.matcher(line);
                if (found.find()) {
                    address.complete(found.group());
                }
            }
        } catch (IOException e) {
            address.completeExceptionally(new UncheckedIOException(e));
        }
        address.completeExceptionally(new IllegalStateException("it ended"));
    }
}
