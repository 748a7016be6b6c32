package quan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests kept as JSON files. Their first day, on which activities begin, becomes today. */
public final class Samples {
    private static final LocalDate FIRST_DAY = LocalDate.of(2027, 1, 1);
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

    private final Path directory;

    Samples(Path directory) {
        this.directory = directory;
    }

    public Map<String, Object> load(String name) throws IOException {
        return shifted(Json.object(Files.readString(directory.resolve(name + ".json"))));
    }

    /** One request laid over another: blocks are merged, nulls take out, anything else is put in its place. */
    public static Map<String, Object> over(Map<String, ?> base, Map<String, ?> above) {
        Map<String, Object> both = new LinkedHashMap<>(base);
        above.forEach((name, value) -> {
            if (value == null) {
                both.remove(name);
            } else if (value instanceof Map<?, ?> block && both.get(name) instanceof Map<?, ?> below) {
                both.put(name, over(cast(below), cast(block)));
            } else {
                both.put(name, value);
            }
        });
        return both;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> cast(Object block) {
        return (Map<String, Object>) block;
    }

    private static Map<String, Object> shifted(Map<String, Object> block) {
        block.replaceAll((name, value) -> shift(value));
        return block;
    }

    private static Object shift(Object value) {
        if (value instanceof Map<?, ?> block) {
            return shifted(cast(block));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Samples::shift).toList();
        }
        if (value instanceof String text && text.matches(DATE)) {
            long days = ChronoUnit.DAYS.between(FIRST_DAY, Times.startOfToday().toLocalDate());
            return Times.text(Times.local(text).plusDays(days));
        }
        return value;
    }
}
