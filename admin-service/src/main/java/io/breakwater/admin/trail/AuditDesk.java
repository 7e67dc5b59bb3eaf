package io.breakwater.admin.trail;

import io.breakwater.admin.audit.AuditTrail;
import io.breakwater.admin.chain.Entry;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.admin.seal.Checkpoint;
import io.breakwater.admin.seal.Verification;
import io.breakwater.admin.seal.Verifier;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What both resources of the trail do alike. */
@ApplicationScoped
class AuditDesk {

    /** Later than any day that is sealed. */
    private static final LocalDate LATEST = LocalDate.of(9_999, 12, 31);

    private final Verifier verifier;
    private final AuditTrail trail;

    AuditDesk(Verifier verifier, AuditTrail trail) {
        this.verifier = verifier;
        this.trail = trail;
    }

    /** Walks a chain, and leaves an event that says so. */
    Verification verify(Identity caller, String chain, @Nullable String from) {
        Verification verification = verifier.verify(chain, from == null ? null : AuditFilter.day("from", from));
        trail.recordAlone(AuditEvent.of("audit.verified")
                .by(caller)
                .in(chain.equals(Entry.PLATFORM) ? null : UUID.fromString(chain))
                .with("verified", verification.verified())
                .with("entries", verification.entries())
                .with("head", verification.head().sequence()));
        return verification;
    }

    /** The checkpoints of a chain, newest first. */
    Page<Checkpoint> checkpoints(String chain, PageRequest page) {
        LocalDate before = page.after() == null ? LATEST : day(page.after());
        List<Checkpoint> rows = verifier.checkpoints(chain, before, page.rows());
        return page.page(rows, Checkpoint::day, checkpoint -> checkpoint);
    }

    private static LocalDate day(String cursor) {
        try {
            return AuditFilter.day("cursor", cursor);
        } catch (ProblemException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR).causedBy(e);
        }
    }
}
