package quan.conformance.wechatpay;

import com.wechat.pay.java.core.util.PemUtil;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checks of the SDK for Java. Arguments: the binary, a directory with the keys, the template of the provisioning file. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = 2;
        try {
            status = held(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])) ? 0 : 1;
        } catch (Exception e) {
            e.printStackTrace();
        }
        // Threads of the SDK would keep the process waiting.
        System.exit(status);
    }

    private static boolean held(Path binary, Path home, Path template) throws Exception {
        Receiver receiver = new Receiver();
        Path provision = home.resolve("provision.toml");
        Files.writeString(provision, Files.readString(template).replace("@RECEIVER@", receiver.url())
                .replace("@STRANGER_SERIAL@", PemUtil.getSerialNumber(PemUtil.loadX509FromPath(home.resolve("stranger.crt").toString()))));
        Quan quan = new Quan(binary, home, provision);
        World[] world = new World[1];
        Check.part("the SDK starts", () -> world[0] = new World(quan, receiver, home));
        if (world[0] != null) {
            checks(world[0]);
        }
        Check.part("the server", () -> Check.equal("stops cleanly when asked to", 0, quan.stop()));
        if (Check.failed()) {
            System.out.println("The server said:\n" + quan.said());
        }
        return Check.close();
    }

    private static void checks(World w) {
        Check.part("certificates", () -> Transport.certificates(w));
        Check.part("public key", () -> Transport.publicKey(w));
        Check.part("images", () -> Transport.images(w));
        Lives.check(w);
        Check.part("modify a stock", () -> Stocks.modify(w));
        Check.part("budget", () -> Stocks.budget(w));
        Check.part("uploaded codes", () -> Stocks.uploads(w));
        Check.part("lists", () -> Coupons.lists(w));
        Check.part("repeats", () -> Coupons.repeats(w));
        Deactivate.check(w);
        Check.part("orders", () -> Coupons.orders(w));
        Check.part("limits", () -> Coupons.limits(w));
        Check.part("callbacks", () -> Around.callbacks(w));
        Check.part("notices", () -> Around.notices(w));
        Check.part("a service provider", () -> Around.partnership(w));
        Check.part("subsidies", () -> Around.subsidies(w));
        Check.part("consumption cards", () -> Around.cards(w));
        Check.part("refusals of the transport", () -> Transport.refusals(w));
        Check.part("refusals of the form", () -> Around.forms(w));
        Check.part("validity", () -> Validity.check(w));
        Check.part("hours and days", () -> Validity.hours(w));
        Check.part("after the period", () -> Validity.afterwards(w));
        Check.part("rotation", () -> Transport.rotation(w));
        Check.part("notices as a whole", () -> Check.that("the SDK accepts every one", w.receiver.wrong().isEmpty(), w.receiver.wrong()));
        Check.part("the books", () -> Check.equal("are in order", true, Tree.at(w.quan.staff("GET", "/api/verify", null), "sound")));
    }
}
