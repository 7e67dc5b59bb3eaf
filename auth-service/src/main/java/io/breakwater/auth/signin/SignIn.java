package io.breakwater.auth.signin;

import io.breakwater.auth.account.EmailVerification;
import io.breakwater.auth.account.Reauthentication;
import io.breakwater.auth.account.Reauthentication.Domain;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.audit.RequestOrigin;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
import io.breakwater.auth.session.RefreshOutcome.Refreshed;
import io.breakwater.auth.session.Sessions;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.tenant.TenantStatus;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.throttle.LoginThrottle;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.Member;
import io.breakwater.auth.user.PlatformAdmins;
import io.breakwater.auth.user.Role;
import io.breakwater.auth.user.User;
import io.breakwater.auth.user.Users;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What register, login, switching tenants and logout do. Passwords are hashed outside of transactions, so none is held open
 * meanwhile; a session begins in one that makes sure that the password checked is still the account's.
 */
@ApplicationScoped
class SignIn {

    private final Users users;
    private final PlatformAdmins administrators;
    private final Tenants tenants;
    private final Sessions sessions;
    private final SignInAnswers answers;
    private final Reauthentication reauthentication;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final Rehashing rehashing;
    private final EmailVerification verification;
    private final LoginThrottle throttle;
    private final RequestOrigin origin;
    private final AuditLog auditLog;

    SignIn(
            Users users,
            PlatformAdmins administrators,
            Tenants tenants,
            Sessions sessions,
            SignInAnswers answers,
            Reauthentication reauthentication,
            PasswordRules rules,
            PasswordHasher hasher,
            Rehashing rehashing,
            EmailVerification verification,
            LoginThrottle throttle,
            RequestOrigin origin,
            AuditLog auditLog) {
        this.users = users;
        this.administrators = administrators;
        this.tenants = tenants;
        this.sessions = sessions;
        this.answers = answers;
        this.reauthentication = reauthentication;
        this.rules = rules;
        this.hasher = hasher;
        this.rehashing = rehashing;
        this.verification = verification;
        this.throttle = throttle;
        this.origin = origin;
        this.auditLog = auditLog;
    }

    /** Makes a tenant and its owner, and signs them in. Their address is to be verified. */
    Tokens register(RegisterRequest request, TokenMode mode) {
        EmailAddress email = EmailAddress.of(request.email());
        String tenantName = request.tenantName().strip();
        List<String> names = new ArrayList<>(email.names());
        names.add(tenantName);
        rules.require(request.password(), "password", names);
        if (users.account(email).isPresent()) {
            throw Users.addressTaken();
        }
        String hash = hasher.hash(request.password());
        return QuarkusTransaction.requiringNew().call(() -> {
            Tenant tenant = tenants.create(tenantName);
            User user = users.create(email, hash);
            Member owner = users.join(user, tenant.id(), Role.OWNER);
            auditLog.record(AuditEvent.of("user.registered")
                    .byUser(user.id())
                    .in(tenant.id())
                    .on("user", user.id())
                    .personal("email", user.email()));
            verification.request(user);
            throttle.proved(Domain.USER.name(email), origin.ip());
            return answers.of(sessions.startTenantSession(user.id(), tenant.id(), mode.inCookies()), owner, tenant);
        });
    }

    /** Signs a user in to their oldest membership, in a suspended tenant only if they have no other. */
    Tokens login(LoginRequest request, TokenMode mode) {
        EmailAddress email = EmailAddress.of(request.email());
        Account account = authenticated(Domain.USER, email, users.account(email).orElse(null), request.password());
        Tokens tokens = QuarkusTransaction.requiringNew().call(() -> {
            if (!users.isUnchanged(account)) {
                throw wrong("the password was changed meanwhile");
            }
            Member member = users.firstMembership(account.id())
                    .orElseThrow(() ->
                            ProblemException.of(ErrorCode.FORBIDDEN, "This account does not belong to any tenant"));
            Tenant tenant = tenants.get(member.tenant());
            requireEnterable(member, tenant);
            Refreshed session = sessions.startTenantSession(account.id(), tenant.id(), mode.inCookies());
            auditLog.record(AuditEvent.of("user.logged_in")
                    .byUser(account.id())
                    .in(tenant.id())
                    .on("session", session.session().id()));
            return answers.of(session, member, tenant);
        });
        rehashing.user(account, request.password());
        return tokens;
    }

