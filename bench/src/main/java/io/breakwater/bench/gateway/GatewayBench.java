package io.breakwater.bench.gateway;

import io.breakwater.bench.gateway.Measurement.Rounds;
import io.breakwater.bench.gateway.Rotation.Load;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The whole comparison: starts what all share, then one variant after the other. */
public final class GatewayBench {

    private static final double HALF = 0.5;
    private static final Duration MINUTE = Duration.ofMinutes(1);

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
     * @param soakMinutes how long the leased gateway goes on at half of its limit, each minute counted by itself; 0 for not at all
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
            measure(variants, bed, generator, question, findings);
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

        /** One minute of the upstream alone at the same rate. */
        @Nullable
        Round directBesideSoak;
    }

    private static List<Variant> variants(Question question) {
        List<Variant> asked = question.variants().stream().map(Variant::of).toList();
        return asked.isEmpty()
                ? List.of(Variant.values())
                : asked.stream().sorted().toList();
    }

    /** Starts all and warms them up one by one, then plays their rounds in turn. */
    private void measure(
            List<Variant> variants, TestBed bed, LoadGenerator generator, Question question, Findings findings) {
        SequencedMap<Variant, Subject> subjects = new LinkedHashMap<>();
        try {
            for (Variant variant : variants) {
                String lacking = Peers.lacks(variant, root);
                if (lacking.isEmpty()) {
                    Subject subject = start(variant, bed, question.flags());
                    subjects.put(variant, subject);
                    warmUp(generator, variant, subject, question.pace());
                } else {
                    findings.missing.add(lacking);
                    say.accept(variant.title() + ": " + lacking);
                }
            }
            measure(subjects, bed, generator, question, findings);
        } finally {
            subjects.values().forEach(Subject::close);
        }
    }

    private void measure(
            SequencedMap<Variant, Subject> subjects,
            TestBed bed,
            LoadGenerator generator,
            Question question,
            Findings findings) {
        var rotation = new Rotation(generator, question.pace());
        List<Variant> variants = List.copyOf(subjects.keySet());
        List<Load> full = subjects.values().stream()
                .map(subject -> new Load(subject, plan(subject, question.pace())))
                .toList();
        say.accept("all at their limits, in turn");
        List<Rounds> limits = rotation.play(full);
        List<Load> halves = new ArrayList<>();
        for (int i = 0; i < full.size(); i++) {
            double rate = HALF * limits.get(i).median(Round::perSecond);
            halves.add(atHalf(full.get(i), rate, question.pace()));
        }
        int leased = variants.indexOf(Variant.LEASED);
        if (leased >= 0) {
            Subject direct = new Peers(bed).direct();
            double rate = HALF * limits.get(leased).median(Round::perSecond);
            halves.add(atHalf(new Load(direct, plan(direct, question.pace())), rate, question.pace()));
        }
        say.accept("all at half of that");
        List<Rounds> half = rotation.play(halves);
        for (int i = 0; i < variants.size(); i++) {
            tell(findings, variants.get(i), new Measurement(limits.get(i), half.get(i)));
        }
        if (leased >= 0) {
            findings.directBesideLeased = half.getLast();
            if (question.soakMinutes() > 0) {
                soak(generator, halves.get(leased), halves.getLast(), question.soakMinutes(), findings);
            }
        }
    }

    private void tell(Findings findings, Variant variant, Measurement measurement) {
        findings.measured.put(variant, measurement);
        say.accept("%-22s %,8.0f/s at its limit, %.1f µs of CPU each; p99 %,.0f µs at half"
                .formatted(
                        variant.title(),
                        measurement.atLimit(Round::perSecond),
                        measurement.atLimit(Round::cpuMicros),
                        measurement.atHalf(round -> round.load().latency().p99())));
    }

    private static LoadPlan plan(Subject subject, Pace pace) {
        return LoadPlan.get(subject.url(), subject.headers(), pace.settle(), pace.round());
    }

    private static Load atHalf(Load full, double rate, Pace pace) {
        return new Load(full.subject(), full.plan().at(rate).lasting(pace.settleAtHalf(), pace.round()));
    }

    private void soak(LoadGenerator generator, Load half, Load direct, int minutes, Findings findings) {
        findings.directBesideSoak = minute(generator, direct, "the upstream alone");
        for (int i = 1; i <= minutes; i++) {
            findings.soak.add(minute(generator, half, "minute " + i));
        }
    }

    /** Settled first: each begins with connections of its own. */
    private Round minute(LoadGenerator generator, Load load, String name) {
        var plan = load.plan();
        Round round =
                Round.run(generator, load.subject(), plan.lasting(plan.warmUp().multipliedBy(2), MINUTE));
        say.accept("  %s: p99 %,.0f µs, %.1f MiB"
                .formatted(name, round.load().latency().p99(), round.residentMib()));
        return round;
    }

    /** At its limit; the upstream alone warms the generator up, too. */
    private void warmUp(LoadGenerator generator, Variant variant, Subject subject, Pace pace) {
        say.accept(variant.title() + " warms up");
        Duration lasts = variant == Variant.NGINX ? pace.settle() : pace.warmUp();
        Round.run(generator, subject, plan(subject, pace).lasting(lasts, pace.round()));
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
