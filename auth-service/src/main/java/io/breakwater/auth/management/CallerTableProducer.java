package io.breakwater.auth.management;

import io.breakwater.internal.CallerTable;
import io.breakwater.internal.InternalCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** Which caller may call what of auth-service. */
@Dependent
class CallerTableProducer {

    @Produces
    @Singleton
    CallerTable callers() {
        return new CallerTable(
                "auth-service",
                Map.of(
                        InternalCaller.API_GATEWAY,
                        Set.of("/internal/credentials"),
                        InternalCaller.ADMIN_SERVICE,
                        Set.of(
                                "/internal/tenants",
                                "/internal/plans",
                                "/internal/administrators",
                                "/internal/erasures",
                                "/internal/exports",
                                "/internal/signing-keys"),
                        InternalCaller.OPERATOR,
                        Set.of("/internal/signing-keys")));
    }
}
