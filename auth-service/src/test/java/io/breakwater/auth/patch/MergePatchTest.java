package io.breakwater.auth.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.json.HouseJson;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MergePatchTest {

    private static final Described PRESENT = new Described("a", List.of("x"), List.of(new Part("p")));

    private final ValidatorFactory validators = Validation.buildDefaultValidatorFactory();
    private final ObjectMapper json = HouseJson.mapper();
    private final MergePatch patch = new MergePatch(json, validators.getValidator());

    record Part(@NotBlank String partName) {}

    record Described(
            @Nullable @Size(max = 3) String shownName, List<@NotBlank String> tags, List<@Valid Part> spareParts) {}

    @AfterEach
    void close() {
        validators.close();
    }

    private Described apply(String change, String path) {
        ObjectNode fields = json.createObjectNode();
        try {
            fields.setAll((ObjectNode) json.readTree(change));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        return patch.apply(PRESENT, fields, Described.class, path);
    }

    private List<String> refusedPaths(String change, String path) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> apply(change, path));
        assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
        return refused.problem().details().stream()
                .map(FieldViolation::path)
                .sorted()
                .toList();
    }

    @Test
    void whatIsAbsentStaysNullClearsAndTheRestIsReplaced() {
        assertThat(apply("{}", "")).isEqualTo(PRESENT);
        assertThat(apply("{\"shown_name\":null,\"tags\":[]}", ""))
                .isEqualTo(new Described(null, List.of(), PRESENT.spareParts()));
    }

    @Test
    void anElementOfAListIsNamedByItsPlace() {
        assertThat(refusedPaths(
                        "{\"shown_name\":\"long\",\"tags\":[\"x\",\"\"],\"spare_parts\":[{\"part_name\":\" \"}]}", ""))
                .containsExactly("shown_name", "spare_parts.0.part_name", "tags.1");
    }

    @Test
    void whatIsWrongIsNamedBelowThePlaceOfTheChange() {
        assertThat(refusedPaths("{\"tags\":[\"\"]}", "limits.")).containsExactly("limits.tags.0");
        assertThat(refusedPaths("{\"tags\":[{}]}", "limits.")).containsExactly("limits.tags.0");
    }
}
