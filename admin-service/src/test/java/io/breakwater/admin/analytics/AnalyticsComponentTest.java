package io.breakwater.admin.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.common.identity.SubjectKind;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AdminComponentTest
class AnalyticsComponentTest {

    private static final String USAGE = "/api/v1/analytics/usage";
    private static final String OVERVIEW = "/api/v1/analytics/overview";

    private final UUID tenant = UUID.randomUUID();

    @Inject
    DataSource dataSource;

    private void sql(String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void requests(String hour, String dimension, String value, int requests, int limited) throws SQLException {
        sql("INSERT INTO request_rollup VALUES ('%s', 'live', '%s', %s, '%s', %d, 1, 2, %d)"
                .formatted(tenant, dimension, hour, value, requests, limited));
    }

    private ValidatableResponse asked(String path, Map<String, ?> parameters) {
        return given().auth()
                .oauth2(AuthServer.token(SubjectKind.USER, tenant))
                .queryParams(parameters)
                .get(path)
                .then();
    }

    @Nested
    class Answers200 {

        @Test
        void hoursAreAddedUpToTheDaysOfTheZoneAndDaysWithoutAnyAreZero() throws SQLException {
            // In New York the first is yesterday's, the second today's.
            requests("date_trunc('day', now(), 'UTC') - interval '3 days' + interval '3 hours'", "total", "", 10, 0);
            requests("date_trunc('day', now(), 'UTC') - interval '3 days' + interval '6 hours'", "total", "", 5, 4);

            ValidatableResponse answer =
                    asked(USAGE, Map.of("tz", "America/New_York")).statusCode(200);

            answer.body("granularity", equalTo("day"))
                    .body("tz", equalTo("America/New_York"))
                    .body("data", hasSize(30))
                    .body("totals.requests", equalTo(15))
                    .body("totals.errors", equalTo(6))
                    .body("totals.client_errors", equalTo(2))
                    .body("totals.server_errors", equalTo(4))
                    .body("totals.limited", equalTo(4))
                    .body("totals.events", equalTo(0));
            List<Integer> days = answer.extract().path("data.requests");
            assertThat(days.stream().filter(day -> day > 0).toList()).containsExactly(10, 5);
        }

        @Test
        void groupsAreTheSameInEveryPeriodAndTheSmallOnesAreAddedUp() throws SQLException {
            String yesterday = "date_trunc('hour', now(), 'UTC') - interval '24 hours'";
            requests(yesterday, "total", "", 60, 0);
            requests(yesterday, "route", "events", 30, 0);
            requests(yesterday, "route", "ingest", 20, 0);
            requests(yesterday, "route", "teams", 7, 0);
            requests(yesterday, "route", "tenant", 3, 0);

            asked(USAGE, Map.of("group_by", "route", "limit", 2))
                    .statusCode(200)
                    .body("group_by", equalTo("route"))
                    .body("totals.groups.value", contains("events", "ingest"))
                    .body("totals.groups.requests", contains(30, 20))
                    .body("totals.other_groups.requests", equalTo(10))
                    .body("data.groups.value", everyItem(contains("events", "ingest")))
                    .body("totals.groups[0].events", nullValue());
        }

        @Test
        void oneKeysRequestsAreShownByRoute() throws SQLException {
            String values = "('%s', 'live', date_trunc('hour', now(), 'UTC'), '%s', '%s', %d, '', %d)";
            sql("INSERT INTO request_hour VALUES "
                    + String.join(
                            ", ",
                            values.formatted(tenant, "key-1", "events", 200, 5),
                            values.formatted(tenant, "key-1", "events", 500, 1),
                            values.formatted(tenant, "key-1", "ingest", 429, 2),
                            values.formatted(tenant, "key-2", "events", 200, 9)));

            asked(USAGE, Map.of("group_by", "route", "key_id", "key-1"))
                    .statusCode(200)
                    .body("totals.requests", equalTo(8))
                    .body("totals.limited", equalTo(2))
                    .body("totals.server_errors", equalTo(1))
                    .body("totals.groups.value", contains("events", "ingest"))
                    .body("totals.groups.requests", contains(6, 2));
        }

        @Test
        void eventsAreShownByNameAndState() throws SQLException {
            String row = "('%s', 'live', '%s', date_trunc('hour', now(), 'UTC'), '%s', %d, 1, 0, 2, 0, 0)";
            sql("INSERT INTO event_rollup VALUES "
                    + String.join(
                            ", ",
                            row.formatted(tenant, "total", "", 10),
                            row.formatted(tenant, "event_name", "order.paid", 9),
                            row.formatted(tenant, "event_name", "", 0)));

            asked(USAGE, Map.of("group_by", "event_name"))
                    .statusCode(200)
                    .body("totals.events", equalTo(13))
                    .body("totals.processed", equalTo(10))
                    .body("totals.dead", equalTo(2))
                    .body("totals.requests", nullValue())
                    .body("totals.groups.value", contains("order.paid", null))
                    .body("totals.groups.events", contains(12, 3));
        }

        @Test
        void anotherTenantsAndTheOtherEnvironmentsAreNotShown() throws SQLException {
            sql("INSERT INTO request_rollup VALUES ('%s', 'test', 'total', now(), '', 10, 0, 0, 0)".formatted(tenant));

            asked(USAGE, Map.of()).statusCode(200).body("totals.requests", equalTo(0));
        }

        @Test
        void theOverviewSaysWhatTodayWasLike() throws SQLException {
            requests("date_trunc('hour', now(), 'UTC')", "total", "", 10, 3);
            requests("date_trunc('hour', now(), 'UTC')", "key", "", 10, 3);
            requests("date_trunc('day', now(), 'UTC') - interval '20 days'", "total", "", 7, 0);
            sql("INSERT INTO busiest_minute VALUES ('%s', 'live', 'requests', date_trunc('hour', now(), 'UTC'), "
                            .formatted(tenant)
                    + "date_trunc('minute', now(), 'UTC'), 8)");

            asked(OVERVIEW, Map.of())
                    .statusCode(200)
                    .body("today.requests", equalTo(10))
                    .body("today.limited", equalTo(3))
                    .body("yesterday.requests", equalTo(0))
                    .body("last_30_days.requests", equalTo(17))
                    .body("busiest_minute.count", equalTo(8))
                    .body("top_keys", hasSize(1))
                    .body("top_keys[0].value", nullValue());
        }

        @Test
        void thePlatformIsShownAllTenantsTogetherOrOne() throws SQLException {
            requests("date_trunc('hour', now(), 'UTC')", "total", "", 11, 0);
            sql(("INSERT INTO request_rollup VALUES ('00000000-0000-0000-0000-000000000000', 'live', 'tenant', "
                            + "date_trunc('hour', now(), 'UTC'), '%s', 1000000000, 0, 0, 0)")
                    .formatted(tenant));

            given().auth()
                    .oauth2(AuthServer.token(SubjectKind.PLATFORM))
                    .get("/api/v1/admin/analytics/usage?group_by=tenant&limit=100")
                    .then()
                    .statusCode(200)
                    .body("totals.groups.value", hasItem(tenant.toString()));
            given().auth()
                    .oauth2(AuthServer.token(SubjectKind.PLATFORM))
                    .get("/api/v1/admin/analytics/usage?tenant_id=" + tenant)
                    .then()
                    .statusCode(200)
                    .body("totals.requests", equalTo(11));
            given().auth()
                    .oauth2(AuthServer.token(SubjectKind.PLATFORM))
                    .get("/api/v1/admin/analytics/overview")
                    .then()
                    .statusCode(200)
                    .body("top_tenants.value", hasItem(tenant.toString()));
        }
    }

    @Nested
    class Answers400 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "granularity=minute",
                    "group_by=tenant",
                    "group_by=participant",
                    "tz=Mars",
                    "start_date=2026-01-02&end_date=2026-01-01",
                    "start_date=1999-01-01",
                    "start_date=2999-01-01",
                    "limit=0",
                    "key_id=k&group_by=event_name"
                })
        void aQuestionThatMakesNoSenseIsRefused(String question) {
            given().auth()
                    .oauth2(AuthServer.token(SubjectKind.USER, tenant))
                    .get(USAGE + "?" + question)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"tenant_id=me", "environment=prod", "group_by=key", "key_id=k"})
        void soIsThePlatforms(String question) {
            given().auth()
                    .oauth2(AuthServer.token(SubjectKind.PLATFORM))
                    .get("/api/v1/admin/analytics/usage?" + question)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }
    }

    @Nested
    class Answers401And403 {

        @Test
        void nobodyIsRefused() {
            given().get(USAGE).then().statusCode(401);
            given().get(OVERVIEW).then().statusCode(401);
        }

        @Test
        void aPlatformsTokenIsForTheAdminRoutesOnlyAndATenantsForItsOwn() {
            given().auth()
                    .oauth2(AuthServer.token(SubjectKind.PLATFORM))
                    .get(USAGE)
                    .then()
                    .statusCode(403);
            for (String path : List.of("/api/v1/admin/analytics/usage", "/api/v1/admin/analytics/overview")) {
                given().auth()
                        .oauth2(AuthServer.token(SubjectKind.USER, tenant))
                        .get(path)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("FORBIDDEN"));
            }
        }
    }
}
