package io.breakwater.common.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes note of unknown fields: in the reader's own {@link IgnoredFields} attribute when it has one, else in the present
 * request's, else nowhere.
 */
final class UnknownFieldHandler extends DeserializationProblemHandler {

    @Override
    public boolean handleUnknownProperty(
            DeserializationContext context,
            JsonParser parser,
            @Nullable JsonDeserializer<?> deserializer,
            Object beanOrClass,
            String propertyName)
            throws IOException {
        IgnoredFields noted = noted(context);
        if (noted != null) {
            String parent =
                    parser.getParsingContext().pathAsPointer().head().toString().replace('/', '.');
            noted.add(parent.isEmpty() ? propertyName : parent.substring(1) + "." + propertyName);
        }
        parser.skipChildren();
        return true;
    }

    private static @Nullable IgnoredFields noted(DeserializationContext context) {
        if (context.getAttribute(IgnoredFields.class) instanceof IgnoredFields own) {
            return own;
        }
        ArcContainer arc = Arc.container();
        return arc != null && arc.requestContext().isActive()
                ? arc.instance(RequestIgnoredFields.class).get()
                : null;
    }
}
