package io.breakwater.bench.gateway;

import io.breakwater.bench.gateway.Measurement.Rounds;
import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadPlan;
import io.breakwater.bench.process.BenchException;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays rounds of several subjects in turn: the first of each, then the second of each, and so on. What is compared was measured within
 * seconds then, whatever the machine's other guests do from one minute to the next.
 */
final class Rotation {

    private static final int MOST_SPOILED = 10;

    private final LoadGenerator generator;
    private final Pace pace;

    Rotation(LoadGenerator generator, Pace pace) {
        this.generator = generator;
        this.pace = pace;
    }

    /** One load on one subject. */
    record Load(Subject subject, LoadPlan plan) {}

    /**
     * Plays each load as often as the pace says, and once more for each round that is spoiled, as when the host does not run one of the
     * processes for a while.
     *
     * @return by load, in their order; as many rounds of each
     * @throws BenchException if too many of one are spoiled: it is more than the subject can take
     */
    List<Rounds> play(List<Load> loads) {
        for (int i = 0; i < pace.rehearsals(); i++) {
            loads.stream()
                    .filter(load -> load.subject().measured() != null)
                    .forEach(load -> Round.run(generator, load.subject(), load.plan()));
        }
        List<List<Round>> whole =
                loads.stream().map(load -> (List<Round>) new ArrayList<Round>()).toList();
        int[] spoiled = new int[loads.size()];
        for (int round = 0; round < pace.rounds(); round++) {
            for (int i = 0; i < spoiled.length; i++) {
                spoiled[i] = playWhole(loads.get(i), whole.get(i), spoiled[i]);
            }
        }
        List<Rounds> rounds = new ArrayList<>();
        for (int i = 0; i < spoiled.length; i++) {
            rounds.add(new Rounds(List.copyOf(whole.get(i)), spoiled[i]));
        }
        return rounds;
    }

    private int playWhole(Load load, List<Round> whole, int spoiledBefore) {
        int spoiled = spoiledBefore;
        Round round = Round.run(generator, load.subject(), load.plan());
        while (!round.isWhole()) {
            if (++spoiled > MOST_SPOILED) {
                throw new BenchException(load.plan().url() + " does not answer all that is due at "
                        + load.plan().perSecond() + "/s.");
            }
            round = Round.run(generator, load.subject(), load.plan());
        }
        whole.add(round);
        return spoiled;
    }
}
