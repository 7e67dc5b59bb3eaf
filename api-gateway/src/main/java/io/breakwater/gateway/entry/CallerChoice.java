package io.breakwater.gateway.entry;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.problem.ProblemException;
import io.vertx.core.MultiMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a caller chooses by header: environment and team. Pure. */
final class CallerChoice {

    private static final String ENVIRONMENT = "X-Environment";
    private static final String TEAM = "X-Team-Id";
    private static final String TEAM_ALIAS = "X-Cogram-Team-Id";
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private CallerChoice() {}

    /** Live when nothing is said. */
    static Environment environment(MultiMap headers) {
        @Nullable String chosen = headers.get(ENVIRONMENT);
        if (chosen == null) {
            return Environment.LIVE;
        }
        try {
            return Environment.of(chosen.strip());
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter(ENVIRONMENT, "must be live or test")
                    .causedBy(e);
        }
    }

    /** Null when nothing is said. */
    static @Nullable String team(MultiMap headers) {
        Set<String> chosen = new LinkedHashSet<>();
        headers.getAll(TEAM).forEach(team -> chosen.add(team.strip().toLowerCase(Locale.ROOT)));
        headers.getAll(TEAM_ALIAS).forEach(team -> chosen.add(team.strip().toLowerCase(Locale.ROOT)));
        if (chosen.isEmpty()) {
            return null;
        }
        String team = chosen.iterator().next();
        if (chosen.size() > 1 || !UUID.matcher(team).matches()) {
            throw ProblemException.invalidParameter(TEAM, "must be the id of one team");
        }
        return team;
    }
}
