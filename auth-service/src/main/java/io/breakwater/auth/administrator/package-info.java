/**
 * Platform administrators as admin-service manages them, and in whose name it acts.
 *
 * <p>Methods join the transaction of the caller (or open one) and block on PostgreSQL; they are called on virtual threads.
 * The last administrator cannot be removed, also when two are removed at once. Who is removed, or is given
 * another password, is signed out in the same transaction.
 */
@NullMarked
package io.breakwater.auth.administrator;

import org.jspecify.annotations.NullMarked;
