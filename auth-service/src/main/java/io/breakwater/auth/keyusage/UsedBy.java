package io.breakwater.auth.keyusage;

import java.time.Instant;

/**
 * An address that a key was used from.
 *
 * @param firstUsedAt since the address was last forgotten, which happens 30 days after its last use
 */
public record UsedBy(String ip, Instant firstUsedAt, Instant lastUsedAt) {}
