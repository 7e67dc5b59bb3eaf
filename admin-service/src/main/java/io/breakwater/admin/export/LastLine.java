package io.breakwater.admin.export;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes lines on, counts them, and remembers the last one. For one thread. */
final class LastLine extends FilterOutputStream {

    /** How much of a line is remembered: enough for the last one, which holds counts. */
    private static final int MOST = 64 * 1024;

    private static final long SIGN_OF_LIFE_NANOS = 5_000_000_000L;

    private final Runnable signOfLife;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] last = {};
    private long count;
    private long lived = System.nanoTime();

    /**
     * @param signOfLife called every few seconds while something comes
     */
    LastLine(OutputStream out, Runnable signOfLife) {
        super(out);
        this.signOfLife = signOfLife;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        out.write(content, offset, length);
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (content[i] == '\n') {
                remember(content, start, i - start);
                last = line.toByteArray();
                line.reset();
                count++;
                start = i + 1;
            }
        }
        remember(content, start, offset + length - start);
        if (System.nanoTime() - lived > SIGN_OF_LIFE_NANOS) {
            lived = System.nanoTime();
            signOfLife.run();
        }
    }

    private void remember(byte[] content, int offset, int length) {
        line.write(content, offset, Math.min(length, Math.max(0, MOST - line.size())));
    }

    /** The last line that has come whole, without its end; empty when there is none, or something came after it. */
    byte[] last() {
        return line.size() == 0 ? last : new byte[0];
    }

    long count() {
        return count;
    }
}
