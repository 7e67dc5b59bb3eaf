package io.breakwater.auth.apikey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes and reads the metadata of keys as JSON. */
@ApplicationScoped
class KeyMetadata {

    private static final int MAX_BYTES = 4_096;
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper json;

    KeyMetadata(ObjectMapper json) {
        this.json = json;
    }

    /**
     * @throws ProblemException {@code VALIDATION_ERROR} beyond {@value #MAX_BYTES} bytes
     */
    String write(@Nullable Map<String, Object> metadata) {
        try {
            String text = json.writeValueAsString(metadata == null ? Map.of() : metadata);
            if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                throw ProblemException.invalidField("metadata", "must not exceed " + MAX_BYTES + " bytes");
            }
            return text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what came from JSON did not go back", e);
        }
    }

    Map<String, Object> read(String text) {
        try {
            return json.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds metadata that is not JSON", e);
        }
    }
}
