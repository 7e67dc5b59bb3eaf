package io.breakwater.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the outbox is relayed and how long its traces are kept. */
@ConfigMapping(prefix = "breakwater.outbox")
public interface OutboxConfig {

    /** Whether this process relays; at least one process of each service must. */
    @WithDefault("true")
    boolean relay();

    /** How often the relay looks when nothing woke it: the bound on the delay of another process's messages. */
    @WithDefault("250ms")
    Duration pollInterval();

    /** How many messages one transaction of the relay carries. */
    @WithDefault("500")
    int batchSize();

    /** How long a published message stays in the table, for questions afterwards. */
    @WithDefault("1h")
    Duration keepPublished();

    /** How long an inbox remembers a message: longer than any stream can hold one back. */
    @WithDefault("7d")
    Duration keepReceived();

    /** About how many entries a stream keeps, where {@link #maxLength()} does not name it. */
    @WithDefault("1000000")
    long defaultMaxLength();

    /** About how many entries a stream keeps, by its key. */
    Map<String, Long> maxLength();

    /**
     * Streams whose messages stay in the table until their reader confirms them, and which have no maximum length: nothing
     * in them is lost however long the reader is away, or when Redis loses its data. The reader trims them.
     */
    Optional<Set<String>> confirmedStreams();

    /** How long a message may be unconfirmed until it is looked for in its stream, and published again if it is gone. */
    @WithDefault("10m")
    Duration recheckAfter();
}
