package io.breakwater.common.identity;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The verified caller of one request.
 *
 * @param subject the key's, user's or administrator's id
 * @param tenant the tenant; null only for {@link SubjectKind#PLATFORM}
 * @param session the session behind a user's or administrator's token; null for keys
 * @param teams the teams the credential may act for
 * @param team the team chosen for this request; null when the tenant as a whole is meant
 * @param roles the user's roles in the tenant; empty for keys
 * @param plan the tenant's plan id; null for {@link SubjectKind#PLATFORM}
 * @param quotas how much the tenant may use, by kind, of what services count themselves; absent means no limit
 */
public record Identity(
        SubjectKind kind,
        UUID subject,
        @Nullable UUID tenant,
        Environment environment,
        @Nullable UUID session,
        Set<String> scopes,
        List<UUID> teams,
        @Nullable UUID team,
        Set<String> roles,
        @Nullable String plan,
        Map<String, Long> quotas) {

    public Identity {
        quotas = Map.copyOf(quotas);
        scopes = Set.copyOf(scopes);
        teams = List.copyOf(teams);
        roles = Set.copyOf(roles);
    }

    /** An identity whose tenant has no quotas that a service counts. */
    public Identity(
            SubjectKind kind,
            UUID subject,
            @Nullable UUID tenant,
            Environment environment,
            @Nullable UUID session,
            Set<String> scopes,
            List<UUID> teams,
            @Nullable UUID team,
            Set<String> roles,
            @Nullable String plan) {
        this(kind, subject, tenant, environment, session, scopes, teams, team, roles, plan, Map.of());
    }

    /** The same with these quotas. */
    public Identity withQuotas(Map<String, Long> limits) {
        return new Identity(kind, subject, tenant, environment, session, scopes, teams, team, roles, plan, limits);
    }

    /**
     * The tenant of a caller that must have one.
     *
     * @throws ProblemException {@code FORBIDDEN} for a platform administrator
     */
    public UUID requireTenant() {
        if (tenant == null) {
            throw ProblemException.of(ErrorCode.FORBIDDEN).internally("a platform identity on a tenant's route");
        }
        return tenant;
    }

    /**
     * @throws ProblemException {@code MISSING_SCOPE}, naming the scope
     */
    public void requireScope(String scope) {
        if (!Scopes.allow(scopes, scope)) {
            throw missingScope(scope);
        }
    }

    /**
     * @throws ProblemException {@code FORBIDDEN} unless the caller is of that kind
     */
    public void requireKind(SubjectKind required) {
        if (kind != required) {
            throw ProblemException.of(ErrorCode.FORBIDDEN).internally("needs a " + required + ", is a " + kind);
        }
    }

    /** The answer to a caller that lacks a scope; the gateway and the services say it alike. */
    public static ProblemException missingScope(String scope) {
        return ProblemException.of(ErrorCode.MISSING_SCOPE, "The credential lacks the scope " + scope)
                .withField("scope", scope);
    }
}
