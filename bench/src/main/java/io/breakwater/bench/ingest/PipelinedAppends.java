package io.breakwater.bench.ingest;

import io.breakwater.bench.installation.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

/**
 * What Redis takes on the same disk when nothing stands before it: entries as ingest-service writes them, a hundred in a pipeline,
 * one connection, each synced to the append-only file. The limit of what can be accepted.
 */
final class PipelinedAppends {

    private static final int PIPELINE = 100;
    private static final int STREAMS = 64;
    private static final String KEY = "bench:xadd:";

    private PipelinedAppends() {}

    /** Entries in a second. */
    static double perSecond(Installation suite, Duration lasting) {
        Map<String, String> entry = entry();
        try (Jedis redis = new Jedis(suite.redis())) {
            long begin = System.nanoTime();
            long appended = 0;
            while (System.nanoTime() - begin < lasting.toNanos()) {
                try (Pipeline pipeline = redis.pipelined()) {
                    for (int i = 0; i < PIPELINE; i++) {
                        pipeline.xadd(KEY + appended++ % STREAMS, XAddParams.xAddParams(), entry);
                    }
                    pipeline.sync();
                }
            }
            double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                keys.add(KEY + i);
            }
            redis.del(keys.toArray(String[]::new));
            return appended / seconds;
        }
    }

    private static Map<String, String> entry() {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("v", "1");
        entry.put("tenant", "0198c0de-0000-7000-8000-000000000001");
        entry.put("env", "live");
        entry.put("sub", "0198c0de-0000-7000-8000-000000000002");
        entry.put("nonce", "0123456789");
        entry.put("rid", "0198c0de-0000-7000-8000-000000000003");
        entry.put("payload", Events.single());
        entry.put("mid", "1000000000-0");
        return entry;
    }
}
