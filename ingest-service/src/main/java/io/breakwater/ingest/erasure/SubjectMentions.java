package io.breakwater.ingest.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.ingest.stream.StreamEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was kept of an unreadable event speaks of a participant: any text or number in it is their id, whatever the
 * field is called; of what is not even JSON, any word. Thread-safe.
 */
@ApplicationScoped
class SubjectMentions {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\"',:;{}\\[\\]\\\\=&]+");

    private final ObjectMapper json;

    SubjectMentions(ObjectMapper json) {
        this.json = json;
    }

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
            if (field.getKey().equals(StreamEntry.PAYLOAD) ? inPayload(text, erasure) : erasure.isParticipant(text)) {
                return true;
            }
        }
        return false;
    }

    private boolean inPayload(String payload, Erasure erasure) {
        @Nullable JsonNode root = parse(payload);
        if (root == null) {
            return inWords(payload, erasure);
        }
        Deque<JsonNode> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            JsonNode node = open.pop();
            if (node.isContainerNode()) {
                node.forEach(open::push);
            } else if (!node.isNull() && erasure.isParticipant(node.asText())) {
                return true;
            }
        }
        return false;
    }

    private static boolean inWords(String text, Erasure erasure) {
        return erasure.participant() != null
                ? text.contains(erasure.participant())
                : BETWEEN_WORDS.splitAsStream(text).anyMatch(erasure::isParticipant);
    }

    private @Nullable JsonNode parse(String text) {
        try {
            JsonNode node = json.readTree(text);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }
}
