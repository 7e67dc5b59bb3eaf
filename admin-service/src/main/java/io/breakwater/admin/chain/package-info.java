/**
 * The audit trail itself: for each tenant, and for the platform, a chain of entries of which each holds the SHA-256 of the
 * one before. {@code docs/audit.md} describes the format so that anyone can verify it.
 *
 * <p>What the services tell on their streams of audit events is appended in the transaction that also notes how far the
 * stream was read. Whoever appends holds the row of the chain's head, so that two processes follow each other; the order of
 * a chain is the order of appending. Personal data goes in as ciphertext, and the hash is taken over that. Blocks on
 * PostgreSQL; safe from any thread. A message that is no audit event is set aside by the intake.
 */
@NullMarked
package io.breakwater.admin.chain;

import org.jspecify.annotations.NullMarked;
