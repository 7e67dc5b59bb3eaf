package io.breakwater.ingest.compat;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;

/** Names in the API's document the paths that clients know, see {@link SegmentRoutes}. */
@OpenApiFilter
public class SegmentDocument implements OASFilter {

    private static final String OWN = "/api/v1" + SegmentResource.PATH + "/";
    private static final String PUBLIC = "/v1/";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Paths paths = document.getPaths();
        if (paths == null || paths.getPathItems() == null) {
            return;
        }
        Map<String, PathItem> renamed = new LinkedHashMap<>();
        paths.getPathItems()
                .forEach((path, item) ->
                        renamed.put(path.startsWith(OWN) ? PUBLIC + path.substring(OWN.length()) : path, item));
        paths.setPathItems(renamed);
    }
}
