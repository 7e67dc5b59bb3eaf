package io.breakwater.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTest {

    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void plainBodyIsTakenAsItIs() {
        byte[] body = bytes("{}");

        assertThat(Plain.of(body, null, 2)).isSameAs(body);
        assertThat(Plain.of(body, "identity", 2)).isSameAs(body);
    }

    @Test
    void bodyBeyondTheLimitIsTooLarge() {
        refused(() -> Plain.of(bytes("{ }"), null, 2), ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", " x-gzip "})
    void gzipIsExpanded(String encoding) throws IOException {
        assertThat(Plain.of(gzip(bytes("{\"a\":1}")), encoding, 100)).isEqualTo(bytes("{\"a\":1}"));
    }

    @Test
    void limitHoldsForTheExpandedBody() throws IOException {
        byte[] body = new byte[100_000];
        new Random(1).nextBytes(body);

        assertThat(Plain.of(gzip(body), "gzip", 100_000)).isEqualTo(body);
        refused(() -> Plain.of(gzip(body), "gzip", 99_999), ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void whatExpandsMoreThanHundredfoldIsTooLargeHoweverSmallTheLimitAllows() throws IOException {
        byte[] bomb = gzip(new byte[4 * MEGABYTE]);

        assertThat(bomb.length * 100L).isLessThan(4 * MEGABYTE);
        refused(() -> Plain.of(bomb, "gzip", 5 * MEGABYTE), ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void smallBodyMayExpandByAnyRatio() throws IOException {
        byte[] even = new byte[Plain.FREE_BYTES];
        Arrays.fill(even, (byte) ' ');

        assertThat(Plain.of(gzip(even), "gzip", MEGABYTE)).isEqualTo(even);
        refused(() -> Plain.of(gzip(new byte[Plain.FREE_BYTES + 1]), "gzip", MEGABYTE), ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void whatIsNotGzipOrIsCutOffIsInvalid() throws IOException {
        byte[] whole = gzip(bytes("{\"a\":\"some text\"}"));

        refused(() -> Plain.of(bytes("{}"), "gzip", 100), ErrorCode.INVALID_REQUEST);
        refused(() -> Plain.of(new byte[0], "gzip", 100), ErrorCode.INVALID_REQUEST);
        refused(() -> Plain.of(Arrays.copyOf(whole, whole.length / 2), "gzip", 100), ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip"})
    void otherEncodingsAreNotTaken(String encoding) {
        refused(() -> Plain.of(bytes("{}"), encoding, 100), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }

    private static void refused(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }
}
