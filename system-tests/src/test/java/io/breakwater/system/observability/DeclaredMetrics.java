package io.breakwater.system.observability;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The series of our own that the sources declare, by the names that Prometheus sees (Micrometer's
 * {@code PrometheusNamingConvention}): also those that exist only once something has happened.
 */
final class DeclaredMetrics {

    private static final String PREFIX = "breakwater.";

    private static final Set<String> NAMES = parse();

    private DeclaredMetrics() {}

    static Set<String> names() {
        return NAMES;
    }

    private static Set<String> parse() {
        JavaParser parser =
                new JavaParser(new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_21));
        Set<String> names = new TreeSet<>();
        for (Path file : Repository.productionSources()) {
            try {
                parser.parse(file).getResult().orElseThrow().findAll(MethodCallExpr.class).stream()
                        .flatMap(DeclaredMetrics::series)
                        .forEach(names::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static Stream<String> series(MethodCallExpr call) {
        Optional<String> name = call.getArguments().stream()
                .findFirst()
                .filter(Expression::isStringLiteralExpr)
                .map(Expression::asStringLiteralExpr)
                .map(StringLiteralExpr::asString)
                .filter(text -> text.startsWith(PREFIX));
        return name.stream().flatMap(text -> {
            String kind = call.getNameAsString().equals("builder")
                    ? call.getScope().map(Node::toString).orElse("")
                    : call.getNameAsString();
            String series = text.replace('.', '_');
            String unit = baseUnit(call);
            String measured = unit.isEmpty() || series.endsWith("_" + unit) ? series : series + "_" + unit;
            return switch (kind) {
                case "Gauge", "gauge" -> Stream.of(measured);
                case "Counter", "counter" -> Stream.of(measured + "_total");
                case "Timer", "timer" ->
                    List.of("_count", "_sum", "_max", "_bucket").stream()
                            .map(part -> series + "_seconds" + part)
                            .filter(each -> !each.endsWith("_bucket")
                                    || chain(call).anyMatch("publishPercentileHistogram"::equals));
                default -> Stream.empty();
            };
        });
    }

    private static String baseUnit(MethodCallExpr builder) {
        Node node = builder;
        while (node.getParentNode().orElse(null) instanceof MethodCallExpr next
                && next.getScope().filter(node::equals).isPresent()) {
            if (next.getNameAsString().equals("baseUnit")) {
                return next.getArgument(0).asStringLiteralExpr().asString();
            }
            node = next;
        }
        return "";
    }

    /** The names of the methods that are called on what the builder gives, in their order. */
    private static Stream<String> chain(MethodCallExpr builder) {
        Stream.Builder<String> names = Stream.builder();
        Node node = builder;
        while (node.getParentNode().orElse(null) instanceof MethodCallExpr next
                && next.getScope().filter(node::equals).isPresent()) {
            names.add(next.getNameAsString());
            node = next;
        }
        return names.build();
    }
}
