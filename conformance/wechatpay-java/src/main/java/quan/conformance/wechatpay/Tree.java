package quan.conformance.wechatpay;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;

/** JSON by paths like {@code coupon_use_rule.use_method}. */
final class Tree {
    /** Sees every field of a model, also those that the SDK puts into a path. */
    static final Gson GSON = new Gson();

    private Tree() {}

    /** An object of paths and values in turn; a value of null is nothing. */
    static JsonObject of(Object... pairs) {
        return with(new JsonObject(), pairs);
    }

    /** A copy with these values in place; null takes one away. */
    static JsonObject with(JsonObject base, Object... pairs) {
        JsonObject all = base.deepCopy();
        for (int at = 0; at < pairs.length; at += 2) {
            String[] path = ((String) pairs[at]).split("\\.");
            JsonObject into = all;
            for (int step = 0; step < path.length - 1; step++) {
                if (!into.has(path[step])) {
                    into.add(path[step], new JsonObject());
                }
                into = into.getAsJsonObject(path[step]);
            }
            String name = path[path.length - 1];
            Object value = pairs[at + 1];
            if (value == null) {
                into.remove(name);
            } else {
                into.add(name, value instanceof JsonElement json ? json : GSON.toJsonTree(value instanceof OffsetDateTime time ? text(time) : value));
            }
        }
        return all;
    }

    static JsonObject without(JsonObject base, String... paths) {
        JsonObject all = base;
        for (String path : paths) {
            all = with(all, path, null);
        }
        return all;
    }

    /** Everything of the second in the first. */
    static JsonObject merged(JsonObject base, JsonObject more) {
        JsonObject all = base.deepCopy();
        for (Map.Entry<String, JsonElement> each : more.entrySet()) {
            JsonElement before = all.get(each.getKey());
            boolean both = before != null && before.isJsonObject() && each.getValue().isJsonObject();
            all.add(each.getKey(), both ? merged(before.getAsJsonObject(), each.getValue().getAsJsonObject()) : each.getValue());
        }
        return all;
    }

    /** What stands at a path, or null. */
    static JsonElement at(JsonElement from, String path) {
        JsonElement here = from;
        for (String step : path.split("\\.")) {
            if (here == null || !here.isJsonObject()) {
                return null;
            }
            here = here.getAsJsonObject().get(step);
        }
        return here;
    }

    static String text(JsonElement from, String path) {
        JsonElement here = at(from, path);
        return here == null || !here.isJsonPrimitive() ? null : here.getAsString();
    }

    /** An instant as the platform writes it. */
    static String text(OffsetDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    static Map<String, Object> leaves(JsonElement from) {
        Map<String, Object> into = new TreeMap<>();
        collect("", from, into);
        return into;
    }

    static boolean under(String path, String... roots) {
        for (String root : roots) {
            if (path.equals(root) || path.startsWith(root + ".") || path.startsWith(root + "[")) {
                return true;
            }
        }
        return false;
    }

    /** Values that can be compared: an instant, a whole number, a text, a list of such. */
    static Object plain(Object value) {
        if (value == null || value instanceof JsonNull) {
            return null;
        }
        if (value instanceof JsonPrimitive leaf) {
            return leaf.isBoolean() ? (Object) leaf.getAsBoolean() : leaf.isNumber() ? (Object) leaf.getAsLong() : plain(leaf.getAsString());
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof String text && text.length() > 18 && text.charAt(4) == '-') {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException noTime) {
                return text;
            }
        }
        return value instanceof JsonElement json ? leaves(json) : value;
    }

    private static void collect(String path, JsonElement from, Map<String, Object> into) {
        if (from == null || from.isJsonNull()) {
            return;
        }
        if (from.isJsonObject()) {
            from.getAsJsonObject().entrySet().forEach(each ->
                    collect(path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue(), into));
        } else if (from.isJsonArray()) {
            for (int at = 0; at < from.getAsJsonArray().size(); at++) {
                collect(path + "[" + at + "]", from.getAsJsonArray().get(at), into);
            }
        } else {
            into.put(path, plain(from));
        }
    }
}
