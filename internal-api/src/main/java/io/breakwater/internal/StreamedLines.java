package io.breakwater.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lines written to a response in chunks: the next chunk is handed over when the connection has taken the one before, so
 * that a slow reader slows the writer and no more than one chunk is held. Nothing is sent before the first chunk is full or
 * the answer ends, so a failure at the beginning can still be answered as one. Blocks; confined to one thread.
 */
final class StreamedLines implements Lines {

    private static final int CHUNK_BYTES = 32_768;

    private final HttpServerResponse response;
    private final ObjectMapper json;
    private final Duration patience;
    private Buffer chunk = Buffer.buffer(CHUNK_BYTES);

    /**
     * @param response with its status and headers set, chunked
     * @param patience how long a chunk may wait to be taken
     */
    StreamedLines(HttpServerResponse response, ObjectMapper json, Duration patience) {
        this.response = response;
        this.json = json;
        this.patience = patience;
    }

    @Override
    public void write(Object value) {
        try {
            chunk.appendBytes(json.writeValueAsBytes(value)).appendByte((byte) '\n');
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a line is not JSON", e);
        }
        if (chunk.length() >= CHUNK_BYTES) {
            Buffer full = chunk;
            chunk = Buffer.buffer(CHUNK_BYTES);
            await(response.write(full));
        }
    }

    /** Sends the rest. */
    void end() {
        await(response.end(chunk));
    }

    private void await(Future<Void> sent) {
        try {
            sent.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AnswerCutOffException("the caller is gone", e.getCause());
        } catch (TimeoutException e) {
            throw new AnswerCutOffException("the caller has read nothing for " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AnswerCutOffException("the service stops", e);
        }
    }
}
