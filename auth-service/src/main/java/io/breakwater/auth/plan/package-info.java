/**
 * The plans that tenants are on: rows, brought by a migration and edited by platform administrators.
 *
 * <p>Methods join the transaction of the caller (or open one) and block on PostgreSQL; they are called on virtual threads.
 * A change of a plan is audited and told on the change feed in its own transaction; two changes of one plan follow each
 * other. It applies to every tenant on the plan, but takes nothing away that is there: keys above a lowered limit live on.
 */
@NullMarked
package io.breakwater.auth.plan;

import org.jspecify.annotations.NullMarked;
