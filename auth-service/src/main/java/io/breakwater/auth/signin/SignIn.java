package io.breakwater.auth.signin;

import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.session.AccessTokens;
import io.breakwater.auth.session.RefreshOutcome;
import io.breakwater.auth.session.RefreshOutcome.Refreshed;
import io.breakwater.auth.session.Session;
import io.breakwater.auth.session.Sessions;
import io.breakwater.auth.signin.SignedIn.TenantSummary;
import io.breakwater.auth.signin.SignedIn.UserSummary;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.Member;
import io.breakwater.auth.user.PlatformAdmins;
import io.breakwater.auth.user.Role;
import io.breakwater.auth.user.User;
import io.breakwater.auth.user.Users;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What register, login and refresh do. Passwords are hashed outside of transactions, so none is held open meanwhile. */
@ApplicationScoped
class SignIn {

    private static final Logger LOG = Logger.getLogger(SignIn.class);

    private final Users users;
    private final PlatformAdmins administrators;
    private final Tenants tenants;
    private final Sessions sessions;
    private final AccessTokens accessTokens;
    private final PasswordHasher hasher;

    SignIn(
            Users users,
            PlatformAdmins administrators,
            Tenants tenants,
            Sessions sessions,
            AccessTokens accessTokens,
            PasswordHasher hasher) {
        this.users = users;
        this.administrators = administrators;
        this.tenants = tenants;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.hasher = hasher;
    }

    /** Makes a tenant and its owner, and signs them in. */
    SignedIn register(RegisterRequest request) {
        EmailAddress email = EmailAddress.of(request.email());
        if (users.account(email).isPresent()) {
            throw Users.addressTaken();
        }
        String hash = hasher.hash(request.password());
        return QuarkusTransaction.requiringNew().call(() -> {
            Tenant tenant = tenants.create(request.tenantName().strip());
            User user = users.create(email, hash);
            Member owner = users.join(user, tenant.id(), Role.OWNER);
            return answer(sessions.startTenantSession(user.id(), tenant.id()), owner, tenant);
        });
    }

    /** Signs a user in to their oldest membership. */
    SignedIn login(LoginRequest request) {
        @Nullable
        Account account = users.account(EmailAddress.of(request.email())).orElse(null);
        UUID user = authenticated(request, account);
        return QuarkusTransaction.requiringNew().call(() -> {
            Member member = users.firstMembership(user).orElseThrow(() -> wrong("a user without a membership"));
            Tenant tenant = tenants.get(member.tenant());
            tenant.requireActive();
            return answer(sessions.startTenantSession(user, tenant.id()), member, tenant);
        });
    }

    /** Signs a platform administrator in. */
    SignedIn platformLogin(LoginRequest request) {
        @Nullable
        Account account =
                administrators.account(EmailAddress.of(request.email())).orElse(null);
        UUID administrator = authenticated(request, account);
        return platformAnswer(sessions.startPlatformSession(administrator));
    }

    private UUID authenticated(LoginRequest request, @Nullable Account account) {
        boolean fits = hasher.verify(request.password(), account == null ? null : account.passwordHash());
        if (!fits || account == null) {
            throw wrong(account == null ? "unknown address" : "wrong password");
        }
        return account.id();
    }

    private static ProblemException wrong(String why) {
        return ProblemException.of(ErrorCode.UNAUTHENTICATED, "The e-mail address or the password is wrong")
                .internally(why);
    }

    /** Continues a session. What must be kept although the answer is a refusal is committed first. */
    SignedIn refresh(String refreshToken) {
        return QuarkusTransaction.requiringNew()
                .call(() -> continued(refreshToken))
                .orThrow();
    }

    private Continued continued(String refreshToken) {
        return switch (sessions.refresh(refreshToken)) {
            case Refreshed refreshed -> new Continued(answer(refreshed), null);
            case RefreshOutcome.Refused refused -> new Continued(null, refused("unknown token or ended session"));
            case RefreshOutcome.Reused reused -> {
                LOG.warnf(
                        "A refresh token was used twice: session %s is ended",
                        reused.session().id());
                yield new Continued(null, refused("reuse"));
            }
        };
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ErrorCode.INVALID_TOKEN).internally("refresh refused: " + why);
    }

    /** Either half is null. */
    private record Continued(
            @Nullable SignedIn answer, @Nullable ProblemException refusal) {

        SignedIn orThrow() {
            if (answer == null) {
                throw refusal == null ? refused("no outcome") : refusal;
            }
            return answer;
        }
    }

    private SignedIn answer(Refreshed refreshed) {
        Session session = refreshed.session();
        @Nullable UUID tenantId = session.tenant();
        if (tenantId == null) {
            return platformAnswer(refreshed);
        }
        Member member = users.member(session.subject(), tenantId).orElseThrow(() -> refused("no longer a member"));
        Tenant tenant = tenants.get(tenantId);
        tenant.requireActive();
        return answer(refreshed, member, tenant);
    }

    private SignedIn answer(Refreshed refreshed, Member member, Tenant tenant) {
        return signedIn(refreshed, TenantSummary.from(tenant), UserSummary.from(member));
    }

    private SignedIn platformAnswer(Refreshed refreshed) {
        Account administrator = administrators
                .account(refreshed.session().subject())
                .orElseThrow(() -> refused("no longer an administrator"));
        return signedIn(refreshed, null, UserSummary.from(administrator));
    }

    private SignedIn signedIn(Refreshed refreshed, @Nullable TenantSummary tenant, UserSummary user) {
        AccessTokens.Issued access = accessTokens.issue(refreshed.session());
        return new SignedIn(access.token(), "Bearer", access.expiresIn(), refreshed.refreshToken(), tenant, user);
    }
}
