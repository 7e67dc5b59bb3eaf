package io.breakwater.ingest.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFaultTest {

    @ParameterizedTest
    @CsvSource({
        "22P05,DATA",
        "23514,DATA",
        "21000,DATA",
        "54000,DATA",
        "54001,DATA",
        "40P01,UNAVAILABLE",
        "57P03,UNAVAILABLE",
        "08006,UNAVAILABLE",
        "53300,UNAVAILABLE",
        "42P01,BROKEN",
        "28P01,BROKEN"
    })
    void theClassSaysWhetherToTryAgain(String state, SqlFault fault) {
        assertThat(SqlFault.of(new SQLException("x", state))).isEqualTo(fault);
    }

    @Test
    void theFirstStateAmongTheCausesCounts() {
        SQLException batch = new BatchUpdateException(new int[0], new SQLException("x", "54000"));

        assertThat(SqlFault.of(batch)).isEqualTo(SqlFault.DATA);
        assertThat(SqlFault.state(batch)).isEqualTo("54000");
        assertThat(SqlFault.of(new SQLException("no connection"))).isEqualTo(SqlFault.UNAVAILABLE);
    }
}
