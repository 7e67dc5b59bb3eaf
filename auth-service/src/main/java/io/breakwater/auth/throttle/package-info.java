/**
 * Slows down whoever guesses passwords, without letting them lock anybody out. The reasoning is in ADR 6.
 *
 * <p>Three counters stand for what guesses have in common, each with a delay that doubles from one second on and counts
 * that fade:
 *
 * <ul>
 *   <li><b>pair</b>, of an account and a client's address: after 5 failures, up to 15 min. It delays nobody else.
 *   <li><b>account</b>, over all addresses: after 20 failures, up to 5 min, and only for addresses from which the account
 *       was never signed in to. This is what stops guessing from many addresses; its owner, at an address known for 90
 *       days, does not feel it.
 *   <li><b>address</b>, over all accounts: after 30 failures, up to 15 min, and again not for pairs that are known. This is
 *       what stops trying stolen pairs of address and password.
 * </ul>
 *
 * <p>An attempt is charged <em>before</em> its password is hashed and given back when it turns out right, so attempts that
 * run at once never have more guesses than the counters allow, on however many replicas: the counters are rows of
 * PostgreSQL, locked in the order address, account, pair. An attempt that must wait is answered 429 with
 * {@code Retry-After} and is not hashed. Accounts are HMACs of realm and address, so unknown ones behave as known ones do,
 * and nothing of a person rests here. IPv6 counts by /64. Whoever is held up by an attack on their account from a new
 * address gets in by setting a new password through the mail: that makes their address a known one.
 *
 * <p>Methods block on PostgreSQL and run in transactions of their own; without PostgreSQL they fail, and nobody signs in.
 */
@NullMarked
package io.breakwater.auth.throttle;

import org.jspecify.annotations.NullMarked;
