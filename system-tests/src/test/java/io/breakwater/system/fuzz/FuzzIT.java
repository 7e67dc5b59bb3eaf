package io.breakwater.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.openapi.Documents;
import io.breakwater.system.scenario.Suite;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The suite under inputs made of its own document. {@code ./dev fuzz} sends more of them; the same seed makes the same
 * requests, but for ids and credentials, which the suite gives.
 */
class FuzzIT {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 500);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    /** Takes far less than the 15 min that access tokens are good for. */
    private static final int ROUND = 5_000;

    private static final int AT_ONCE = 16;
    private static final int SHOWN = 300;
    /** As an operator would raise them for a test of load. */
    private static final List<String> LIMITS = List.of(
            "IP",
            "AUTH",
            "AUTH_REFRESH",
            "EXPLAIN",
            "SDK",
            "KEY",
            "INGEST_BURST",
            "ADMIN_READ",
            "ADMIN_WRITE",
            "ADMIN_CRITICAL");

    private static Suite suite;

    private final JsonNode document = Documents.merged();
    private final List<Operation> operations = Operation.all(document);
    private final AnswerRules rules = new AnswerRules(document);
    private final Tally tally = new Tally();

    @BeforeAll
    static void start() throws SQLException {
        Map<String, String> environment = new HashMap<>();
        LIMITS.forEach(policy -> environment.put("BREAKWATER_LIMITS_POLICIES_" + policy + "_LIMIT", "10000000"));
        // As weak as they can be: passwords are not what is tried here, and most of the time would go to them.
        environment.put("BREAKWATER_PASSWORD_MEMORY", "1M");
        environment.put("BREAKWATER_PASSWORD_ITERATIONS", "1");
        suite = Suite.another(environment);
        forgetDurability();
    }

    /** What is written need not outlive a crash; most of the time would go to the disk. */
    private static void forgetDurability() throws SQLException {
        try (Connection connection = suite.database().connect();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                statement.execute("ALTER SYSTEM SET " + setting + " = off");
            }
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    @AfterAll
    static void stop() {
        suite.down();
    }

    @Test
    void everyAnswerIsInTheDocumentAndValid() throws Exception {
        Maker maker = new Maker(suite);
        CallMaker calls = new CallMaker(document, new Scenes(maker));
        List<Sender> senders = Stream.generate(() -> new Sender(suite.gateway()))
                .limit(AT_ONCE)
                .toList();
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int end = Math.min(ROUND, REQUESTS); next.get() < REQUESTS; end = Math.min(end + ROUND, REQUESTS)) {
                Callers callers = Callers.fresh(suite, maker);
                int last = end;
                List<Callable<Void>> shares = senders.stream()
                        .map(sender -> (Callable<Void>) () -> {
                            for (int i = next.getAndIncrement(); i < last; i = next.getAndIncrement()) {
                                send(
                                        sender,
                                        calls.next(
                                                operations.get(i % operations.size()),
                                                callers,
                                                SEED * 1_000_000_007 + i));
                            }
                            return null;
                        })
                        .toList();
                for (Future<Void> share : workers.invokeAll(shares)) {
                    share.get();
                }
                next.set(last);
            }
        } finally {
            report(Duration.ofNanos(System.nanoTime() - begin));
        }

        assertThat(tally.faults()).as("with -Dfuzz.seed=%s", SEED).isEmpty();
        assertThat(tally.total()).isEqualTo(REQUESTS);
    }

    private void send(Sender sender, Call call) throws InterruptedException {
        try {
            HttpResponse<String> answer = sender.send(call);
            tally.answered(call, answer.statusCode());
            rules.fault(call, answer.statusCode(), answer.headers(), answer.body())
                    .ifPresent(fault -> tally.fault(
                            call,
                            fault,
                            call.describe() + " → " + answer.statusCode() + " " + beginning(answer.body())));
        } catch (IOException e) {
            tally.answered(call, 0);
            tally.fault(call, "no answer", call.describe() + " → " + e.getMessage());
        }
    }

    private static String beginning(String body) {
        return body.substring(0, Math.min(SHOWN, body.length()));
    }

    private void report(Duration took) throws IOException {
        String report = """
                Seed %d, %s: %d requests to %d operations in %d s, %d faults.

                %s
                Never answered with success: %s.
                """.formatted(
                        SEED,
                        LocalDate.now(ZoneOffset.UTC),
                        tally.total(),
                        operations.size(),
                        took.toSeconds(),
                        tally.faultCount(),
                        tally.tables(),
                        tally.withoutSuccess().isEmpty() ? "none" : tally.withoutSuccess());
        Files.writeString(Path.of("target", "fuzz.md"), report);
    }
}
