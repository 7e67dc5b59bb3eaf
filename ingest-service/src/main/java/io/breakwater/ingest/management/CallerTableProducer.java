package io.breakwater.ingest.management;

import io.breakwater.internal.CallerTable;
import io.breakwater.internal.InternalCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** Which caller may call what of ingest-service. */
@Dependent
class CallerTableProducer {

    @Produces
    @Singleton
    CallerTable callers() {
        return new CallerTable(
                "ingest-service",
                Map.of(InternalCaller.ADMIN_SERVICE, Set.of("/internal/erasures", "/internal/exports")));
    }
}
