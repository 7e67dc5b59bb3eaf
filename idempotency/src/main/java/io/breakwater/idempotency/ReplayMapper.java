package io.breakwater.idempotency;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives the answer that a {@link Replay} carries. */
class ReplayMapper {

    @ServerExceptionMapper
    Response replay(Replay replay) {
        return replay.response();
    }
}
