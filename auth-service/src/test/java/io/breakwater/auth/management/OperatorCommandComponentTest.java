package io.breakwater.auth.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void aFileWithoutAPrivateKeyIsSaidSo(@TempDir Path folder) throws IOException {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no key!");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThat(run("list-signing-keys", Service.management("/"), garbage.toString()))
                .isEqualTo(1);
        assertThat(run("list-signing-keys", Service.management("/"), empty.toString()))
                .isEqualTo(1);
        assertThat(printed.toString())
                .contains(garbage + " holds no P-256 private key")
                .contains(empty + " holds no P-256 private key");
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
