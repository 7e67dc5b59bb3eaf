/**
 * Tenants: their name, plan, subscription and limits, as their own people see and rename them, and the internal routes by
 * which admin-service finds and changes them.
 *
 * <p>Methods join the transaction of the caller (or open one) and block on PostgreSQL; they are called on virtual threads.
 * The tenant's row is the lock under which members, keys and teams of a tenant are changed. A change of plan, status or
 * limits is audited and told on the change feed in its own transaction.
 */
@NullMarked
package io.breakwater.auth.tenant;

import org.jspecify.annotations.NullMarked;
