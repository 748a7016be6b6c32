package quan.conformance;

import java.util.function.Predicate;

/** What every push message must hold, whoever reads it. */
public final class Messages {
    private final Receiver receiver;
    private final Setting.App app;

    public Messages(Receiver receiver, Setting.App app) {
        this.receiver = receiver;
        this.app = app;
    }

    /** Waits for the message that completes an accepted operation, and checks it. */
    public void completes(String kind, String prefix, String activity, String outBizNo) throws InterruptedException {
        Message message = receiver.await(app, kind, activity, m -> outBizNo.equals(m.get("out_biz_no")));
        envelope(kind, prefix, message);
    }

    /** Waits for the message about a voucher, and checks it. */
    public void received(String activity, String voucher, String user) throws InterruptedException {
        Message message = receiver.await(app, "received", activity, m -> voucher.equals(m.get("voucher_id")));
        envelope("received", "ORDERSEND", message);
        if (user != null) {
            Check.equal("received names the user", user, message.get("receive_user_id"));
        }
        Check.that("received has no voucher_code", message.get("voucher_code") == null, message.content());
    }

    /** Waits for any other message, and checks what all have in common. */
    public Message about(String kind, String prefix, Predicate<Message> which) throws InterruptedException {
        Message message = receiver.await(app, kind, which);
        envelope(kind, prefix, message);
        return message;
    }

    private void envelope(String kind, String prefix, Message message) {
        Check.equal(kind + ": app_id", app.id(), message.fields().get("app_id"));
        Check.equal(kind + ": version", "1.1", message.fields().get("version"));
        Check.equal(kind + ": sign_type", "RSA2", message.fields().get("sign_type"));
        Check.matches(kind + ": utc_timestamp", "\\d{13}", message.fields().get("utc_timestamp"));
        Check.matches(kind + ": notify_id", ".{1,50}", message.fields().get("notify_id"));
        Check.equal(kind + ": encrypt_type", app.encryptKey() == null ? null : "AES",
                message.fields().get("encrypt_type"));
        Check.matches(kind + ": id", prefix + "_\\d+", message.get("id"));
        Check.that(kind + ": event_time", Times.isAboutNow(message.get("event_time")), message.get("event_time"));
    }

    /** To be asked last: nothing was refused, no number was given twice. */
    public static void close(Receiver receiver) {
        Check.that("the SDK's check accepts every message", receiver.refused().isEmpty(), receiver.refused());
        long numbers = receiver.all().stream().map(m -> m.fields().get("notify_id")).distinct().count();
        Check.equal("every message has a notify_id of its own", (long) receiver.all().size(), numbers);
        long events = receiver.all().stream().map(m -> m.get("id")).distinct().count();
        Check.equal("every event has an id of its own", (long) receiver.all().size(), events);
    }
}
