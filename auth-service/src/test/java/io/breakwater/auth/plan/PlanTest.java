package io.breakwater.auth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Plan PLAN = new Plan("p", 100, null, 10L, 20L, 30L, 3, true, 7);

    @Test
    void aTenantWithoutLimitsOfItsOwnHasThePlans() {
        assertThat(PLAN.under(Limits.NONE)).isEqualTo(PLAN);
    }

    @Test
    void aLimitOfItsOwnReplacesThePlansAlsoWhereThatHasNone() {
        assertThat(PLAN.under(new Limits(5, 6, null, 0L, null)))
                .isEqualTo(new Plan("p", 5, 6, 10L, 0L, 30L, 3, true, 7));
    }
}
