package io.breakwater.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The generator's process. Reads a plan from its input, says when the time that counts begins and ends, and then what came of it:
 * one line each.
 */
public final class GeneratorMain {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private GeneratorMain() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        LoadPlan plan = Wire.read(new String(System.in.readAllBytes(), StandardCharsets.UTF_8), LoadPlan.class);
        var load = new HyperfoilLoad(plan, TIMEOUT);
        Thread.ofPlatform()
                .daemon()
                .name("marks")
                .start(() -> mark(plan, load.course().begun().join()));
        LoadResult result = load.run();
        System.out.println(Wire.RESULT + Wire.write(result));
        System.exit(0); // Whatever Hyperfoil has left behind.
    }

    private static void mark(LoadPlan plan, long begunNanos) {
        long begin = begunNanos + plan.warmUp().toNanos();
        await(begin);
        System.out.println(Wire.BEGIN);
        await(begin + plan.measured().toNanos());
        System.out.println(Wire.END);
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }
}
