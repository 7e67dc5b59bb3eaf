package io.breakwater.admin.plan;

import io.breakwater.admin.paging.Page;
import java.util.List;

/** All plans by id; they are one page. */
public record PlanPage(List<Plan> data, Page.Pagination pagination) {

    public PlanPage {
        data = List.copyOf(data);
    }
}
