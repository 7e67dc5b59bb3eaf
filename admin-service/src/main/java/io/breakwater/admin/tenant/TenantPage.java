package io.breakwater.admin.tenant;

import io.breakwater.admin.paging.Page;
import java.util.List;

/** One page of tenants, newest first. */
public record TenantPage(List<Tenant> data, Page.Pagination pagination) {

    public TenantPage {
        data = List.copyOf(data);
    }
}
