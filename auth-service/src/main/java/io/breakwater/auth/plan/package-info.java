/**
 * The plans that tenants are on: rows, brought by a migration.
 *
 * <p>Read-only here. Methods join the transaction of the caller and block on PostgreSQL; they are called on virtual
 * threads.
 */
@NullMarked
package io.breakwater.auth.plan;

import org.jspecify.annotations.NullMarked;
