package io.breakwater.auth.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.breakwater.auth.profile.TenantSummary;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.Member;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to register, login, refresh and switching tenants.
 *
 * @param accessToken absent in cookie mode, where it is the cookie {@code session_token}
 * @param tokenType absent in cookie mode
 * @param expiresIn seconds that the access token is good for
 * @param refreshToken absent in cookie mode, where it is a cookie too
 * @param tenant absent for platform administrators
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SignedIn(
        @Nullable String accessToken,
        @Nullable String tokenType,
        long expiresIn,
        @Nullable String refreshToken,
        @Nullable TenantSummary tenant,
        UserSummary user) {

    /** The same without what goes into cookies. */
    SignedIn withoutTokens() {
        return new SignedIn(null, null, expiresIn, null, tenant, user);
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
