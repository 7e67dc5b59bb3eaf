package io.breakwater.auth.keynotice;

import io.breakwater.common.identity.Environment;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;

/** Tells when 80 and 100 % of the keys that a tenant may have are reached. */
@ApplicationScoped
public class KeyQuotaNotices {

    private static final int[] PERCENTAGES = {80, 100};

    private final Outbox outbox;

    KeyQuotaNotices(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Notes that a tenant is about to have one key more. Called in the transaction that adds it, while the tenant is locked,
     * so that each crossing is told once.
     *
     * @param used with the new one
     * @param environment of the new one; the quota is of both
     */
    public void adding(UUID tenant, Environment environment, long limit, long used) {
        for (int percent : PERCENTAGES) {
            if (used * 100 >= limit * percent && (used - 1) * 100 < limit * percent) {
                Map<String, Object> notice = Map.of(
                        "kind", "api_keys", "tenant_id", tenant, "percent", percent, "limit", limit, "current", used);
                outbox.append(new OutboxMessage(ExpiryNotices.STREAM, "quota.reached", notice, tenant, environment));
            }
        }
    }
}
