package quan.conformance;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An SDK's objects by the names that the wire has, through the getters that its users call. */
public final class Fields {
    private Fields() {}

    /** What the getters say at a path such as {@code voucher_use_rule.fix_voucher.amount}; null where there is nothing. */
    public static Object get(Object from, String path) {
        Object at = from;
        for (String name : path.split("\\.")) {
            if (at instanceof List<?> list && name.matches("\\d+")) {
                int index = Integer.parseInt(name);
                at = index < list.size() ? list.get(index) : null;
            } else if (at != null) {
                at = member(at, name);
            }
        }
        return plain(at);
    }

    public static String text(Object from, String path) {
        Object value = get(from, path);
        return value == null ? null : value.toString();
    }

    /** Every field that is expected is there and says the same; a null is expected not to be there. */
    public static void hold(String what, Map<String, ?> expected, Object seen) {
        compare(what, expected, seen, false);
    }

    /** Like {@link #hold}, and nothing else is there. */
    public static void same(String what, Map<String, ?> expected, Object seen) {
        compare(what, expected, seen, true);
    }

    /** The paths of all values below, without the places in lists. */
    public static Set<String> paths(Object json) {
        Set<String> paths = new TreeSet<>();
        paths(json, "", paths);
        return paths;
    }

    /** The paths of all values that an object of this class can hold. */
    public static Set<String> paths(Class<?> model) {
        Set<String> paths = new TreeSet<>();
        paths(model, "", paths);
        return paths;
    }

    /** What of the JSON an object of this class has a field for; the paths of the rest are added to a list. */
    public static Map<String, Object> known(Class<?> model, Map<String, ?> json, Set<String> unknown) {
        return known(model, json, "", unknown);
    }

    private static Map<String, Object> known(Class<?> model, Map<String, ?> json, String at, Set<String> unknown) {
        Map<String, Type> fields = types(model);
        Map<String, Object> kept = new LinkedHashMap<>();
        json.forEach((name, value) -> {
            Type type = fields.get(name);
            if (type == null) {
                unknown.add(at + name);
            } else {
                kept.put(name, known(element(type), value, at + name + ".", unknown));
            }
        });
        return kept;
    }

    @SuppressWarnings("unchecked")
    private static Object known(Class<?> type, Object value, String at, Set<String> unknown) {
        if (value instanceof Map<?, ?> map && isModel(type)) {
            return known(type, (Map<String, ?>) map, at, unknown);
        }
        if (value instanceof List<?> list && isModel(type)) {
            return list.stream().map(element -> known(type, element, at, unknown)).toList();
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static void compare(String what, Object expected, Object seen, boolean nothingElse) {
        if (expected instanceof Map<?, ?> map) {
            if (seen == null) {
                Check.that(what, false, "nothing, expected " + map);
                return;
            }
            ((Map<String, ?>) map).forEach(
                    (name, value) -> compare(what + "." + name, value, member(seen, name), nothingElse));
            if (nothingElse) {
                List<String> more = new ArrayList<>(present(seen));
                more.removeAll(map.keySet());
                Check.that(what + ": no other fields", more.isEmpty(), more);
            }
        } else if (expected instanceof List<?> list && seen instanceof List<?> items
                && !list.isEmpty() && list.get(0) instanceof Map) {
            Check.equal(what + ": elements", list.size(), items.size());
            for (int i = 0; i < Math.min(list.size(), items.size()); i++) {
                compare(what + "." + i, list.get(i), items.get(i), nothingElse);
            }
        } else {
            Check.equal(what, plain(expected), plain(seen));
        }
    }

    private static Set<String> present(Object model) {
        Set<String> names = new TreeSet<>();
        if (model instanceof Map<?, ?> map) {
            map.keySet().forEach(name -> names.add(name.toString()));
            return names;
        }
        for (String name : types(model.getClass()).keySet()) {
            Object value = member(model, name);
            if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
                names.add(name);
            }
        }
        return names;
    }

    private static Object member(Object model, String name) {
        if (model instanceof Map<?, ?> map) {
            return map.get(name);
        }
        StringBuilder getter = new StringBuilder("get");
        for (String word : name.split("_")) {
            getter.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        try {
            return model.getClass().getMethod(getter.toString()).invoke(model);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(model.getClass().getSimpleName() + " has no " + getter, e);
        }
    }

    /** Dates as the wire writes them, whole numbers of whatever width as one kind. */
    private static Object plain(Object value) {
        if (value instanceof Date date) {
            return Times.text(Times.local(date));
        }
        if (value instanceof Number number) {
            String text = number.toString();
            return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Fields::plain).toList();
        }
        return value;
    }

    private static void paths(Object json, String at, Set<String> paths) {
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> paths(value, at.isEmpty() ? name.toString() : at + "." + name, paths));
        } else if (json instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
            list.forEach(element -> paths(element, at, paths));
        } else {
            paths.add(at);
        }
    }

    private static void paths(Class<?> model, String at, Set<String> paths) {
        types(model).forEach((name, type) -> {
            String path = at + name;
            if (isModel(element(type))) {
                paths(element(type), path + ".", paths);
            } else {
                paths.add(path);
            }
        });
    }

    private static Map<String, Type> types(Class<?> model) {
        Map<String, Type> types = new LinkedHashMap<>();
        for (Field field : model.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals("additionalProperties")) {
                types.put(field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(), field.getGenericType());
            }
        }
        return types;
    }

    private static Class<?> element(Type type) {
        if (type instanceof ParameterizedType list) {
            return element(list.getActualTypeArguments()[0]);
        }
        return (Class<?>) type;
    }

    private static boolean isModel(Class<?> type) {
        return type.getName().startsWith("com.alipay.") && !type.isEnum();
    }
}
