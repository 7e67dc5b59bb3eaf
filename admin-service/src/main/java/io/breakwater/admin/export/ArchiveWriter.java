package io.breakwater.admin.export;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.Lease;
import io.breakwater.admin.job.StepOutcome;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes one archive as it comes. Thread-safe. */
@ApplicationScoped
class ArchiveWriter {

    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private final Archives archives;
    private final ExportConfig config;
    private final ObjectMapper json;

    ArchiveWriter(Archives archives, ExportConfig config, ObjectMapper json) {
        this.archives = archives;
        this.config = config;
        this.json = json;
    }

    /** Where an archive comes from. */
    @FunctionalInterface
    interface Source {

        /** Writes all lines, the one of kind {@code end} last. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes an archive in place of what an attempt before may have left.
     *
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when it was cut off; {@code PAYLOAD_TOO_LARGE}; {@code CONFLICT}
     *     when the job is not this replica's any more
     */
    StepOutcome write(Job job, String service, Lease lease, Source source) {
        QuarkusTransaction.requiringNew().run(() -> {
            lease.extend();
            archives.begin(job, service);
        });
        ChunkedOutput chunks = new ChunkedOutput(
                config.maxArchive().asLongValue(),
                (seq, content) -> QuarkusTransaction.requiringNew().run(() -> {
                    lease.extend();
                    archives.append(job, service, seq, content);
                }));
        LastLine lines;
        try (OutputStream zipped = new GZIPOutputStream(chunks, 8192)) {
            lines = new LastLine(zipped, () -> QuarkusTransaction.requiringNew().run(lease::extend));
            source.writeTo(lines);
        } catch (IOException e) {
            throw cutOff(service).causedBy(e);
        }
        Map<String, Long> counts = counts(service, lines);
        QuarkusTransaction.requiringNew().run(() -> {
            lease.extend();
            archives.complete(job, service, chunks.size(), lines.count());
        });
        return new StepOutcome.Done(counts, Map.of());
    }

    private Map<String, Long> counts(String service, LastLine lines) {
        try {
            JsonNode last = json.readTree(lines.last());
            if (!last.path("kind").asText().equals("end")) {
                throw cutOff(service);
            }
            return json.convertValue(last.path("counts"), COUNTS);
        } catch (IOException | IllegalArgumentException e) {
            throw cutOff(service).causedBy(e);
        }
    }

    private static ProblemException cutOff(String service) {
        return ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                .internally("the export of " + service + " was cut off");
    }
}
