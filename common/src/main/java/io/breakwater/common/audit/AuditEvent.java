package io.breakwater.common.audit;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act that concerns security. Immutable: each method but the accessors returns another event.
 *
 * <p>{@code AuditEvent.of("key.created").by(caller).in(tenant).on("api_key", id).with("scopes", scopes)}
 */
public final class AuditEvent {

    private final String action;
    private Actor actor = Actor.SYSTEM;
    private @Nullable UUID tenant;
    private @Nullable Environment environment;
    private @Nullable String targetType;
    private @Nullable String target;
    private @Nullable UUID subject;
    private boolean aboutNobody;
    private boolean attempted;
    private @Nullable String failure;
    private final Map<String, @Nullable Object> details = new LinkedHashMap<>();
    private final Map<String, String> personal = new LinkedHashMap<>();

    private AuditEvent(String action) {
        this.action = action;
    }

    private AuditEvent copy() {
        AuditEvent copy = new AuditEvent(action);
        copy.actor = actor;
        copy.tenant = tenant;
        copy.environment = environment;
        copy.targetType = targetType;
        copy.target = target;
        copy.subject = subject;
        copy.aboutNobody = aboutNobody;
        copy.attempted = attempted;
        copy.failure = failure;
        copy.details.putAll(details);
        copy.personal.putAll(personal);
        return copy;
    }

    /**
     * An act of the system itself, until {@code by…} says otherwise.
     *
     * @param action in the past tense and dotted: {@code key.revoked}
     */
    public static AuditEvent of(String action) {
        return new AuditEvent(action);
    }

    /** Done by a caller; its environment becomes the event's. */
    public AuditEvent by(Identity caller) {
        AuditEvent event = copy();
        event.actor = Actor.of(caller);
        event.environment = caller.environment();
        return event;
    }

    public AuditEvent byUser(UUID user) {
        return by(Actor.user(user));
    }

    public AuditEvent byPlatform(UUID administrator) {
        return by(Actor.platform(administrator));
    }

    public AuditEvent bySystem() {
        return by(Actor.SYSTEM);
    }

    /** Done by someone who has not proved who they are. */
    public AuditEvent byAnonymous() {
        return by(Actor.ANONYMOUS);
    }

    private AuditEvent by(Actor somebody) {
        AuditEvent event = copy();
        event.actor = somebody;
        return event;
    }

    /** The tenant whose trail it belongs to; null for the platform's. */
    public AuditEvent in(@Nullable UUID ownTenant) {
        AuditEvent event = copy();
        event.tenant = ownTenant;
        return event;
    }

    /** The environment it concerns, where that is not the caller's. */
    public AuditEvent environment(Environment concerned) {
        AuditEvent event = copy();
        event.environment = concerned;
        return event;
    }

    /**
     * What it was done to.
     *
     * @param type for instance {@code api_key}
     * @param id null when there is no such thing, as in a login with an unknown address
     */
    public AuditEvent on(String type, @Nullable UUID id) {
        return onNamed(type, id == null ? null : id.toString());
    }

    /**
     * What it was done to, where that is known by a name.
     *
     * @param type for instance {@code kill_switch}
     * @param name at most 200 characters, and nothing personal; null when there is no such thing
     */
    public AuditEvent onNamed(String type, @Nullable String name) {
        AuditEvent event = copy();
        event.targetType = type;
        event.target = name;
        return event;
    }

    /** The person whose personal data the event holds, where that is not who acted. */
    public AuditEvent about(@Nullable UUID person) {
        AuditEvent event = copy();
        event.subject = person;
        event.aboutNobody = false;
        return event;
    }

    /**
     * The personal data that the event holds is of someone who has no account. Where the request came from is left out, as
     * that is of whoever acted.
     */
    public AuditEvent aboutNobody() {
        AuditEvent event = copy();
        event.subject = null;
        event.aboutNobody = true;
        return event;
    }

    /** Adds a detail that says nothing about a person. */
    public AuditEvent with(String name, @Nullable Object value) {
        AuditEvent event = copy();
        event.details.put(name, value);
        return event;
    }

    /** Adds a detail that says something about the person it is about. */
    public AuditEvent personal(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        AuditEvent event = copy();
        event.personal.put(name, value);
        return event;
    }

    /** It is about to be done; what becomes of it is an event of its own. */
    public AuditEvent attempted() {
        AuditEvent event = copy();
        event.attempted = true;
        return event;
    }

    /**
     * It was tried and refused.
     *
     * @param reason a word in snake_case, for machines
     */
    public AuditEvent failed(String reason) {
        AuditEvent event = copy();
        event.failure = reason;
        return event;
    }

    /** What was done. */
    public String action() {
        return action;
    }

    /** The tenant whose trail it belongs to; null for the platform's. */
    public @Nullable UUID tenant() {
        return tenant;
    }

    /** The environment it concerns; null for both or none. */
    public @Nullable Environment environment() {
        return environment;
    }

    /**
     * The event as it is written: {@code personal} apart from everything else.
     *
     * @param alsoPersonal where the request came from; left out where the event is about nobody
     * @param requestId the request that caused it; null when there was none
     */
    public Map<String, Object> payload(Map<String, String> alsoPersonal, @Nullable String requestId) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("schema", 1);
        payload.put("outcome", outcome());
        payload.put("reason", failure);
        payload.put("actor", idOf(actor.kind(), actor.id()));
        payload.put("target", targetType == null ? null : idOf(targetType, target));
        payload.put("tenant", tenant);
        payload.put("environment", environment == null ? null : environment.wireName());
        payload.put("request_id", requestId);
        payload.put("details", details);
        Map<String, Object> person = new LinkedHashMap<>();
        if (aboutNobody) {
            person.put("subject", null);
        } else {
            person.put("subject", subject == null ? actor.person() : subject);
            person.putAll(alsoPersonal);
        }
        person.putAll(personal);
        payload.put("personal", person);
        return payload;
    }

    private String outcome() {
        if (failure != null) {
            return "failure";
        }
        return attempted ? "attempted" : "success";
    }

    private static Map<String, Object> idOf(String kind, @Nullable Object id) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("kind", kind);
        named.put("id", id);
        return named;
    }
}
