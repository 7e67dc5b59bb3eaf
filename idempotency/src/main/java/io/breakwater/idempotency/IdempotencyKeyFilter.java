package io.breakwater.idempotency;

import io.breakwater.common.idempotency.IdempotencyKey;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Says in the OpenAPI document which operations take an idempotency key: all that create or change, but signing in and joining. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class IdempotencyKeyFilter implements OASFilter {

    private static final Set<HttpMethod> CHANGES =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final String SIGN_IN = "/api/v1/auth/";
    /** Each is good for one use, and who uses it may have no identity yet. */
    private static final String ACCEPTANCE = "/accept";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (!path.startsWith(SIGN_IN) && !path.endsWith(ACCEPTANCE)) {
                addTo(item);
            }
        });
    }

    private static void addTo(PathItem item) {
        item.getOperations().forEach((method, operation) -> {
            if (CHANGES.contains(method)) {
                addTo(operation);
            }
        });
    }

    private static void addTo(Operation operation) {
        operation.addParameter(OASFactory.createParameter()
                .name(IdempotencyKey.HEADER)
                .in(Parameter.In.HEADER)
                .description(
                        "Names the request: a repetition within 24 hours has no second effect and is given the first"
                                + " answer, with " + IdempotencyKey.REPLAYED + ": true and without secrets")
                .example("order-4711")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .minLength(1)
                        .maxLength(255)
                        .pattern("^[A-Za-z0-9_\\-:.]+$")));
        operation
                .getResponses()
                .addAPIResponse(
                        "422",
                        OASFactory.createAPIResponse()
                                .description(
                                        "The idempotency key was used for another request (IDEMPOTENCY_MISMATCH)"));
    }
}
