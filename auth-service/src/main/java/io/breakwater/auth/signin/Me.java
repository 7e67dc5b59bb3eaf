package io.breakwater.auth.signin;

import io.breakwater.auth.signin.SignedIn.TenantSummary;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.user.Member;
import java.time.Instant;
import java.util.UUID;

/** The signed-in user, as {@code GET /auth/me} answers. */
record Me(UUID id, String email, String role, TenantSummary tenant, Instant createdAt) {

    static Me from(Member member, Tenant tenant) {
        return new Me(
                member.user().id(),
                member.user().email(),
                member.role().wireName(),
                TenantSummary.from(tenant),
                member.user().createdAt());
    }
}
