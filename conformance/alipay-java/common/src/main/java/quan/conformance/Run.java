package quan.conformance;

import java.nio.file.Path;

/** One run: a receiver, a server, an SDK's checks between them. */
public final class Run {
    /** The checks of one SDK. */
    @FunctionalInterface
    public interface Checks {
        void run(Setting setting, String url, Path platform, Receiver receiver) throws Exception;
    }

    private Run() {}

    /** Arguments: the binary, a directory with the keys, the template of the provisioning file. */
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
        Setting setting = new Setting(home);
        try (Receiver receiver = new Receiver();
                Quan quan = new Quan(binary, home, setting.provision(Path.of(arguments[2]), receiver.url()))) {
            checks.run(setting, quan.url(), quan.exportKeys(), receiver);
            Check.part("messages as a whole", () -> Messages.close(receiver));
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
