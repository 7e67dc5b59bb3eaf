package io.breakwater.admin.ledger;

import io.breakwater.admin.job.Subject;
import java.time.Instant;
import java.util.UUID;

/**
 * One erasure.
 *
 * @param subject of which a participant's id is not known, only the hash
 */
record LedgerEntry(UUID erasure, Subject subject, Instant requestedAt) {}
