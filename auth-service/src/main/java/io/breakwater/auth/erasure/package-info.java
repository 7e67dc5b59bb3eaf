/**
 * Erasure of a person or of a tenant: what this service holds of them is deleted, in one transaction, and counted.
 *
 * <p>A second erasure finds nothing and answers zeros, as does one of an id that never was. Tenants are locked before
 * people, and in the order of their ids, as wherever both are changed. Personal data in events that are still in the
 * outbox is taken out, whether they were published or not; what was published is admin-service's to erase. Events of the
 * erasure itself name ids only. Gateways are told in the same transaction, so what was cached stops working within a
 * second. Blocks on PostgreSQL for as long as it takes; called on virtual threads.
 */
@NullMarked
package io.breakwater.auth.erasure;

import org.jspecify.annotations.NullMarked;
