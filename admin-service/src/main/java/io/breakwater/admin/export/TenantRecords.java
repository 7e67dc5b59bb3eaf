package io.breakwater.admin.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.function.Consumer;

/** Records of tenants that a feature of this service keeps, as an export gathers them. A CDI bean. */
public interface TenantRecords {

    /** What one record is called in the archive, in the singular and snake_case. */
    String kind();

    /** Tells all records of a tenant, one by one; holds few of them at a time. */
    void tell(UUID tenant, Consumer<JsonNode> record);
}
