/**
 * How PostgreSQL is spoken to: work in one transaction, many rows in one statement, and what a failure says about trying
 * again.
 *
 * <p>Blocking, on virtual threads; stateless. Failures are PostgreSQL's own, or the problem that a request is answered with.
 */
@NullMarked
package io.breakwater.ingest.sql;

import org.jspecify.annotations.NullMarked;
