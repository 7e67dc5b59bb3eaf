package io.breakwater.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyTemplateTest {

    @Test
    void numbersAreFilledInWholeAndModulo() {
        var body = new BodyTemplate("{\"id\":\"a-${n}-1\",\"who\":\"${n%10}\",\"amount\":${n%1000}.5}");

        assertThat(body.isNumbered()).isTrue();
        assertThat(body.of(1234)).isEqualTo("{\"id\":\"a-1234-1\",\"who\":\"4\",\"amount\":234.5}");
    }

    @Test
    void ofAListEachHasItsTurn() {
        var body = new BodyTemplate("{\"key\":\"${n[a,b,c]}\"}");

        assertThat(body.of(4)).isEqualTo("{\"key\":\"b\"}");
    }

    @Test
    void whatIsNoNumberStays() {
        var body = new BodyTemplate("{\"price\":\"${m} ${n%0} $n\"}");

        assertThat(body.isNumbered()).isFalse();
        assertThat(body.of(7)).isEqualTo("{\"price\":\"${m} ${n%0} $n\"}");
    }
}
