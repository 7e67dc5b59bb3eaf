package io.breakwater.common.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes {@link HouseJson} the mapper that Quarkus reads and writes with. */
@Dependent
public class HouseJsonProducer {

    @Produces
    @Singleton
    ObjectMapper mapper(@All List<ObjectMapperCustomizer> customizers) {
        ObjectMapper mapper = HouseJson.mapper();
        customizers.forEach(customizer -> customizer.customize(mapper));
        return mapper;
    }
}
