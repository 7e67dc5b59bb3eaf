/**
 * Exports of a tenant or of one participant: one NDJSON archive per service, to be fetched for some days.
 *
 * <p>An export is a {@link io.breakwater.admin.job job}. Each service streams what it holds, and the stream goes in gzipped
 * chunks into PostgreSQL as it comes, so memory does not grow with the archive and any replica can serve it. A stream that
 * was cut off lacks its last line, {@code {"kind":"end","counts":{…}}}, and is fetched again from its beginning.
 *
 * <p>Archives are personal data: they go when they expire, and with an erasure of the same tenant or participant; an export
 * that is being made then is given up. Fetching one is audited. Another feature of this service that keeps records of
 * tenants takes part by a {@link io.breakwater.admin.export.TenantRecords} bean. Failure and threading are the jobs'.
 */
@NullMarked
package io.breakwater.admin.export;

import org.jspecify.annotations.NullMarked;