    /** A suspended tenant lets in its owners alone, who then can do nothing but see that it is. */
    private static void requireEnterable(Member member, Tenant tenant) {
        if (tenant.status() == TenantStatus.SUSPENDED && member.role() != Role.OWNER) {
            throw ProblemException.of(ErrorCode.TENANT_SUSPENDED);
        }
    }

    /** Signs a platform administrator in. */
    Tokens platformLogin(LoginRequest request, TokenMode mode) {
        EmailAddress email = EmailAddress.of(request.email());
        Account account = authenticated(
                Domain.PLATFORM, email, administrators.account(email).orElse(null), request.password());
        Tokens tokens = QuarkusTransaction.requiringNew().call(() -> {
            if (!administrators.isUnchanged(account)) {
                throw wrong("the password was changed meanwhile, or the administrator removed");
            }
            Refreshed session = sessions.startPlatformSession(account.id(), mode.inCookies());
            auditLog.record(AuditEvent.of("platform.logged_in")
                    .byPlatform(account.id())
                    .on("session", session.session().id()));
            return answers.of(session, account);
        });
        rehashing.administrator(account, request.password());
        return tokens;
    }

    private Account authenticated(Domain domain, EmailAddress email, @Nullable Account account, String password) {
        boolean fits = reauthentication.fits(domain, email, account, password);
        if (!fits || account == null) {
            throw wrong(account == null ? "unknown address" : "wrong password");
        }
        return account;
    }

    private static ProblemException wrong(String why) {
        return ProblemException.of(ErrorCode.UNAUTHENTICATED, "The e-mail address or the password is wrong")
                .internally(why);
    }

    /**
     * Ends the caller's session and begins one in another tenant, whose tokens are in cookies if they were so before.
     *
     * @throws ProblemException {@code FORBIDDEN} without a session; {@code VALIDATION_ERROR} when the user is no member there, {@code TENANT_SUSPENDED},
     *     {@code INVALID_TOKEN} when the present session has ended meanwhile
     */
    Tokens switchTenant(Identity user, UUID tenantId, TokenMode mode) {
        UUID present = Sessions.require(user);
        return QuarkusTransaction.requiringNew().call(() -> {
            Account account = users.account(user.subject()).orElseThrow(() -> ended("no such user"));
            if (!users.isUnchanged(account)) {
                throw ended("the password was changed meanwhile");
            }
            Member member = users.member(user.subject(), tenantId)
                    .orElseThrow(() -> ProblemException.invalidField("tenant_id", "is not a tenant of yours"));
            Tenant tenant = tenants.get(tenantId);
            requireEnterable(member, tenant);
            boolean inCookies = mode.inCookies() || sessions.isInCookies(present);
            if (!sessions.end(present, "switched_tenant")) {
                throw ended("the session has ended");
            }
            Refreshed session = sessions.startTenantSession(user.subject(), tenantId, inCookies);
            auditLog.record(AuditEvent.of("session.tenant_switched")
                    .by(user)
                    .in(tenantId)
                    .on("session", session.session().id())
                    .with("from_tenant", user.tenant())
                    .with("from_session", present));
            return answers.of(session, member, tenant);
        });
    }

    /** Continues a session. */
    Tokens refresh(String refreshToken, TokenMode mode) {
        return answers.refresh(refreshToken, mode);
    }

    /**
     * Ends the caller's session; nothing happens when it has ended already.
     *
     * @throws ProblemException {@code FORBIDDEN} for a key, and for a person without a session
     */
    void logout(Identity caller) {
        if (caller.kind() == SubjectKind.KEY) {
            caller.requireKind(SubjectKind.USER);
        }
        UUID session = Sessions.require(caller);
        QuarkusTransaction.requiringNew().run(() -> {
            if (sessions.end(session, "logout")) {
                auditLog.record(AuditEvent.of("user.logged_out")
                        .by(caller)
                        .in(caller.tenant())
                        .on("session", session));
            }
        });
    }

    private static ProblemException ended(String why) {
        return ProblemException.of(ErrorCode.INVALID_TOKEN).internally(why);
    }
}
