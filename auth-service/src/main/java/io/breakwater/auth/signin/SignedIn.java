package io.breakwater.auth.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.Member;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to register, login and refresh.
 *
 * @param expiresIn seconds that the access token is good for
 * @param tenant absent for platform administrators
 */
record SignedIn(
        String accessToken,
        String tokenType,
        long expiresIn,
        String refreshToken,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TenantSummary tenant,
        UserSummary user) {

    /** The tenant signed in to. */
    record TenantSummary(UUID id, String name, String plan) {

        static TenantSummary from(Tenant tenant) {
            return new TenantSummary(tenant.id(), tenant.name(), tenant.plan());
        }
    }

    /**
     * Who signed in.
     *
     * @param role the role in the tenant; {@code platform_admin} for platform administrators
     */
    record UserSummary(UUID id, String email, String role) {

        static UserSummary from(Member member) {
            return new UserSummary(
                    member.user().id(), member.user().email(), member.role().wireName());
        }

        static UserSummary from(Account administrator) {
            return new UserSummary(administrator.id(), administrator.email(), "platform_admin");
        }
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "SignedIn[" + user.id() + "]";
    }
}
