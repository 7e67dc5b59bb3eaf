package io.breakwater.auth.member;

import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.People.Person;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;

@AuthComponentTest
class LastOwnerComponentTest {

    private final Database database;

    LastOwnerComponentTest(Database database) {
        this.database = database;
    }

    @RepeatedTest(5)
    void ofTwoOwnersWhoLeaveAtOnceOneStays() throws Exception {
        Owner first = Service.register();
        Person second = People.member(database, first.tenant(), "owner");
        RequestSpecification one = as(first.accessToken());
        RequestSpecification other = as(second.accessToken());

        List<Integer> statuses = atOnce(
                () -> one.delete("/api/v1/members/" + first.user()).statusCode(),
                () -> other.delete("/api/v1/members/" + second.user()).statusCode());

        assertThat(statuses).containsExactlyInAnyOrder(204, 409);
        assertOneOwner(first);
    }

    @RepeatedTest(5)
    void ofTwoOwnersWhoDemoteEachOtherOneStays() throws Exception {
        Owner first = Service.register();
        Person second = People.member(database, first.tenant(), "owner");
        RequestSpecification one = as(first.accessToken()).body(Map.of("role", "viewer"));
        RequestSpecification other = as(second.accessToken()).body(Map.of("role", "viewer"));

        List<Integer> statuses = atOnce(
                () -> one.patch("/api/v1/members/" + second.user()).statusCode(),
                () -> other.patch("/api/v1/members/" + first.user()).statusCode());

        assertThat(statuses).containsExactlyInAnyOrder(200, 403);
        assertOneOwner(first);
    }

    private void assertOneOwner(Owner owner) {
        assertThat(database.count(
                        "SELECT count(*) FROM membership WHERE tenant_id = ? AND role = 'owner'", owner.tenant()))
                .isEqualTo(1);
    }

    private static List<Integer> atOnce(Callable<Integer> one, Callable<Integer> other) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = threads.invokeAll(List.of(one, other));
            return List.of(answers.get(0).get(), answers.get(1).get());
        }
    }
}
