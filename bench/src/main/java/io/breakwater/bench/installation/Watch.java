package io.breakwater.bench.installation;

import io.breakwater.bench.process.BenchException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;

/** Reads the suite's own counts and the kernel's. Each reading costs the suite some milliseconds. For one thread at a time. */
public final class Watch implements AutoCloseable {

    private static final Pattern ACCEPTED = metric("breakwater_ingest_accepted_total");
    private static final Pattern LAG = metric("breakwater_ingest_worker_lag_seconds");
    private static final Pattern APPEND_ONLY = Pattern.compile("aof_current_size:(\\d+)");

    private static final String COUNTS = """
            SELECT (SELECT coalesce(sum(events), 0) FROM ingest.ledger),
                   pg_current_wal_lsn() - '0/0'::pg_lsn,
                   (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())
            """;

    private final Installation suite;
    private final Api api = new Api();
    private final URI metrics;
    private final Connection database;
    private final Jedis redis;

    public Watch(Installation suite) {
        this.suite = suite;
        this.metrics = suite.management("ingest-service").resolve("/metrics");
        this.redis = new Jedis(suite.redis());
        try {
            this.database = suite.database();
        } catch (SQLException e) {
            throw new BenchException("PostgreSQL does not answer.", e);
        }
    }

    /** How far everything is. */
    public Reading read() {
        SequencedMap<String, Double> cpu = new LinkedHashMap<>();
        suite.processes().forEach((name, pid) -> cpu.put(name, CpuTime.seconds(pid)));
        long nanos = System.nanoTime();
        double accepted = sum(ACCEPTED, api.get(metrics));
        Matcher size = APPEND_ONLY.matcher(redis.info("persistence"));
        double appendOnly = size.find() ? Double.parseDouble(size.group(1)) : Double.NaN;
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(COUNTS)) {
            row.next();
            return new Reading(nanos, cpu, accepted, row.getDouble(1), row.getDouble(2), row.getDouble(3), appendOnly);
        } catch (SQLException e) {
            throw new BenchException("PostgreSQL does not say how far it is.", e);
        }
    }

    /** How long the oldest event in the log has waited, in milliseconds. */
    public double lagMillis() {
        return sum(LAG, api.get(metrics)) * 1_000;
    }

    private static Pattern metric(String name) {
        return Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$");
    }

    private static double sum(Pattern metric, String text) {
        return metric.matcher(text)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    @Override
    public void close() {
        redis.close();
        try {
            database.close();
        } catch (SQLException e) {
            throw new BenchException("PostgreSQL's connection cannot be closed.", e);
        }
    }
}
