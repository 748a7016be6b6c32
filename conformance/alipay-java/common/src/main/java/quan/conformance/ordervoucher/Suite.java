package quan.conformance.ordervoucher;

import java.util.function.Function;
import quan.conformance.Check;
import quan.conformance.Receiver;
import quan.conformance.Run;
import quan.conformance.Sdk;
import quan.conformance.Setting;
import quan.conformance.Spi;

/** Everything about merchant vouchers, through one SDK in one mode. */
public final class Suite {
    private Suite() {}

    public static void run(String mode, Setting setting, Setting.App app, Sdk sdk, Run.Server server,
            Receiver receiver, Spi spi) {
        World world = new World(setting, app, sdk, receiver, spi, server.url());
        part(mode, "modify with every field", () -> new FullModify(world).run());
        part(mode, "shops and cities change", () -> new ShopChanges(world).run());
        part(mode, "valid modifies", () -> new ValidModifies(world).run());
        part(mode, "kinds of vouchers", () -> new Kinds(world).run());
        part(mode, "life of uploaded codes", () -> new UploadedLife(world).run());
        part(mode, "life of the merchant's own codes", () -> new OwnCodesLife(world).run());
        if (sdk.has("alipay.marketing.activity.order.create")) {
            part(mode, "sale", () -> new Sale(world).run());
        }
        part(mode, "packages", () -> new Around(world).packages());
        part(mode, "shops", () -> new Around(world).shops());
        part(mode, "payees and services", () -> new Around(world).others());
        part(mode, "deliveries", () -> new Around(world).deliveries());
        part(mode, "refusals", () -> new Refusals(world).run());
    }

    /** What an activity looks like before somebody says that it is done: at a server that waits for that. */
    public static void accepted(Setting setting, Setting.App app, Function<Run.Server, Sdk> sdk, Run.Server server,
            Receiver receiver, Spi spi, Function<Run.Server, Receiver.Reader> reader) {
        Check.part("merchant vouchers: accepted and not yet done", () -> server.another().start(beside -> {
            int known = receiver.all().size();
            receiver.read(app, reader.apply(beside));
            new Accepted(new World(setting, app, sdk.apply(beside), receiver, spi, beside.url())).run();
            receiver.forget(known);
        }, "--completion-delay", "manual"));
    }

    private static void part(String mode, String name, Check.Part body) {
        Check.part(mode + ": merchant vouchers: " + name, body);
    }
}
