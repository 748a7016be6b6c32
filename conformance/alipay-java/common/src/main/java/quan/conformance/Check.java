package quan.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Counts what held and what did not, and says which. */
public final class Check {
    /** A part of the run: what breaks in it does not keep the next part from running. */
    @FunctionalInterface
    public interface Part {
        void run() throws Exception;
    }

    /** The rest of a part makes no sense; what was wrong is already on record. */
    private static final class Broken extends RuntimeException {}

    private static final List<String> failures = new ArrayList<>();
    private static final Set<String> skipped = new TreeSet<>();
    private static int passed;
    private static String part = "";

    private Check() {}

    public static void part(String name, Part body) {
        part = name;
        int before = passed;
        int failedBefore = failures.size();
        try {
            body.run();
        } catch (Broken alreadyOnRecord) {
            // Go on with the next part.
        } catch (Exception | LinkageError e) {
            fail("runs to its end", describe(e));
        }
        System.out.printf("  %-58s %3d passed%s%n", name, passed - before,
                failures.size() == failedBefore ? "" : ", " + (failures.size() - failedBefore) + " FAILED");
    }

    public static void that(String what, boolean holds, Object seen) {
        if (holds) {
            passed++;
        } else {
            fail(what, "saw " + seen);
        }
    }

    public static void equal(String what, Object expected, Object seen) {
        that(what, Objects.equals(expected, seen), seen + ", expected " + expected);
    }

    public static void matches(String what, String pattern, String seen) {
        that(what, seen != null && seen.matches(pattern), seen + ", expected a match of " + pattern);
    }

    /** Like {@link #that}, but ends the part when it does not hold. */
    public static void need(String what, boolean holds, Object seen) {
        that(what, holds, seen);
        if (!holds) {
            throw new Broken();
        }
    }

    /** Says once what an SDK cannot send because its class has no such fields. */
    public static void skip(String operation, Set<String> fields) {
        for (String field : fields) {
            if (skipped.add(operation + " " + field)) {
                System.out.println("  skipped: this SDK's class for " + operation + " has no " + field);
            }
        }
    }

    /** Prints the failures again, together, and the closing line; true if there are none. */
    public static boolean close() {
        failures.forEach(failure -> System.out.println("FAILED " + failure));
        System.out.printf("%d passed, %d failed%n", passed, failures.size());
        return failures.isEmpty();
    }

    private static void fail(String what, String seen) {
        String failure = part + ": " + what + ": " + seen;
        failures.add(failure);
        System.out.println("  FAILED " + failure);
    }

    /** The chain of causes, with the first frame of ours. */
    private static String describe(Throwable e) {
        StringBuilder text = new StringBuilder(e.toString());
        for (Throwable cause = e.getCause(); cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            text.append(" < ").append(cause);
        }
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("quan.conformance")) {
                return text.append(" at ").append(frame).toString();
            }
        }
        return text.toString();
    }
}
