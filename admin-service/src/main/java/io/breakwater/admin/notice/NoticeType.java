package io.breakwater.admin.notice;

import java.util.Set;

/** The types of noteworthy events. A name never changes; a payload only ever gains fields. */
public enum NoticeType {
    QUOTA_REACHED("quota.reached"),
    KEY_EXPIRING("key.expiring"),
    SESSION_REFRESH_REUSED("session.refresh_reused"),
    KILLSWITCH_SET("killswitch.set"),
    KILLSWITCH_REMOVED("killswitch.removed"),
    KILLSWITCH_EXPIRED("killswitch.expired"),
    ERASURE_FAILED("erasure.failed"),
    DEAD_LETTERS_GROWING("dead_letters.growing");

    private final String wireName;

    NoticeType(String wireName) {
        this.wireName = wireName;
    }

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException for one that is not known
     */
    static NoticeType of(String wireName) {
        for (NoticeType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no type of notice is called so");
    }

    /** The type as it is told. */
    public String wireName() {
        return wireName;
    }

    /** Fields that its payload always has, besides those that every notice has. */
    Set<String> required() {
        return switch (this) {
            case QUOTA_REACHED -> Set.of("kind", "percent", "limit", "current");
            case KEY_EXPIRING -> Set.of("key_id", "name", "expires_at", "days");
            case SESSION_REFRESH_REUSED -> Set.of("user_id");
            case KILLSWITCH_SET -> Set.of("scope", "reason", "actor_id");
            case KILLSWITCH_REMOVED -> Set.of("scope", "actor_id");
            case KILLSWITCH_EXPIRED -> Set.of("scope");
            case ERASURE_FAILED -> Set.of("erasure_id");
            case DEAD_LETTERS_GROWING -> Set.of("window_start", "window_end", "count", "threshold");
        };
    }
}
