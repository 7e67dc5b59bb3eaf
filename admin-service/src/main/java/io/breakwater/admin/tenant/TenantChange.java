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

        @Schema(description = "Suspended: every credential of the tenant is refused")
        @Pattern(regexp = "active|suspended", message = "must be active or suspended")
        @Nullable
        String status) {

    /** The change as it is audited. */
    Map<String, String> detail() {
        Map<String, String> detail = new LinkedHashMap<>();
        if (plan != null) {
            detail.put("plan", plan);
        }
        if (status != null) {
            detail.put("status", status);
        }
        return detail;
    }
}
