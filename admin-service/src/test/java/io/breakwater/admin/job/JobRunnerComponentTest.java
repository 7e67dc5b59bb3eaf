package io.breakwater.admin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.admin.testing.Peers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
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
        Subject subject = Subject.of(UUID.randomUUID(), null);
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

    @Test
    void anErasureOfAParticipantThatHasNotBegunReachesUpToTheLastRequest() {
        Subject subject = Subject.of(UUID.randomUUID(), "anna");

        // No replica sees either before both are committed.
        QuarkusTransaction.requiringNew().run(() -> {
            Job first = ask(subject).job();
            Jobs.Accepted second = ask(subject);

            assertThat(second.isNew()).isFalse();
            assertThat(second.job().id()).isEqualTo(first.id());
            assertThat(second.job().requestedAt()).isAfter(first.requestedAt());
        });
    }

    @Test
    void askingForAParticipantAgainAtOnceMakesOneJobBehindTheOneThatHasBegun() throws Exception {
        AuthServer.forget();
        Peers.erase(1_000_000);
        Subject subject = Subject.of(UUID.randomUUID(), "anna");
        Job begun = ask(subject).job();
        await().until(() -> jobs.get(JobKind.ERASURE, begun.id()).state() == JobState.RUNNING);

        Set<UUID> behind = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : threads.invokeAll(Collections.<Callable<Jobs.Accepted>>nCopies(8, () -> ask(subject)))) {
                behind.add(one.get().job().id());
            }
        }
        Instant last = ask(subject).job().requestedAt();

        assertThat(behind).hasSize(1).doesNotContain(begun.id());
        UUID follower = behind.iterator().next();
        assertThat(jobs.get(JobKind.ERASURE, follower).requestedAt()).isEqualTo(last);
        Peers.erase(1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jobs.get(JobKind.ERASURE, follower).state() == JobState.DONE);
        assertThat(jobs.get(JobKind.ERASURE, begun.id()).finishedAt())
                .isBefore(jobs.get(JobKind.ERASURE, follower).finishedAt());
    }

    private Jobs.Accepted ask(Subject subject) {
        return jobs.ask(JobKind.ERASURE, subject, null, AuthServer.ADMINISTRATOR);
    }
}
