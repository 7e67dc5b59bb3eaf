/**
 * Administration of tenants. Their rows belong to auth-service: this reads and changes them through its internal routes.
 *
 * <p>Runs on virtual threads. While auth-service is away, reads are tried again for a moment, then everything is answered
 * {@code SERVICE_UNAVAILABLE}; after repeated failures at once, until it is back.
 */
@NullMarked
package io.breakwater.admin.tenant;

import org.jspecify.annotations.NullMarked;
