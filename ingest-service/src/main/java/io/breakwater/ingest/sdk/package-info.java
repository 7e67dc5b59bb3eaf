/**
 * What SDKs in pages call: {@code GET /sdk/config} and {@code POST /sdk/identify}, {@code session} and {@code events}, in
 * camelCase within {@code data}; bodies may come as {@code text/plain}, as beacons send them.
 *
 * <p>Users and sessions are rows in PostgreSQL, per tenant and environment. Events go the way of all others, with the
 * source {@code sdk}: an event of a type other than {@code CUSTOM} and without a name is called like its type in small
 * letters. Its participant is its user, else whoever is behind its session.
 *
 * <p>Runs on virtual threads. While PostgreSQL is away users and sessions are 503, and so are events that name only a
 * session; other events need nothing but the log.
 */
@NullMarked
package io.breakwater.ingest.sdk;

import org.jspecify.annotations.NullMarked;
