package io.breakwater.auth.account;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Mailbox;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;

/** Tokens of one user that come back at the same moment, each of which voids the other. */
@AuthComponentTest
class TokenRaceComponentTest {

    private static final String NEW_PASSWORD = "staple battery horse";

    @RepeatedTest(10)
    void ofAResetAndAConfirmedAddressAtOnceOneIsDoneAndTheOtherRefused() throws Exception {
        Owner owner = Service.register();
        String wanted = Service.anEmail();
        as(owner.accessToken())
                .body(Map.of("email", wanted, "current_password", Service.PASSWORD))
                .patch("/api/v1/auth/me")
                .then()
                .statusCode(200);
        anyone().body(Map.of("email", owner.email()))
                .post("/api/v1/auth/password/forgot")
                .then()
                .statusCode(202);
        String confirming = Mailbox.token(wanted, "verify-email", 1);
        String resetting = Mailbox.token(owner.email(), "reset-password", 1);

        List<Integer> statuses = atOnce(
                () -> anyone().body(Map.of("token", resetting, "password", NEW_PASSWORD))
                        .post("/api/v1/auth/password/reset")
                        .statusCode(),
                () -> anyone().body(Map.of("token", confirming))
                        .post("/api/v1/auth/verify-email")
                        .statusCode());

        assertThat(statuses).containsExactlyInAnyOrder(204, 400);
        boolean wasReset = statuses.getFirst() == 204;
        anyone().body(Map.of(
                        "email",
                        wasReset ? owner.email() : wanted,
                        "password",
                        wasReset ? NEW_PASSWORD : Service.PASSWORD))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(200);
    }

    private static List<Integer> atOnce(Callable<Integer> one, Callable<Integer> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = threads.invokeAll(List.of(afterAll(start, one), afterAll(start, other)));
            return List.of(answers.get(0).get(), answers.get(1).get());
        }
    }

    private static Callable<Integer> afterAll(CyclicBarrier start, Callable<Integer> call) {
        return () -> {
            start.await();
            return call.call();
        };
    }
}
