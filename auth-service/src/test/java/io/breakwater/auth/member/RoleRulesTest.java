package io.breakwater.auth.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.auth.user.Role;
import io.breakwater.common.problem.ProblemException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;

class RoleRulesTest {

    @Property
    void nobodyGivesWhatTheyAreNot(
            @ForAll Role own, @ForAll @WithNull(0.3) @Nullable Role present, @ForAll Role wanted) {
        if (allows(own, present, wanted)) {
            assertThat(own.scopes()).containsAll(wanted.scopes());
            assertThat(wanted == Role.OWNER).as("owners are made by owners").isIn(own == Role.OWNER, false);
        }
    }

    @Property
    void ownersAreTouchedByOwnersOnly(@ForAll Role own, @ForAll @WithNull(0.3) @Nullable Role wanted) {
        assertThat(allows(own, Role.OWNER, wanted)).isEqualTo(own == Role.OWNER);
    }

    @Property
    void belowAdminNothingGoes(@ForAll @WithNull(0.3) @Nullable Role present, @ForAll Role wanted) {
        for (Role own : new Role[] {Role.VIEWER, Role.EDITOR}) {
            assertThatThrownBy(() -> RoleRules.requireMayChange(own, present, wanted))
                    .isInstanceOf(ProblemException.class);
        }
    }

    private static boolean allows(Role own, @Nullable Role present, @Nullable Role wanted) {
        try {
            RoleRules.requireMayChange(own, present, wanted);
            return true;
        } catch (ProblemException refused) {
            return false;
        }
    }
}
