package io.breakwater.gateway.ratelimit;

import io.breakwater.common.identity.SubjectKind;
import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.policy.Policy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request with a good credential is counted for.
 *
 * @param tenant null for platform administrators
 * @param key the API key's id; null for people
 * @param user the user's id; null for keys and platform administrators
 * @param administrator the platform administrator's id; null for everybody else
 * @param team the one that is acted for; null for none
 * @param plan the tenant's; null for platform administrators
 * @param limits the key's and the tenant's own limits, by policy
 */
public record CountedCaller(
        @Nullable String tenant,
        String environment,
        @Nullable String key,
        @Nullable String user,
        @Nullable String administrator,
        @Nullable String team,
        @Nullable String plan,
        Map<String, Long> limits) {

    public CountedCaller {
        limits = Map.copyOf(limits);
    }

    /** Whom a grant stands for. */
    public static CountedCaller of(Grant grant) {
        String id = grant.subject().id();
        return new CountedCaller(
                grant.tenantId(),
                grant.environment().wireName(),
                grant.kind() == SubjectKind.KEY ? id : null,
                grant.kind() == SubjectKind.USER ? id : null,
                grant.kind() == SubjectKind.PLATFORM ? id : null,
                grant.team(),
                grant.plan(),
                grant.limits());
    }

    /** What a policy counts of this caller; null when it counts nothing of it. */
    @Nullable
    String subject(Policy policy, @Nullable String scope) {
        return switch (policy.subject()) {
            case IP -> null;
            case KEY -> key;
            case KEY_AND_SCOPE -> key == null || scope == null ? null : key + ":" + scope;
            case USER -> user;
            case TEAM -> team;
            case TENANT -> tenant;
            case ADMINISTRATOR -> administrator;
        };
    }

    /** The environment that is counted apart: none for people, who choose theirs with each request. */
    String environment(Policy policy) {
        return switch (policy.subject()) {
            case USER, ADMINISTRATOR -> "-";
            case IP, KEY, KEY_AND_SCOPE, TEAM, TENANT -> environment;
        };
    }

    /** Where the counters are: all of a tenant's in one hash slot. */
    String slot() {
        return tenant == null ? "{a:" + administrator + "}" : "{t:" + tenant + "}";
    }
}
