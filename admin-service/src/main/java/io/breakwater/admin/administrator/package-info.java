/**
 * Platform administrators as they manage each other. Their accounts belong to auth-service, which has the rules for
 * passwords and never lets the last one go; here nobody removes themselves, so that there is always another who did it.
 *
 * <p>Runs on virtual threads. Passwords pass through and are neither kept nor logged, nor part of what an idempotency key
 * remembers. While auth-service is away everything is answered {@code SERVICE_UNAVAILABLE}.
 */
@NullMarked
package io.breakwater.admin.administrator;

import org.jspecify.annotations.NullMarked;
