package io.breakwater.admin.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an administrator changes of a tenant; a field that is absent stays as it is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantChange(
        @Schema(description = "A plan's id") @Size(min = 1, max = 64) @Nullable
        String plan,

        @Schema(
                description =
                        "The subscription. past_due and cancelled: no billed writes. suspended: every credential of the"
                                + " tenant is refused")
        @Pattern(
                regexp = "active|past_due|cancelled|suspended",
                message = "must be active, past_due, cancelled or suspended")
        @Nullable
        String status,

        @Schema(description = "Limits of the tenant's own; one that is absent stays, null gives the plan's back")
        @Nullable
        Map<String, @Nullable Long> limits) {

    /** The change as it is audited. */
    Map<String, Object> detail() {
        Map<String, Object> detail = new LinkedHashMap<>();
        if (plan != null) {
            detail.put("plan", plan);
        }
        if (status != null) {
            detail.put("status", status);
        }
        if (limits != null) {
            detail.put("limits", limits);
        }
        return detail;
    }
}
