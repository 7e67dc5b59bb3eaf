/**
 * Proving who one is, beyond a session: checking a password, setting another, verifying an address.
 *
 * <p>Every check of a password goes through {@link io.breakwater.auth.account.Reauthentication}: slowed down after
 * failures, as slow for unknown accounts, and in the audit trail when it fails. Asking for a new password is answered
 * alike, at once, whether or not the address is known: what follows happens on another thread, two at a time; should the
 * process die in that moment, the request is lost and is made again by whoever wanted it. A changed password ends all other
 * sessions, a reset one all. An account has another address only when a token mailed there has come back. Hashes are computed outside of transactions; everything else is in one transaction with its
 * audit event and its mail.
 *
 * <p>Resources run on virtual threads and may block. Bodies that hold passwords or tokens are never logged or printed.
 */
@NullMarked
package io.breakwater.auth.account;

import org.jspecify.annotations.NullMarked;
