package io.breakwater.auth.exchange;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The teams of a credential. */
final class Teams {

    /** A token travels in a header: some 50 bytes a team. */
    private static final int MOST_IN_A_TOKEN = 100;

    private Teams() {}

    /**
     * @throws ProblemException {@code FORBIDDEN}
     */
    static UUID requireMember(List<UUID> teams, UUID chosen) {
        if (!teams.contains(chosen)) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "The credential does not belong to this team");
        }
        return chosen;
    }

    /**
     * Those that are named in a token: all, or the one chosen and the oldest others up to 100 in all. An owner of more
     * teams than that still chooses among all of them.
     */
    static List<UUID> named(List<UUID> teams, @Nullable UUID chosen) {
        if (teams.size() <= MOST_IN_A_TOKEN) {
            return teams;
        }
        List<UUID> named = new ArrayList<>(teams.subList(0, MOST_IN_A_TOKEN));
        if (chosen != null && !named.contains(chosen)) {
            named.set(MOST_IN_A_TOKEN - 1, chosen);
        }
        return named;
    }
}
