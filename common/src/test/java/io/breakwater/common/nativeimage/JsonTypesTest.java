package io.breakwater.common.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.breakwater.common.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTypesTest {

    private record Data(int n) {}

    private enum State {
        ON
    }

    @JsonPropertyOrder("n")
    private static final class Annotated {}

    @JsonDeserialize
    private interface AnnotatedInterface {}

    private abstract static class Reader extends StdDeserializer<Data> {
        Reader() {
            super(Data.class);
        }
    }

    private static final class Service {}

    @Test
    void dataOfEveryFormIsRegistered() {
        assertThat(new Class<?>[] {Data.class, State.class, Annotated.class, AnnotatedInterface.class, Reader.class})
                .allMatch(JsonTypes::isForJson);
        assertThat(JsonTypes.isForJson(Service.class)).isFalse();
        assertThat(JsonTypes.isForJson(JsonTypes.class)).isFalse();
    }

    @Test
    void classesAreFoundInFoldersAndJars(@TempDir Path folder) throws IOException {
        assertThat(JsonTypes.classesIn(Path.of("target/classes")))
                .contains(ErrorCode.class.getName(), JsonTypesFeature.class.getName())
                .noneMatch(name -> name.endsWith("package-info"));

        Path jar = folder.resolve("some.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("io/breakwater/some/Thing$Part.class"));
            out.putNextEntry(new JarEntry("org/example/Other.class"));
        }
        assertThat(JsonTypes.classesIn(jar)).containsExactly("io.breakwater.some.Thing$Part");
        assertThat(JsonTypes.classesIn(folder.resolve("gone.jar"))).isEmpty();
    }

    @Test
    void theImageBuilderIsToldOfTheFeature() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = JsonTypesFeature.class.getResourceAsStream(
                "/META-INF/native-image/io.breakwater/breakwater-common/native-image.properties")) {
            properties.load(in);
        }
        assertThat(properties.getProperty("Args")).isEqualTo("--features=" + JsonTypesFeature.class.getName());
    }
}
