package io.breakwater.auth.team;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.member.Members;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, shows, changes and deletes the teams of the caller's tenant, and puts its members in and out. */
@ApplicationScoped
@Transactional
public class Teams {

    private final TeamStore store;
    private final Members members;
    private final Tenants tenants;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final Clock clock;

    Teams(TeamStore store, Members members, Tenants tenants, ChangeFeed feed, AuditLog audit, Clock clock) {
        this.store = store;
        this.members = members;
        this.tenants = tenants;
        this.feed = feed;
        this.audit = audit;
        this.clock = clock;
    }

    Page<TeamView> list(Identity caller, PageRequest page) {
        return page.page(store.list(caller.requireTenant(), visible(caller), page), TeamView::id, team -> team);
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    TeamView get(Identity caller, UUID team) {
        return store.find(caller.requireTenant(), visible(caller), team)
                .orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND).internally("no team " + team));
    }

    /** The teams that a key is limited to; null for a caller who sees all. */
    private static @Nullable List<UUID> visible(Identity caller) {
        return caller.kind() == SubjectKind.KEY && !caller.teams().isEmpty() ? caller.teams() : null;
    }

    /**
     * Makes a team.
     *
     * @throws ProblemException {@code CONFLICT} when the name is taken
     */
    TeamView create(Identity caller, String name) {
        UUID tenant = lock(caller);
        requireFree(tenant, name, null);
        UUID id = UuidCreator.getTimeOrderedEpoch();
        store.insert(id, tenant, name, clock.instant());
        feed.tenantChanged(tenant);
        audit.record(event("team.created", caller, id).with("name", name));
        return get(caller, id);
    }

    /**
     * Renames a team.
     *
     * @throws ProblemException {@code NOT_FOUND}; {@code CONFLICT} when the name is taken
     */
    TeamView rename(Identity caller, UUID id, String name) {
        UUID tenant = lock(caller);
        TeamView before = get(caller, id);
        requireFree(tenant, name, id);
        if (!before.name().equals(name)) {
            store.rename(id, name, clock.instant());
            audit.record(event("team.changed", caller, id)
                    .with("before", before.name())
                    .with("after", name));
        }
        return get(caller, id);
    }

    /**
     * Deletes a team.
     *
     * @throws ProblemException {@code NOT_FOUND}; {@code CONFLICT}, with their number, while living keys name it
     */
    void delete(Identity caller, UUID id) {
        UUID tenant = lock(caller);
        TeamView team = get(caller, id);
        long keys = store.livingKeys(tenant, id, clock.instant());
        if (keys > 0) {
            throw ProblemException.of(
                            ErrorCode.CONFLICT, "API keys are limited to this team: revoke them or change their teams")
                    .withField("api_keys", keys);
        }
        store.delete(id);
        feed.tenantChanged(tenant);
        audit.record(event("team.deleted", caller, id).with("name", team.name()));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    Page<TeamMemberView> members(Identity caller, UUID id, PageRequest page) {
        return page.page(store.members(get(caller, id).id(), page), TeamMemberView::id, member -> member);
    }

    /**
     * Puts a member of the tenant into a team; nothing happens when they are in it.
     *
     * @throws ProblemException {@code NOT_FOUND} for the team or the member
     */
    void addMember(Identity caller, UUID id, UUID user) {
        UUID tenant = lock(caller);
        get(caller, id);
        if (!members.isMember(tenant, user)) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no member " + user);
        }
        if (store.addMember(id, user, clock.instant())) {
            feed.userChanged(user, tenant);
            audit.record(event("team.member_added", caller, id).with("user", user));
        }
    }

    /**
     * Takes someone out of a team; nothing happens when they are not in it.
     *
     * @throws ProblemException {@code NOT_FOUND} for the team
     */
    void removeMember(Identity caller, UUID id, UUID user) {
        UUID tenant = lock(caller);
        get(caller, id);
        if (store.removeMember(id, user)) {
            feed.userChanged(user, tenant);
            audit.record(event("team.member_removed", caller, id).with("user", user));
        }
    }

    /**
     * Checks that all are teams of the tenant; ids that are unknown and ids that are foreign are refused alike.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} with the path of the first that is none
     */
    public void requireAll(UUID tenant, List<UUID> teams) {
        List<UUID> existing = store.existing(tenant, teams);
        for (int i = 0; i < teams.size(); i++) {
            if (!existing.contains(teams.get(i))) {
                throw ProblemException.invalidField("team_ids." + i, "is not a team of yours");
            }
        }
    }

    /** Puts a newcomer into those of the teams that are still there; the tenant must be locked. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void join(UUID tenant, List<UUID> teams, UUID user) {
        Instant now = clock.instant();
        for (UUID team : store.existing(tenant, teams)) {
            if (store.addMember(team, user, now)) {
                audit.record(AuditEvent.of("team.member_added")
                        .byUser(user)
                        .in(tenant)
                        .on("team", team)
                        .with("user", user));
            }
        }
    }

    /** Holds the tenant, and checks that the caller is still one of those who may change its teams. */
    private UUID lock(Identity caller) {
        UUID tenant = tenants.lock(caller.requireTenant()).id();
        members.requireAdmin(caller);
        return tenant;
    }

    private void requireFree(UUID tenant, String name, @Nullable UUID except) {
        if (store.isNameTaken(tenant, name, except)) {
            throw ProblemException.of(ErrorCode.CONFLICT, "A team of this name exists");
        }
    }

    private static AuditEvent event(String action, Identity caller, UUID team) {
        return AuditEvent.of(action).by(caller).in(caller.requireTenant()).on("team", team);
    }
}
