/**
 * Analytics: what a tenant, or the whole platform, did over time, read from the roll-ups.
 *
 * <p><b>Time.</b> Periods are hours, days, ISO weeks and months of the asked zone; a day of a change of the clocks has 23 or
 * 25 hours. Roll-ups are kept by UTC hour, so in a zone whose offset is no whole number of hours an hour counts to the period
 * in which it begins. Days that are packed and hours that are not yet are read together, in one statement. Periods without
 * anything are there, with zeros.
 *
 * <p><b>Bounds.</b> At most 1,000 periods, at most 100 groups (all others are summed up), and nothing older than
 * {@code breakwater.analytics.keep}.
 *
 * <p><b>Threading and failure.</b> On virtual threads; each answer is one snapshot of PostgreSQL. Figures are behind by as
 * much as gateways and ingest-service flush (a second) and the readers lag. Without PostgreSQL: 503.
 */
@NullMarked
package io.breakwater.admin.analytics;

import org.jspecify.annotations.NullMarked;
