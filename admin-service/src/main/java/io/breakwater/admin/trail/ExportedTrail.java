package io.breakwater.admin.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.export.TenantRecords;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A tenant's own trail as an export gathers it: newest first, with the personal data that is still readable. */
@ApplicationScoped
class ExportedTrail implements TenantRecords {

    private static final String PAGE = "100";
    private static final AuditFilter.Criteria ALL = new AuditFilter.Criteria(null, false, null, null, null, null, null);

    private final AuditEntries entries;
    private final ObjectMapper json;

    ExportedTrail(AuditEntries entries, ObjectMapper json) {
        this.entries = entries;
        this.json = json;
    }

    @Override
    public String kind() {
        return "audit_entry";
    }

    @Override
    public void tell(UUID tenant, Consumer<JsonNode> record) {
        AuditEntries.Scope chain = new AuditEntries.Scope(tenant.toString(), null);
        @Nullable String cursor = null;
        do {
            Page<EntryView> page = entries.list(chain, ALL, PageRequest.of(PAGE, cursor));
            page.data().stream().map(this::read).forEach(record);
            cursor = page.pagination().nextCursor();
        } while (cursor != null);
    }

    /** By way of text, as parts of an entry are JSON already. */
    private JsonNode read(EntryView entry) {
        try {
            return json.readTree(json.writeValueAsString(entry));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of the trail that is not JSON", e);
        }
    }
}
