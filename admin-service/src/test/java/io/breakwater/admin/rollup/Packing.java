package io.breakwater.admin.rollup;

import jakarta.inject.Singleton;
import java.sql.SQLException;

/** Packs days now, for the tests of other packages. */
@Singleton
public class Packing {

    private final DayPacker packer;

    Packing(DayPacker packer) {
        this.packer = packer;
    }

    public int pack() throws SQLException {
        return packer.pack();
    }
}
