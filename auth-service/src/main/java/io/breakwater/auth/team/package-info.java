/**
 * The teams of a tenant, to which keys can be limited, and who is in them.
 *
 * <p>Names are unique in a tenant, whatever their case. Only members of the tenant can be in its teams; owners and admins
 * hold every team without being in it. A key that is limited to teams sees no other. A team that living keys name cannot
 * be deleted: a key that lost its last team would hold the whole tenant. Whoever changes a team holds the tenant's row, and
 * each change is audited and told to the gateways in its own transaction. Resources run on virtual threads and block on
 * PostgreSQL. Another tenant's teams and people are answered 404.
 */
@NullMarked
package io.breakwater.auth.team;

import org.jspecify.annotations.NullMarked;
