package io.breakwater.admin.administrator;

import io.breakwater.admin.paging.Page;
import java.util.List;

/** One page of administrators, newest first. */
public record AdministratorPage(List<Administrator> data, Page.Pagination pagination) {

    public AdministratorPage {
        data = List.copyOf(data);
    }
}
