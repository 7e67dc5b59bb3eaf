package io.breakwater.ingest.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.event.Admission;
import io.breakwater.ingest.event.EventReader;
import io.breakwater.ingest.fact.Effects;
import io.breakwater.ingest.role.Role;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether a process has a worker. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class WorkerRoleComponentTest {

    @Inject
    WorkerConfig config;

    @Inject
    EventStream stream;

    @Inject
    Transactions transactions;

    @Inject
    Effects effects;

    @Inject
    Admission admission;

    @Inject
    EventReader reader;

    @Inject
    ObjectMapper json;

    @Inject
    WorkerMetrics metrics;

    @Inject
    Clock clock;

    private WorkerLifecycle of(Role... roles) {
        return new WorkerLifecycle(
                () -> Set.of(roles), config, stream, transactions, effects, admission, reader, json, metrics, clock);
    }

    @Test
    void aProcessThatIsOnlyTheApiTakesNoLeases() throws Exception {
        WorkerLifecycle api = of(Role.API);

        api.start();

        assertThat(api.worker()).isEmpty();
        api.onStop(new ShutdownEvent());
    }

    @Test
    void aProcessThatIsAWorkerDoes() throws Exception {
        WorkerLifecycle worker = of(Role.WORKER);

        worker.start();

        assertThat(worker.worker()).isPresent();
        worker.stop();
        assertThat(worker.worker()).isEmpty();
    }
}
