package io.breakwater.auth.signin;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.profile.TenantSummary;
import io.breakwater.auth.session.AccessTokens;
import io.breakwater.auth.session.RefreshOutcome;
import io.breakwater.auth.session.RefreshOutcome.Refreshed;
import io.breakwater.auth.session.Session;
import io.breakwater.auth.session.Sessions;
import io.breakwater.auth.signin.SignedIn.UserSummary;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.Member;
import io.breakwater.auth.user.PlatformAdmins;
import io.breakwater.auth.user.Users;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes the answer of a session that was begun, and continues sessions. */
@ApplicationScoped
class SignInAnswers {

    private static final Logger LOG = Logger.getLogger(SignInAnswers.class);

    private final Users users;
    private final PlatformAdmins administrators;
    private final Tenants tenants;
    private final Sessions sessions;
    private final AccessTokens accessTokens;
    private final AuditLog auditLog;

    SignInAnswers(
            Users users,
            PlatformAdmins administrators,
            Tenants tenants,
            Sessions sessions,
            AccessTokens accessTokens,
            AuditLog auditLog) {
        this.users = users;
        this.administrators = administrators;
        this.tenants = tenants;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.auditLog = auditLog;
    }

    /** Continues a session. What must be kept although the answer is a refusal is committed first. */
    Tokens refresh(String refreshToken, TokenMode mode) {
        return QuarkusTransaction.requiringNew()
                .call(() -> continued(refreshToken, mode))
                .orThrow();
    }

    private Continued continued(String refreshToken, TokenMode mode) {
        return switch (sessions.refresh(refreshToken, mode.inCookies())) {
            case Refreshed refreshed -> new Continued(of(refreshed), null);
            case RefreshOutcome.Refused refused -> new Continued(null, refused("unknown token or ended session"));
            case RefreshOutcome.Reused reused -> {
                Session session = reused.session();
                LOG.warnf("A refresh token was used twice: session %s is ended", session.id());
                auditLog.record(AuditEvent.of("session.refresh_reused")
                        .byAnonymous()
                        .in(session.tenant())
                        .on("session", session.id())
                        .about(session.subject())
                        .failed("reused"));
                yield new Continued(null, refused("reuse"));
            }
        };
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ErrorCode.INVALID_TOKEN).internally("refresh refused: " + why);
    }

    /** Either half is null. */
    private record Continued(
            @Nullable Tokens tokens, @Nullable ProblemException refusal) {

        Tokens orThrow() {
            if (tokens == null) {
                throw refusal == null ? refused("no outcome") : refusal;
            }
            return tokens;
        }
    }

    private Tokens of(Refreshed refreshed) {
        Session session = refreshed.session();
        @Nullable UUID tenantId = session.tenant();
        if (tenantId == null) {
            return of(
                    refreshed,
                    administrators.account(session.subject()).orElseThrow(() -> refused("no longer an administrator")));
        }
        Member member = users.member(session.subject(), tenantId).orElseThrow(() -> refused("no longer a member"));
        Tenant tenant = tenants.get(tenantId);
        tenant.requireActive();
        return of(refreshed, member, tenant);
    }

    Tokens of(Refreshed refreshed, Member member, Tenant tenant) {
        return tokens(refreshed, TenantSummary.from(tenant), UserSummary.from(member));
    }

    Tokens of(Refreshed refreshed, Account administrator) {
        return tokens(refreshed, null, UserSummary.from(administrator));
    }

    private Tokens tokens(Refreshed refreshed, @Nullable TenantSummary tenant, UserSummary user) {
        AccessTokens.Issued access = accessTokens.issue(refreshed.session());
        SignedIn body =
                new SignedIn(access.token(), "Bearer", access.expiresIn(), refreshed.refreshToken(), tenant, user);
        return new Tokens(
                body,
                access.token(),
                refreshed.refreshToken(),
                refreshed.idleExpiresAt(),
                refreshed.inCookies() ? TokenMode.COOKIE : TokenMode.BODY);
    }
}
