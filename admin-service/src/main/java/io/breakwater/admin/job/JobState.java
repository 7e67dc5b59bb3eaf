package io.breakwater.admin.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far a job is. */
@Schema(description = "queued: no step has begun. running. done. failed: given up; ask again")
public enum JobState {
    QUEUED,
    RUNNING,
    DONE,
    FAILED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
