package io.breakwater.ingest.event;

import com.fasterxml.jackson.annotation.JsonValue;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of each event of a batch.
 *
 * @param messageIds the stream positions of the accepted ones, in order
 * @param results one for each event, in order
 */
public record BatchAnswer(int accepted, int rejected, List<String> messageIds, List<Result> results) {

    private static final String RETRY_AFTER_SECONDS = "1";

    public static BatchAnswer of(List<Result> results) {
        return new BatchAnswer(
                count(results, Status.ACCEPTED),
                count(results, Status.REJECTED),
                results.stream().map(Result::messageId).filter(Objects::nonNull).toList(),
                results);
    }

    /** 202 when all were accepted, 400 when none is valid, 429 when a quota refused all, 503 when all are unavailable, else 207. */
    int status() {
        if (accepted == results.size()) {
            return 202;
        }
        if (results.stream().allMatch(result -> result.isFor(ErrorCode.QUOTA_EXCEEDED))) {
            return ErrorCode.QUOTA_EXCEEDED.status();
        }
        if (rejected == results.size()) {
            return 400;
        }
        return count(results, Status.UNAVAILABLE) == results.size() ? 503 : 207;
    }

    /** The answer with its status; a 503 says when to come again. */
    public Response response() {
        Response.ResponseBuilder response = Response.status(status()).entity(this);
        if (status() == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    private static int count(List<Result> results, Status status) {
        return (int)
                results.stream().filter(result -> result.status() == status).count();
    }

    @Schema(name = "IngestStatus")
    public enum Status {
        /** In the stream: it will be processed. */
        ACCEPTED,
        /** Invalid: sending it again will not help. */
        REJECTED,
        /** The stream did not confirm it: send it again, with the same {@code message_id}. */
        UNAVAILABLE;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Schema(name = "IngestResult")
    public record Result(
            int index,
            Status status,
            @Nullable String messageId,
            @Nullable UUID eventId,
            @Nullable String clientMessageId,
            @Nullable ResultError error) {

        public static Result accepted(int index, AcceptedEvent event) {
            return new Result(
                    index, Status.ACCEPTED, event.messageId(), event.eventId(), event.clientMessageId(), null);
        }

        public static Result rejected(int index, @Nullable String clientMessageId, FieldViolation violation) {
            return new Result(
                    index,
                    Status.REJECTED,
                    null,
                    null,
                    clientMessageId,
                    new ResultError(ErrorCode.VALIDATION_ERROR, violation.path(), violation.message()));
        }

        /**
         * @param path where the event is in the body
         */
        public static Result refused(
                int index, @Nullable String clientMessageId, String path, ProblemException refusal) {
            return new Result(
                    index,
                    Status.REJECTED,
                    null,
                    null,
                    clientMessageId,
                    new ResultError(refusal.code(), path, refusal.problem().message()));
        }

        private boolean isFor(ErrorCode code) {
            return error != null && error.code() == code;
        }

        /**
         * @param path where the event is in the body
         */
        public static Result unavailable(int index, @Nullable String clientMessageId, String path) {
            ErrorCode code = ErrorCode.SERVICE_UNAVAILABLE;
            return new Result(
                    index,
                    Status.UNAVAILABLE,
                    null,
                    null,
                    clientMessageId,
                    new ResultError(code, path, code.defaultMessage()));
        }
    }

    /** Why an event was not accepted; the path is dotted from the body's root. */
    @Schema(name = "IngestError")
    public record ResultError(ErrorCode code, String path, String message) {}
}
