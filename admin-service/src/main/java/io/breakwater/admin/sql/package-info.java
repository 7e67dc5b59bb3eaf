/**
 * Plain SQL: one class that runs statements, one that reads rows.
 *
 * <p>A statement runs on the connection of the caller's transaction when there is one, and else by itself. Blocks on
 * PostgreSQL; thread-safe. What PostgreSQL refuses is thrown as {@link io.breakwater.admin.sql.SqlFailure}, with the
 * SQLException as its cause.
 */
@NullMarked
package io.breakwater.admin.sql;

import org.jspecify.annotations.NullMarked;
