package io.breakwater.auth.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class OperatorCommandComponentTest {

    private final StringWriter printed = new StringWriter();

    private int run(String... arguments) {
        PrintWriter out = new PrintWriter(printed);
        return OperatorCommand.commandLine().setOut(out).setErr(out).execute(arguments);
    }

    @Test
    void theKeysAreListedWithTheOperatorsKeyFile() {
        int code = run(
                "list-signing-keys",
                Service.management("/"),
                Service.operatorKeyFile().toString());

        assertThat(code).isZero();
        assertThat(printed.toString()).contains("\"state\":\"active\"").doesNotContain("private");
    }

    @Test
    void aCommandThatIsWrongDoesNothing() {
        String url = Service.management("/");
        String key = Service.operatorKeyFile().toString();

        assertThat(run()).isEqualTo(2);
        assertThat(run("rotate", url, key)).isEqualTo(2);
        assertThat(run("rotate-signing-keys", url, key, "all")).isEqualTo(2);
        assertThat(printed.toString()).contains("Usage:");
    }
}
