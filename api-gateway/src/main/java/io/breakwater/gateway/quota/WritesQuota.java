package io.breakwater.gateway.quota;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.counter.Charge;
import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.counter.Verdict;
import io.breakwater.gateway.credential.Grant;
import io.breakwater.gateway.policy.LimitsConfig;
import io.breakwater.gateway.policy.Policy;
import io.breakwater.gateway.policy.Reach;
import io.breakwater.gateway.ratelimit.RateLimits;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code writes_month}: how many successful writes of a month a team has. A write is charged before it is forwarded, in
 * the same question as the rate limits, so that no concurrency exceeds the quota; one that does not succeed is given
 * back. Safe from any thread.
 */
@Singleton
public final class WritesQuota {

    /** As plans and answers call it. */
    public static final String KIND = "writes_month";

    private static final Duration A_MONTH = Duration.ofDays(31);
    private static final String NO_TEAM = "-";
    private static final int FIRST_DAY = 1;

    private final RateLimits limits;
    private final QuotaNotices notices;
    private final Clock clock;
    private final Policy policy;
    private final long testLimit;

    WritesQuota(RateLimits limits, LimitsConfig config, QuotaNotices notices, Clock clock) {
        this.limits = limits;
        this.notices = notices;
        this.clock = clock;
        this.testLimit = config.quotas().testWritesMonth();
        this.policy = new Policy(
                KIND,
                Policy.Subject.TEAM,
                null,
                A_MONTH,
                Policy.Algorithm.PERIOD,
                null,
                Policy.Consistency.STRICT,
                config.quotas().onRedisLost(),
                false,
                Map.of(),
                Reach.NAMED);
    }

    /**
     * Whose writes are counted.
     *
     * @param tenant null for platform administrators, who have no quota
     * @param limit null for no limit
     * @param billingDay 1 to 28
     * @param plan null when it is not known
     */
    public record Writer(
            @Nullable String tenant,
            String environment,
            @Nullable String team,
            @Nullable Long limit,
            int billingDay,
            @Nullable String plan) {

        /** Whom a grant writes for. */
        public static Writer of(Grant grant) {
            return new Writer(
                    grant.tenantId(),
                    grant.environment().wireName(),
                    grant.team(),
                    grant.quotas().get(KIND),
                    Objects.requireNonNullElse(grant.billingDay(), FIRST_DAY),
                    grant.plan());
        }
    }

    /** One more write; null when there is nothing to count. */
    public @Nullable Charge charge(Writer writer) {
        if (writer.tenant() == null) {
            return null;
        }
        @Nullable Long limit = writer.limit();
        if (writer.environment().equals("test")) {
            limit = limit == null ? testLimit : Math.min(limit, testLimit);
        }
        if (limit == null) {
            return null;
        }
        BillingMonth month = month(writer);
        String team = writer.team() == null ? NO_TEAM : writer.team();
        String key =
                "q:{t:" + writer.tenant() + "}:" + writer.environment() + ":" + KIND + ":" + month.first() + ":" + team;
        return new Charge(policy, key, limit, month.end().toEpochMilli());
    }

    private BillingMonth month(Writer writer) {
        Instant now = clock.instant();
        return BillingMonth.of(now, writer.billingDay());
    }

    /**
     * A write that was charged.
     *
     * @param used of the month, this write included
     */
    public record Reservation(Writer writer, Charge charge, long used) {}

    /** What a decision has charged; null for nothing. */
    public @Nullable Reservation reserved(Writer writer, Decision decision) {
        if (decision instanceof Decision.Admitted(List<Verdict> verdicts, long nowMs)) {
            for (Verdict verdict : verdicts) {
                if (isQuota(verdict)) {
                    return new Reservation(writer, verdict.charge(), verdict.limit() - verdict.remaining());
                }
            }
        }
        return null;
    }

    /** Ends a reservation: what did not succeed is taken back, what did may be noteworthy. */
    public void settle(Reservation reservation, boolean succeeded) {
        if (succeeded) {
            notices.used(
                    reservation.writer(),
                    month(reservation.writer()),
                    reservation.charge().limit(),
                    reservation.used());
        } else {
            limits.giveBack(reservation.charge());
        }
    }

    private boolean isQuota(Verdict verdict) {
        return verdict.policy().equals(policy);
    }

    /** What to answer when the quota alone refused, which is noteworthy; null when a rate limit did, too, or the quota did not. */
    public @Nullable ProblemException refusal(Writer writer, Decision.Refused refused) {
        @Nullable Verdict quota = null;
        for (Verdict verdict : refused.verdicts()) {
            if (verdict.refuses()) {
                if (!isQuota(verdict)) {
                    return null;
                }
                quota = verdict;
            }
        }
        if (quota == null) {
            return null;
        }
        notices.used(writer, month(writer), quota.limit(), quota.limit() - quota.remaining());
        ProblemException problem = ProblemException.of(ErrorCode.QUOTA_EXCEEDED)
                .withField("kind", KIND)
                .withField("limit", quota.limit())
                .withField("current", quota.limit() - quota.remaining());
        return writer.plan() == null ? problem : problem.withField("tier", writer.plan());
    }
}
