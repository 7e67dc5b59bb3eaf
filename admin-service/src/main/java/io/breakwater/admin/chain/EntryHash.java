package io.breakwater.admin.chain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/**
 * The hash of an entry: SHA-256 over the RFC 8785 canonical form of what {@code docs/audit.md} calls the record, which is
 * the entry as the API shows it, without {@code hash} and {@code personal}.
 */
public final class EntryHash {

    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private EntryHash() {}

    /** 64 lower-case hex characters; the entry's own hash is not looked at. */
    public static String of(Entry entry) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical(entry)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static byte[] canonical(Entry entry) {
        StringWriter text = new StringWriter(1_024);
        try {
            try (JsonGenerator json = JSON.createGenerator(text)) {
                write(json, entry);
            }
            return new JsonCanonicalizer(text.toString()).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "entry " + entry.sequence() + " of " + entry.chain() + " has no canonical form", e);
        }
    }

    private static void write(JsonGenerator json, Entry entry) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", VERSION);
        json.writeStringField("chain", entry.chain());
        json.writeNumberField("sequence", entry.sequence());
        json.writeStringField("id", entry.id().toString());
        json.writeStringField("at", entry.at().toString());
        json.writeStringField("recorded_at", entry.recordedAt().toString());
        json.writeStringField("source", entry.source());
        json.writeObjectFieldStart("actor");
        json.writeStringField("kind", entry.actorKind());
        writeText(json, "id", entry.actorId());
        json.writeEndObject();
        json.writeStringField("action", entry.action());
        json.writeStringField("outcome", entry.outcome());
        writeText(json, "reason", entry.reason());
        writeTarget(json, entry);
        writeText(json, "tenant", entry.tenant());
        writeText(json, "environment", entry.environment());
        writeText(json, "request_id", entry.requestId());
        json.writeFieldName("details");
        json.writeRawValue(entry.details());
        writeSealed(json, entry);
        json.writeStringField("previous_hash", entry.previousHash());
        json.writeEndObject();
    }

    private static void writeTarget(JsonGenerator json, Entry entry) throws IOException {
        if (entry.targetKind() == null) {
            json.writeNullField("target");
            return;
        }
        json.writeObjectFieldStart("target");
        json.writeStringField("kind", entry.targetKind());
        writeText(json, "id", entry.targetId());
        json.writeEndObject();
    }

    private static void writeSealed(JsonGenerator json, Entry entry) throws IOException {
        if (entry.keyId() == null) {
            json.writeNullField("sealed");
            return;
        }
        json.writeObjectFieldStart("sealed");
        json.writeStringField("key_id", entry.keyId().toString());
        writeText(json, "data", entry.sealed());
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
        json.writeFieldName(name);
        json.writeString(text);
    }
}
