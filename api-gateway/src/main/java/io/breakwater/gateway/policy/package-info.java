/**
 * Rate limits as data: what the configuration says of whom to count, how, how many, and for which requests. Adding a
 * policy takes configuration alone.
 *
 * <p><b>Limits.</b> A subject's own limit (its key's, or its tenant's) comes before its plan's, and that before the
 * policy's. A policy without a limit holds only for those whose plan or key has one.
 *
 * <p><b>Threading.</b> Everything is immutable. <b>Failure.</b> A configuration with mistakes stops the start, with all
 * of them in one message.
 */
@NullMarked
package io.breakwater.gateway.policy;

import org.jspecify.annotations.NullMarked;
