/**
 * Erasure of a tenant or of one participant of a tenant, over every service, with a receipt.
 *
 * <p>An erasure is a {@link io.breakwater.admin.job job}: auth-service (tenants only: credentials first), ingest-service
 * (asked again until it says that it is done), then this service. Each counts what it took away; the counts are kept with
 * the erasure's id by whoever took it, so an answer that was lost is not a receipt that says nothing. What was never there,
 * or was erased before, is erased with zeros. The receipt has no personal data: of a participant only a hash, the reason
 * is in the audit trail.
 *
 * <p>Another feature of this service that keeps rows of tenants takes part by a {@link
 * io.breakwater.admin.erasure.TenantData} bean. Failure and threading are the jobs'.
 */
@NullMarked
package io.breakwater.admin.erasure;

import org.jspecify.annotations.NullMarked;
