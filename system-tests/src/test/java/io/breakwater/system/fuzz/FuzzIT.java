package io.breakwater.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.openapi.Documents;
import io.breakwater.system.scenario.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The suite under inputs made of its own document. {@code ./dev fuzz} sends more of them; the same seed makes the same
 * requests, but for ids and credentials, which the suite gives.
 */
class FuzzIT {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 2_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    /** After so many, the callers have lost too much to get far. */
    private static final int ROUND = 400;

    private static final int AT_ONCE = 8;
    private static final int ATTEMPTS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** As an operator would raise them for a test of load. */
    private static final String NO_LIMITS = String.join(
            " ",
            List.of(
                            "ip",
                            "auth",
                            "auth-refresh",
                            "explain",
                            "sdk",
                            "key",
                            "ingest-burst",
                            "admin-read",
                            "admin-write",
                            "admin-critical")
                    .stream()
                    .map(policy -> "-Dbreakwater.limits.policies." + policy + ".limit=10000000")
                    .toList());

    private static Suite suite;

    private final JsonNode document = Documents.merged();
    private final List<Operation> operations = Operation.all(document);
    private final AnswerRules rules = new AnswerRules(document);
    private final Tally tally = new Tally();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        suite = Suite.another(NO_LIMITS);
    }

    @AfterAll
    static void stop() {
        suite.down();
    }

    @Test
    void everyAnswerIsInTheDocumentAndValid() throws Exception {
        Inputs inputs = new Inputs(document, new Random(SEED));
        CallMaker maker = new CallMaker(inputs);
        long begin = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int sent = 0; sent < REQUESTS; sent += ROUND) {
                Callers callers = Callers.fresh(suite);
                List<Callable<Void>> round = new ArrayList<>();
                int first = sent;
                JqwikSession.run(() -> {
                    for (int i = first; i < Math.min(first + ROUND, REQUESTS); i++) {
                        Call call = maker.next(operations.get(i % operations.size()), callers);
                        round.add(() -> send(call));
                    }
                });
                for (Future<Void> result : workers.invokeAll(round)) {
                    result.get();
                }
            }
        }
        report(Duration.ofNanos(System.nanoTime() - begin));

        assertThat(tally.total()).isEqualTo(REQUESTS);
        assertThat(tally.faults()).as("with -Dfuzz.seed=%s", SEED).isEmpty();
    }

    private Void send(Call call) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(suite.gateway() + call.target()))
                .timeout(TIMEOUT)
                .method(
                        call.method(),
                        call.body() == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(call.body()));
        for (int i = 0; i < call.headers().size(); i += 2) {
            request.setHeader(call.headers().get(i), call.headers().get(i + 1));
        }
        HttpResponse<String> answer = answer(request.build(), call);
        if (answer == null) {
            return null;
        }
        tally.answered(call.operation(), answer.statusCode());
        rules.fault(
                        call,
                        answer.statusCode(),
                        answer.headers().firstValue("Content-Type").orElse(""),
                        answer.body())
                .ifPresent(fault -> tally.fault(
                        call.operation(),
                        fault,
                        call.describe() + " → " + answer.statusCode() + " "
                                + answer.body()
                                        .substring(
                                                0, Math.min(300, answer.body().length()))));
        return null;
    }

    /** Once more where a kept connection was closed meanwhile, as after a body that nobody read; null for no answer at all. */
    private HttpResponse<String> answer(HttpRequest request, Call call) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    tally.answered(call.operation(), 0);
                    tally.fault(call.operation(), "no answer", call.describe() + " → " + e);
                    return null;
                }
            }
        }
    }

    private void report(Duration took) throws IOException {
        String report = "Seed %d: %d requests to %d operations in %d s.%n%n%s%nNever answered with success: %s.%n"
                .formatted(
                        SEED,
                        tally.total(),
                        operations.size(),
                        took.toSeconds(),
                        tally.table(),
                        tally.withoutSuccess());
        Files.writeString(Path.of("target", "fuzz.md"), report);
    }
}
