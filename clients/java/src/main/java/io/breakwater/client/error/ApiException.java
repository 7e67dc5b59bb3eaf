package io.breakwater.client.error;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server answered with an error. */
public class ApiException extends BreakwaterException {

    private final transient ErrorAnswer answer;

    ApiException(ErrorAnswer answer) {
        super(answer.code() + ": " + answer.message(), null);
        this.answer = answer;
    }

    /** The exception of the class that stands for this answer. */
    public static ApiException of(ErrorAnswer answer) {
        return switch (answer.status()) {
            case 400, 413, 415, 422 -> new ValidationException(answer);
            case 401 -> new AuthenticationException(answer);
            case 402 -> new PaymentRequiredException(answer);
            case 403 -> new PermissionDeniedException(answer);
            case 404 -> new NotFoundException(answer);
            case 409 -> new ConflictException(answer);
            case 429 -> new RateLimitedException(answer);
            case 502, 503, 504 -> new UnavailableException(answer);
            default -> new ApiException(answer);
        };
    }

    /** Of HTTP. */
    public int status() {
        return answer.status();
    }

    /** One of docs/errors.md, or {@code HTTP_<status>} where something on the way answered. */
    public String code() {
        return answer.code();
    }

    /** To quote to the operator. */
    public Optional<String> requestId() {
        return answer.requestId();
    }

    /** What the server asks to wait. */
    public Optional<Duration> retryAfter() {
        return answer.retryAfter();
    }

    /** Which parts of the request do not fit. */
    public List<Violation> errors() {
        return answer.errors();
    }

    /** The whole body (RFC 9457), with whatever the code adds. */
    public Map<String, Object> problem() {
        return answer.problem();
    }
}
