package io.breakwater.admin.chain;

import io.breakwater.admin.audit.AuditTrail;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The streams that the trail is made of. */
@ApplicationScoped
class AuditStreams {

    private final Appender appender;

    AuditStreams(Appender appender) {
        this.appender = appender;
    }

    private record Consumer(String stream, Appender appender) implements StreamConsumer {

        @Override
        public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
            appender.append(connection, stream, messages);
        }
    }

    @Produces
    @Singleton
    StreamConsumer ofAuth() {
        return new Consumer("auth:audit", appender);
    }

    @Produces
    @Singleton
    StreamConsumer ofIngest() {
        return new Consumer("ingest:audit", appender);
    }

    @Produces
    @Singleton
    StreamConsumer ofAdmin() {
        return new Consumer(AuditTrail.STREAM, appender);
    }
}
