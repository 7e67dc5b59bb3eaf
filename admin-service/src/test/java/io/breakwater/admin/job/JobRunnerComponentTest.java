package io.breakwater.admin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.admin.testing.Peers;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AdminComponentTest
class JobRunnerComponentTest {

    private static final int JOBS = 20;
    private static final int RUNNERS = 4;

    private final Jobs jobs;
    private final JobRunner runner;

    JobRunnerComponentTest(Jobs jobs, JobRunner runner) {
        this.jobs = jobs;
        this.runner = runner;
    }

    @BeforeEach
    @AfterEach
    void forget() {
        AuthServer.forget();
        Peers.erase(1);
    }

    @Test
    void ofRunnersAtWorkTogetherNoTwoTakeTheSameJob() throws Exception {
        var asked = Stream.generate(() -> Subject.of(UUID.randomUUID(), "anna"))
                .limit(JOBS)
                .map(subject -> jobs.ask(JobKind.ERASURE, subject, null, AuthServer.ADMINISTRATOR)
                        .job())
                .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(Collections.nCopies(RUNNERS, Executors.callable(runner::runErasures)));
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> asked.stream()
                        .allMatch(job -> jobs.get(JobKind.ERASURE, job.id()).state() == JobState.DONE));
        assertThat(asked).allSatisfy(job -> {
            assertThat(AuthServer.CALLS.stream()
                            .filter(call -> call.contains(job.id().toString())))
                    .hasSize(1);
            assertThat(jobs.get(JobKind.ERASURE, job.id()).steps())
                    .allSatisfy(step -> assertThat(step.attempts()).isEqualTo(1));
        });
    }

    @Test
    void askingForTheSameAtOnceMakesOneJob() throws Exception {
        AuthServer.forget();
        Peers.erase(1_000_000);
        Subject subject = Subject.of(UUID.randomUUID(), "anna");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var accepted = Stream.generate(() ->
                            threads.submit(() -> jobs.ask(JobKind.ERASURE, subject, null, AuthServer.ADMINISTRATOR)))
                    .limit(8)
                    .toList();
            int made = 0;
            for (var one : accepted) {
                made += one.get().isNew() ? 1 : 0;
            }
            assertThat(made).isOne();
        }
    }
}
