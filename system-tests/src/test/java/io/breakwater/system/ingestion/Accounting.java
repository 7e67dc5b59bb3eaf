package io.breakwater.system.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Accounts for every event of a tenant when a fault is over. Each promised event is in the tables once, in a terminal state,
 * and the list of events shows it once; no message and no event has more than one effect; the report says the same and has
 * nothing in flight or unaccounted but what the scenario itself destroyed. One line of it goes to a file, for people.
 */
final class Accounting {

    private static final Path FILE = Repository.ROOT.resolve("system-tests/target/ingestion-accounting.txt");

    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);

    private static final String EVENTS = "SELECT id::text FROM ingest.event WHERE tenant_id = ?";

    /** Effects beyond the first of an event, and beyond the first of a message id. */
    private static final String DOUBLES = """
            SELECT coalesce(sum(n - 1), 0) FROM (
                SELECT count(*) AS n FROM ingest.fact WHERE tenant_id = ? GROUP BY event_id HAVING count(*) > 1
                UNION ALL
                SELECT count(*) FROM ingest.event WHERE tenant_id = ? GROUP BY id HAVING count(*) > 1
                UNION ALL
                SELECT count(*) FROM ingest.event WHERE tenant_id = ? AND state = 'processed'
                GROUP BY source, client_message_id HAVING client_message_id IS NOT NULL AND count(*) > 1) AS doubled
            """;

    private static final String FACTS_WITHOUT_EVENT = """
            SELECT count(*) FROM ingest.fact f WHERE f.tenant_id = ? AND NOT EXISTS (
                SELECT FROM ingest.event e WHERE e.id = f.event_id AND e.fact_id = f.id AND e.state = 'processed')
            """;

    private final IngestTables tables;
    private final EventClient client;

    private Accounting(IngestTables tables, EventClient client) {
        this.tables = tables;
        this.client = client;
    }

    /**
     * What is to be found.
     *
     * @param messages how many are processed
     * @param dead how many could not be
     * @param lost how many promised events the scenario itself destroyed
     */
    record Expected(int messages, int dead, int lost) {

        static Expected processed(int messages) {
            return new Expected(messages, 0, 0);
        }

        Expected withDead(int events) {
            return new Expected(messages, events, lost);
        }

        Expected withLost(int events) {
            return new Expected(messages, dead, events);
        }
    }

    /** Waits until nothing of the tenant is in flight, and fails unless every event is accounted for. */
    static void of(String fault, IngestStack stack, EventClient client, Expected expected, Duration recovery)
            throws SQLException {
        Accounting accounting = new Accounting(stack.tables(), client);
        accounting.awaitSettled(expected);
        accounting.print(fault, recovery);
        accounting.check(expected);
    }

    /** The same, without a line of it. */
    static void check(IngestStack stack, EventClient client, Expected expected) throws SQLException {
        Accounting accounting = new Accounting(stack.tables(), client);
        accounting.awaitSettled(expected);
        accounting.check(expected);
    }

    private void awaitSettled(Expected expected) {
        await().atMost(SETTLE_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        client::report,
                        report -> report.path("in_flight").asLong() == 0
                                && report.path("unaccounted").asLong() == expected.lost());
    }

    private void check(Expected expected) throws SQLException {
        Collection<String> rows = rows();
        assertThat(rows).as("one row for each event").doesNotHaveDuplicates();
        assertThat(lost(rows)).as("promised, and not there").hasSize(expected.lost());
        assertThat(client.listed()).as("what the API lists").containsExactlyInAnyOrderElementsOf(rows);
        assertThat(doubles()).as("second effects").isZero();
        assertThat(tables.count(FACTS_WITHOUT_EVENT, client.tenant()))
                .as("effects without a cause")
                .isZero();
        assertThat(tables.count("SELECT count(*) FROM ingest.fact WHERE tenant_id = ?", client.tenant()))
                .as("effects")
                .isEqualTo(expected.messages());
        balances(client.report(), rows.size(), expected);
    }

    private Collection<String> rows() throws SQLException {
        return tables.texts(EVENTS, client.tenant());
    }

    private int doubles() throws SQLException {
        return tables.count(DOUBLES, client.tenant(), client.tenant(), client.tenant());
    }

    private static void balances(JsonNode report, int rows, Expected expected) {
        assertThat(report.path("complete").asBoolean()).isTrue();
        assertThat(report.path("balanced").asBoolean()).isEqualTo(expected.lost() == 0);
        assertThat(report.path("processed").asInt()).as("processed").isEqualTo(expected.messages());
        assertThat(report.path("dead").asInt()).as("dead").isEqualTo(expected.dead());
        long settled = 0;
        for (String state : new String[] {"processed", "duplicate", "conflict", "dead", "discarded", "erased"}) {
            settled += report.path(state).asLong();
        }
        assertThat(settled).as("terminal states of the report").isEqualTo(rows);
        assertThat(report.path("accepted").asLong()).as("accepted").isEqualTo(settled + expected.lost());
    }

    /** The promised events that have no row. */
    private Set<String> lost(Collection<String> rows) {
        Set<String> lost = new HashSet<>(client.promised());
        rows.forEach(lost::remove);
        return lost;
    }

    /** Those that are there though nobody was told so. */
    private int unanswered() throws SQLException {
        Collection<String> rows = rows();
        return rows.size() - client.promised().size() + lost(rows).size();
    }

    private void print(String fault, Duration recovery) throws SQLException {
        JsonNode report = client.report();
        String line = String.format(
                Locale.ROOT,
                "%-34s %9d %9d %9d %8d %6d %6d %9d %11d %7d %10d %10.1f%n",
                fault,
                report.path("accepted").asLong(),
                report.path("processed").asLong(),
                report.path("duplicate").asLong(),
                report.path("conflict").asLong(),
                report.path("dead").asLong(),
                report.path("erased").asLong(),
                report.path("in_flight").asLong(),
                report.path("unaccounted").asLong(),
                doubles(),
                unanswered(),
                recovery.toMillis() / 1000.0);
        try {
            if (Files.notExists(FILE)) {
                Files.writeString(
                        FILE,
                        String.format(
                                Locale.ROOT,
                                "%-34s %9s %9s %9s %8s %6s %6s %9s %11s %7s %10s %10s%n",
                                "fault",
                                "accepted",
                                "processed",
                                "duplicate",
                                "conflict",
                                "dead",
                                "erased",
                                "in flight",
                                "unaccounted",
                                "doubles",
                                "unanswered",
                                "recovery s"));
            }
            Files.writeString(FILE, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.print(line);
    }
}
