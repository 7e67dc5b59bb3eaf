/**
 * People: users with their memberships of tenants, and platform administrators, who are a realm of their own.
 *
 * <p>Methods join the transaction of the caller (or open one) and block on PostgreSQL; they are called on virtual
 * threads. An address that is taken is answered {@code CONFLICT}, also when two registrations race. The first platform
 * administrator is made at start from configuration; a start without what that needs fails.
 */
@NullMarked
package io.breakwater.auth.user;

import org.jspecify.annotations.NullMarked;
