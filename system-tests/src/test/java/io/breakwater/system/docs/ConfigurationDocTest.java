package io.breakwater.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithAnnotations;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} is what the {@code @ConfigMapping} interfaces say; {@code ./mvnw -pl system-tests test
 * -Ddocs.write=true} (after a build) writes it anew.
 */
class ConfigurationDocTest {

    private static final Path DOC = Repository.ROOT.resolve("docs/configuration.md");

    private record Setting(String key, String type, String fallback, String doc) {}

    @Test
    void theDocumentIsWhatTheInterfacesSay() throws Exception {
        String expected = document();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOC, expected);
        }

        assertThat(Files.readString(DOC)).isEqualTo(expected);
    }

    @Test
    void everySettingIsExplained() throws Exception {
        assertThat(settings().values().stream()
                        .flatMap(List::stream)
                        .filter(setting -> setting.doc().isBlank()))
                .isEmpty();
    }

    private static String document() throws IOException {
        StringBuilder doc = new StringBuilder("""
                # Configuration

                Generated from the `@ConfigMapping` interfaces; a test fails when it is stale
                (`./mvnw -pl system-tests test -Ddocs.write=true` after a build writes it anew). Every key can also be given
                as an environment variable: upper case, other characters as `_`. A setting without a default is required,
                unless its type says optional.
                """);
        settings().forEach((module, settings) -> {
            doc.append("\n## ").append(module).append("\n\n| key | type | default | what it is |\n|---|---|---|---|\n");
            for (Setting setting : settings) {
                doc.append("| `%s` | %s | %s | %s |%n"
                        .formatted(
                                setting.key(),
                                setting.type(),
                                setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`",
                                setting.doc()));
            }
        });
        return doc.toString();
    }

    private static Map<String, List<Setting>> settings() throws IOException {
        JavaParser parser =
                new JavaParser(new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_21));
        Map<String, List<Setting>> modules = new LinkedHashMap<>();
        for (Path file : Repository.productionSources()) {
            if (!file.getFileName().toString().endsWith("Config.java")) {
                continue;
            }
            CompilationUnit unit = parser.parse(file).getResult().orElseThrow();
            for (ClassOrInterfaceDeclaration type : unit.findAll(ClassOrInterfaceDeclaration.class)) {
                Optional<String> prefix = annotationValue(type, "ConfigMapping", "prefix");
                if (prefix.isPresent()) {
                    String module = Repository.ROOT.relativize(file).getName(0).toString();
                    collect(type, prefix.get(), modules.computeIfAbsent(module, ignored -> new ArrayList<>()));
                }
            }
        }
        return modules;
    }

    private static void collect(ClassOrInterfaceDeclaration type, String prefix, List<Setting> into) {
        for (MethodDeclaration method : type.getMethods()) {
            if (method.isDefault() || method.isStatic()) {
                continue;
            }
            String name = annotationValue(method, "WithName", "value").orElseGet(() -> kebab(method.getNameAsString()));
            boolean parent = method.getAnnotationByName("WithParentName").isPresent();
            String key = parent ? prefix : prefix + "." + name;
            String returned = method.getType().asString();
            String element =
                    returned.replaceAll("^(Optional|List|Set)<(.*)>$", "$2").replaceAll("^Map<.*, *(.*)>$", "$1");
            Optional<ClassOrInterfaceDeclaration> group = type.getMembers().stream()
                    .filter(ClassOrInterfaceDeclaration.class::isInstance)
                    .map(ClassOrInterfaceDeclaration.class::cast)
                    .filter(nested -> nested.getNameAsString().equals(element))
                    .findFirst();
            String suffix = returned.startsWith("Map<") ? ".\"<name>\"" : "";
            if (group.isPresent()) {
                collect(group.get(), key + suffix, into);
            } else {
                into.add(new Setting(
                        key + suffix,
                        "`" + element + "`" + qualifier(returned),
                        annotationValue(method, "WithDefault", "value").orElse(""),
                        javadoc(method)));
            }
        }
    }

    private static String qualifier(String returned) {
        if (returned.startsWith("Optional")) {
            return ", optional";
        }
        return returned.startsWith("List<") || returned.startsWith("Set<") ? ", list" : "";
    }

    private static String javadoc(MethodDeclaration method) {
        return method.getJavadoc()
                .map(doc -> doc.getDescription()
                        .toText()
                        .replaceAll("\\{@(?:link|code|value) #?([^}]*)}", "`$1`")
                        .replaceAll("<[^>]+>", "")
                        .replace("|", "\\|")
                        .replaceAll("\\s+", " ")
                        .strip())
                .orElse("");
    }

    private static Optional<String> annotationValue(NodeWithAnnotations<?> node, String annotation, String member) {
        return node.getAnnotationByName(annotation).flatMap(found -> value(found, member));
    }

    private static Optional<String> value(AnnotationExpr annotation, String member) {
        Optional<Expression> expression = Optional.empty();
        if (annotation.isSingleMemberAnnotationExpr()) {
            expression = Optional.of(annotation.asSingleMemberAnnotationExpr().getMemberValue());
        } else if (annotation.isNormalAnnotationExpr()) {
            expression = annotation.asNormalAnnotationExpr().getPairs().stream()
                    .filter(pair -> pair.getNameAsString().equals(member))
                    .map(pair -> pair.getValue())
                    .findFirst();
        }
        return expression
                .filter(Expression::isStringLiteralExpr)
                .map(Expression::asStringLiteralExpr)
                .map(StringLiteralExpr::asString);
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
