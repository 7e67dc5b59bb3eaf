package io.breakwater.gateway.route;

/** Routes for tests of other packages. */
public final class TestTables {

    private TestTables() {}

    /** The route {@code mine} of an operator's file. */
    public static Route routeOf(String operatorYaml) {
        return RouteTableTest.table(operatorYaml).routes().stream()
                .filter(route -> route.id().equals("mine"))
                .findFirst()
                .orElseThrow();
    }
}
