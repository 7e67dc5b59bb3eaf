package io.breakwater.auth.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.auth.account.AddressChange;
import io.breakwater.auth.account.Reauthentication;
import io.breakwater.auth.profile.Me.Membership;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.Member;
import io.breakwater.auth.user.Users;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows and changes who is signed in. Call it outside of transactions. */
@ApplicationScoped
class Profiles {

    private static final String NAME = "name";
    private static final String EMAIL = "email";
    private static final String CURRENT_PASSWORD = "current_password";

    private final Users users;
    private final Tenants tenants;
    private final MembershipStore memberships;
    private final Reauthentication reauthentication;
    private final AddressChange addressChange;

    Profiles(
            Users users,
            Tenants tenants,
            MembershipStore memberships,
            Reauthentication reauthentication,
            AddressChange addressChange) {
        this.users = users;
        this.tenants = tenants;
        this.memberships = memberships;
        this.reauthentication = reauthentication;
        this.addressChange = addressChange;
    }

    /**
     * @throws ProblemException {@code INVALID_TOKEN} when the caller is no member any more
     */
    Me show(Identity caller) {
        UUID tenant = caller.requireTenant();
        return QuarkusTransaction.joiningExisting().call(() -> {
            Member member = users.member(caller.subject(), tenant)
                    .orElseThrow(
                            () -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no longer a member"));
            Tenant current = tenants.get(tenant);
            // Whoever signed in elsewhere did so for this tenant alone.
            List<Membership> all = caller.session() == null
                    ? List.of(new Membership(tenant, current.name(), member.role()))
                    : memberships.of(caller.subject());
            String pending = addressChange.pending(caller.subject()).orElse(null);
            return Me.from(member.user(), pending, member.role(), current, all);
        });
    }

    /**
     * Changes name and address in the manner of a JSON merge patch: a field that is absent stays, a name of null is
     * cleared. Another address needs {@code current_password}, and is the user's only when its token comes back.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} naming the field, {@code CONFLICT} for an address that is taken,
     *     {@code RATE_LIMITED} after wrong passwords or many changes
     */
    Me change(Identity caller, ObjectNode change) {
        @Nullable String name = text(change, NAME);
        @Nullable EmailAddress wanted = change.has(EMAIL) ? EmailAddress.of(required(change, EMAIL)) : null;
        Account account = users.account(caller.subject())
                .orElseThrow(() -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no such user"));
        if (wanted != null && !wanted.display().equals(account.email())) {
            requirePassword(account, required(change, CURRENT_PASSWORD));
        }
        if (wanted != null && !isPresent(wanted, account)) {
            addressChange.admit(account, wanted);
        }
        QuarkusTransaction.requiringNew().run(() -> {
            if (change.has(NAME)) {
                users.rename(account.id(), name);
            }
            if (wanted != null) {
                change(caller, account, wanted);
            }
        });
        return show(caller);
    }

    private void requirePassword(Account account, String password) {
        EmailAddress present = EmailAddress.of(account.email());
        if (!reauthentication.fits(Reauthentication.Domain.USER, present, account, password)) {
            throw ProblemException.invalidField(CURRENT_PASSWORD, "is wrong");
        }
    }

    private void change(Identity caller, Account account, EmailAddress wanted) {
        if (!users.isUnchanged(account)) {
            throw ProblemException.of(ErrorCode.CONFLICT, "The account was changed meanwhile");
        }
        if (isPresent(wanted, account)) {
            addressChange.withdraw(account.id());
            users.changeAddress(account.id(), wanted);
        } else {
            addressChange.request(caller, account, wanted);
        }
    }

    /** Whether it is the address of the account, perhaps in another spelling. */
    private static boolean isPresent(EmailAddress wanted, Account account) {
        return EmailAddress.of(account.email()).key().equals(wanted.key());
    }

    private static String required(ObjectNode change, String field) {
        String text = text(change, field);
        if (text == null) {
            throw ProblemException.invalidField(field, "must not be null");
        }
        return text;
    }

    /** Null when the field is absent or null. */
    private static @Nullable String text(ObjectNode change, String field) {
        JsonNode value = change.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw ProblemException.invalidField(field, "has the wrong type");
        }
        String text = value.textValue();
        if (text.length() > 320) {
            throw ProblemException.invalidField(field, "is too long");
        }
        return text;
    }
}
