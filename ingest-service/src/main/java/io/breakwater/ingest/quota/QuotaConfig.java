package io.breakwater.ingest.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the quotas of events and participants are counted. */
@ConfigMapping(prefix = "breakwater.ingest.quotas")
public interface QuotaConfig {

    /** Events a day of a tenant's test environment, whatever its plan says. */
    @WithDefault("1000")
    long testEventsDay();

    /** Participants a month of a tenant's test environment, whatever its plan says. */
    @WithDefault("100")
    long testParticipantsMonth();

    /** How long an accept waits for counts that have to be taken from PostgreSQL first; then it goes on without. */
    @WithDefault("2s")
    Duration seedTimeout();
}
