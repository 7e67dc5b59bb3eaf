package io.breakwater.bench.load;

import io.hyperfoil.api.config.Step;
import io.hyperfoil.api.session.ResourceUtilizer;
import io.hyperfoil.api.session.Session;
import java.util.concurrent.TimeUnit;

/**
 * Holds a session back until the next request is due that nobody has taken. A session that comes late takes one whose moment has
 * passed: that is where waiting for a busy connection enters the latency.
 */
final class AwaitTurn implements Step, ResourceUtilizer {

    private static final long serialVersionUID = 1L;
    private static final long UNTIL_PHASE_ENDS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final transient Course course;

    AwaitTurn(Course course) {
        this.course = course;
    }

    @Override
    public void reserve(Session session) {
        session.declareResource(Turn.KEY, Turn::new);
    }

    @Override
    public boolean invoke(Session session) {
        Turn turn = session.getResource(Turn.KEY);
        if (!turn.taken) {
            turn.due = course.next();
            turn.status = 0;
            turn.taken = true;
            turn.last = !course.tally().due(turn.due);
        }
        if (turn.last) {
            return leave(session, turn);
        }
        long wait = turn.due - System.nanoTime();
        if (wait > 0) {
            wake(session, turn, wait);
            return false;
        }
        turn.taken = false;
        return true;
    }

    /** Nothing is left to send; a session that ended before its phase would be started again at once. */
    private static boolean leave(Session session, Turn turn) {
        if (session.phase().status().isFinished()) {
            session.stop();
        } else {
            wake(session, turn, UNTIL_PHASE_ENDS_NANOS);
        }
        return false;
    }

    /** Sees that the session is asked again, once: it is also asked for other reasons. The alarm that rings now is not done yet. */
    private static void wake(Session session, Turn turn, long inNanos) {
        long now = System.nanoTime();
        if (now - turn.wakeAt >= 0) {
            turn.wakeAt = now + inNanos;
            var _ = session.executor().schedule(session.runTask(), inNanos, TimeUnit.NANOSECONDS);
        }
    }
}
