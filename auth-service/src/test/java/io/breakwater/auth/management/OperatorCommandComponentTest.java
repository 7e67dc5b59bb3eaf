package io.breakwater.auth.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class OperatorCommandComponentTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String... arguments) throws Exception {
        return OperatorCommand.run(List.of(arguments), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @Test
    void theKeysAreListedWithTheOperatorsKeyFile() throws Exception {
        int code = run(
                "list-signing-keys",
                Service.management("/"),
                Service.operatorKeyFile().toString());

        assertThat(code).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("\"state\":\"active\"")
                .doesNotContain("private");
    }

    @Test
    void aCommandThatIsWrongDoesNothing() throws Exception {
        String url = Service.management("/");
        String key = Service.operatorKeyFile().toString();

        assertThat(run()).isEqualTo(2);
        assertThat(run("rotate", url, key)).isEqualTo(2);
        assertThat(run("rotate-signing-keys", url, key, "all")).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("usage:");
    }
}
