package io.breakwater.bench.gateway;

import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadPlan;
import io.breakwater.bench.process.Commit;
import io.breakwater.bench.process.Cores;
import io.breakwater.bench.result.Machine;
import io.breakwater.bench.result.Report;
import io.breakwater.bench.suite.BenchSuite;
import io.breakwater.localstack.suite.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The whole comparison: starts what all share, then one variant after the other. */
public final class GatewayBench {

    private final Path root;
    private final StopSignal stop;
    private final Consumer<String> say;

    /**
     * @param root the repository's
     * @param say takes lines of progress
     */
    public GatewayBench(Path root, StopSignal stop, Consumer<String> say) {
        this.root = root;
        this.stop = stop;
        this.say = say;
    }

    /**
     * What is asked for.
     *
     * @param variants by their options; empty for all
     * @param soakMinutes how long the leased gateway goes on at half of its limit, its memory read every minute; 0 for not at all
     * @param admission whether two gateways are compared with the reference model, too
     * @param portBase the first of the suite's 22 ports
     * @param work an existing folder for files and logs of the run
     * @param flags further ones for the JVM of our gateway, such as a profiler's
     * @param command how to ask for it again
     */
    public record Question(
            Pace pace,
            Set<String> variants,
            int soakMinutes,
            boolean admission,
            int portBase,
            Path work,
            List<String> flags,
            String command) {}

    /**
     * Measures.
     *
     * @throws io.breakwater.bench.process.BenchException if it cannot
     */
    public Report run(Question question) {
        Machine machine = Machine.read();
        Cores cores = question.pace() == Pace.SMOKE ? Cores.any() : Cores.ofThisMachine(machine.cores());
        cores.moveHere();
        Instant begin = Instant.now();
        var findings = new Findings();
        List<Variant> variants = variants(question);
        if (question.admission() || variants.stream().anyMatch(Variant::needsSuite)) {
            try (var suite = BenchSuite.start(root, question.portBase(), stop)) {
                suite.stopServices("api-gateway", "ingest-service", "admin-service");
                measure(variants, question, cores, suite, findings);
            }
        } else {
            measure(variants, question, cores, null, findings);
        }
        return new GatewayReport(findings, question.pace())
                .report(begin, Commit.of(root), question.command(), machine, cores.describe());
    }

    private void measure(
            List<Variant> variants, Question question, Cores cores, @Nullable BenchSuite suite, Findings findings) {
        try (var bed = TestBed.prepare(root, question.work(), cores, suite);
                var generator = LoadGenerator.start(cores, question.work().resolve("generator.log"))) {
            variants.forEach(variant -> measure(variant, bed, generator, question, findings));
            if (question.admission()) {
                for (String consistency : List.of("leased", "strict")) {
                    say.accept("two gateways, " + consistency);
                    findings.admission.put(
                            consistency,
                            AdmissionError.measure(
                                    bed,
                                    consistency,
                                    question.pace().warmUp(),
                                    question.pace().admission()));
                }
            }
        }
    }

    /** What has been measured so far. */
    static final class Findings {

        final Map<Variant, Measurement> measured = new EnumMap<>(Variant.class);
        final List<String> missing = new ArrayList<>();
        final Map<String, AdmissionError> admission = new TreeMap<>();

        /** The upstream alone at the rate of {@link Variant#LEASED}'s half. */
        Measurement.@Nullable Rounds directBesideLeased;

        /** One minute each, of {@link Variant#LEASED} at its half. */
        final List<Round> soak = new ArrayList<>();
    }

    private static List<Variant> variants(Question question) {
        List<Variant> asked = question.variants().stream().map(Variant::of).toList();
        return asked.isEmpty()
                ? List.of(Variant.values())
                : asked.stream().sorted().toList();
    }

    private void measure(Variant variant, TestBed bed, LoadGenerator generator, Question question, Findings findings) {
        String lacking = Peers.lacks(variant, root);
        if (!lacking.isEmpty()) {
            findings.missing.add(lacking);
            say.accept(variant.title() + ": " + lacking);
            return;
        }
        Pace pace = question.pace();
        try (Subject subject = start(variant, bed, question.flags())) {
            Measurement measurement = Measurement.of(generator, subject, pace, warmUp(variant, pace));
            findings.measured.put(variant, measurement);
            say.accept("%-22s %,8.0f/s at its limit, %.1f µs of CPU each; p99 %,.0f µs at half"
                    .formatted(
                            variant.title(),
                            measurement.atLimit(Round::perSecond),
                            measurement.atLimit(Round::cpuMicros),
                            measurement.atHalf(round -> round.load().latency().p99())));
            if (variant == Variant.LEASED) {
                soak(generator, subject, measurement, question, findings);
                Subject direct = new Peers(bed).direct();
                double rate = measurement.half().median(Round::perSecond);
                findings.directBesideLeased = Measurement.rounds(
                        generator,
                        direct,
                        LoadPlan.get(direct.url(), direct.headers(), pace.settle(), pace.round())
                                .at(rate),
                        pace);
            }
        }
    }

    private void soak(
            LoadGenerator generator, Subject subject, Measurement measurement, Question question, Findings findings) {
        var minute = LoadPlan.get(subject.url(), subject.headers(), Duration.ZERO, Duration.ofMinutes(1))
                .at(measurement.half().median(Round::perSecond));
        for (int i = 0; i < question.soakMinutes(); i++) {
            findings.soak.add(Round.run(generator, subject, minute));
            say.accept("  minute %d: %.1f MiB"
                    .formatted(i + 1, findings.soak.getLast().residentMib()));
        }
    }

    /** The upstream alone warms the generator up, too. */
    private static Duration warmUp(Variant variant, Pace pace) {
        return variant == Variant.NGINX ? pace.settle() : pace.warmUp();
    }

    private static Subject start(Variant variant, TestBed bed, List<String> flags) {
        var peers = new Peers(bed);
        return switch (variant) {
            case DIRECT -> peers.direct();
            case NGINX -> peers.nginx();
            case BARE -> peers.bare();
            case LEASED, STRICT ->
                new OurGateway(bed)
                        .start(
                                variant.option(),
                                OurGateway.policies(variant.option(), OurGateway.OUT_OF_REACH, "60s"),
                                flags);
            case SPRING -> peers.spring();
        };
    }
}
