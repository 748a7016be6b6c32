package quan.conformance;

import java.util.Map;

/** A push message that passed the SDK's check: its form fields, and its contents in the clear. */
public record Message(String app, Map<String, String> fields, Map<String, ?> content) {
    private static final String FAMILY = "alipay.marketing.activity.message.";

    /** {@code created}, {@code received}, … */
    public String kind() {
        String method = fields.getOrDefault("msg_method", "");
        return method.startsWith(FAMILY) ? method.substring(FAMILY.length()) : method;
    }

    public String get(String field) {
        Object value = content.get(field);
        return value == null ? null : value.toString();
    }
}
