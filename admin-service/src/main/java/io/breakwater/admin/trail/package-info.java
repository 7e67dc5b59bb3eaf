/**
 * The audit trail as it is read: by platform administrators, and by a tenant's own people as far as it is theirs.
 *
 * <p>Personal data is opened for whoever may read the entry, and is null when it was erased. A key sees entries of its own
 * environment and of none; people see both. Reading lists leaves no trace; verifying a chain is itself an event of the
 * trail. Blocks on PostgreSQL, on virtual threads; while that is away, requests are answered 503.
 */
@NullMarked
package io.breakwater.admin.trail;

import org.jspecify.annotations.NullMarked;
