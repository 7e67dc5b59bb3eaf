package io.breakwater.admin.erasure;

import io.breakwater.admin.subjectkey.SubjectKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.UUID;

/** The keys of personal data in a tenant's audit trail: without them its entries say nothing about anybody any more. */
@ApplicationScoped
class TrailKeys implements TenantData {

    private final SubjectKeys keys;

    TrailKeys(SubjectKeys keys) {
        this.keys = keys;
    }

    @Override
    public String kind() {
        return "audit_keys";
    }

    /** In the present transaction, which is the connection's. */
    @Override
    public long erase(Connection connection, UUID tenant) {
        return keys.shredTenant(tenant).keys();
    }
}
