package quan.conformance;

import java.nio.file.Path;

/** One run: a receiver, a server, an SDK's checks between them. */
public final class Run {
    /** The checks of one SDK. */
    @FunctionalInterface
    public interface Checks {
        void run(Setting setting, Server server, Receiver receiver, Spi spi) throws Exception;
    }

    /** A server that was started: where it is, its platform keys, and how to start another that does this instead. */
    public record Server(String url, Path platform, Starter another) {}

    /** Starts one more server with the same provisioning and these arguments, for the time of a part. */
    @FunctionalInterface
    public interface Starter {
        void start(Part part, String... arguments) throws Exception;
    }

    /** What happens at a server. */
    @FunctionalInterface
    public interface Part {
        void at(Server server) throws Exception;
    }

    private Run() {}

    /** Arguments: the binary, a directory with the keys, the template of the provisioning file, the samples. */
    public static void main(String[] arguments, Checks checks) {
        int status = 2;
        try {
            status = held(arguments, checks) ? 0 : 1;
        } catch (Exception e) {
            e.printStackTrace();
        }
        // Idle connections of an SDK would keep the process waiting.
        System.exit(status);
    }

    private static boolean held(String[] arguments, Checks checks) throws Exception {
        Path binary = Path.of(arguments[0]);
        Path home = Path.of(arguments[1]);
        Setting setting = new Setting(home, Path.of(arguments[3]));
        try (Receiver receiver = new Receiver(); Spi spi = new Spi()) {
            Path provision = setting.provision(Path.of(arguments[2]), receiver.url(), spi.url());
            Starter another = (part, more) -> {
                Path beside = java.nio.file.Files.createTempDirectory(home, "another");
                try (Quan quan = new Quan(binary, beside, provision, more)) {
                    part.at(new Server(quan.url(), quan.exportKeys(), null));
                }
            };
            return held(binary, home, provision, setting, checks, receiver, spi, another);
        }
    }

    private static boolean held(Path binary, Path home, Path provision, Setting setting, Checks checks,
            Receiver receiver, Spi spi, Starter another) throws Exception {
        try (Quan quan = new Quan(binary, home, provision)) {
            checks.run(setting, new Server(quan.url(), quan.exportKeys(), another), receiver, spi);
            Check.part("messages as a whole", () -> Messages.close(receiver));
            Check.part("questions as a whole",
                    () -> Check.that("the SDK's check accepts every one", spi.refused().isEmpty(), spi.refused()));
            Check.part("the server", () -> Check.equal("stops cleanly when asked to", 0, quan.stop()));
            boolean well = Check.close();
            if (!well) {
                System.out.println("The server said:\n" + tail(quan.said()));
            }
            return well;
        }
    }

    private static String tail(String text) {
        return text.length() < 4000 ? text : "…" + text.substring(text.length() - 4000);
    }
}
