package io.breakwater.auth.tenant;

import io.breakwater.auth.user.EmailAddress;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.internal.InternalRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants a list is of; null stands for any.
 *
 * @param text a part of the name in any case, or an id; at most 254 characters
 * @param owner the address of an owner in its normal form; what has an {@code @} is taken for one
 * @param id the id that the text is, when it is one
 * @param status a status as it is stored
 * @param plan a plan's id
 * @param createdFrom the earliest time at which it was made
 * @param createdTo the time before which it was made
 */
record TenantFilter(
        @Nullable String text,
        @Nullable UUID id,
        @Nullable String status,
        @Nullable String plan,
        @Nullable String owner,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo) {

    private static final int MAX_CHARS = 254;
    private static final String OWNED = "id in (select m.tenantId from MembershipRow m, UserRow u"
            + " where u.id = m.userId and m.role = 'owner' and u.emailKey = :owner)";

    /**
     * Reads the query parameters {@code q}, {@code status}, {@code plan}, {@code created_from} and {@code created_to}.
     *
     * @throws ProblemException {@code INVALID_PARAMETER}
     */
    static TenantFilter of(InternalRequest request) {
        @Nullable String text = request.query("q");
        if (text != null && text.length() > MAX_CHARS) {
            throw ProblemException.invalidParameter("q", "must have at most " + MAX_CHARS + " characters");
        }
        if (text != null && text.indexOf('\0') >= 0) {
            throw ProblemException.invalidParameter("q", "must not hold NUL");
        }
        @Nullable String address = text != null && text.indexOf('@') >= 0 ? text : null;
        @Nullable String part = text == null || address != null ? null : text.toLowerCase(Locale.ROOT);
        return new TenantFilter(
                part,
                part == null ? null : idOf(part),
                statusOf(request.query("status")),
                request.query("plan"),
                address == null ? null : ownerOf(address),
                time("created_from", request.query("created_from")),
                time("created_to", request.query("created_to")));
    }

    private static String ownerOf(String text) {
        try {
            return EmailAddress.of(text).key();
        } catch (ProblemException e) {
            throw ProblemException.invalidParameter("q", "is not an e-mail address")
                    .causedBy(e);
        }
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ProblemException.invalidParameter(name, "must be a time of RFC 3339")
                    .causedBy(e);
        }
    }

    private static @Nullable String statusOf(@Nullable String status) {
        try {
            return status == null ? null : TenantStatus.of(status).wireName();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("status", "must be active, past_due, cancelled or suspended")
                    .causedBy(e);
        }
    }

    private static @Nullable UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    /** The conditions that a tenant must meet, over its entity; mutable. */
    List<String> conditions() {
        List<String> conditions = new ArrayList<>();
        if (text != null) {
            conditions.add(id == null ? "locate(:text, lower(name)) > 0" : "id = :id");
        }
        if (status != null) {
            conditions.add("status = :status");
        }
        if (plan != null) {
            conditions.add("plan = :plan");
        }
        if (owner != null) {
            conditions.add(OWNED);
        }
        if (createdFrom != null) {
            conditions.add("createdAt >= :createdFrom");
        }
        if (createdTo != null) {
            conditions.add("createdAt < :createdTo");
        }
        return conditions;
    }

    /** What the conditions name; mutable. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        put(parameters, "id", id);
        put(parameters, "text", id == null ? text : null);
        put(parameters, "status", status);
        put(parameters, "plan", plan);
        put(parameters, "owner", owner);
        put(parameters, "createdFrom", createdFrom);
        put(parameters, "createdTo", createdTo);
        return parameters;
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
