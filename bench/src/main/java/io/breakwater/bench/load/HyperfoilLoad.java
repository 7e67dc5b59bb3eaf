package io.breakwater.bench.load;

import static io.hyperfoil.http.steps.HttpStepCatalog.SC;

import io.hyperfoil.api.config.Benchmark;
import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.session.Session;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.core.impl.statistics.StatisticsCollector.StatisticsConsumer;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.config.Protocol;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;

/** A plan as a benchmark of Hyperfoil: sessions that take turns, send their request and tell the tally what came of it. */
final class HyperfoilLoad {

    private static final String PHASE = "load";
    /** The phase begins a little before its first session asks for a turn. */
    private static final Duration MARGIN = Duration.ofMillis(300);

    /** More sessions than connections: who waits for a connection must not keep others from being late in time. */
    private static final int SESSIONS_PER_CONNECTION = 2;

    private final LoadPlan plan;
    private final Duration timeout;
    private final Course course;

    /** @param timeout how long an answer is waited for, also after the time that counts */
    HyperfoilLoad(LoadPlan plan, Duration timeout) {
        this.plan = plan;
        this.timeout = timeout;
        this.course = new Course(plan);
    }

    Course course() {
        return course;
    }

    /** Runs it to its end, on this thread and one event loop. */
    LoadResult run() {
        StatisticsConsumer ignored = (phase, stepId, metric, snapshot, countDown) -> {};
        new LocalSimulationRunner(benchmark(), ignored, null, null).run();
        return course.result();
    }

    private Benchmark benchmark() {
        int users = plan.perSecond() == null ? plan.connections() : plan.connections() * SESSIONS_PER_CONNECTION;
        var builder = BenchmarkBuilder.builder().name(PHASE).threads(1);
        builder.addPlugin(HttpPluginBuilder::new)
                .http()
                .protocol(Protocol.HTTP)
                .host(plan.url().getHost())
                .port(plan.url().getPort())
                .allowHttp2(false)
                .requestTimeout(timeout.toMillis())
                .sharedConnections(plan.connections());
        var phase = builder.addPhase(PHASE).always(users);
        Duration sending = plan.warmUp().plus(plan.measured());
        phase.duration(sending.plus(MARGIN).toMillis());
        phase.maxDuration(sending.plus(MARGIN).plus(timeout).toMillis());
        var sequence = phase.scenario().initialSequence("request");
        sequence.step(new AwaitTurn(course));
        var request = sequence.step(SC)
                .httpRequest(HttpMethod.valueOf(plan.method()))
                .path(target())
                .handler()
                .autoRangeCheck(false)
                .stopOnInvalid(false)
                .status((answer, status) -> answer.session.getResource(Turn.KEY).status = status)
                .onCompletion(this::ended)
                .endHandler();
        plan.headers().forEach((name, value) -> request.headers().header(name, value));
        if (plan.body() != null) {
            var body = new BodyTemplate(plan.body());
            request.body((session, connection) -> ByteBufUtil.writeUtf8(
                    connection.context().alloc(), body.of(body.isNumbered() ? course.nextNumber() : 0)));
        }
        return builder.build();
    }

    private void ended(Session session) {
        Turn turn = session.getResource(Turn.KEY);
        if (turn.status != 0) {
            course.tally().answered(turn.due, turn.status);
        }
    }

    private String target() {
        String query = plan.url().getRawQuery();
        return plan.url().getRawPath() + (query == null ? "" : "?" + query);
    }
}
