package io.breakwater.gateway.killswitch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads one field of the hash. Pure but for what it logs; safe from any thread. */
final class SwitchReader {

    private static final Logger LOG = Logger.getLogger(SwitchReader.class);

    private final ObjectMapper json = new ObjectMapper();

    /**
     * A value that cannot be read is a switch without an end: whoever wrote it wanted something stopped.
     *
     * @return null when the scope cannot be read
     */
    @Nullable
    KillSwitch read(String scope, String value) {
        int colon = scope.indexOf(':');
        String subject = colon < 0 ? "" : scope.substring(colon + 1);
        KillSwitch.@Nullable Kind kind = kind(colon < 0 ? scope : scope.substring(0, colon), subject);
        if (kind == null) {
            LOG.warnf("There is no kill-switch scope %s; it is skipped", scope);
            return null;
        }
        try {
            JsonNode fields = json.readTree(value);
            return new KillSwitch(kind, scope, subject, fields.path("reason").asText(""), expiry(fields));
        } catch (JsonProcessingException | DateTimeException e) {
            LOG.warnf(e, "The kill switch %s cannot be read; it holds until it is taken away", scope);
            return new KillSwitch(kind, scope, subject, "", null);
        }
    }

    private static KillSwitch.@Nullable Kind kind(String name, String subject) {
        for (KillSwitch.Kind kind : KillSwitch.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return (kind == KillSwitch.Kind.GLOBAL) == subject.isEmpty() ? kind : null;
            }
        }
        return null;
    }

    private static @Nullable Long expiry(JsonNode fields) {
        JsonNode expiry = fields.path("expires_at");
        if (expiry.isMissingNode() || expiry.isNull()) {
            return null;
        }
        return Instant.parse(expiry.asText()).toEpochMilli();
    }
}
