package io.breakwater.admin.export;

import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** The chunks of an archive one after the other, each read when it is needed. For one thread. */
final class ArchiveInput extends InputStream {

    private static final byte[] NOTHING = {};

    private final Archives archives;
    private final UUID job;
    private final String service;
    private byte[] chunk = NOTHING;
    private int position;
    private int seq;

    ArchiveInput(Archives archives, UUID job, String service) {
        this.archives = archives;
        this.job = job;
        this.service = service;
    }

    @Override
    public int read() {
        return hasMore() ? chunk[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int read = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, target, offset, read);
        position += read;
        return read;
    }

    private boolean hasMore() {
        while (position == chunk.length) {
            Optional<byte[]> next = archives.chunk(job, service, seq);
            if (next.isEmpty()) {
                return false;
            }
            seq++;
            chunk = next.get();
            position = 0;
        }
        return true;
    }
}
