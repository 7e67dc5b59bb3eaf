package io.breakwater.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {

    private static String canonical(String target) {
        CanonicalPath path = CanonicalPath.parse(target);
        return path.target(path.path());
    }

    private static void isRefused(String target) {
        assertThatThrownBy(() -> CanonicalPath.parse(target))
                .as(target)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void ordinaryTargetsAreForwardedAsTheyCame() {
        for (String target : List.of("/", "/a", "/a/b", "/a/", "/a/b?x=1&y=%20", "/a?", "/a:b/@c,d=1", "/a%20b")) {
            assertThat(canonical(target)).isEqualTo(target);
        }
    }

    @Test
    void whatNeedsNoEscapeLosesIt() {
        assertThat(canonical("/%61pi/%76%31")).isEqualTo("/api/v1");
        assertThat(CanonicalPath.parse("/%61pi").path()).isEqualTo("/api");
        assertThat(canonical("/%c3%a9%f0%9d%84%9e")).isEqualTo("/%C3%A9%F0%9D%84%9E");
    }

    @Test
    void duplicateSlashesAreCollapsed() {
        assertThat(canonical("//a///b")).isEqualTo("/a/b");
        assertThat(canonical("//")).isEqualTo("/");
    }

    @Test
    void absoluteTargetsLoseTheirAuthority() {
        assertThat(canonical("http://host/a?b")).isEqualTo("/a?b");
        assertThat(canonical("HTTPS://host")).isEqualTo("/");
        assertThat(canonical("http://host?x=/y")).isEqualTo("/?x=/y");
    }

    @Test
    void targetsOfMoreThanEightKibibytesAreRefused() {
        assertThat(CanonicalPath.parse("/" + "a".repeat(8191)).path()).hasSize(8192);
        assertThatThrownBy(() -> CanonicalPath.parse("/a?" + "b".repeat(8190))).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "a",
                "ftp://host/a",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a%252fb",
                "/a%25252fb",
                "/a%255cb",
                "/..",
                "/.",
                "/a/../b",
                "/%2e",
                "/%2e%2e/a",
                "/.%2E",
                "/%252e%252e",
                "/..;x",
                "/auth/login;x",
                "/auth/login%3bx",
                "/.;/a",
                "/%2e%2e%3bx",
                "/a%00",
                "/a%2500",
                "/a?b=%00",
                "/a%0a",
                "/a%7f",
                "/a%1b",
                "/a%",
                "/a%4",
                "/a%zz",
                "/a?%zz",
                "/a?b=%",
                "/a%ff",
                "/a%c0%af",
                "/a%ed%a0%80",
                "/a?b=%ff",
                "/a#b",
                "/a b",
                "/a\u00e9",
                "/a\n",
                "/a\t"
            })
    void ambiguousAndUnreadableTargetsAreRefused(String target) {
        isRefused(target);
    }

    @Test
    void percentSignsThatHideNothingPass() {
        assertThat(canonical("/100%25")).isEqualTo("/100%25");
        assertThat(canonical("/a%2520b")).isEqualTo("/a%2520b");
        assertThat(canonical("/a...b/...")).isEqualTo("/a...b/...");
    }

    @Property
    void everySegmentSurvivesTheWayThrough(@ForAll("segments") List<String> segments) {
        String target = segments.stream()
                .map(segment ->
                        "/" + URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining());

        CanonicalPath path = CanonicalPath.parse(target);

        assertThat(path.path()).isEqualTo("/" + String.join("/", segments));
        assertThat(CanonicalPath.parse(path.target(path.path()))).isEqualTo(path);
    }

    @Property
    void whateverPassesIsANormalPath(@ForAll("soups") String soup) {
        try {
            CanonicalPath path = CanonicalPath.parse("/" + soup);
            assertThat(path.path()).startsWith("/").doesNotContain("//", "\\", "\0");
            assertThat(path.path().split("/")).doesNotContain(".", "..");
            assertThat(canonical(path.target(path.path()))).isEqualTo(path.target(path.path()));
        } catch (ProblemException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        }
    }

    @Provide
    Arbitrary<List<String>> segments() {
        return Arbitraries.strings()
                .withChars("abcXYZ019-_~!$&'()*+,=:@ é€\"<>^`{|}")
                .ofMinLength(1)
                .ofMaxLength(12)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> soups() {
        return Arbitraries.of(
                        "a", "/", ".", "..", "%", "2", "5", "e", "E", "f", "F", "c", "0", "\\", ";", "?", "%2e", "%2f",
                        "%25", "%c3")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }
}
