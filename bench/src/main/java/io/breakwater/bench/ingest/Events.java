package io.breakwater.bench.ingest;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is sent: purchases of about 300 bytes, each with a message id of its own, so that each has a dedupe key to claim, by a
 * hundred thousand participants.
 */
final class Events {

    private static final int PARTICIPANTS_PER_PLACE = 1_000;

    private Events() {}

    /** The body of one event. */
    static String single() {
        return event(0, PARTICIPANTS_PER_PLACE * 100L);
    }

    /** The body of a batch. */
    static String batch(int events) {
        return IntStream.range(0, events)
                .mapToObj(place -> event(place, PARTICIPANTS_PER_PLACE))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    /** An event at a place of its batch, of a template that the generator fills in. */
    private static String event(int place, long participants) {
        return """
                {"event_name":"purchase_completed","participant_id":"user_%d_${n%%%d}","message_id":"${n}-%d",\
                "properties":{"amount":${n%%10000}.95,"currency":"EUR","sku":"A-${n%%5000}","channel":"web","campaign":"spring",\
                "items":[{"id":"p1","quantity":2},{"id":"p${n%%700}","quantity":1}],"returning":true}}""".formatted(place, participants, place);
    }
}
