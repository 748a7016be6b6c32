package quan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who takes part: the names of provision.toml, and the keys that keys.sh made. */
public final class Setting {
    public static final String MERCHANT = "2088102111111111";
    public static final String SMID = "2088102111111112";
    public static final String OTHER_MERCHANT = "2088102122222222";
    public static final String AUTHORIZING_MERCHANT = "2088102133333333";
    public static final String APP_AUTH_TOKEN = "202611BBconformance";
    public static final String SHOP = "2018051000502000000011111111";
    public static final String COVER = "A*conformance-cover";
    /** Known by user id, by open id, and one who receives nothing. */
    public static final String FIRST_USER = "2088202900000001";
    public static final String SECOND_USER = "2088202900000002";
    public static final String THIRD_USER = "2088202900000003";
    public static final String NO_ACTIVITY = "2016042700826004508401111111";

    /** An app as its owner's configuration has it; what a mode does without is null. */
    public record App(String name, String id, String privateKey, String encryptKey, Path certificate) {
        public String openIdOfSecondUser() {
            return "open-" + name + "-2";
        }

        /** The same app, signing with a key that is not its own. */
        public App signingAs(App other) {
            return new App(name, id, other.privateKey, encryptKey, certificate);
        }

        /** The same app, with a key and a certificate that belong together, but not to it. */
        public App certifiedAs(App other) {
            return new App(name, id, other.privateKey, encryptKey, other.certificate);
        }
    }

    public final App plain;
    public final App encrypted;
    public final App certified;
    public final App stranger;
    /** Has a key and a certificate, and nobody registered either. */
    public final App imposter;
    /** Requests to start from, as the documentation of merchant vouchers shows them. */
    public final Samples samples;
    private final Path home;

    public Setting(Path home, Path data) throws IOException {
        this.home = home;
        samples = new Samples(data);
        plain = new App("plain", "2021000000000001", privateKey("plain"), null, null);
        encrypted = new App("encrypted", "2021000000000002", privateKey("encrypted"), encryptKey(), null);
        certified = new App("certified", "2021000000000003", privateKey("certified"), null, home.resolve("certified.crt"));
        stranger = new App("stranger", "2021000000000004", privateKey("stranger"), null, null);
        imposter = new App("imposter", "2021000000009999", privateKey("imposter"), null, home.resolve("imposter.crt"));
    }

    /** Fills in the template and lays the picture that it names beside it. */
    public Path provision(Path template, String receiver, String spi) throws IOException {
        Files.write(home.resolve("cover.png"), Pictures.png(670, 335));
        Files.write(home.resolve("square.png"), Pictures.png(600, 600));
        Path filled = home.resolve("provision.toml");
        Files.writeString(filled, Files.readString(template)
                .replace("@RECEIVER@", receiver)
                .replace("@SPI@", spi)
                .replace("@TODAY@", Times.text(Times.startOfToday()))
                .replace("@LATER@", Times.text(Times.endOfDay(60)))
                .replace("@ENCRYPT_KEY@", encryptKey()));
        return filled;
    }

    /** Platform keys as exported, but somebody else's: what they verify, Quan did not sign. */
    public Path anotherPlatform() throws IOException {
        Path directory = Files.createDirectories(home.resolve("another-platform"));
        Files.copy(home.resolve("stranger.public.pem"), directory.resolve("alipay_public_key.pem"));
        return directory;
    }

    private String encryptKey() throws IOException {
        return Files.readString(home.resolve("encrypt.key")).strip();
    }

    private String privateKey(String name) throws IOException {
        return bare(home.resolve(name + ".pkcs8.pem"));
    }

    /** A PEM file as the SDKs want it: Base64 in one line, without the armour. */
    public static String bare(Path pem) throws IOException {
        return Files.readString(pem).replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
    }
}
