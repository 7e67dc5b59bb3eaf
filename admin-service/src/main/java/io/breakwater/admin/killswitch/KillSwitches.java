package io.breakwater.admin.killswitch;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sets switches and takes them away, and keeps Redis in step. */
@ApplicationScoped
class KillSwitches {

    private final SwitchTable table;
    private final SwitchPublisher publisher;
    private final SwitchEvents events;
    private final Clock clock;

    KillSwitches(SwitchTable table, SwitchPublisher publisher, SwitchEvents events, Clock clock) {
        this.table = table;
        this.publisher = publisher;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What became of a change.
     *
     * @param before whether the switch was on before
     * @param reached whether Redis knows of the change
     * @param view the switch as it is now; of one that was taken away, as it last was
     */
    record Changed(boolean before, boolean reached, KillSwitch view) {}

    Page<KillSwitch> list(PageRequest page) {
        return page.page(table.list(page), SwitchRow::scope, SwitchRow::view);
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    KillSwitch get(Scope scope) {
        return table.find(scope).map(SwitchRow::view).orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND));
    }

    /** Sets a switch, in place of one that may be there. */
    Changed put(Scope scope, KillSwitchRequest request, Identity administrator) {
        Instant now = clock.instant();
        @Nullable Long seconds = request.expiresInSeconds();
        SwitchRow row = new SwitchRow(
                scope.text(),
                UuidCreator.getTimeOrderedEpoch(),
                request.reason().strip(),
                administrator.subject(),
                now,
                seconds == null ? null : now.plusSeconds(seconds),
                null,
                false);
        // In a transaction of its own: gateways are told of what is committed, whatever the request's own one does.
        boolean before = QuarkusTransaction.requiringNew().call(() -> {
            events.set(row);
            return table.put(row);
        });
        boolean reached = publisher.publish();
        return new Changed(before, reached, table.find(scope).orElse(row).view());
    }

    /**
     * Takes a switch away.
     *
     * @throws ProblemException {@code NOT_FOUND} when none is on
     */
    Changed remove(Scope scope, Identity administrator) {
        if (get(scope).state() == KillSwitch.State.ENDING) {
            throw gone();
        }
        SwitchRow removed = QuarkusTransaction.requiringNew().call(() -> {
            SwitchRow row = table.remove(scope, clock.instant()).orElseThrow(KillSwitches::gone);
            events.removed(row, administrator.subject());
            return row;
        });
        return new Changed(true, publisher.publish(), removed.view());
    }

    private static ProblemException gone() {
        return ProblemException.of(ErrorCode.NOT_FOUND).internally("the switch is taken away already");
    }

    @Scheduled(
            identity = "kill-switches",
            every = "${breakwater.kill-switches.reconcile-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void reconcile() {
        publisher.reconcile();
    }
}
