package io.breakwater.admin.subjectkey;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose key it is: a person's in one chain, or nobody's on one day in one chain.
 *
 * @param chain a tenant's id, or {@code platform}
 * @param subject null for nobody in particular
 * @param day in UTC; null for a person's key
 */
public record KeyOwner(
        String chain, @Nullable UUID subject, @Nullable LocalDate day) {

    public static KeyOwner person(String chain, UUID subject) {
        return new KeyOwner(chain, subject, null);
    }

    public static KeyOwner nobody(String chain, LocalDate day) {
        return new KeyOwner(chain, null, day);
    }

    /** As it stands in the table. */
    String name() {
        return subject == null ? "day:" + day : "subject:" + subject;
    }
}
