/**
 * Who is signed in: name, address, memberships and sessions, as their owner sees and changes them.
 *
 * <p>Another address needs the password again, and is the user's only when its own token comes back; both addresses are
 * told by mail. Only one's own sessions can be seen or ended; the id of anybody else's is answered 404. Resources run on virtual
 * threads and block on PostgreSQL; a change, its mails and its audit event are one transaction.
 */
@NullMarked
package io.breakwater.auth.profile;

import org.jspecify.annotations.NullMarked;
