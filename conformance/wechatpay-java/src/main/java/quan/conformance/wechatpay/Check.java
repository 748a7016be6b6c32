package quan.conformance.wechatpay;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.wechat.pay.java.core.exception.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts what held and what did not, and says which. */
final class Check {
    /** What may fail in any way. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    /** The rest of a part makes no sense; what was wrong is already on record. */
    private static final class Broken extends RuntimeException {}

    private static final List<String> failures = new ArrayList<>();
    private static int checks;
    private static String part = "";

    private Check() {}

    /** A part of the run: what breaks in it does not keep the next part from running. */
    static void part(String name, Body body) {
        part = name;
        System.out.println("== " + name);
        try {
            body.run();
        } catch (Broken alreadyOnRecord) {
            // Go on with the next part.
        } catch (Exception | LinkageError e) {
            that("runs to its end", false, describe(e));
        }
    }

    static void that(String what, boolean holds, Object seen) {
        checks++;
        if (holds) {
            System.out.println("ok   " + part + ": " + what);
            return;
        }
        String failure = part + ": " + what + ": saw " + seen;
        failures.add(failure);
        System.out.println("FAIL " + failure);
    }

    /** Like {@link #that}, but ends the part when it does not hold. */
    static void need(String what, boolean holds, Object seen) {
        that(what, holds, seen);
        if (!holds) {
            throw new Broken();
        }
    }

    /** Compares instants by when they are, numbers by how much. */
    static void equal(String what, Object expected, Object seen) {
        Object want = Tree.plain(expected);
        Object is = Tree.plain(seen);
        that(what + " is " + want, Objects.equals(want, is), is);
    }

    /** That an answer says all this, and nothing beside it but what is named and what is false. */
    static void says(String what, JsonObject expected, JsonElement answer, String... beside) {
        Map<String, Object> want = Tree.leaves(expected);
        Map<String, Object> seen = Tree.leaves(answer);
        want.forEach((path, value) -> equal(what + ": " + path, value, seen.get(path)));
        List<String> more = new ArrayList<>();
        seen.forEach((path, value) -> {
            if (!want.containsKey(path) && !Boolean.FALSE.equals(value) && !Tree.under(path, beside)) {
                more.add(path + "=" + value);
            }
        });
        that(what + ": nothing else is said", more.isEmpty(), more);
    }

    /** That a call failed with the SDK's own exception, and with which; no code is null. */
    static ServiceException refused(String what, Body call, int status, String code, String message) {
        String want = what + ": refused with " + status + " " + code + " " + message;
        try {
            call.run();
        } catch (ServiceException e) {
            boolean holds = e.getHttpStatusCode() == status && Objects.equals(e.getErrorCode(), code)
                    && (message.isEmpty() || (e.getErrorMessage() != null && e.getErrorMessage().contains(message)));
            that(want, holds, e.getHttpStatusCode() + " " + e.getErrorCode() + " " + e.getErrorMessage());
            return e;
        } catch (Exception e) {
            that(want, false, describe(e));
            return null;
        }
        that(want, false, "an answer");
        return null;
    }

    static boolean failed() {
        return !failures.isEmpty();
    }

    /** Prints the failures again, together, and the closing line; true if there are none. */
    static boolean close() {
        failures.forEach(failure -> System.out.println("FAILED " + failure));
        System.out.printf("%d checks, %d failed%n", checks, failures.size());
        return failures.isEmpty();
    }

    /** The chain of causes, with the first frame of ours. */
    static String describe(Throwable e) {
        StringBuilder text = new StringBuilder(e.toString());
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
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
