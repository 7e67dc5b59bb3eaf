/**
 * Plans, for platform administrators. Their rows belong to auth-service: this reads and changes them through its internal
 * routes.
 *
 * <p>Runs on virtual threads. A change is audited here before it is asked for, and again with its outcome. While
 * auth-service is away everything is answered {@code SERVICE_UNAVAILABLE}.
 */
@NullMarked
package io.breakwater.admin.plan;

import org.jspecify.annotations.NullMarked;
