package io.breakwater.gateway.killswitch;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.killswitch.OpenExchanges.Open;
import io.breakwater.gateway.proxy.OpenExchange;
import io.breakwater.gateway.route.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The feature's front: refuses what is switched off, and breaks off what is open. Safe from any thread. */
@Startup
@Singleton
public final class KillSwitches {

    private static final Logger LOG = Logger.getLogger(KillSwitches.class);
    private static final long FIRST_READ_SECONDS = 1;

    /** What is advised when nobody said how long it will take. */
    private static final long RETRY_AFTER_SECONDS = 30;

    private static final List<String> NEVER_STOPPED = List.of("/api/v1/admin", "/api/v1/auth/platform", "/.well-known");

    private final Clock clock;
    private final MeterRegistry meters;
    private final Counter aborted;
    private final OpenExchanges open = new OpenExchanges();
    private final SwitchStore store;
    private volatile SwitchSet switches = SwitchSet.NONE;

    KillSwitches(Vertx vertx, Redis redis, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
        this.store = new SwitchStore(vertx, redis, this::replace);
        this.aborted = meters.counter("breakwater.killswitches.aborted");
        for (KillSwitch.Kind kind : KillSwitch.Kind.values()) {
            Gauge.builder("breakwater.killswitches.active", this, all -> all.switches.count(kind, clock.millis()))
                    .tag("kind", name(kind))
                    .register(meters);
        }
        Gauge.builder("breakwater.killswitches.age.seconds", store, SwitchStore::secondsSinceSeen)
                .description("Since the switches were last seen to be as they are")
                .register(meters);
        Gauge.builder("breakwater.exchanges.open", open, OpenExchanges::size).register(meters);
        awaitFirstRead(store.start());
    }

    /** Before the first request is taken, so that a restart lets nothing through; on the thread that starts the process. */
    private static void awaitFirstRead(Future<Void> firstRead) {
        try {
            firstRead.toCompletionStage().toCompletableFuture().get(FIRST_READ_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("The kill switches could not be read yet; until they are, nothing is switched off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the first read never fails, it only comes late", e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        store.stop();
    }

    private void replace(SwitchSet read) {
        switches = read;
        if (!read.isEmpty()) {
            long now = clock.millis();
            int broken = open.abort(exchange -> problem(exchange, read, now));
            if (broken > 0) {
                aborted.increment(broken);
                LOG.infof("%d open exchanges were broken off by kill switches", broken);
            }
        }
    }

    private @Nullable ProblemException problem(Open exchange, SwitchSet set, long now) {
        @Nullable KillSwitch hit = hit(set, exchange.routeId, exchange.path, exchange.tenant, exchange.key, now);
        return hit == null ? null : refusal(hit, now, false);
    }

    private static @Nullable KillSwitch hit(
            SwitchSet set, String routeId, String path, @Nullable String tenant, @Nullable String key, long now) {
        @Nullable KillSwitch hit = set.onPath(routeId, path, now);
        return hit == null ? set.onCaller(tenant, key, now) : hit;
    }

    /**
     * Looks whether a route or path is switched off for everyone.
     *
     * @param mayKnowWhy asked only when it is; whether the caller is a platform administrator
     * @throws ProblemException {@code KILL_SWITCH}
     */
    public void checkPath(Route route, String canonicalPath, BooleanSupplier mayKnowWhy) {
        if (isNeverStopped(route, canonicalPath)) {
            return;
        }
        long now = clock.millis();
        @Nullable KillSwitch hit = switches.onPath(route.id(), canonicalPath, now);
        if (hit != null) {
            throw refusal(hit, now, mayKnowWhy.getAsBoolean());
        }
    }

    /**
     * Looks whether a caller is switched off everywhere.
     *
     * @param key null for people
     * @throws ProblemException {@code KILL_SWITCH}
     */
    public void checkCaller(Route route, String canonicalPath, @Nullable String tenant, @Nullable String key) {
        long now = clock.millis();
        @Nullable KillSwitch hit = switches.onCaller(tenant, key, now);
        if (hit != null && !isNeverStopped(route, canonicalPath)) {
            throw refusal(hit, now, false);
        }
    }

    /**
     * What a request would be refused with, for who only wants to know: nothing is counted as refused.
     *
     * @param tenant null for none
     * @param key null for people
     * @return null when nothing is switched off for it
     */
    public @Nullable ErrorCode stops(Route route, String canonicalPath, @Nullable String tenant, @Nullable String key) {
        if (isNeverStopped(route, canonicalPath)) {
            return null;
        }
        return hit(switches, route.id(), canonicalPath, tenant, key, clock.millis()) == null
                ? null
                : ErrorCode.KILL_SWITCH;
    }

    /**
     * Begins an exchange that a switch may break off for as long as it lasts.
     *
     * @param key null for people
     * @throws ProblemException {@code KILL_SWITCH} for a switch that has come since the checks
     */
    public Future<Void> whileOpen(
            Route route,
            String canonicalPath,
            @Nullable String tenant,
            @Nullable String key,
            Supplier<OpenExchange> exchange) {
        if (isNeverStopped(route, canonicalPath)) {
            return exchange.get().done();
        }
        checkPath(route, canonicalPath, () -> false);
        checkCaller(route, canonicalPath, tenant, key);
        OpenExchange opened = exchange.get();
        Open registered = new Open(route.id(), canonicalPath, tenant, key, opened);
        open.add(registered);
        // After it is registered: a switch that came in between is either seen here or has found it.
        @Nullable ProblemException problem = problem(registered, switches, clock.millis());
        if (problem != null) {
            opened.abort(problem);
        }
        return opened.done().onComplete(ignored -> open.remove(registered));
    }

    private ProblemException refusal(KillSwitch hit, long now, boolean withReason) {
        meters.counter("breakwater.killswitches.refused", "kind", name(hit.kind()))
                .increment();
        long seconds = hit.expiresAtMs() == null
                ? RETRY_AFTER_SECONDS
                : Math.max(1, Math.ceilDiv(hit.expiresAtMs() - now, 1000L));
        ProblemException refusal =
                ProblemException.of(ErrorCode.KILL_SWITCH).withHeader("Retry-After", String.valueOf(seconds));
        return withReason ? refusal.with(new FieldViolation(hit.scope(), hit.reason())) : refusal;
    }

    private static boolean isNeverStopped(Route route, String canonicalPath) {
        return route.internal() && NEVER_STOPPED.stream().anyMatch(prefix -> SwitchSet.isUnder(canonicalPath, prefix));
    }

    private static String name(KillSwitch.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
