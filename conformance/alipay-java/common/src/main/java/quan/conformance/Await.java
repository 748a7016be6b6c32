package quan.conformance;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Asks again until the answer is the one waited for; never for ever. */
public final class Await {
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {}

    public static <T> T until(String what, Callable<T> ask, Predicate<T> enough) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T answer = ask.call();
            boolean reached = enough.test(answer);
            if (reached || System.nanoTime() > end) {
                Check.need(what, reached, "not within " + PATIENCE.toSeconds() + " s");
                return answer;
            }
            Thread.sleep(25);
        }
    }
}
