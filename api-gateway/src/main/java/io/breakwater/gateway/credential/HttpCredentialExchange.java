package io.breakwater.gateway.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.identity.ExchangeAway;
import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.common.problem.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges credentials at auth-service's management port, proving this gateway by a signed assertion.
 *
 * <p>Bounded in time and connections; repeated once, at once, when the connection failed: an exchange changes nothing.
 */
final class HttpCredentialExchange implements CredentialExchange {

    private static final Logger LOG = Logger.getLogger(HttpCredentialExchange.class);
    private static final String EXCHANGE = "/internal/credentials/exchange";
    private static final String DESCRIBE = "/internal/credentials/describe";
    private static final int MAX_WAITING = 10_000;

    /** What auth-service may say of an API key; any other error is its own trouble or ours, not the client's. */
    private static final Set<ErrorCode> REFUSALS_OF_KEYS = EnumSet.of(
            ErrorCode.INVALID_API_KEY,
            ErrorCode.REVOKED_API_KEY,
            ErrorCode.EXPIRED_API_KEY,
            ErrorCode.TENANT_SUSPENDED,
            ErrorCode.TEAM_REQUIRED,
            ErrorCode.FORBIDDEN);

    /** What it may say of a JWT. An assertion of ours that does not verify is {@code UNAUTHENTICATED}, which is none of these. */
    private static final Set<ErrorCode> REFUSALS_OF_TOKENS = EnumSet.of(
            ErrorCode.INVALID_TOKEN, ErrorCode.TENANT_SUSPENDED, ErrorCode.TEAM_REQUIRED, ErrorCode.FORBIDDEN);

    /** What it may say when it is asked to describe somebody. */
    private static final Set<ErrorCode> REFUSALS_TO_DESCRIBE = EnumSet.of(
            ErrorCode.NOT_FOUND,
            ErrorCode.REVOKED_API_KEY,
            ErrorCode.EXPIRED_API_KEY,
            ErrorCode.TENANT_SUSPENDED,
            ErrorCode.TEAM_REQUIRED,
            ErrorCode.FORBIDDEN);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;
    private final URI address;
    private final long timeoutMs;
    private final ServiceAssertion assertion;

    HttpCredentialExchange(Vertx vertx, CredentialConfig.Auth config, ServiceAssertion assertion) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(config.connections())
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectTimeout(Math.toIntExact(config.timeout().toMillis()))
                .setKeepAliveTimeout(30)
                .setName("auth-service"));
        this.address = config.managementUrl();
        this.timeoutMs = config.timeout().toMillis();
        this.assertion = assertion;
    }

    @Override
    public Future<ExchangeOutcome> exchange(ExchangeRequest request) {
        Buffer body = written(request);
        Set<ErrorCode> refusals = request.isToken() ? REFUSALS_OF_TOKENS : REFUSALS_OF_KEYS;
        return attempt(body, refusals, request.audience())
                .recover(cause -> isConnectionFailure(cause)
                        ? attempt(body, refusals, request.audience())
                        : Future.failedFuture(cause))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .otherwise(cause -> unavailable(cause.toString()));
    }

    /** What a key or user would be granted, without a token; {@code NOT_FOUND} for nobody. Never fails. */
    Future<ExchangeOutcome> describe(DescribedCaller caller) {
        return send(DESCRIBE, written(caller))
                .map(answer -> outcome(answer, REFUSALS_TO_DESCRIBE, null))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .otherwise(cause -> unavailable(cause.toString()));
    }

    private Buffer written(Object request) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request of strings was not writable", e);
        }
    }

    private record Answer(int status, MultiMap headers, Buffer body) {}

    private static boolean isConnectionFailure(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpClosedException
                || (cause instanceof IOException && !(cause instanceof InterruptedIOException));
    }

    private Future<ExchangeOutcome> attempt(Buffer body, Set<ErrorCode> refusals, @Nullable String audience) {
        return send(EXCHANGE, body).map(answer -> outcome(answer, refusals, audience));
    }

    private Future<Answer> send(String path, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(address.getHost())
                .setPort(address.getPort() < 0 ? 80 : address.getPort())
                .setSsl("https".equals(address.getScheme()))
                .setURI(path)
                .setTimeout(timeoutMs)
                .putHeader(HttpHeaders.AUTHORIZATION, assertion.authorization())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return client.request(options)
                .compose(call -> call.send(body))
                .compose(response ->
                        response.body().map(answer -> new Answer(response.statusCode(), response.headers(), answer)));
    }

    private ExchangeOutcome outcome(Answer answer, Set<ErrorCode> refusals, @Nullable String audience) {
        int status = answer.status();
        Buffer body = answer.body();
        try {
            if (status == 200) {
                Grant grant = json.readValue(body.getBytes(), Grant.class);
                return grant.isFor(audience)
                        ? new ExchangeOutcome.Granted(grant)
                        : unavailable("a token for another audience");
            }
            if (status >= 400 && status < 500) {
                JsonNode error = json.readTree(body.getBytes()).path("error");
                for (ErrorCode code : refusals) {
                    if (code.name().equals(error.path("code").asText())) {
                        return new ExchangeOutcome.Refused(
                                code, error.path("message").asText(code.defaultMessage()));
                    }
                }
            }
            if (ExchangeAway.ISSUER.equals(answer.headers().get(ExchangeAway.HEADER))) {
                LOG.warn("the issuer of a credential is away");
                return new ExchangeOutcome.Unavailable("issuer", true);
            }
            return unavailable("status " + status);
        } catch (IOException e) {
            return unavailable("status " + status + " with an unreadable body: " + e.getClass());
        }
    }

    private static ExchangeOutcome unavailable(String reason) {
        LOG.warnf("auth-service cannot be asked: %s", reason);
        return new ExchangeOutcome.Unavailable(reason);
    }
}
