package io.breakwater.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.scenario.Api;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sets kill switches as a platform administrator does, and takes them away in the end. */
final class Switches implements AutoCloseable {

    private final Api api;
    private final String authorization;
    private final Set<String> on = new LinkedHashSet<>();

    /** @param api a gateway that lets an administrator change as many as the scenario needs */
    Switches(Api api, String authorization) {
        this.api = api;
        this.authorization = authorization;
    }

    void on(String scope) {
        on.add(scope);
        assertThat(call("PUT", scope, "{\"reason\":\"scenario\"}"))
                .as("set " + scope)
                .isIn(200, 201, 202);
    }

    void allOff() {
        for (String scope : List.copyOf(on)) {
            assertThat(call("DELETE", scope, null)).as("take away " + scope).isIn(202, 204);
            on.remove(scope);
        }
    }

    private int call(String method, String scope, String body) {
        return api.call(method, "/api/v1/admin/kill-switches/" + scope, body, "Authorization", authorization)
                .status();
    }

    @Override
    public void close() {
        allOff();
    }
}
