package io.breakwater.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ProblemException;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ApiDocsTest {

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/docs/[^\"]+)\"");

    private final ApiDocs docs = new ApiDocs(() -> true);

    @Test
    void theDocumentIsJsonUnlessYamlIsPreferred() {
        assertThat(type("/openapi")).isEqualTo("application/json");
        assertThat(type("/openapi", "application/yaml, application/json")).isEqualTo("application/yaml");
        assertThat(type("/openapi", "application/json, application/yaml")).isEqualTo("application/json");
        assertThat(type("/openapi", "text/html")).isEqualTo("application/json");
        assertThat(type("/openapi.json", "application/yaml")).isEqualTo("application/json");
        assertThat(type("/openapi.yaml")).isEqualTo("application/yaml");
    }

    @Test
    void whateverThePageLoadsIsServedAndMayBeKeptForEver() {
        String page =
                docs.page("/docs", MultiMap.caseInsensitiveMultiMap()).plain().toString();
        List<String> links =
                LINK.matcher(page).results().map(result -> result.group(1)).toList();

        assertThat(links)
                .hasSize(5)
                .allSatisfy(link -> assertThat(docs.page(link, MultiMap.caseInsensitiveMultiMap())
                                .caching())
                        .contains("immutable"));
        assertThat(page).doesNotContain("{").doesNotContain("http");
    }

    @Test
    void thePageItselfIsAskedForAnew() {
        assertThat(docs.page("/docs", MultiMap.caseInsensitiveMultiMap()).caching())
                .isEqualTo("no-cache");
        assertThat(docs.page("/openapi", MultiMap.caseInsensitiveMultiMap()).caching())
                .isEqualTo("no-cache");
    }

    @Test
    void anUnknownFileIsNotFound() {
        assertThatThrownBy(() -> docs.page("/docs/other.js", MultiMap.caseInsensitiveMultiMap()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void switchedOffThereIsNothing() {
        ApiDocs off = new ApiDocs(() -> false);

        assertThat(off.covers("/docs")).isTrue();
        assertThatThrownBy(() -> off.page("/docs", MultiMap.caseInsensitiveMultiMap()))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> off.page("/openapi", MultiMap.caseInsensitiveMultiMap()))
                .isInstanceOf(ProblemException.class);
    }

    private String type(String path, String... accept) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String value : accept) {
            headers.add("Accept", value);
        }
        return docs.page(path, headers).contentType();
    }
}
