package io.breakwater.admin.trail;

import io.breakwater.common.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The query parameters by which entries are chosen, as they were sent. */
record AuditFilter(
        @QueryParam("action")
        @Schema(
                description = "An action, or the beginning of some: key.created, key.*",
                maxLength = 200,
                pattern = "[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*(\\.\\*)?")
        @Nullable
        String action,

        @QueryParam("actor") @Schema(description = "The id of who acted", format = "uuid") @Nullable
        String actor,

        @QueryParam("target") @Schema(description = "The id of what it was done to", maxLength = 200) @Nullable
        String target,

        @QueryParam("outcome") @Schema(enumeration = {"success", "failure", "attempted"}) @Nullable
        String outcome,

        @QueryParam("from") @Schema(description = "Not before", format = "date-time") @Nullable
        String from,

        @QueryParam("to") @Schema(description = "Before", format = "date-time") @Nullable
        String to) {

    private static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*(\\.\\*)?");
    private static final int LONGEST = 200;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9_999;
    private static final Set<String> OUTCOMES = Set.of("success", "failure", "attempted");

    /**
     * The same, read.
     *
     * @param action without the asterisk
     * @param isPrefix whether actions only begin so
     */
    record Criteria(
            @Nullable String action,
            boolean isPrefix,
            @Nullable String actor,
            @Nullable String target,
            @Nullable String outcome,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * @throws ProblemException {@code INVALID_PARAMETER}
     */
    Criteria read() {
        @Nullable String wanted = checkedAction();
        boolean isPrefix = wanted != null && wanted.endsWith(".*");
        Instant begin = time("from", from);
        Instant end = time("to", to);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw ProblemException.invalidParameter("to", "must be after from");
        }
        return new Criteria(
                wanted != null && isPrefix ? wanted.substring(0, wanted.length() - 1) : wanted,
                isPrefix,
                actor == null ? null : id("actor", actor),
                checkedTarget(),
                checkedOutcome(),
                begin,
                end);
    }

    /**
     * Reads the id of a tenant, or the name of the platform's chain.
     *
     * @throws ProblemException {@code INVALID_PARAMETER}
     */
    static String chain(String text, String platform) {
        return text.equals(platform) ? platform : id("tenant", text);
    }

    /**
     * Reads a day.
     *
     * @throws ProblemException {@code INVALID_PARAMETER}
     */
    static LocalDate day(String name, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (isYear(day.getYear())) {
                return day;
            }
        } catch (DateTimeException e) {
            throw ProblemException.invalidParameter(name, "must be a date such as 2026-11-22")
                    .causedBy(e);
        }
        throw ProblemException.invalidParameter(name, "must be a date such as 2026-11-22");
    }

    private @Nullable String checkedAction() {
        if (action != null
                && (action.length() > LONGEST || !ACTION.matcher(action).matches())) {
            throw ProblemException.invalidParameter("action", "must be an action such as key.created, or key.*");
        }
        return action;
    }

    private @Nullable String checkedTarget() {
        if (target != null && (target.isEmpty() || target.length() > LONGEST || target.indexOf('\0') >= 0)) {
            throw ProblemException.invalidParameter("target", "must have 1 to " + LONGEST + " characters");
        }
        return target;
    }

    private @Nullable String checkedOutcome() {
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw ProblemException.invalidParameter("outcome", "must be success, failure or attempted");
        }
        return outcome;
    }

    private static String id(String name, String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter(name, "must be an id").causedBy(e);
        }
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (isYear(time.getYear())) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            throw ProblemException.invalidParameter(name, "must be a time such as 2026-11-22T10:00:00Z")
                    .causedBy(e);
        }
        throw ProblemException.invalidParameter(name, "must be a time such as 2026-11-22T10:00:00Z");
    }

    private static boolean isYear(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }
}
