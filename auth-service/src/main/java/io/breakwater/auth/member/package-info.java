/**
 * The people of a tenant: who they are, their roles, and their leaving.
 *
 * <p>What decides is the caller's role as it is now, not the one in their token. Whoever changes members holds the tenant's
 * row, so that of two owners who leave at once one stays: a tenant always has an owner. Who is removed loses their teams
 * and sessions in the tenant in the same transaction, and gateways are told; the keys that they made live on, as they are
 * the tenant's. Resources run on virtual threads and block on PostgreSQL. Another tenant's people are answered 404.
 */
@NullMarked
package io.breakwater.auth.member;

import org.jspecify.annotations.NullMarked;
