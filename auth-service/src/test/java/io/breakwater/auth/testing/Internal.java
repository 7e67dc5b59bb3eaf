package io.breakwater.auth.testing;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.management;

import io.restassured.specification.RequestSpecification;

/** Calls internal routes as admin-service does. */
public final class Internal {

    private Internal() {}

    /** A request with the assertion of admin-service. */
    public static RequestSpecification admin() {
        return anyone().header("Authorization", Service.adminAssertion());
    }

    /** The address of an internal route. */
    public static String url(String path, Object... ids) {
        StringBuilder url = new StringBuilder(management("/internal/" + path));
        for (Object id : ids) {
            url.append('/').append(id);
        }
        return url.toString();
    }
}
