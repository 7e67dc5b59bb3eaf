package io.breakwater.gateway.entry;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemRenderer;
import io.breakwater.common.problem.RenderedProblem;
import io.breakwater.gateway.docs.ApiDocs;
import io.breakwater.gateway.docs.Page;
import io.breakwater.gateway.health.JsonAnswer;
import io.breakwater.gateway.proxy.Leftovers;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Writes the gateway's own answers. Stateless; on the request's event loop. */
@Singleton
final class Answers {

    private static final Logger LOG = Logger.getLogger(Answers.class);

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final String RETRY_AFTER = "Retry-After";

    private final Leftovers leftovers;

    Answers(Leftovers leftovers) {
        this.leftovers = leftovers;
    }

    /** Answers with a problem, whatever it was that failed. */
    void problem(Exchange exchange, Throwable cause) {
        ProblemException problem = cause instanceof ProblemException known
                ? known
                : ProblemException.of(ErrorCode.INTERNAL_ERROR).causedBy(cause);
        log(problem);
        HttpServerResponse response = exchange.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (response.closed()) {
            return;
        }
        RenderedProblem rendered = ProblemRenderer.render(problem.problem(), exchange.profile(), exchange.requestId());
        problem.headers().forEach(response::putHeader);
        if (rendered.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (rendered.status() == 503 && !problem.headers().containsKey(RETRY_AFTER)) {
            response.putHeader(RETRY_AFTER, "1");
        }
        write(exchange, rendered.status(), rendered.contentType(), rendered.body());
    }

    void json(Exchange exchange, JsonAnswer answer) {
        if (!exchange.response().closed()) {
            if (answer.status() == 503) {
                exchange.response().putHeader(RETRY_AFTER, "1");
            }
            write(exchange, answer.status(), "application/json", answer.body());
        }
    }

    /** Answers with a file, or with 304 whoever has it. */
    void page(Exchange exchange, Page page) {
        if (exchange.response().closed()) {
            return;
        }
        MultiMap asked = exchange.request().headers();
        MultiMap headers = exchange.response().headers();
        headers.set(HttpHeaders.ETAG, page.tag())
                .set(HttpHeaders.CACHE_CONTROL, page.caching())
                .set(HttpHeaders.VARY, "Accept, Accept-Encoding")
                .set("Content-Security-Policy", ApiDocs.CONTENT_SECURITY_POLICY)
                .set("Referrer-Policy", "no-referrer");
        if (asked.contains(HttpHeaders.IF_NONE_MATCH, page.tag(), false)) {
            write(exchange, NOT_MODIFIED, page.contentType(), Buffer.buffer());
        } else if (asked.contains(HttpHeaders.ACCEPT_ENCODING)
                && asked.get(HttpHeaders.ACCEPT_ENCODING).contains("gzip")) {
            headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
            write(exchange, OK, page.contentType(), page.gzipped());
        } else {
            write(exchange, OK, page.contentType(), page.plain());
        }
    }

    private void write(Exchange exchange, int status, String contentType, String body) {
        write(exchange, status, contentType, Buffer.buffer(body));
    }

    private void write(Exchange exchange, int status, String contentType, Buffer body) {
        HttpServerResponse response = exchange.response();
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        response.putHeader("X-Content-Type-Options", "nosniff");
        leftovers.announce(exchange.request());
        response.end(body);
        leftovers.discard(exchange.request());
    }

    private static void log(ProblemException problem) {
        if (problem.code() == ErrorCode.INTERNAL_ERROR) {
            LOG.errorf(problem, "%s: %s", problem.code(), problem.getMessage());
        } else if (isOnPurpose(problem)) {
            // A flood of requests that are turned away must not become a flood of log lines; there are metrics.
            LOG.debugf("%s: %s", problem.code(), problem.getMessage());
        } else if (problem.code().status() >= 500) {
            LOG.warnf("%s: %s (%s)", problem.code(), problem.getMessage(), problem.getCause());
        } else {
            LOG.debugf("%s: %s", problem.code(), problem.getMessage());
        }
    }

    /** Whoever says when to come again has decided it, and tells of it elsewhere. */
    private static boolean isOnPurpose(ProblemException problem) {
        return problem.code().status() == 503
                && problem.getCause() == null
                && problem.headers().containsKey(RETRY_AFTER);
    }
}
