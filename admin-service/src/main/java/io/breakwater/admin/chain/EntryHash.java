package io.breakwater.admin.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * the entry as the API shows it, without {@code hash} and {@code personal}. Some microseconds each.
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

    /**
     * Fields are written in the canonical order and details are canonical already, so what is written is the canonical form,
     * unless a control character is escaped in it, which Jackson spells in another way.
     */
    static byte[] canonical(Entry entry) {
        StringWriter text = new StringWriter(1_024);
        try {
            try (JsonGenerator json = JSON.createGenerator(text)) {
                write(json, entry);
            }
            String written = text.toString();
            return written.contains("\\u") ? new JsonCanonicalizer(written).getEncodedUTF8() : written.getBytes(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "entry " + entry.sequence() + " of " + entry.chain() + " has no canonical form", e);
        }
    }

    private static void write(JsonGenerator json, Entry entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("action", entry.action());
        writeParty(json, "actor", entry.actorKind(), entry.actorId());
        json.writeStringField("at", entry.at().toString());
        json.writeStringField("chain", entry.chain());
        json.writeFieldName("details");
        json.writeRawValue(entry.details());
        writeText(json, "environment", entry.environment());
        json.writeStringField("id", entry.id().toString());
        json.writeStringField("outcome", entry.outcome());
        json.writeStringField("previous_hash", entry.previousHash());
        writeText(json, "reason", entry.reason());
        json.writeStringField("recorded_at", entry.recordedAt().toString());
        writeText(json, "request_id", entry.requestId());
        writeSealed(json, entry);
        json.writeNumberField("sequence", entry.sequence());
        json.writeStringField("source", entry.source());
        writeParty(json, "target", entry.targetKind(), entry.targetId());
        writeText(json, "tenant", entry.tenant());
        json.writeNumberField("version", VERSION);
        json.writeEndObject();
    }

    private static void writeParty(JsonGenerator json, String name, @Nullable String kind, @Nullable String id)
            throws IOException {
        if (kind == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        writeText(json, "id", id);
        json.writeStringField("kind", kind);
        json.writeEndObject();
    }

    private static void writeSealed(JsonGenerator json, Entry entry) throws IOException {
        if (entry.keyId() == null) {
            json.writeNullField("sealed");
            return;
        }
        json.writeObjectFieldStart("sealed");
        writeText(json, "data", entry.sealed());
        json.writeStringField("key_id", entry.keyId().toString());
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
        json.writeFieldName(name);
        json.writeString(text);
    }
}
