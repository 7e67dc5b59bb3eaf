package io.breakwater.localstack.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.breakwater.localstack.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The suite's state on disk, mode 0600, replaced as a whole: a reader sees the old or the new one. */
final class StateFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** The state, if the suite has ever run. */
    Optional<SuiteState> load() {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), SuiteState.class));
        } catch (IOException e) {
            throw new SuiteException(file + " cannot be read; `./dev up --fresh` starts anew.", e);
        }
    }

    /** The state, generated and stored when there is none. */
    SuiteState loadOrGenerate() {
        return load().orElseGet(() -> {
            var state = SuiteState.generate();
            save(state);
            return state;
        });
    }

    void save(SuiteState state) {
        try {
            PrivateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n");
        } catch (IOException e) {
            throw new SuiteException(file + " cannot be written.", e);
        }
    }
}
