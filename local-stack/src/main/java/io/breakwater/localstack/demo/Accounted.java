package io.breakwater.localstack.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.localstack.suite.SuiteException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * What becomes of events that are not new, contradict an earlier one or are none: a duplicate, a conflict and a dead letter,
 * which is then mended and replayed. The conservation report accounts for each of them, before and after.
 */
final class Accounted {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> STATES =
            List.of("processed", "duplicate", "conflict", "dead", "discarded", "erased", "in_flight", "unaccounted");

    private final Transcript transcript;
    private final Gateway gateway;
    private final Settling settling;

    Accounted(Transcript transcript, Gateway gateway, Settling settling) {
        this.transcript = transcript;
        this.gateway = gateway;
        this.settling = settling;
    }

    /**
     * Plays it.
     *
     * @param key of a tenant that has nothing in flight
     * @param token of that tenant's owner, as dead letters are for administrators
     * @throws SuiteException at the first answer that is not as it should be
     */
    void play(String key, String token) {
        transcript.title("The account of all events so far");
        Answer before = report(key);

        transcript.title("The same message twice, as after a lost answer: one effect");
        String messageId = "order-" + UUID.randomUUID();
        String first = send(purchase(messageId, 49.99), key);
        settling.await(first, "processed", key);
        String again = send(purchase(messageId, 49.99), key);
        Answer duplicate = settling.await(again, "duplicate", key);
        Settling.requireEqual("duplicate_of", first, duplicate.text("/duplicate_of"));

        transcript.title("The same message id with other content: a conflict, visible and without effect");
        settling.await(send(purchase(messageId, 4.99), key), "conflict", key);

        transcript.title("A call from Segment's SDK that names no event: acknowledged, and kept as a dead letter");
        gateway.send(badTrack(key)).expect(200);
        Answer letters = settling.letters(token);
        String dead = letters.text("/data/0/event_id");

        transcript.title("Mended and replayed");
        Answer replayed = gateway.send(replay(dead, token)).expect(200);
        Settling.requireEqual("state", "processed", replayed.text("/state"));
        transcript.title("Replayed once more: it has had its effect");
        Answer repeated = gateway.send(replay(dead, token)).expect(200);
        Settling.requireEqual("already_replayed", "true", repeated.text("/already_replayed"));

        transcript.title("The account again: every event is somewhere");
        Answer after = report(key);
        requireMore("accepted", 4, before, after);
        requireMore("processed", 2, before, after);
        requireMore("duplicate", 1, before, after);
        requireMore("conflict", 1, before, after);
        requireMore("dead", 0, before, after);
    }

    private String send(ObjectNode event, String key) {
        return gateway.send(
                        Request.post("/api/v1/ingest/events", event.toString()).withKey(key))
                .expect(202)
                .text("/event_id");
    }

    private Answer report(String key) {
        Answer report =
                gateway.send(Request.get("/api/v1/ingest/report").withKey(key)).expect(200);
        Settling.requireEqual("balanced", "true", report.text("/balanced"));
        long sum = STATES.stream().mapToLong(state -> number(report, state)).sum();
        Settling.requireEqual("sum of all states", Long.toString(number(report, "accepted")), Long.toString(sum));
        transcript.title("accepted " + number(report, "accepted") + " = processed " + number(report, "processed")
                + " + duplicate " + number(report, "duplicate") + " + conflict " + number(report, "conflict")
                + " + dead "
                + number(report, "dead") + " + discarded " + number(report, "discarded") + " + erased "
                + number(report, "erased") + " + in flight " + number(report, "in_flight") + ", unaccounted "
                + number(report, "unaccounted"));
        return report;
    }

    private static void requireMore(String what, long expected, Answer before, Answer after) {
        Settling.requireEqual(
                "growth of " + what,
                Long.toString(expected),
                Long.toString(number(after, what) - number(before, what)));
    }

    private static long number(Answer report, String member) {
        return Long.parseLong(report.text("/" + member));
    }

    private static ObjectNode purchase(String messageId, double amount) {
        ObjectNode event = JSON.objectNode()
                .put("event_name", "purchase_completed")
                .put("participant_id", "user_123")
                .put("message_id", messageId);
        event.putObject("properties").put("amount", amount);
        return event;
    }

    /** As Segment's SDKs send: in a batch, with the key as the user's name. */
    private static Request badTrack(String key) {
        ObjectNode body = JSON.objectNode();
        body.putArray("batch")
                .addObject()
                .put("type", "track")
                .put("userId", "user_123")
                .put("messageId", "sdk-" + UUID.randomUUID())
                .putObject("properties")
                .put("amount", 49.99);
        String credentials = Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
        return Request.post("/v1/batch", body.toString()).with("Authorization", "Basic " + credentials);
    }

    private static Request replay(String deadLetter, String token) {
        return Request.post(
                        "/api/v1/dead-letters/" + deadLetter + "/replay",
                        JSON.objectNode()
                                .put("event_name", "purchase_completed")
                                .put("participant_id", "user_123")
                                .toString())
                .withToken(token);
    }
}
