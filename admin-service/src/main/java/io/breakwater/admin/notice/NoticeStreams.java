package io.breakwater.admin.notice;

import io.breakwater.admin.intake.StreamConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The streams that notices are made of. */
@ApplicationScoped
class NoticeStreams {

    private final Notices notices;
    private final NoticeConfig config;

    NoticeStreams(Notices notices, NoticeConfig config) {
        this.notices = notices;
        this.config = config;
    }

    @Produces
    @Singleton
    StreamConsumer ofAuth() {
        return new Relayed("auth:notices", notices);
    }

    @Produces
    @Singleton
    StreamConsumer ofIngest() {
        return new Relayed("ingest:notices", notices);
    }

    @Produces
    @Singleton
    StreamConsumer ofGateways() {
        return new Relayed("gateway:notices", notices);
    }

    @Produces
    @Singleton
    StreamConsumer ofReusedTokens() {
        return new ReusedTokens(notices);
    }

    @Produces
    @Singleton
    StreamConsumer ofDeadLetters() {
        return new DeadLetters(notices, config.deadLettersPerHour());
    }
}
