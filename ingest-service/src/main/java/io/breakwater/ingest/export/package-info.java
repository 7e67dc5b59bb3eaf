/**
 * Hands out everything that is held of a participant or a tenant: {@code POST /internal/exports}, for admin-service, as one
 * JSON document a line.
 *
 * <p>One read-only transaction of one snapshot; rows come through a cursor and are written as they come, so memory does not
 * grow with the export, and a slow reader holds the transaction open (for as long as a part of the answer may wait for its
 * reader). Events that still wait in the stream are not in it. The last line counts the others: an answer without it was cut
 * off. Blocking, on virtual threads; a failure before the first part is answered, one after that closes the connection.
 */
@NullMarked
package io.breakwater.ingest.export;

import org.jspecify.annotations.NullMarked;
