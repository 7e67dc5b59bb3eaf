package io.breakwater.auth.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks plans up. */
@ApplicationScoped
public class Plans {

    /** The plan of that id; empty when there is none. */
    public Optional<Plan> find(String id) {
        @Nullable PlanRow row = PlanRow.findById(id);
        return Optional.ofNullable(row).map(plan -> new Plan(plan.id, plan.requestsPerMinute, plan.apiKeys));
    }
}
