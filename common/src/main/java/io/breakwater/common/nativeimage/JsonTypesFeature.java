package io.breakwater.common.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/**
 * Registers for reflection what {@link JsonTypes} finds on the class path. Named in
 * {@code META-INF/native-image/io.breakwater/breakwater-common/native-image.properties}, which GraalVM reads.
 */
public final class JsonTypesFeature implements Feature {

    @Override
    public String getDescription() {
        return "Registers the JSON types of Breakwater";
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        for (Path entry : access.getApplicationClassPath()) {
            try {
                for (String name : JsonTypes.classesIn(entry)) {
                    Class<?> type = access.findClassByName(name);
                    if (type != null && JsonTypes.isForJson(type)) {
                        register(type);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void register(Class<?> type) {
        RuntimeReflection.register(type);
        RuntimeReflection.registerAllDeclaredConstructors(type);
        RuntimeReflection.registerAllDeclaredMethods(type);
        RuntimeReflection.registerAllDeclaredFields(type);
        if (type.isRecord()) {
            RuntimeReflection.registerAllRecordComponents(type);
        }
    }
}
