/**
 * Plain SQL for what is set-based or no entity: one class that runs statements, one that reads rows.
 *
 * <p>A statement runs on the connection of the caller's transaction when there is one, so it commits with what Hibernate
 * does there, and else by itself. It does not see what Hibernate has not flushed. Blocks on PostgreSQL; thread-safe. What
 * PostgreSQL refuses is thrown as {@link io.breakwater.auth.sql.SqlFailure}, with the SQLException as its cause.
 */
@NullMarked
package io.breakwater.auth.sql;

import org.jspecify.annotations.NullMarked;
