package io.breakwater.gateway.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.counter.Verdict;
import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.health.JsonAnswer;
import io.breakwater.gateway.policy.Policy;
import io.breakwater.gateway.policy.SubjectConverter;
import io.breakwater.gateway.route.Route;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes an explanation. Confined to the event loop of one question. */
final class Explanation {

    private static final String ADMITTED = "ADMITTED";

    private final @Nullable Grant grant;
    private final String method;
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final ObjectNode request;
    private final ArrayNode policies;
    private final ArrayNode quotas;

    /** @param grant of the caller; null for one whose credential is refused */
    Explanation(Question question, @Nullable Grant grant) {
        this.grant = grant;
        this.method = question.method();
        this.request = body.putObject("request")
                .put("method", method)
                .put("path", question.path().path())
                .putNull("route")
                .putNull("scope");
        if (grant == null) {
            body.putNull("caller");
        } else {
            writeCaller(grant);
        }
        this.policies = body.putArray("policies");
        this.quotas = body.putArray("quotas");
    }

    private void writeCaller(Grant caller) {
        body.putObject("caller")
                .put("kind", caller.kind().name().toLowerCase(Locale.ROOT))
                .put("id", caller.subject().id())
                .put("tenant_id", caller.tenantId())
                .put("environment", caller.environment().wireName())
                .put("team_id", caller.team())
                .put("plan", caller.plan());
    }

    Explanation on(Route route) {
        request.put("route", route.id()).put("scope", route.scope(method));
        return this;
    }

    /** Of a request that meets no limit. */
    JsonAnswer refused(ErrorCode code) {
        return outcome(code, null);
    }

    /**
     * Of a request that meets these limits.
     *
     * @param stopped what refuses it before they are asked; null for nothing
     */
    JsonAnswer counted(Decision decision, @Nullable ErrorCode stopped) {
        long waitMs = 0;
        boolean limited = false;
        boolean used = false;
        for (Verdict verdict : decision.looked()) {
            boolean isQuota = verdict.policy().algorithm() == Policy.Algorithm.PERIOD;
            if (isQuota) {
                writeQuota(verdict);
            } else {
                writePolicy(verdict, decision.nowMs());
            }
            if (verdict.refuses()) {
                waitMs = Math.max(waitMs, verdict.waitMs());
                limited |= !isQuota;
                used |= isQuota;
            }
        }
        if (stopped != null) {
            return outcome(stopped, null);
        }
        if (limited || used) {
            return outcome(limited ? ErrorCode.RATE_LIMITED : ErrorCode.QUOTA_EXCEEDED, waitMs);
        }
        return outcome(null, null);
    }

    /** Of a request while Redis is lost, and nobody knows what was counted. */
    JsonAnswer uncounted(@Nullable ErrorCode stopped) {
        body.putNull("policies").putNull("quotas");
        return outcome(stopped, null);
    }

    private void writePolicy(Verdict verdict, long nowMs) {
        Policy policy = verdict.policy();
        policies.addObject()
                .put("name", policy.name())
                .put("subject", SubjectConverter.wireName(policy.subject()))
                .put("limit", verdict.limit())
                .put("limit_from", grant == null ? "policy" : policy.limitSource(grant.limits(), grant.plan()))
                .put("window_seconds", policy.window().toMillis() / 1000.0)
                .put("algorithm", wireName(policy.algorithm()))
                .put("burst", verdict.charge().burst())
                .put("consistency", wireName(policy.consistency()))
                .put("on_redis_lost", wireName(policy.onRedisLost()))
                .put("dry_run", policy.dryRun())
                .put("remaining", verdict.remaining())
                .put("would_refuse", !verdict.admitted())
                .put("reset", Math.ceilDiv(nowMs + verdict.waitMs(), 1000L))
                .put("retry_after", Math.ceilDiv(verdict.waitMs(), 1000L));
    }

    private void writeQuota(Verdict verdict) {
        quotas.addObject()
                .put("kind", verdict.policy().name())
                .put("limit", verdict.limit())
                .put("current", verdict.limit() - verdict.remaining())
                .put("remaining", verdict.remaining())
                .put("reset", Math.ceilDiv(verdict.charge().endsAtMs(), 1000L))
                .put("tier", grant == null ? null : grant.plan());
    }

    private JsonAnswer outcome(@Nullable ErrorCode refusal, @Nullable Long waitMs) {
        ObjectNode outcome = body.putObject("outcome");
        if (refusal == null) {
            outcome.put("code", ADMITTED).putNull("status").putNull("retry_after");
        } else {
            outcome.put("code", refusal.name())
                    .put("status", refusal.status())
                    .put("retry_after", waitMs == null ? null : Long.valueOf(Math.max(1, Math.ceilDiv(waitMs, 1000L))));
        }
        return new JsonAnswer(200, body.toString());
    }

    private static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
