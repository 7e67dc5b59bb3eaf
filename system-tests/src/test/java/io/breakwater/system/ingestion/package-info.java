/**
 * What becomes of accepted events when something dies: packaged ingest-services on stores of their own, real signals, load
 * while it happens. Each scenario has a tenant of its own and ends with {@link io.breakwater.system.ingestion.Accounting}: every
 * event that was promised is found once, none has a second effect, and the report says the same.
 */
package io.breakwater.system.ingestion;
