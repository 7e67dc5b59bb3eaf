package io.breakwater.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The generator's process. Reads plans from its input, one a line, and for each says when the time that counts begins and ends, and
 * then what came of it. Ends with its input.
 */
final class GeneratorMain {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private GeneratorMain() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        var plans = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = plans.readLine(); line != null; line = plans.readLine()) {
            var plan = Wire.read(line, LoadPlan.class);
            var load = new HyperfoilLoad(plan, TIMEOUT);
            Thread.ofPlatform()
                    .daemon()
                    .name("marks")
                    .start(() -> mark(plan, load.course().begun().join()));
            System.out.println(Wire.RESULT + Wire.write(load.run()));
        }
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
            LockSupport.parkNanos(Math.min(left, LONGEST_PARK_NANOS));
        }
    }
}
