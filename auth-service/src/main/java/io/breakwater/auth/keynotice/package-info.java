/**
 * Tells that keys are about to expire: 7 days before and 1 day before, once each, as {@code key.expiring} on the stream
 * {@code auth:notices}; and that 80 and 100 % of the keys a tenant may have are reached, as {@code quota.reached}.
 *
 * <p>A notice and the mark that it was given are written in one transaction, and rows that another instance is marking are
 * passed over, so however many instances run, each notice is given exactly once; the relay publishes it at least once, with
 * its id. A key that lives less than 7 days gets the notices that are still ahead of it when it is made. A change of its expiry begins anew. Keys
 * that were replaced or revoked get none. When a turn fails, the next catches up.
 */
@NullMarked
package io.breakwater.auth.keynotice;

import org.jspecify.annotations.NullMarked;
