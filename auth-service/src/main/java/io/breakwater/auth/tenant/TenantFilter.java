package io.breakwater.auth.tenant;

import io.breakwater.common.problem.ProblemException;
import io.breakwater.internal.InternalRequest;
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
 * @param text a part of the name in any case, at most 100 characters, or an id
 * @param id the id that the text is, when it is one
 * @param status a status as it is stored
 * @param plan a plan's id
 */
record TenantFilter(
        @Nullable String text,
        @Nullable UUID id,
        @Nullable String status,
        @Nullable String plan) {

    private static final int MAX_CHARS = 100;

    /**
     * Reads the query parameters {@code q}, {@code status} and {@code plan}.
     *
     * @throws ProblemException {@code INVALID_PARAMETER}
     */
    static TenantFilter of(InternalRequest request) {
        @Nullable String text = request.query("q");
        if (text != null && text.length() > MAX_CHARS) {
            throw ProblemException.invalidParameter("q", "must have at most " + MAX_CHARS + " characters");
        }
        return new TenantFilter(
                text == null ? null : text.toLowerCase(Locale.ROOT),
                text == null ? null : idOf(text),
                statusOf(request.query("status")),
                request.query("plan"));
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
        return conditions;
    }

    /** What the conditions name; mutable. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        if (id != null) {
            parameters.put("id", id);
        } else if (text != null) {
            parameters.put("text", text);
        }
        if (status != null) {
            parameters.put("status", status);
        }
        if (plan != null) {
            parameters.put("plan", plan);
        }
        return parameters;
    }
}
