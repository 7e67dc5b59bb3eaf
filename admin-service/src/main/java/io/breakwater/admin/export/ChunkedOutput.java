package io.breakwater.admin.export;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Cuts what is written into chunks and hands them on. For one thread. */
final class ChunkedOutput extends OutputStream {

    static final int CHUNK_BYTES = 256 * 1024;

    private final long most;
    private final Chunks chunks;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(CHUNK_BYTES);
    private int seq;
    private long size;

    /** Takes a chunk. */
    @FunctionalInterface
    interface Chunks {
        void accept(int seq, byte[] content);
    }

    /**
     * @param most how many bytes may be written in all; with more, {@code PAYLOAD_TOO_LARGE} is thrown
     */
    ChunkedOutput(long most, Chunks chunks) {
        this.most = most;
        this.chunks = chunks;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) {
        size += length;
        if (size > most) {
            throw ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE).internally("an archive of more than " + most);
        }
        pending.write(content, offset, length);
        if (pending.size() >= CHUNK_BYTES) {
            hand();
        }
    }

    /** Hands the last chunk on. */
    @Override
    public void close() {
        if (pending.size() > 0) {
            hand();
        }
    }

    long size() {
        return size;
    }

    private void hand() {
        chunks.accept(seq++, pending.toByteArray());
        pending.reset();
    }
}
