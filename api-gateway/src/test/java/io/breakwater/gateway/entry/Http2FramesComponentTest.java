package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** HTTP/2 without TLS, as a proxy in front speaks it, and frames that no client would send. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class Http2FramesComponentTest {

    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int MANY = 100_000;

    @TestHTTPResource("/")
    URI base;

    FakeUpstream upstream;

    @Test
    void aClientMayGoOverToHttp2() {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<String> answer = http.sendAsync(
                            HttpRequest.newBuilder(base.resolve("/ops/echo"))
                                    .timeout(Duration.ofSeconds(20))
                                    .header("X-Forwarded-For", new GatewayClient(base).address())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .join();

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).doesNotContainIgnoringCase("http2-settings");
        }
    }

    @Test
    void headersWithoutEndAreNotReadForLong() throws IOException {
        int requests = upstream.requests();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            begin(out);
            // ":method: GET" and nothing more, for ever: neither END_STREAM nor END_HEADERS.
            frame(out, HEADERS, 1, new byte[] {(byte) 0x82});
            int sent = 0;
            try {
                while (sent < MANY) {
                    frame(out, CONTINUATION, 1, new byte[0]);
                    sent++;
                }
                out.flush();
            } catch (SocketException e) {
                assertThat(sent).as("cut off in the middle of it").isPositive();
            }
            assertThat(isCutOff(socket)).isTrue();
        }
        assertThat(upstream.requests()).isEqualTo(requests);
    }

    private static void begin(DataOutputStream out) throws IOException {
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(out, SETTINGS, 0, new byte[0]);
        out.flush();
    }

    private static void frame(DataOutputStream out, int type, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length & 0xffff);
        out.writeByte(type);
        out.writeByte(0);
        out.writeInt(stream);
        out.write(payload);
    }

    /** Whether the gateway says that it goes, or is gone. */
    private static boolean isCutOff(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.skipNBytes(5L + length);
                if (type == GO_AWAY) {
                    return true;
                }
            }
        } catch (EOFException | SocketException e) {
            return true;
        }
    }
}
