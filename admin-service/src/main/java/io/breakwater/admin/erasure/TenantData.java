package io.breakwater.admin.erasure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** Rows of tenants that a feature of this service keeps, as an erasure takes them away. A CDI bean. */
public interface TenantData {

    /** What the rows are called in a receipt, in the plural and snake_case. */
    String kind();

    /**
     * Takes away all of a tenant, in the connection's transaction; an open one is not committed. Called again for a tenant
     * of which nothing is left.
     *
     * @return how many rows
     */
    long erase(Connection connection, UUID tenant) throws SQLException;
}
