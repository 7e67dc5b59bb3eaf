package io.breakwater.admin.subjectkey;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Whose key it is, in one chain: a person's, that of whoever an invitation was sent to, or nobody's on one day.
 *
 * @param chain a tenant's id, or {@code platform}
 * @param name as it stands in the table
 */
public record KeyOwner(String chain, String name) {

    public static KeyOwner person(String chain, UUID subject) {
        return new KeyOwner(chain, "subject:" + subject);
    }

    /** Of somebody who had no account when they were invited. */
    public static KeyOwner invited(String chain, UUID invitation) {
        return new KeyOwner(chain, "invitation:" + invitation);
    }

    /**
     * @param day in UTC
     */
    public static KeyOwner nobody(String chain, LocalDate day) {
        return new KeyOwner(chain, "day:" + day);
    }
}
