package io.breakwater.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.gateway.policy.Policy.Consistency;
import io.breakwater.gateway.policy.Policy.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    private static Policy only(String... properties) {
        return new Policies(TestLimits.read(properties)).all().getFirst();
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        assertThatThrownBy(() -> new Policies(TestLimits.read(
                        "policies.Bad.subject", "key",
                        "policies.Bad.limit", "0",
                        "policies.long.subject", "tenant",
                        "policies.long.window", "32d",
                        "policies.long.plans.pro", "-1",
                        "policies.wild.subject", "key+scope",
                        "policies.wild.limit", "10",
                        "policies.wild.burst", "5",
                        "policies.wild.paths", "/api/../x",
                        "policies.wild.methods", "GET,FETCH",
                        "policies.wild.scopes", "everything",
                        "policies.wild.charge", "all",
                        "policies.lent.subject", "key",
                        "policies.lent.limit", "1000",
                        "policies.lent.consistency", "leased",
                        "policies.lent.dry-run", "true",
                        "policies.door.subject", "ip",
                        "policies.cal.subject", "team",
                        "policies.cal.algorithm", "period",
                        "quotas.on-redis-lost", "local")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policy Bad: the name is malformed")
                .hasMessageContaining("policy Bad: limit must be 1 to ")
                .hasMessageContaining("policy long: window must be 1 ms to 31 days")
                .hasMessageContaining("policy long: plans.pro must be 1 to ")
                .hasMessageContaining("policy wild: burst is for token buckets")
                .hasMessageContaining("policy wild: paths: not a canonical path: /api/../x")
                .hasMessageContaining("policy wild: there is no method FETCH")
                .hasMessageContaining("policy wild: there is no scope everything")
                .hasMessageContaining("policy wild: charge is for policies of addresses")
                .hasMessageContaining("policy lent: leased needs a limit of at least 100 a second")
                .hasMessageContaining("policy lent: what is only tried out is counted strictly")
                .hasMessageContaining("policy door: addresses have no plans: it needs a limit")
                .hasMessageContaining("policy cal: algorithm must be sliding-window or token-bucket")
                .hasMessageContaining("quotas: on-redis-lost must be open or closed");
    }

    @Test
    void subjectsAreWrittenAsTheDocumentsWriteThem() {
        for (Subject subject : Subject.values()) {
            String written = SubjectConverter.wireName(subject);
            assertThat(only("policies.p.subject", written, "policies.p.limit", "5")
                            .subject())
                    .isEqualTo(subject);
        }
        assertThatThrownBy(() -> only("policies.p.subject", "everybody")).hasMessageContaining("everybody");
    }

    @Test
    void aSubjectsOwnLimitComesBeforeItsPlansAndThatBeforeThePolicys() {
        Policy policy = only("policies.p.subject", "tenant", "policies.p.limit", "10", "policies.p.plans.pro", "50");
        assertThat(policy.limitFor(Map.of("p", 7L), "pro")).isEqualTo(7);
        assertThat(policy.limitFor(Map.of("q", 7L), "pro")).isEqualTo(50);
        assertThat(policy.limitFor(Map.of(), "free")).isEqualTo(10);
        assertThat(policy.limitFor(Map.of(), null)).isEqualTo(10);
        assertThat(policy.limitFor(Map.of("p", 0L), null)).as("at least one").isEqualTo(1);
        assertThat(only("policies.p.subject", "tenant").limitFor(Map.of(), "pro"))
                .as("no limit")
                .isNull();
    }

    @Test
    void aSubjectsOwnLimitIsOfAMinuteWhateverTheWindow() {
        Policy policy = only("policies.p.subject", "tenant", "policies.p.window", "3s", "policies.p.plans.pro", "50");
        assertThat(policy.limitFor(Map.of("p", 200L), null)).isEqualTo(10);
        assertThat(policy.limitFor(Map.of("p", 1L), null)).isEqualTo(1);
        assertThat(policy.limitFor(Map.of(), "pro")).isEqualTo(50);
    }

    @Test
    void aBurstKeepsItsPartOfAnotherLimit() {
        Policy policy = only(
                "policies.p.subject", "key",
                "policies.p.limit", "120",
                "policies.p.burst", "60",
                "policies.p.algorithm", "token-bucket");
        assertThat(policy.burstOf(120)).isEqualTo(60);
        assertThat(policy.burstOf(240)).isEqualTo(120);
        assertThat(policy.burstOf(1)).isEqualTo(1);
    }

    @Test
    void aLeasedPolicyIsStrictForWhoeverHasASmallLimit() {
        Policy policy = only(
                "policies.p.subject", "key",
                "policies.p.limit", "60000",
                "policies.p.consistency", "leased");
        assertThat(policy.consistency()).isEqualTo(Consistency.LEASED);
        assertThat(policy.isLeasable(6_000)).isTrue();
        assertThat(policy.isLeasable(5_999)).isFalse();
    }

    @Test
    void aPolicyHoldsForItsPathsMethodsAndScopes() {
        Policies policies = new Policies(TestLimits.read(
                "policies.all.subject", "key",
                "policies.all.limit", "1",
                "policies.all.paths", "/",
                "policies.auth.subject", "ip",
                "policies.auth.limit", "1",
                "policies.auth.paths", "/api/v1/auth",
                "policies.auth.except-paths", "/api/v1/auth/refresh",
                "policies.auth.charge", "all",
                "policies.door.subject", "ip",
                "policies.door.limit", "1",
                "policies.door.paths", "/",
                "policies.deep.subject", "key",
                "policies.deep.limit", "1",
                "policies.deep.paths", "/api/v1/auth/me/deep",
                "policies.named.subject", "user",
                "policies.named.limit", "1",
                "policies.reads.subject", "key+scope",
                "policies.reads.limit", "1",
                "policies.reads.paths", "/",
                "policies.reads.methods", "GET",
                "policies.reads.scopes", "events:read,read"));

        RoutePolicies auth = policies.on("/api/v1/auth", List.of());
        assertThat(names(auth.ofUnauthenticated("POST", "/api/v1/auth/login", null)))
                .containsExactly("door", "auth");
        assertThat(names(auth.ofUnauthenticated("POST", "/api/v1/auth/refresh", null)))
                .containsExactly("door");
        assertThat(names(auth.ofAuthenticated("GET", "/api/v1/auth/me", null))).containsExactly("auth");
        assertThat(names(auth.ofCaller("GET", "/api/v1/auth/me/deep/er", null))).containsExactly("all", "deep");
        assertThat(names(auth.ofCaller("GET", "/api/v1/auth/me/deeper", null)))
                .as("on segment boundaries")
                .containsExactly("all");

        RoutePolicies events = policies.on("/api/v1/events", List.of("named"));
        assertThat(names(events.ofCaller("HEAD", "/api/v1/events", "events:read")))
                .containsExactly("all", "reads", "named");
        assertThat(names(events.ofCaller("GET", "/api/v1/events", "events:write")))
                .containsExactly("all", "named");
        assertThat(names(events.ofCaller("POST", "/api/v1/events", null))).containsExactly("all", "named");
        assertThat(names(events.ofAuthenticated("GET", "/api/v1/events", null))).isEmpty();
    }

    @Test
    void theDeliveredPoliciesAreThoseOfTheContract() throws IOException {
        Properties delivered = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            delivered.load(in);
        }
        String[] limits = delivered.stringPropertyNames().stream()
                .filter(name -> name.startsWith("breakwater.limits."))
                .flatMap(name -> Stream.of(name.substring("breakwater.limits.".length()), delivered.getProperty(name)))
                .toArray(String[]::new);

        assertThat(new Policies(TestLimits.read(limits))
                        .all().stream()
                                .map(policy -> String.join(
                                        " ",
                                        policy.name(),
                                        SubjectConverter.wireName(policy.subject()),
                                        String.valueOf(policy.limit()),
                                        policy.window().toString(),
                                        policy.reach().paths().toString(),
                                        policy.reach().charge().toString())))
                .containsExactlyInAnyOrder(
                        "ip ip 100 PT1M [/] UNAUTHENTICATED",
                        "auth ip 10 PT1M [/api/v1/auth] ALL",
                        "auth-refresh ip 20 PT1M [/api/v1/auth/refresh] ALL",
                        "explain ip 120 PT1M [/api/v1/limits/explain] ALL",
                        "sdk key 600 PT1M [/api/v1/sdk] UNAUTHENTICATED",
                        "key key 1000 PT1M [/] UNAUTHENTICATED",
                        "tenant tenant null PT1M [/] UNAUTHENTICATED",
                        "tenant-public tenant 200 PT1M [] UNAUTHENTICATED",
                        "ingest-burst key 100 PT1S [/api/v1/ingest] UNAUTHENTICATED",
                        "admin-read administrator 60 PT1M [/api/v1/admin] UNAUTHENTICATED",
                        "admin-write administrator 20 PT1M [/api/v1/admin] UNAUTHENTICATED",
                        "admin-critical administrator 5 PT1M [/api/v1/admin/kill-switches, /api/v1/admin/erasures] UNAUTHENTICATED");
    }

    private static List<String> names(List<Policy> policies) {
        return policies.stream().map(Policy::name).toList();
    }
}
