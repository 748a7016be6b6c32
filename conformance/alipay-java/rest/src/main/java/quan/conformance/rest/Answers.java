package quan.conformance.rest;

import com.alipay.v3.ApiException;
import com.alipay.v3.model.AbstractOpenApiSchema;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.concurrent.Callable;
import quan.conformance.Check;

/** What is asked of refusals, whatever is refused. */
final class Answers {
    private Answers() {}

    /** modify and stop answer an object without members. */
    static void accepted(String what, Object answer) {
        Check.need(what, answer != null && answer.toString().equals("{}"), answer);
    }

    /** The operation itself says no. */
    static void refused(String what, String code, Callable<?> call) throws Exception {
        refused(what, 400, code, call);
    }

    /** Anybody says no: status, code, text, and a signature (the SDK verified it, then). */
    static void refused(String what, int status, String code, Callable<?> call) throws Exception {
        refused(what, status, code, true, call);
    }

    /** The operation itself says no, in the model that the SDK has for its errors if it has one; answers the text. */
    static String refused(String what, String code, boolean modelled, Callable<?> call) throws Exception {
        return refused(what, 400, code, modelled, call);
    }

    private static String refused(String what, int status, String code, boolean modelled, Callable<?> call)
            throws Exception {
        ApiException e;
        try {
            Object answer = call.call();
            Check.that(what, false, "success: " + answer);
            return "";
        } catch (ApiException refusal) {
            e = refusal;
        }
        Check.that(what + ": " + code, e.getCode() == status && code.equals(member(e, "code")), e);
        Check.that(what + ": message", !member(e, "message").isEmpty(), e.getResponseBody());
        Check.that(what + ": is signed", header(e, "alipay-signature") != null, e.getResponseHeaders());
        Check.that(what + ": alipay-trace-id", header(e, "alipay-trace-id") != null, e.getResponseHeaders());
        if (!modelled) {
            return member(e, "message");
        }
        // The SDK reads the body into its own error model, which knows the codes of the operation.
        AbstractOpenApiSchema error = e.getErrorObject();
        Check.that(what + ": is an error that the SDK knows", error != null && error.getActualInstance() != null
                && error.getActualInstance().toString().contains("code: " + code), e.getResponseBody());
        return member(e, "message");
    }

    private static String member(ApiException e, String name) {
        try {
            JsonObject body = JsonParser.parseString(e.getResponseBody()).getAsJsonObject();
            return body.get(name).getAsString();
        } catch (RuntimeException notSuchJson) {
            return "";
        }
    }

    private static String header(ApiException e, String name) {
        List<String> values = e.getResponseHeaders() == null ? null : e.getResponseHeaders().get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
