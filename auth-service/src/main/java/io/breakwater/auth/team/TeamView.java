package io.breakwater.auth.team;

import java.time.Instant;
import java.util.UUID;

/**
 * A team as it is answered.
 *
 * @param members how many are in it
 */
record TeamView(UUID id, String name, long members, Instant createdAt, Instant updatedAt) {}
