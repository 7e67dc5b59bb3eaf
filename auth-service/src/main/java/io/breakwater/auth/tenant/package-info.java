/**
 * Tenants: their name, plan and status, and the internal routes by which admin-service reads and changes them.
 *
 * <p>Methods join the transaction of the caller (or open one) and block on PostgreSQL; they are called on virtual
 * threads. A change of plan or status is told on the change feed in its own transaction.
 */
@NullMarked
package io.breakwater.auth.tenant;

import org.jspecify.annotations.NullMarked;
