package io.breakwater.ingest.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.body.ExactJson;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.event.EventParts;
import io.breakwater.ingest.event.Rejected;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes events of the tracking API's bodies. Thread-safe. */
@ApplicationScoped
class SegmentReader {

    /** The most calls that one body may hold. */
    static final int MAX_CALLS = 2_500;

    /** Where in the properties everything is that is not the client's own properties. */
    static final String REST = "$segment";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Duration FAR_AHEAD = Duration.ofHours(24);

    /** Stored as the event's own fields, or not to be stored at all. */
    private static final Set<String> NOT_KEPT =
            Set.of("messageId", "timestamp", "originalTimestamp", "sentAt", "receivedAt", "writeKey", "_metadata");

    private final ExactJson json;
    private final Clock clock;

    SegmentReader(ExactJson json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * The one call of a body.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON
     */
    List<SegmentItem> single(SegmentCall call, byte[] body) {
        return List.of(item(json.read(body), call, null, ""));
    }

    /**
     * The calls of a batch, in order.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON; {@code PAYLOAD_TOO_LARGE} when it holds more
     *     than {@value #MAX_CALLS} calls
     */
    List<SegmentItem> batch(byte[] body) {
        JsonNode root = json.read(body);
        JsonNode calls = root.path("batch");
        if (!calls.isArray()) {
            return List.of(bad(root, null, new FieldViolation("batch", "must be a list of calls")));
        }
        if (calls.size() > MAX_CALLS) {
            throw ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE, "A batch may hold at most " + MAX_CALLS + " calls");
        }
        List<SegmentItem> items = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            JsonNode item = calls.get(i);
            SegmentCall call = SegmentCall.of(item.path("type").textValue());
            String path = "batch." + i;
            items.add(
                    item.isObject() && call == null
                            ? bad(item, null, new FieldViolation(path + ".type", "must be a call of the tracking API"))
                            : item(item, call, root, path));
        }
        return items;
    }

    /**
     * @param call null only for what is not an object
     * @param batch whose {@code context}, {@code integrations} and {@code sentAt} hold for its items; null for a single one
     */
    private SegmentItem item(JsonNode item, @Nullable SegmentCall call, @Nullable JsonNode batch, String path) {
        if (!(item instanceof ObjectNode sent) || call == null) {
            return bad(item, null, new FieldViolation(path, "must be an object"));
        }
        ObjectNode whole = whole(sent, batch);
        EventParts parts = new EventParts(path, clock.instant());
        parts.eventName("event", call.eventName() == null ? parts.text(whole, "event") : call.eventName());
        String user = id(parts, whole, "userId");
        String anonymous = id(parts, whole, "anonymousId");
        parts.participantId("userId", user == null ? anonymous : user);
        parts.messageId("messageId", parts.text(whole, "messageId"));
        parts.timestamp("timestamp", timestamp(parts, whole));
        parts.numbers(whole);
        parts.size(json.write(whole));
        EventDraft draft = parts.draft(properties(parts, whole, call), json);
        return draft.content() == null
                ? bad(whole, draft.messageId(), draft.violations().getFirst())
                : new SegmentItem.Event(draft.content(), draft.messageId());
    }

    private SegmentItem bad(JsonNode item, @Nullable String messageId, FieldViolation reason) {
        if (item instanceof ObjectNode object) {
            object.remove("writeKey");
        }
        return new SegmentItem.Bad(new Rejected(reason, json.write(item), messageId));
    }

    /** The call with what the batch says for all of its calls. */
    private static ObjectNode whole(ObjectNode item, @Nullable JsonNode batch) {
        ObjectNode whole = NODES.objectNode();
        whole.setAll(item);
        for (String common : batch == null ? List.<String>of() : List.of("context", "integrations", "sentAt")) {
            JsonNode value = batch == null ? null : batch.get(common);
            if (value != null && !whole.hasNonNull(common)) {
                whole.set(common, value);
            }
        }
        return whole;
    }

    /** An id as text, numbers too; null when there is none or it is empty. */
    private static @Nullable String id(EventParts parts, ObjectNode item, String field) {
        String number = ExactJson.number(item.get(field));
        String id = number == null ? parts.text(item, field) : number;
        return id == null || id.isEmpty() ? null : id;
    }

    /**
     * When it happened by the client's clock. A clock that is a day or more ahead is corrected by {@code sentAt}, which
     * is now; one that is less off is not, since every attempt to send would then give another time, and the same message
     * would look like another.
     */
    private @Nullable String timestamp(EventParts parts, ObjectNode item) {
        String said = parts.text(item, "timestamp");
        String text = said == null ? parts.text(item, "originalTimestamp") : said;
        Instant happened = instant(text);
        Instant sent = instant(item.path("sentAt").textValue());
        Instant now = clock.instant();
        if (happened != null && sent != null && happened.isAfter(now.plus(FAR_AHEAD))) {
            return now.minus(Duration.between(happened, sent)).toString();
        }
        return text;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static ObjectNode properties(EventParts parts, ObjectNode item, SegmentCall call) {
        ObjectNode properties = NODES.objectNode();
        JsonNode content = call.content() == null ? null : item.get(call.content());
        if (content instanceof ObjectNode object) {
            properties.setAll(object);
        } else if (content != null && !content.isNull()) {
            parts.violate(String.valueOf(call.content()), "must be an object");
        }
        for (String lifted : lifted(call)) {
            if (item.hasNonNull(lifted) && !properties.has(lifted)) {
                properties.set(lifted, item.get(lifted));
            }
        }
        ObjectNode rest = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : item.properties()) {
            String name = member.getKey();
            boolean taken = NOT_KEPT.contains(name) || name.equals(call.content()) || name.equals(eventField(call));
            if (!taken && !member.getValue().isNull()) {
                rest.set(name, member.getValue());
            }
        }
        if (!rest.isEmpty()) {
            properties.set(REST, rest);
        }
        return properties;
    }

    private static @Nullable String eventField(SegmentCall call) {
        return call == SegmentCall.TRACK ? "event" : null;
    }

    /** What belongs to the call itself and is looked for among the properties. */
    private static List<String> lifted(SegmentCall call) {
        return switch (call) {
            case PAGE, SCREEN -> List.of("category", "name");
            case GROUP -> List.of("groupId");
            case ALIAS -> List.of("previousId");
            case TRACK, IDENTIFY -> List.of();
        };
    }
}
