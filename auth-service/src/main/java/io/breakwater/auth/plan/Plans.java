package io.breakwater.auth.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.patch.MergePatch;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks plans up and changes them. */
@ApplicationScoped
@Transactional
public class Plans {

    private static final int MOST = 100;

    private final MergePatch patch;
    private final ChangeFeed feed;
    private final AuditLog audit;

    Plans(MergePatch patch, ChangeFeed feed, AuditLog audit) {
        this.patch = patch;
        this.feed = feed;
        this.audit = audit;
    }

    /** The plan of that id; empty when there is none. */
    public Optional<Plan> find(String id) {
        @Nullable PlanRow row = PlanRow.findById(id);
        return Optional.ofNullable(row).map(Plan::from);
    }

    /** All plans by id, at most 100: they are one page. */
    Page<Plan> list() {
        List<PlanRow> rows =
                PlanRow.<PlanRow>find("order by id").range(0, MOST - 1).list();
        return new Page<>(rows.stream().map(Plan::from).toList(), new Page.Pagination(MOST, null, false));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    Plan get(String id) {
        return Plan.from(row(id, LockModeType.NONE));
    }

    /**
     * Changes what is named of a plan, which concerns every tenant on it: gateways forget all that they keep.
     *
     * @throws ProblemException {@code NOT_FOUND}; {@code VALIDATION_ERROR}
     */
    Plan change(String id, ObjectNode change, AuditEvent event) {
        PlanRow row = row(id, LockModeType.PESSIMISTIC_WRITE);
        if (change.has("id")) {
            throw ProblemException.invalidField("id", "cannot be changed");
        }
        Plan before = Plan.from(row);
        Plan wanted = patch.apply(before, change, Plan.class, "");
        if (!wanted.equals(before)) {
            row.assign(wanted);
            feed.planChanged(id);
            audit.record(event.with("plan", id).with("before", before).with("after", wanted));
        }
        return wanted;
    }

    private static PlanRow row(String id, LockModeType lock) {
        @Nullable PlanRow row = PlanRow.findById(id, lock);
        if (row == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no such plan");
        }
        return row;
    }
}
