package io.breakwater.common.nativeimage;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which classes of ours are read from JSON or written to it, as far as their form tells. */
final class JsonTypes {

    private static final String ROOT = "io/breakwater";
    private static final String SUFFIX = ".class";
    private static final String JACKSON = "com.fasterxml.jackson.";

    private JsonTypes() {}

    /**
     * The names of our classes in an entry of a class path.
     *
     * @param entry a folder or a jar; one that is not there, or is neither, has none
     */
    static List<String> classesIn(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            return classesBelow(entry);
        }
        if (!entry.toString().endsWith(".jar") || Files.notExists(entry)) {
            return List.of();
        }
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
            return classesBelow(jar.getPath("/"));
        }
    }

    /**
     * Whether Jackson may have to look into a class: records and enums, which are our data, whatever carries one of its
     * annotations, and its own serializers and deserializers, which it creates by name.
     */
    static boolean isForJson(Class<?> type) {
        return type.isRecord()
                || type.isEnum()
                || Arrays.stream(type.getAnnotations()).anyMatch(JsonTypes::isJacksons)
                || isJacksons(type.getSuperclass());
    }

    private static boolean isJacksons(Annotation annotation) {
        return annotation.annotationType().getName().startsWith(JACKSON);
    }

    private static boolean isJacksons(@Nullable Class<?> superclass) {
        return superclass != null && superclass.getName().startsWith(JACKSON);
    }

    private static List<String> classesBelow(Path folder) throws IOException {
        Path root = folder.resolve(ROOT);
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(SUFFIX) && !name.endsWith("-info" + SUFFIX))
                    .map(name ->
                            name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }
}
