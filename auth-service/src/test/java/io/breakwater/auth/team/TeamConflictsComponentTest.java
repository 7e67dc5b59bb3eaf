package io.breakwater.auth.team;

import static io.breakwater.auth.team.TeamCalls.TEAMS;
import static io.breakwater.auth.team.TeamCalls.createTeam;
import static io.breakwater.auth.team.TeamCalls.limitedKey;
import static io.breakwater.auth.team.TeamCalls.team;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class TeamConflictsComponentTest {

    private final Database database;

    TeamConflictsComponentTest(Database database) {
        this.database = database;
    }

    @Nested
    class Status409 {

        @Test
        void aNameIsTakenWhateverItsCase() {
            Owner owner = Service.register();
            team(owner, "Sales");
            UUID other = team(owner, "Other");

            createTeam(owner, "sALES").then().statusCode(409).body("error.code", equalTo("CONFLICT"));
            as(owner.accessToken())
                    .body(Map.of("name", "sales"))
                    .patch(TEAMS + "/" + other)
                    .then()
                    .statusCode(409);
        }

        @Test
        void aTeamThatLivingKeysNameStays() {
            Owner owner = Service.register();
            UUID id = team(owner, "t");
            limitedKey(database, owner, id);

            as(owner.accessToken())
                    .delete(TEAMS + "/" + id)
                    .then()
                    .statusCode(409)
                    .body("error.api_keys", equalTo(1));

            as(owner.accessToken()).get(TEAMS + "/" + id).then().statusCode(200);
        }

        @Test
        void ofManyTeamsOfOneNameAtOnceOneIsMade() throws Exception {
            String token =
                    Service.exchange(Service.register().accessToken(), null).path("token");
            Callable<Integer> create = () -> anyone().auth()
                    .oauth2(token)
                    .body(Map.of("name", "t"))
                    .post(TEAMS)
                    .statusCode();

            List<Integer> statuses = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(10, create))) {
                    statuses.add(answer.get());
                }
            }

            assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        }
    }
}
