package io.breakwater.auth.exchange;

import io.breakwater.auth.issuer.ExternalIssuers;
import io.breakwater.auth.issuer.ExternalPerson;
import io.breakwater.auth.session.AccessTokens;
import io.breakwater.auth.session.Session;
import io.breakwater.auth.user.Role;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.ExchangeAway;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says who a person's token speaks for. */
@ApplicationScoped
class PersonExchange {

    private static final String PLATFORM_ROLE = "platform_admin";

    private final CredentialStore store;
    private final AccessTokens accessTokens;
    private final ExternalIssuers issuers;
    private final InternalTokens internalTokens;
    private final Clock clock;

    PersonExchange(
            CredentialStore store,
            AccessTokens accessTokens,
            ExternalIssuers issuers,
            InternalTokens internalTokens,
            Clock clock) {
        this.store = store;
        this.accessTokens = accessTokens;
        this.issuers = issuers;
        this.internalTokens = internalTokens;
        this.clock = clock;
    }

    /** A person with an access token of ours, and the session behind it. */
    ExchangeAnswer signedIn(String token, ExchangeRequest request) {
        Session session = accessTokens.verify(token);
        StoredSession stored = store.session(session)
                .filter(found -> found.isAlive(clock.instant()))
                .orElseThrow(() -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no living session"));
        Instant end = stored.end().isBefore(session.expiresAt()) ? stored.end() : session.expiresAt();
        return stored.member() == null
                ? administrator(session, end, request)
                : member(session.subject(), session.id(), stored.member(), end, request);
    }

    /** A person with a token of an external issuer, and no session here. */
    ExchangeAnswer external(String token, ExchangeRequest request) {
        ExternalPerson person = verified(token);
        StoredMember member = store.member(person.user(), person.tenant())
                .orElseThrow(() -> ProblemException.of(ErrorCode.FORBIDDEN, "You are not a member of this tenant"));
        return member(person.user(), null, member, person.expiresAt(), request);
    }

    /** Says so when it is the issuer that is away: then nobody need think that we are. */
    private ExternalPerson verified(String token) {
        try {
            return issuers.verify(token);
        } catch (ProblemException e) {
            throw e.code() == ErrorCode.SERVICE_UNAVAILABLE
                    ? e.withHeader(ExchangeAway.HEADER, ExchangeAway.ISSUER)
                    : e;
        }
    }

    /** What a user of a tenant would be granted; no token. */
    ExchangeAnswer describe(UUID tenant, UUID user, ExchangeRequest request) {
        StoredMember member = store.member(user, tenant).orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND));
        member.tenant().requireNotSuspended();
        InternalTokens.Signed none = internalTokens.none();
        return ExchangeAnswer.of(none, identity(user, null, member, request), none.expiresAt(), member.tenant());
    }

    private ExchangeAnswer member(
            UUID user, @Nullable UUID session, StoredMember member, Instant end, ExchangeRequest request) {
        member.tenant().requireNotSuspended();
        Identity identity = identity(user, session, member, request);
        return ExchangeAnswer.of(internalTokens.tokenOf(identity, request.audience()), identity, end, member.tenant());
    }

    private static Identity identity(UUID user, @Nullable UUID session, StoredMember member, ExchangeRequest request) {
        @Nullable UUID team = request.teamId() == null ? null : Teams.requireMember(member.teams(), request.teamId());
        return new Identity(
                SubjectKind.USER,
                user,
                member.tenantId(),
                environment(request),
                session,
                member.role().scopes(),
                Teams.named(member.teams(), team),
                team,
                Set.of(member.role().wireName()),
                member.tenant().plan(),
                member.tenant().servicesQuotas());
    }

    private ExchangeAnswer administrator(Session session, Instant end, ExchangeRequest request) {
        Identity identity = new Identity(
                SubjectKind.PLATFORM,
                session.subject(),
                null,
                environment(request),
                session.id(),
                Role.ADMIN.scopes(),
                List.of(),
                request.teamId() == null ? null : Teams.requireMember(List.of(), request.teamId()),
                Set.of(PLATFORM_ROLE),
                null);
        return ExchangeAnswer.of(internalTokens.tokenOf(identity, request.audience()), identity, end, null);
    }

    private static Environment environment(ExchangeRequest request) {
        return request.environment() == null ? Environment.LIVE : request.environment();
    }
}
