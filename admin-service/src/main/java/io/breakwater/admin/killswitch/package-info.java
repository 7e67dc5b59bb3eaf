/**
 * Kill switches as administrators set and take them away; the gateways obey them.
 *
 * <p><b>What is written.</b> PostgreSQL first: the table is what ought to be. Then Redis, in the form that the gateways
 * read: the hash {@code bw:kill-switches} (field: scope; value: {@code {"id","reason","by","at","expires_at"?}}), then
 * {@code INCR bw:kill-switches:version}, then an entry in the stream {@code admin:kill-switches}. A row is kept until
 * Redis was told what became of it, so a crash between any two steps is made good by whoever looks next.
 *
 * <p><b>Who reconciles.</b> Every replica, each {@code breakwater.kill-switches.reconcile-every}: what differs between
 * table and hash is put right, whatever made it differ: a Redis that was down, lost its data or was edited by hand.
 * Switches whose time is over are taken away. Whoever writes to Redis holds one lock of the database from reading the
 * table until the end, so an older state never overwrites a newer one.
 *
 * <p><b>Failure.</b> Without PostgreSQL nothing is switched. Without Redis a switch is recorded, answered 202 with the
 * state {@code pending}, and reaches the gateways within a second of Redis' return. Blocking; virtual threads.
 */
@NullMarked
package io.breakwater.admin.killswitch;

import org.jspecify.annotations.NullMarked;
