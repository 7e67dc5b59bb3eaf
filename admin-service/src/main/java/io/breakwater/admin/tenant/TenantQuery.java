package io.breakwater.admin.tenant;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which tenants are asked for, and which page of them; auth-service reads and checks each. Null for any. */
public record TenantQuery(
        @Parameter(description = "A part of the name in any case, an id, or the e-mail address of an owner")
        @QueryParam("q")
        @Schema(maxLength = 254)
        @Nullable
        String text,

        @QueryParam("status") @Schema(enumeration = {"active", "past_due", "cancelled", "suspended"}) @Nullable
        String status,

        @QueryParam("plan") @Nullable String plan,

        @Parameter(description = "Made at this time or later")
        @QueryParam("created_from")
        @Schema(format = "date-time")
        @Nullable
        String createdFrom,

        @Parameter(description = "Made before this time")
        @QueryParam("created_to")
        @Schema(format = "date-time")
        @Nullable
        String createdTo,

        @QueryParam("limit") @Schema(minimum = "1", maximum = "100", defaultValue = "20") @Nullable
        String limit,

        @QueryParam("cursor") @Nullable String cursor,

        @Parameter(description = "The page's number from 1, instead of a cursor; the answer then has the total")
        @QueryParam("page")
        @Schema(minimum = "1", maximum = "10000")
        @Nullable
        String page) {}
