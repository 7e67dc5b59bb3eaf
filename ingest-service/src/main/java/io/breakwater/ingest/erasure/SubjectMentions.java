package io.breakwater.ingest.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.breakwater.ingest.stream.StreamEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was kept of an event of nobody known speaks of a participant: any text in it is their id, whatever the field is
 * called; any number or truth value in a field that is called like an id of a person; of what is not even JSON, any word.
 * Thread-safe.
 */
@ApplicationScoped
class SubjectMentions {

    /** What stands between words; a full stop only where a sentence may end. */
    private static final String GAP = "[\\s\"',:;{}\\[\\]\\\\=&<>()|/?#!]|\\.(?=\\s|$)";

    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?:" + GAP + ")+");

    /** What Breakwater itself writes beside the payload. */
    private static final Set<String> OWN_FIELDS = Set.of(
            StreamEntry.VERSION_FIELD,
            StreamEntry.TENANT,
            StreamEntry.ENVIRONMENT,
            StreamEntry.SUBJECT,
            StreamEntry.NONCE,
            StreamEntry.REQUEST_ID,
            StreamEntry.SOURCE,
            StreamEntry.REJECT);

    /** In lower case, without what is neither letter nor digit. */
    private static final Set<String> NAMES_OF_IDS = Set.of(
            "participant",
            "participantid",
            "user",
            "userid",
            "uid",
            "anonymousid",
            "distinctid",
            "previousid",
            "subject",
            "subjectid",
            "visitorid",
            "customerid",
            "memberid");

    private static final Pattern OTHER_SIGNS = Pattern.compile("[^a-z0-9]");

    private final ObjectReader whole;

    SubjectMentions(ObjectMapper json) {
        this.whole = json.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** A value below the name of its field; values of arrays have that of the array. */
    private record Named(String name, JsonNode value) {}

    /**
     * @param raw the entry's fields, as JSON
     */
    boolean in(String raw, Erasure erasure) {
        @Nullable JsonNode fields = parse(raw);
        if (fields == null) {
            return inWords(raw, erasure);
        }
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String text = field.getValue().asText();
            boolean speaks = field.getKey().equals(StreamEntry.PAYLOAD)
                    ? inPayload(text, erasure)
                    : !OWN_FIELDS.contains(field.getKey()) && erasure.isParticipant(text);
            if (speaks) {
                return true;
            }
        }
        return false;
    }

    private boolean inPayload(String payload, Erasure erasure) {
        @Nullable JsonNode root = parse(payload);
        if (root == null || !root.isContainerNode()) {
            return inWords(payload, erasure);
        }
        Deque<Named> open = new ArrayDeque<>();
        open.push(new Named("", root));
        while (!open.isEmpty()) {
            Named node = open.pop();
            if (node.value().isObject()) {
                node.value()
                        .properties()
                        .forEach(field -> open.push(new Named(below(node.name(), field.getKey()), field.getValue())));
            } else if (node.value().isArray()) {
                node.value().forEach(item -> open.push(new Named(node.name(), item)));
            } else if (mayName(node) && erasure.isParticipant(node.value().asText())) {
                return true;
            }
        }
        return false;
    }

    /** The {@code id} of a user is a user's id. */
    private static String below(String parent, String field) {
        String name = OTHER_SIGNS.matcher(field.toLowerCase(Locale.ROOT)).replaceAll("");
        return name.equals("id") ? parent + name : name;
    }

    private static boolean mayName(Named node) {
        return node.value().isTextual() || (!node.value().isNull() && NAMES_OF_IDS.contains(node.name()));
    }

    private static boolean inWords(String text, Erasure erasure) {
        return erasure.participant() == null
                ? BETWEEN_WORDS.splitAsStream(text).anyMatch(erasure::isParticipant)
                : Pattern.compile("(?<=^|" + GAP + ")" + Pattern.quote(erasure.participant()) + "(?=$|" + GAP + ")")
                        .matcher(text)
                        .find();
    }

    private @Nullable JsonNode parse(String text) {
        try {
            JsonNode node = whole.readTree(text);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }
}
