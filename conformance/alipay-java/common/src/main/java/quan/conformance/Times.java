package quan.conformance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;

/** Points in time as both SDKs write them: text in v3, {@link Date} in v2; always Shanghai's clock. */
public final class Times {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final LocalDate TODAY = LocalDate.now(SHANGHAI);

    private Times() {}

    public static LocalDateTime startOfToday() {
        return TODAY.atStartOfDay();
    }

    /** The last second of the day that is so many days ahead. */
    public static LocalDateTime endOfDay(int ahead) {
        return endOf(TODAY.plusDays(ahead));
    }

    public static LocalDateTime endOf(LocalDate day) {
        return day.atTime(LocalTime.of(23, 59, 59));
    }

    public static Date date(LocalDateTime time) {
        return Date.from(time.atZone(SHANGHAI).toInstant());
    }

    public static LocalDateTime local(Date date) {
        return LocalDateTime.ofInstant(date.toInstant(), SHANGHAI);
    }

    public static String text(LocalDateTime time) {
        return TEXT.format(time);
    }

    public static LocalDateTime local(String text) {
        return LocalDateTime.parse(text, TEXT);
    }

    /** Whether a message's event_time is thirteen digits that say about now. */
    public static boolean isAboutNow(String milliseconds) {
        return milliseconds != null && milliseconds.matches("\\d{13}")
                && Math.abs(Instant.now().toEpochMilli() - Long.parseLong(milliseconds)) < 600_000;
    }
}
