package quan.conformance;

import java.util.concurrent.atomic.AtomicInteger;

/** Request numbers that no other request of this run has. */
public final class Numbers {
    private static final AtomicInteger last = new AtomicInteger();

    private Numbers() {}

    public static String next(String what) {
        return what + "-" + System.currentTimeMillis() + "-" + last.incrementAndGet();
    }
}
