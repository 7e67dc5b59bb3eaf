package io.breakwater.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a native executable would lack is registered: what Jackson reads by a class of ours has a form that {@code JsonTypesFeature}
 * registers, files that are read at run time are included, and nobody looks into classes by other ways.
 */
class NativeReadinessTest {

    private static final String OURS = "io.breakwater.";
    private static final String JACKSON = "com.fasterxml.jackson.";
    private static final Set<String> READERS =
            Set.of("readValue", "treeToValue", "convertValue", "readerFor", "treeAsTokens");
    private static final Set<String> ACTS =
            Set.of("invoke", "newInstance", "get", "set", "setAccessible", "trySetAccessible", "newProxyInstance");
    private static final List<String> LIBRARIES = List.of("common", "outbox", "idempotency", "internal-api");

    /** What Quarkus brings along by itself. */
    private static final Set<String> KNOWN_TO_QUARKUS =
            Set.of("application.properties", "META-INF/microprofile-config.properties");

    private static final JavaClasses CLASSES = Repository.productionClasses();

    @Test
    void whatIsReadByItsClassIsOfAFormThatIsRegistered() {
        List<JavaClass> read = CLASSES.stream()
                .filter(type -> !type.getPackageName().startsWith(OURS + "localstack"))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(NativeReadinessTest::handsClassesToJackson)
                .flatMap(unit -> unit.getReferencedClassObjects().stream())
                .map(ReferencedClassObject::getValue)
                .filter(type -> type.getName().startsWith(OURS))
                .distinct()
                .toList();

        assertThat(read).hasSizeGreaterThan(5).allMatch(NativeReadinessTest::isRegistered);
    }

    @Test
    void nobodyLooksIntoClassesInAnotherWay() {
        noClasses()
                .that()
                .resideOutsideOfPackages(OURS + "localstack..", OURS + "common.nativeimage..")
                .should()
                .accessTargetWhere(DescribedPredicate.describe("is reflection", NativeReadinessTest::isReflection))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.ServiceLoader")
                .check(CLASSES);
    }

    @Test
    void whatIsReadFromTheClassPathIsIncluded() throws IOException {
        for (String service : Repository.SERVICES) {
            Properties properties = properties(service);
            List<PathMatcher> included = Stream.of(properties
                            .getProperty("quarkus.native.resources.includes", "")
                            .split(","))
                    .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob.strip()))
                    .toList();
            List<String> migrations = List.of(
                    properties.getProperty("quarkus.flyway.locations", "none").split(","));
            assertThat(resources(service)
                            .filter(file -> !KNOWN_TO_QUARKUS.contains(file.toString()))
                            .filter(file -> migrations.stream().noneMatch(folder -> file.startsWith(folder))))
                    .as(service)
                    .allMatch(file -> included.stream().anyMatch(glob -> glob.matches(file)));
        }
        for (String library : LIBRARIES) {
            assertThat(resources(library)
                            .filter(file -> !KNOWN_TO_QUARKUS.contains(file.toString()))
                            .filter(file -> !file.startsWith("META-INF/native-image")))
                    .as(library)
                    .allMatch(file -> file.startsWith("db/" + library));
        }
    }

    /** As {@code JsonTypes} says it, in terms of ArchUnit. */
    private static boolean isRegistered(JavaClass type) {
        return type.isRecord()
                || type.isEnum()
                || type.getAnnotations().stream()
                        .anyMatch(
                                annotation -> annotation.getRawType().getName().startsWith(JACKSON))
                || type.getRawSuperclass()
                        .filter(parent -> parent.getName().startsWith(JACKSON))
                        .isPresent();
    }

    /** Whether it reads JSON by a class, itself or by a method of ours that is given the class. */
    private static boolean handsClassesToJackson(JavaCodeUnit unit) {
        return unit.getMethodCallsFromSelf().stream()
                .map(JavaMethodCall::getTarget)
                .anyMatch(target -> {
                    String owner = target.getOwner().getName();
                    boolean reads = owner.startsWith(JACKSON + "databind.Object") && READERS.contains(target.getName());
                    boolean passesOn = owner.startsWith(OURS) && readsJson(target);
                    return reads || passesOn;
                });
    }

    private static boolean readsJson(AccessTarget.MethodCallTarget target) {
        return target.getRawParameterTypes().stream()
                        .anyMatch(type -> type.getName().equals(Class.class.getName()))
                && target.resolveMember().stream()
                        .flatMap(method -> method.getMethodCallsFromSelf().stream())
                        .anyMatch(call -> call.getTargetOwner().getName().startsWith(JACKSON));
    }

    private static boolean isReflection(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        // Of an intercepted method, which Quarkus registers, parameters and annotations may be read.
        boolean acts = owner.startsWith("java.lang.reflect.") && ACTS.contains(name);
        boolean finds = owner.equals(Class.class.getName())
                && (name.equals("forName") || name.startsWith("getDeclared") || name.equals("newInstance"));
        return acts || finds;
    }

    private static Properties properties(String service) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(
                Repository.ROOT.resolve(service).resolve("src/main/resources/application.properties"))) {
            properties.load(in);
        }
        return properties;
    }

    /** The resources of a module, by their paths inside it. */
    private static Stream<Path> resources(String module) throws IOException {
        Path folder = Repository.ROOT.resolve(module).resolve("src/main/resources");
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(folder::relativize).toList().stream();
        }
    }
}
